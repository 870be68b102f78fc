"""Save the wordings of statements with their vectors: each wording once, each model's vectors for themselves."""

from collections.abc import Sequence

import numpy as np
from sqlite_utils import Database

from attribution.embed import Embedder
from attribution.errors import DatabaseError
from attribution.facts import facts
from attribution.models import Attribution
from db.refresh import hashed

INFORMATIVE = 4  # content words from which equal texts are one wording wherever they stand; "he will resign" may mean anybody


def save_vectors(db: Database, embedder: Embedder, statements: Sequence[str], found: Sequence[Attribution]) -> None:
    """Write the wordings of the attributions that are `statements`; what is embedded already is left alone."""
    model = model_of(db, embedder)
    for statement, attribution in zip(statements, found, strict=True):
        wording = wording_of(db, statement, attribution.alone)
        if not db.execute("select 1 from embeddings where id = ? and model = ?", [wording, model]).fetchone():
            (vector,) = embedder.embed([attribution.alone])
            row = {"id": wording, "model": model, "text": attribution.alone, "vector": packed(vector), "signs": signs_of(vector)}
            db.table("embeddings").insert(row)
        db.execute("update statements set wording = ? where id = ? and wording is not ?", [wording, statement, wording])


def wording_of(db: Database, statement: str, text: str) -> str:
    """The id of a wording: equal texts are one if they say enough, and if no person set them apart."""
    plain = " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
    if len(facts(text).words) < INFORMATIVE:
        return hashed(plain, statement)
    apart = db.execute(
        """select 1 from claim_judgements where decision = 'different' and undone_at is null and (statement = ? or other = ?)
        and lower(statement_text) = lower(other_text) limit 1""",
        [statement, statement],
    ).fetchone()
    return hashed(plain, statement) if apart else hashed(plain)


def model_of(db: Database, embedder: Embedder) -> int:
    """The number of a model here; it is noted at its first use."""
    row = db.execute("select id from embedding_models where checksum = ?", [embedder.checksum]).fetchone()
    if row:
        return int(row[0])
    size = int(embedder.embed(["size"]).shape[1])
    fresh = {"name": embedder.name, "checksum": embedder.checksum, "dimensions": size}
    return int(str(db.table("embedding_models").insert(fresh).last_pk))


def known_model(db: Database, embedder: Embedder) -> int:
    """The number of a model whose vectors are here. DatabaseError if it has none."""
    row = db.execute("select id from embedding_models where checksum = ?", [embedder.checksum]).fetchone()
    if not row:
        raise DatabaseError(f"no statement is embedded by {embedder.name} here: ingest articles, or run `attrib group`")
    return int(row[0])


def packed(vector: np.ndarray) -> bytes:
    """A vector as float16, little-endian."""
    return bytes(vector.astype("<f2").tobytes())


def signs_of(vector: np.ndarray) -> bytes:
    """One bit for each dimension: whether it is positive. Few different bits mean a near vector (Charikar 2002)."""
    return bytes(np.packbits(vector > 0).tobytes())


def vectors_of(blobs: Sequence[bytes]) -> np.ndarray:
    """(texts, dimensions) float32 of unit length."""
    rows = np.frombuffer(b"".join(blobs), dtype="<f2").reshape(len(blobs), -1).astype(np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))
