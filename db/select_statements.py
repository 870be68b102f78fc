"""Select the statements that a report or an export is about: by what was said, by speaker, by claim, by outlet, or all."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlite_utils import Database

from attribution.errors import DatabaseError
from db.answer import answer
from db.claims import the_claim
from db.find_speakers import the_speaker
from db.open import errors_for, path_of
from db.search import COUNTS, JOINED, Filters

ORDER = "order by a.date is null, a.date desc, s.article, s.start, s.id"


@dataclass(frozen=True)
class Wanted:
    """What statements are about: one of these, or none of them for all."""

    query: str | None = None
    speaker: str | None = None
    claim: str | None = None
    outlet: str | None = None


@dataclass(frozen=True)
class Selected:
    """The ids of the statements selected, of `total`; `hidden` more are less sure. `about` is a field of Wanted, or "all";
    `subject` the query, or a name.
    """

    about: str
    subject: str
    ids: tuple[str, ...]
    total: int
    hidden: int


def select_statements(
    db: Database, wanted: Wanted, filters: Filters, limit: int = 0, *, near: Sequence[tuple[str, float]] = ()
) -> Selected:
    """The statements wanted that pass the filters: of a query the best first, else the newest; `limit` 0 is all.

    `near` are the wordings near the query. Raises DatabaseError for no such speaker, claim or outlet, or a query without words.
    """
    with errors_for(path_of(db)):
        if wanted.query is not None:
            found = answer(db, wanted.query, filters, 0, near=near)
            ids = [hit.id for claim in found.claims for hit in claim.hits]
            return Selected("query", wanted.query, tuple(ids[: limit or None]), found.total, found.hidden)
        if wanted.speaker is not None:
            identifier, name = the_speaker(db, wanted.speaker)
            return _where(db, "speaker", name, replace(filters, speaker=identifier), limit)
        if wanted.claim is not None:
            claim = the_claim(db, wanted.claim)
            (text,) = db.execute("select text from claims where id = ?", [claim]).fetchone()
            return _where(db, "claim", text, filters, limit, claim)
        if wanted.outlet is not None:
            name = _outlet(db, wanted.outlet)
            return _where(db, "outlet", name, replace(filters, outlet=name), limit)
        return _where(db, "all", "all statements", filters, limit)


def together(db: Database, statements: Sequence[str], what: Literal["article", "claim"]) -> list[str]:
    """The ids of statements, those of one article or claim one after the other: in the order of the text, or of time."""
    order = "s.article, s.start, s.id" if what == "article" else "s.claim, a.date is null, a.date, s.article, s.start, s.id"
    rows = db.execute(
        f"""select s.id from statements s join articles a on a.id = s.article
        where s.id in (select value from json_each(?)) order by {order}""",  # noqa: S608
        [json.dumps(list(statements))],
    )
    return [row[0] for row in rows]


def _where(db: Database, about: str, subject: str, filters: Filters, limit: int, claim: str | None = None) -> Selected:
    where, values = filters.sql(db)
    if claim is not None:
        where, values = f"{where} and s.claim = :claim", values | {"claim": claim}
    total, hidden = db.execute(f"select {COUNTS} from {JOINED} where true{where}", values).fetchone()  # noqa: S608
    rows: list[tuple[Any, ...]] = db.execute(
        f"select s.id from {JOINED} where s.confidence >= :least{where} {ORDER} limit :limit",  # noqa: S608
        values | {"limit": limit or -1},
    ).fetchall()
    return Selected(about, subject, tuple(row[0] for row in rows), total, hidden)


def _outlet(db: Database, wanted: str) -> str:
    """The name of the outlet that is called `wanted`, in any case. Raises DatabaseError for none."""
    row = db.execute("select name from outlets where name = ? collate nocase", [wanted]).fetchone()
    if not row:
        some = ", ".join(name for (name,) in db.execute("select name from outlets order by name limit 8"))
        raise DatabaseError(f"there is no outlet {wanted[:60]}: there are {some or 'none yet'}; `attrib stats` lists them")
    return str(row[0])
