"""Keep where articles have their text from: finger prints, reprints, agencies."""

from collections.abc import Iterable

import numpy as np
from sqlite_utils import Database

from attribution.models import Analysis
from attribution.origins import PERMUTATIONS, REPRINT, Print, contained, credit_of, print_of, relayed


def save_origin(db: Database, article: str, analysis: Analysis, statements: Iterable[str]) -> None:
    """Write an article's finger print and credit, and the origin of all that are copies of each other with it."""
    text = analysis.article.text
    before = _copies(db, article)
    made = print_of(text)
    db.execute("delete from origin_bands where article = ?", [article])
    row = (article, credit_of(text, analysis.article.author), made.signature.astype("<u4").tobytes(), made.shingles)
    db.execute("insert or replace into article_origins values (?, '', ?, null, null, ?, ?)", list(row))
    for band, value in enumerate(made.bands()):
        db.execute("insert or ignore into origin_bands values (?, ?, ?)", [band, value, article])
    for statement in statements:
        _relay(db, statement)
    for one in sorted({article} | before | _copies(db, article)):
        _settle(db, one)


def _relay(db: Database, statement: str) -> None:
    (sentence,) = db.execute(
        """select substr(a.text, s.sentence_start + 1, s.sentence_end - s.sentence_start) from statements s
        join articles a on a.id = s.article where s.id = ?""",
        [statement],
    ).fetchone()
    origin = relayed(sentence)
    db.execute("delete from relays where statement = ?", [statement])
    if origin:
        db.execute("insert into relays values (?, ?)", [statement, origin])


def _print(db: Database, article: str) -> Print | None:
    row = db.execute("select signature, shingles from article_origins where article = ?", [article]).fetchone()
    return Print(np.frombuffer(row[0], dtype="<u4", count=PERMUTATIONS), row[1]) if row else None


def _alike(db: Database, article: str) -> dict[str, float]:
    """The articles that an article is a copy of or the other way round, and how much they share."""
    mine = _print(db, article)
    if mine is None:
        return {}
    rows = db.execute(
        """select distinct o.article from origin_bands b join origin_bands o on o.band = b.band and o.hash = b.hash
        where b.article = :article and o.article != :article""",
        {"article": article},
    ).fetchall()
    shared = {other: contained(mine, their) for (other,) in rows if (their := _print(db, other))}
    return {other: part for other, part in shared.items() if part >= REPRINT}


def _copies(db: Database, article: str) -> set[str]:
    """An article and all that are linked to it by copying."""
    reached: set[str] = set()
    todo = [article]
    while todo:
        one = todo.pop()
        if one not in reached:
            reached.add(one)
            todo += _alike(db, one)
    return reached


def _settle(db: Database, article: str) -> None:
    """Write an article's origin: the credit of any copy, else the outlet of the earliest one."""
    copies = sorted(_copies(db, article))
    marks = ", ".join("?" * len(copies))
    rows = db.execute(
        f"""select a.date is null, a.date, a.id, o.credit, lower(u.name) from articles a
        join article_origins o on o.article = a.id left join outlets u on u.id = a.outlet
        where a.id in ({marks}) order by 1, 2, 3""",  # noqa: S608
        copies,
    ).fetchall()
    credited = [row[3] for row in rows if row[3]]
    first = rows[0]
    shared = _alike(db, article)
    nearest = min(shared, key=lambda other: (-shared[other], other)) if shared else None
    db.execute(
        "update article_origins set origin = ?, similar_to = ?, similarity = ? where article = ?",
        [min(credited) if credited else first[4] or first[2], nearest, shared.get(nearest or ""), article],
    )
