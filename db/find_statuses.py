"""Find what people found of claims. A decision is about a statement, so it goes where that is, whatever claims are made of it.

It belongs to the claim of the statement that it was made about; if that is gone, to the claim with its wording; else to the claim
with most of the statements that were one claim then; else to that of the statement of the same article that shares most of its
text. Where claims with decisions of their own became one, the latest decision holds.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlite_utils import Database

from attribution.diff_words import MARKS
from attribution.statuses import Status
from db.find_again import ALIKE, plain, shared
from db.open import errors_for, path_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Found = TypeVar("Found", bound="DataclassInstance")


@dataclass(frozen=True)
class StatusSet:
    """A decision: what was found, about which statement, why, on what evidence, by whom and when.

    `replaces` are the decisions that its claim had then, `claim` is whose it is now: None while nothing of it is here.
    """

    id: int
    status: Status
    statement: str
    statement_text: str
    note: str | None
    evidence: str | None
    by: str
    at: str
    undone_by: str | None
    undone_at: str | None
    replaces: tuple[int, ...]
    claim: str | None

    def __str__(self) -> str:
        """For people, on one line."""
        why = "".join(f": {part}" for part in (self.note, self.evidence) if part)
        undone = f"; undone by {self.undone_by} {self.undone_at}" if self.undone_at else ""
        return f"{self.id}  “{self.statement_text.strip(MARKS)}” is {self.status}{why}  ({self.by} {self.at}{undone})"


@dataclass(frozen=True)
class Standing:
    """How a claim stands: its status, the decision that holds, all decisions, the latest first; `conflict` says in words what
    else was found, where claims with decisions of their own became one.
    """

    status: Status = "unchecked"
    holds: StatusSet | None = None
    history: tuple[StatusSet, ...] = ()
    conflict: str | None = None


UNCHECKED = Standing()
COLUMNS = """c.id, c.status, c.statement, c.statement_text, c.note, c.evidence, c.by, c.at, c.undone_by, c.undone_at,
    c.replaces, l.claim"""


def list_statuses(db: Database) -> list[StatusSet]:
    """All decisions, the latest first, each with the claim that it belongs to now."""
    with errors_for(path_of(db)):
        rows = db.execute(
            f"select {COLUMNS}, c.article from claim_statuses c join status_claims l on l.status = c.id order by c.id desc"  # noqa: S608
        ).fetchall()
        found = [(_status_set(*row[:12]), row[12]) for row in rows]
        return [one if one.claim else replace(one, claim=_reworded(db, article, one)) for one, article in found]


def _status_set(*row: Any) -> StatusSet:
    *stated, replaces, claim = row
    return StatusSet(*stated, tuple(json.loads(replaces)), claim)  # type: ignore[call-arg]


def _reworded(db: Database, article: str, lost: StatusSet) -> str | None:
    """The claim of the statement of an article that shares most of the text of one that is gone."""
    rows = db.execute(
        "select claim, content from statements where article = ? and claim is not null order by start, id", [article]
    )
    mine = plain(lost.statement_text)
    shares = [(shared(mine, plain(content)), claim) for claim, content in rows]
    best = max(shares, key=lambda one: one[0], default=(0.0, None))
    return best[1] if best[0] >= ALIKE else None


def standings(db: Database) -> dict[str, Standing]:
    """How each claim stands that people decided about."""
    by_claim: dict[str, list[StatusSet]] = defaultdict(list)
    for one in list_statuses(db):
        if one.claim:
            by_claim[one.claim].append(one)
    return {claim: standing_of(history) for claim, history in by_claim.items()}


def standing_of(history: list[StatusSet]) -> Standing:
    """How a claim stands with these decisions, the latest first."""
    live = [one for one in history if not one.undone_at]
    if not live:
        return replace(UNCHECKED, history=tuple(history))
    answered = {number for one in live for number in one.replaces}
    others = [one for one in live[1:] if one.id not in answered and one.status != live[0].status]
    conflict = None
    if others:
        said = " and ".join(f"{one.status} ({one.by}, {one.at[:10]})" for one in others)
        conflict = f"claims with decisions of their own became one: it was also found {said}; the latest decision holds"
    return Standing(live[0].status, live[0], tuple(history), conflict)


def with_status(found: Found, standing: Standing) -> Found:
    """A claim in any form with `status`, `status_set` and `status_conflict`, these filled in."""
    return replace(found, status=standing.status, status_set=standing.holds, status_conflict=standing.conflict)
