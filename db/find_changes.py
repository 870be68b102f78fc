"""Find the contradictions and the decisions that are new for claims that are watched."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from db.find_speakers import speakers_of
from db.find_statuses import StatusSet, list_statuses, standing_of
from db.news import NewContradiction, NewStatus, Side

Pair = tuple[str, str, str | None, str | None]  # two statements and their wordings


@dataclass(frozen=True)
class Scope:
    """The claims that a watch has to do with, and the articles that came or changed since it was last answered."""

    watch: int
    claims: frozenset[str]
    fresh: frozenset[str]
    least: float


PAIRS = """select r.claim, r.other, n.contradict, n.reason, s.id, o.id, s.article, o.article, s.wording, o.wording
    from claim_relations r join statements s on s.claim = r.claim
    join (select left as mine, right as theirs, label, contradict, reason from neighbours
        union all select right, left, label, contradict, reason from neighbours) n on n.mine = s.wording
    join statements o on o.wording = n.theirs and o.claim = r.other
    where r.claim = :claim and r.relation = 'contradicts' and n.label = 'contradict'
    and s.confidence >= :least and o.confidence >= :least order by n.contradict desc, s.id, o.id"""

KNOWN = """select coalesce((select claim from statements where id = c.statement),
        (select min(claim) from statements where wording = c.wording)),
    coalesce((select claim from statements where id = c.other),
        (select min(claim) from statements where wording = c.other_wording)) from watch_contradictions c where c.watch = ?"""


def contradictions_of(db: Database, scope: Scope) -> tuple[tuple[NewContradiction, ...], tuple[Pair, ...]]:
    """The contradictions that are new, the surest first, and a pair of statements for each that there is, new or not.

    One is new if it was not told before and needs a statement of a fresh article: what other models or another grouping make of
    statements that were here is no news.
    """
    known = {frozenset(pair) for pair in db.execute(KNOWN, [scope.watch])}
    found: dict[frozenset[str], list[tuple[Any, ...]]] = defaultdict(list)
    for claim in sorted(scope.claims):
        for row in db.execute(PAIRS, {"claim": claim, "least": scope.least}):
            found[frozenset(row[:2])].append(row)
    fresh, pairs = [], []
    for both, rows in found.items():
        pairs.append((*rows[0][4:6], *rows[0][8:10]))
        if both not in known and all(scope.fresh & set(row[6:8]) for row in rows):
            fresh.append(rows[0])
    fresh.sort(key=lambda row: (-row[2], row[4], row[5]))
    return tuple(_contradiction(db, row, scope.least) for row in fresh), tuple(pairs)


def _contradiction(db: Database, row: Sequence[Any], least: float) -> NewContradiction:
    return NewContradiction(_side(db, row[0], row[4], least), _side(db, row[1], row[5], least), row[3], row[2])


def _side(db: Database, claim: str, statement: str, least: float) -> Side:
    text, *rest = db.execute(
        """select s.content, s.source, s.cue, o.name, a.date from statements s join articles a on a.id = s.article
        left join outlets o on o.id = a.outlet where s.id = ?""",
        [statement],
    ).fetchone()
    return Side(claim, statement, text, speakers_of(db, statement, least), *rest)


def statuses_of(db: Database, scope: Scope, mark: int) -> tuple[NewStatus, ...]:
    """What people decided or undid about watched claims after the event `mark`, the latest first.

    Only decisions count: a claim that gained or lost one because it was grouped anew is no news.
    """
    events = {
        (status, bool(undone)): number for number, status, undone in db.execute("select id, status, undone from status_events")
    }
    history: dict[str, list[StatusSet]] = defaultdict(list)
    last: dict[str, int] = defaultdict(int)
    for one in list_statuses(db):
        if one.claim in scope.claims:
            history[one.claim].append(one)
            last[one.claim] = max(last[one.claim], events[one.id, False], events.get((one.id, True), 0))
    changed = sorted((claim for claim in history if last[claim] > mark), key=lambda claim: -last[claim])
    return tuple(new for claim in changed if (new := _status(db, claim, history[claim], events, mark)))


def _status(
    db: Database, claim: str, history: list[StatusSet], events: Mapping[tuple[int, bool], int], mark: int
) -> NewStatus | None:
    """How a claim stood at an event and stands now; None where nothing is left of what was decided since."""
    then = [
        one if events.get((one.id, True), 0) <= mark else replace(one, undone_at=None)
        for one in history
        if events[one.id, False] <= mark
    ]
    before, after = standing_of(then), standing_of(history)
    held = after.holds
    if before.status == after.status and (held is None or events[held.id, False] <= mark):
        return None
    (text,) = db.execute("select text from claims where id = ?", [claim]).fetchone()
    decided = (held.by, held.at, held.note, held.evidence) if held else (None, None, None, None)
    return NewStatus(claim, text, before.status, after.status, *decided)
