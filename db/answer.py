"""Answer who said something: statements found by words and by meaning, grouped by what they claim."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from attribution.statuses import Status
from db.find_speakers import Who, speakers_of
from db.find_statuses import UNCHECKED, Standing, StatusSet, standings, with_status
from db.open import errors_for, path_of
from db.search import COLUMNS, JOINED, Filters, Hit, hit_of, matching

NEARNESS = 60  # of reciprocal rank fusion: the constant of Cormack, Clarke and Büttcher (2009)
RANKED = 1000  # statements found by words that are ranked
COUNTED = 3  # statements of a claim whose scores are added: what many say comes before what one says
FLOOR = 0.42  # cosine: what is less near a query in meaning is unrelated; chosen on the shipped examples


@dataclass(frozen=True)
class Opposed:
    """A claim that contradicts another: its clearest statement, who made it where, why they cannot both hold, and its status."""

    claim: str
    text: str
    speakers: tuple[Who, ...]
    source: str | None
    cue: str | None
    outlet: str | None
    date: str | None
    reason: str
    score: float
    status: Status = "unchecked"
    status_set: StatusSet | None = None
    status_conflict: str | None = None


@dataclass(frozen=True)
class ClaimFound:
    """A claim that was found: its counts over the whole database, its statements that were found, the clearest first, and its
    status by the decision `status_set`.
    """

    claim: str | None
    statements: int
    outlets: int
    origins: int
    first_date: str | None
    last_date: str | None
    hits: tuple[Hit, ...]
    contradicted_by: tuple[Opposed, ...]
    status: Status = "unchecked"
    status_set: StatusSet | None = None
    status_conflict: str | None = None


@dataclass(frozen=True)
class Answer:
    """What was found: `total` statements in `claims_total` claims, of which `claims` are shown; `hidden` more are less sure."""

    query: str
    total: int
    hidden: int
    claims_total: int
    claims: tuple[ClaimFound, ...]


def answer(
    db: Database,
    query: str,
    filters: Filters,
    limit: int = 10,
    *,
    near: Sequence[tuple[str, float]] = (),
    operators: bool = False,
) -> Answer:
    """The claims whose statements hold the words of `query` or whose wordings are `near` it, the best first.

    Both rankings are fused by reciprocal rank. `limit` 0 shows all claims. Raises DatabaseError as `matching` does.
    """
    total, hidden, rows = matching(db, query, filters, RANKED, operators=operators)
    with errors_for(path_of(db)):
        marked = {row[0]: row for row in rows}
        meant = _by_meaning(db, near, filters)
        scores: dict[str, float] = defaultdict(float)
        for ranking in ([row[0] for row in rows], list(meant)):
            for place, statement in enumerate(ranking):
                scores[statement] += 1 / (NEARNESS + place + 1)
        groups: dict[str, list[str]] = defaultdict(list)
        claims = _claims_of(db, list(scores))
        for statement in sorted(scores, key=lambda one: (-scores[one], one)):
            groups[claims[statement] or f"statement {statement}"].append(statement)
        weight = {claim: sum(scores[one] for one in ids[:COUNTED]) for claim, ids in groups.items()}
        shown = sorted(groups.items(), key=lambda one: (-weight[one[0]], one[0]))[: limit or None]
        standing = standings(db)
        found = tuple(
            with_status(_found(db, claim, ids, marked, meant, filters.least, standing), standing.get(claim, UNCHECKED))
            for claim, ids in shown
        )
    return Answer(query, total + len(meant.keys() - marked.keys()), hidden, len(groups), found)


def _by_meaning(db: Database, near: Sequence[tuple[str, float]], filters: Filters) -> dict[str, tuple[Any, ...]]:
    """The rows of the statements with a near wording that pass the filters, nearest first."""
    if not near:
        return {}
    where, values = filters.sql(db)
    place = {wording: n for n, (wording, _) in enumerate(near)}
    rows = db.execute(
        f"""select s.wording, {COLUMNS} from {JOINED} where s.wording in (select value from json_each(:near))
        and s.confidence >= :least{where} order by a.date desc, s.id""",  # noqa: S608
        values | {"near": json.dumps(list(place))},
    ).fetchall()
    return {row[1]: row[1:] for row in sorted(rows, key=lambda row: place[row[0]])}


def _claims_of(db: Database, statements: Sequence[str]) -> dict[str, str | None]:
    rows = db.execute("select id, claim from statements where id in (select value from json_each(?))", [json.dumps(statements)])
    return dict(rows.fetchall())


def _found(
    db: Database,
    claim: str,
    ids: list[str],
    marked: dict[str, Any],
    meant: dict[str, Any],
    least: float,
    standing: dict[str, Standing],
) -> ClaimFound:
    row = db.execute(
        "select statement, statements, outlets, origins, first_date, last_date from claims where id = ?", [claim]
    ).fetchone()
    if row and row[0] in ids:
        ids = [row[0], *(one for one in ids if one != row[0])]
    hits = tuple(
        hit_of(db, marked[one][:-1], marked[one][-1], least) if one in marked else hit_of(db, meant[one], None, least)
        for one in ids
    )
    if not row:
        return ClaimFound(None, 1, 1, 1, hits[0].date, hits[0].date, hits, ())
    _, statements, outlets, origins, first, last = row
    return ClaimFound(claim, statements, outlets, origins, first, last, hits, opposed_to(db, claim, least, standing))


OPPOSED = """select r.other, s.content, s.id, s.source, s.cue, o.name, a.date, r.reason,
    r.score from claim_relations r
    join claims c on c.id = r.other join statements s on s.id = r.other_statement join articles a on a.id = s.article
    left join outlets o on o.id = a.outlet where r.claim = ? and r.relation = 'contradicts' order by r.score desc, r.other"""


def opposed_to(db: Database, claim: str, least: float, standing: dict[str, Standing]) -> tuple[Opposed, ...]:
    """The claims that contradict one, the surest first."""
    return tuple(
        with_status(Opposed(other, text, speakers_of(db, statement, least), *rest), standing.get(other, UNCHECKED))
        for other, text, statement, *rest in db.execute(OPPOSED, [claim])
    )
