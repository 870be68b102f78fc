"""Embed the wordings of statements: each wording once, each model's vectors for themselves."""

from collections.abc import Callable, Sequence

import numpy as np
from sqlite_utils import Database

from attribution.embed import Embedder
from attribution.errors import DatabaseError
from attribution.facts import facts
from db.refresh import hashed

INFORMATIVE = 4  # content words from which equal texts are one wording wherever they stand; "he will resign" may mean anybody


AT_ONCE = 200  # wordings between two commits

MISSING = """select distinct s.wording, s.alone from statements s where s.wording is not null
    and not exists (select 1 from embeddings e where e.id = s.wording and e.model = ?) group by s.wording order by s.wording"""


def unembedded(db: Database, embedder: Embedder) -> int:
    """How many wordings have no vector of a model yet."""
    return len(db.execute(MISSING, [model_of(db, embedder)]).fetchall())


def embed_wordings(db: Database, embedder: Embedder, step: Callable[[int], None]) -> int:
    """The number of a model, when all wordings have their vectors of it; `step` hears of those done."""
    name_wordings(db)
    model = model_of(db, embedder)
    rows = db.execute(MISSING, [model]).fetchall()
    for start in range(0, len(rows), AT_ONCE):
        vectors = embedder.embed([text for _, text in rows[start : start + AT_ONCE]])
        with db.atomic():
            for (wording, text), vector in zip(rows[start : start + AT_ONCE], vectors, strict=True):
                row = {"id": wording, "model": model, "text": text, "vector": packed(vector), "signs": signs_of(vector)}
                db.table("embeddings").insert(row)
        step(len(rows[start : start + AT_ONCE]))
    return model


def switch_model(db: Database, embedder: Embedder) -> bool:
    """Whether statements were embedded by another model: then its vectors, and all that was compared by them, are dropped."""
    number = model_of(db, embedder)
    with db.atomic():
        dropped = db.execute("delete from embeddings where model != ?", [number]).rowcount
        if dropped:
            db.execute("delete from neighbours")
            db.execute("delete from embedding_models where id != ?", [number])
    return bool(dropped)


def name_wordings(db: Database) -> None:
    """Give statements of before there were wordings theirs."""
    with db.atomic():
        for statement, text in db.execute("select id, coalesce(alone, content) from statements where wording is null").fetchall():
            wording = wording_of(db, statement, text)
            db.execute("update statements set alone = ?, wording = ? where id = ?", [text, wording, statement])


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
    """(texts, dimensions) float32, of unit length as nearly as float16 keeps it: within a thousandth."""
    return np.frombuffer(b"".join(blobs), dtype="<f2").reshape(len(blobs), -1).astype(np.float32)
