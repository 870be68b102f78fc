"""List claims, and load one with all its statements on a time line."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlite_utils import Database

from attribution.errors import DatabaseError
from attribution.statuses import Status
from db.answer import Opposed, opposed_to
from db.find_speakers import Who, speakers_of
from db.find_statuses import UNCHECKED, Standing, StatusSet, standings, with_status
from db.open import errors_for, path_of
from db.search import JOINED, Filters, words_of

Order = Literal["origins", "newest", "contradicted"]
ORDERS: dict[Order, str] = {
    "origins": "c.origins desc, c.statements desc, c.last_date desc",
    "newest": "c.last_date is null, c.last_date desc, c.origins desc",
    "contradicted": "c.contradictions desc, c.origins desc, c.statements desc",
}


@dataclass(frozen=True)
class ClaimRow:
    """A claim in a list: its clearest statement, who made that, and its counts."""

    id: str
    text: str
    speakers: tuple[Who, ...]
    source: str | None
    cue: str | None
    statements: int
    outlets: int
    origins: int
    contradictions: int
    first_date: str | None
    last_date: str | None
    status: Status = "unchecked"
    status_set: StatusSet | None = None
    status_conflict: str | None = None


@dataclass(frozen=True)
class ClaimList:
    """Claims in order: those shown, of `total`."""

    total: int
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True)
class Told:
    """One statement of a claim: who told it where and when; `origin` is where its outlet has it from."""

    id: str
    speakers: tuple[Who, ...]
    source: str | None
    cue: str | None
    text: str
    kind: str
    confidence: float
    outlet: str | None
    date: str | None
    title: str | None
    url: str | None
    article: str
    start: int
    end: int
    origin: str


@dataclass(frozen=True)
class Claim:
    """A claim with its statements, the first first, and with the claims that contradict or overlap it."""

    id: str
    text: str
    statement: str
    outlets: int
    origins: int
    first_date: str | None
    last_date: str | None
    timeline: tuple[Told, ...]
    contradicted_by: tuple[Opposed, ...]
    overlaps: tuple[tuple[str, str], ...]
    status: Status = "unchecked"
    status_set: StatusSet | None = None
    status_conflict: str | None = None
    status_history: tuple[StatusSet, ...] = ()


def list_claims(
    db: Database,
    query: str | None,
    filters: Filters,
    order: Order,
    limit: int,
    *,
    near: Sequence[tuple[str, float]] = (),
    several: bool = True,
    status: Status | None = None,
) -> ClaimList:
    """The claims a statement of which passes the filters, and holds the words of `query` or is `near` it in meaning.

    `several` leaves out those of one statement that nothing contradicts, `status` those that stand otherwise. Raises
    DatabaseError for a query without words.
    """
    where, values = filters.sql(db)
    condition = f"c.id in (select s.claim from {JOINED} where s.confidence >= :least{where})"  # noqa: S608
    if query is not None:
        words = words_of(query)
        if not words:
            raise DatabaseError("there is nothing to search for: give a word or more")
        condition += """ and c.id in (select s.claim from statements s where s.wording in (select value from json_each(:near))
            or s.rowid in (select rowid from statements_fts where statements_fts match :match))"""
        values |= {"match": "content : (" + " AND ".join(words) + ")", "near": json.dumps([wording for wording, _ in near])}
    if several:
        condition += " and (c.statements > 1 or c.contradictions > 0)"
    standing = standings(db)
    if status is not None:
        condition += " and (c.id in (select value from json_each(:chosen))) != :others"
        values |= _of_status(status, standing)
    with errors_for(path_of(db)):
        total = db.execute(f"select count(*) from claims c where {condition}", values).fetchone()[0]  # noqa: S608
        rows = db.execute(
            f"""select c.id, c.text, c.statement, (select source from statements where id = c.statement),
            (select cue from statements where id = c.statement), c.statements, c.outlets,
            c.origins, c.contradictions, c.first_date, c.last_date from claims c where {condition}
            order by {ORDERS[order]}, c.id limit :limit""",  # noqa: S608
            values | {"limit": limit or -1},
        ).fetchall()
        claims = tuple(_row(db, row, filters.least, standing.get(row[0], UNCHECKED)) for row in rows)
    return ClaimList(total, claims)


def _of_status(status: Status, standing: dict[str, Standing]) -> dict[str, Any]:
    """The claims `chosen` that have a status, or all `others` do: those that nobody decided about are unchecked."""
    others = status == "unchecked"
    chosen = sorted(claim for claim, one in standing.items() if (one.status == status) != others)
    return {"chosen": json.dumps(chosen), "others": others}


def _row(db: Database, row: tuple[Any, ...], least: float, standing: Standing) -> ClaimRow:
    who = speakers_of(db, row[2], least)
    return with_status(ClaimRow(row[0], row[1], who, *row[3:]), standing)


def the_claim(db: Database, wanted: str) -> str:
    """The id of the claim that `wanted` means: its id or the beginning, or that of one of its statements. DatabaseError else."""
    begins = wanted.replace("%", "").replace("_", "") + "%"
    rows = db.execute("select id from claims where id like ? limit 3", [begins]).fetchall() if len(begins) > 4 else []
    if not rows:
        rows = db.execute(
            "select distinct claim from statements where id like ? and claim is not null limit 3", [begins]
        ).fetchall()
    if not rows:
        raise DatabaseError(f"there is no claim {wanted[:60]}: give an id that `attrib claims` or who-said shows")
    if len(rows) > 1:
        raise DatabaseError(f"{wanted[:60]} is the beginning of several claims: give more of it")
    return str(rows[0][0])


def load_claim(db: Database, wanted: str, least: float) -> Claim:
    """A claim by its id, the beginning of it, or a statement's. Raises DatabaseError for none or several."""
    with errors_for(path_of(db)):
        claim = the_claim(db, wanted)
        row = db.execute(
            "select text, statement, outlets, origins, first_date, last_date from claims where id = ?", [claim]
        ).fetchone()
        overlaps = db.execute(
            """select c.id, c.text from claim_relations r join claims c on c.id = r.other
            where r.claim = ? and r.relation = 'overlaps' order by r.score desc, c.id""",
            [claim],
        ).fetchall()
        timeline = tuple(_told(db, one, least) for one in db.execute(TOLD, [claim]).fetchall())
        every = standings(db)
        found = Claim(claim, *row, timeline, opposed_to(db, claim, least, every), tuple(overlaps))  # type: ignore[call-arg]
        standing = every.get(claim, UNCHECKED)
    return with_status(replace(found, status_history=standing.history), standing)


TOLD = """select s.id, s.source, s.cue, s.content, s.kind, s.confidence, u.name, a.date, a.title, a.url, s.article, s.start,
    s."end", o.origin from statements s join articles a on a.id = s.article left join outlets u on u.id = a.outlet
    join statement_origins o on o.statement = s.id where s.claim = ?
    order by a.date is null, a.date, u.name, s.article, s.start"""


def _told(db: Database, row: tuple[Any, ...], least: float) -> Told:
    return Told(row[0], speakers_of(db, row[0], least), *row[1:])
