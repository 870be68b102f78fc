"""Find the wordings that are near a query in meaning, among any number of them and without torch."""

import numpy as np
from sqlite_utils import Database

from attribution.embed import Vectors
from db.embed_wordings import signs_of, vectors_of

FEW = 4000  # vectors that are compared in full
FIRST = 1500  # of more, as many are compared in full: those whose signs differ least from the query's


def latest_model(db: Database) -> tuple[int, str] | None:
    """The number and name of the model that embedded statements last; None where none is embedded."""
    row = db.execute("select id, name from embedding_models order by id desc limit 1").fetchone()
    return (int(row[0]), str(row[1])) if row else None


def near(db: Database, model: int, query: Vectors, least: float, most: int = 200) -> list[tuple[str, float]]:
    """The ids of the wordings whose cosine with `query` (dimensions,) reaches `least`, nearest first, `most` at most.

    Among many, the signs of all vectors come first (one bit a dimension, Charikar 2002), then the vectors of the nearest.
    """
    rows = db.execute("select rowid, signs from embeddings where model = ?", [model]).fetchall()
    if not rows:
        return []
    chosen = [row[0] for row in rows]
    if len(rows) > FEW:
        signs = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.uint8).reshape(len(rows), -1)
        unlike = np.bitwise_count(signs ^ np.frombuffer(signs_of(query), dtype=np.uint8)).sum(axis=1, dtype=np.int32)
        chosen = [chosen[n] for n in np.argpartition(unlike, FIRST)[:FIRST]]
    found = db.execute(
        f"select id, vector from embeddings where rowid in ({', '.join(map(str, chosen))})"  # noqa: S608 (whole numbers)
    ).fetchall()
    cosines = vectors_of([row[1] for row in found]) @ query
    ranked = sorted(
        ((float(c), row[0]) for c, row in zip(cosines, found, strict=True) if c >= least), key=lambda one: (-one[0], one[1])
    )
    return [(wording, round(cosine, 4)) for cosine, wording in ranked[:most]]
