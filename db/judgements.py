"""What people decide about speakers. A decision is about names, which no re-run changes; it is never deleted, only undone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from attribution.errors import DatabaseError
from attribution.identify import identify
from attribution.names import LONG, name_of
from attribution.namesakes import Decision, Node, Ref
from db.find_speakers import the_speaker
from db.identify import JUDGED, judgement_of, rows_where, update
from db.open import errors_for, now, path_of
from db.refresh import hashed

LISTED = """select id, decision, left_name, left_article, right_name, right_article, value, by, at, undone_by, undone_at
    from judgements"""


SENTENCES: dict[Decision, str] = {
    "same": "{left} is {right}",
    "different": "{left} is not {right}",
    "split": "{left} is not {right}",
    "alias": "{left} is another name of {right}",
    "name": "{left} is shown as {value}",
    "ids": "{left} has {value}",
}


@dataclass(frozen=True)
class Judged:
    """A decision as people read it: about whom, who made it and when, and who undid it and when."""

    id: int
    decision: Decision
    left: str
    left_article: str
    right: str | None
    right_article: str | None
    value: str | None
    by: str
    at: str
    undone_by: str | None
    undone_at: str | None

    def __str__(self) -> str:
        """For people, on one line."""
        namesakes = self.left == self.right
        left = _named(self.left, self.left_article if namesakes or self.decision == "split" else "")
        right = _named(self.right or "", self.right_article or "" if namesakes and self.decision != "split" else "")
        said = SENTENCES[self.decision].format(left=left, right=right, value=self.value)
        undone = f"; undone by {self.undone_by} {self.undone_at}" if self.undone_at else ""
        return f"{self.id}  {said}  ({self.by} {self.at}{undone})"


def _named(name: str, article: str) -> str:
    return f"{name} in {article[:8]}" if article else name


@dataclass(frozen=True)
class Side:
    """One of two speakers that may be one."""

    id: str
    name: str
    kind: str
    roles: tuple[str, ...]
    first_date: str | None
    last_date: str | None
    articles: int
    article: str


@dataclass(frozen=True)
class Proposed:
    """Two speakers that may be one, how likely and why."""

    id: str
    score: float
    reason: str
    left: Side
    right: Side


@dataclass(frozen=True)
class Mark:
    """A name as it is written, and what it is known by."""

    ref: Ref
    name: str


def record(db: Database, decision: Decision, left: Mark, by: str, right: Mark | None = None, value: str | None = None) -> int:
    """The number of a new judgement; whom it changes is yet to be worked out."""
    row = {
        "decision": decision,
        "kind": left.ref.kind,
        "left_key": left.ref.key,
        "left_article": left.ref.article,
        "left_name": left.name,
        "right_kind": right.ref.kind if right else None,
        "right_key": right.ref.key if right else None,
        "right_article": right.ref.article if right else None,
        "right_name": right.name if right else None,
        "value": value,
        "by": by,
        "at": now(),
    }
    return int(str(db.table("judgements").insert(row).last_pk))


def merge(db: Database, one: str, other: str, by: str) -> int:
    """The number of the judgement that two speakers are one."""
    with errors_for(path_of(db)), db.atomic():
        (left, _), (right, _) = the_speaker(db, one), the_speaker(db, other)
        if left == right:
            raise DatabaseError(f"{one} and {other} are one already")
        return _decide(db, "same", _mark_of(db, left), _mark_of(db, right), by)


def split(db: Database, wanted: str, article: str, by: str) -> int:
    """The number of the judgement that whom an article calls by a speaker's name is somebody else. `article` is its id."""
    with errors_for(path_of(db)), db.atomic():
        speaker, name = the_speaker(db, wanted)
        rows = _marks(db, speaker)
        here = [mark for mark in rows if mark.ref.article == article]
        others = [mark for mark in rows if mark.ref.article != article]
        if not here:
            raise DatabaseError(f"{name} is not named in article {article}: `attrib speakers show` lists the articles")
        if not others:
            raise DatabaseError(f"{name} is named in article {article} alone: there is nobody to split from")
        numbers = []
        for mark in here:
            alike = [other for other in others if other.ref.key == mark.ref.key]
            numbers.append(_decide(db, "split", mark, min(alike or others, key=_rank), by))
        return numbers[0]


def rename(db: Database, wanted: str, name: str, by: str) -> int:
    """The number of the judgement that a speaker is to be shown as `name`."""
    shown = " ".join(name.split())
    with errors_for(path_of(db)), db.atomic():
        speaker, _ = the_speaker(db, wanted)
        mark = _mark_of(db, speaker)
        if not name_of(shown, mark.ref.kind).key or len(shown) > LONG:
            raise DatabaseError(f"{shown[:40]!r} is no name: give one with letters, of {LONG} characters at most")
        namesakes = "select count(distinct speaker) from article_speakers where kind = ? and key = ?"
        alone = db.execute(namesakes, [mark.ref.kind, mark.ref.key]).fetchone()[0] == 1
        if alone and name_of(mark.name, mark.ref.kind).is_full:
            mark = replace(mark, ref=Ref(mark.ref.kind, mark.ref.key))
        number = record(db, "name", mark, by, value=shown)
        update(db, [mark.ref])
        return number


def _decide(db: Database, decision: Decision, left: Mark, right: Mark, by: str) -> int:
    number = record(db, decision, left, by, right)
    update(db, [left.ref, right.ref])
    return number


def _marks(db: Database, speaker: str) -> list[Mark]:
    rows = db.execute("select kind, key, article, name from article_speakers where speaker = ?", [speaker])
    return [Mark(Ref(kind, key, article), name) for kind, key, article, name in rows]


def _rank(mark: Mark) -> tuple[Any, ...]:
    return (not name_of(mark.name, mark.ref.kind).is_full, mark.ref, mark.name)


def _mark_of(db: Database, speaker: str) -> Mark:
    """The name that stands for a speaker in a judgement: a full one, in one of its articles."""
    return min(_marks(db, speaker), key=_rank)


def history(db: Database, number: int | None = None) -> list[Judged]:
    """All judgements, or one, the latest first."""
    where, values = ("", []) if number is None else (" where id = ?", [number])
    with errors_for(path_of(db)):
        return [Judged(*row) for row in db.execute(f"{LISTED}{where} order by id desc", values)]


def undo(db: Database, number: int, by: str) -> Judged:
    """The judgement that no longer holds. Raises DatabaseError where there is none, or it was undone before."""
    found = history(db, number)
    if not found:
        raise DatabaseError(f"there is no judgement {number}: `attrib speakers judgements` lists them")
    if found[0].undone_at:
        raise DatabaseError(f"judgement {number} was undone by {found[0].undone_by} at {found[0].undone_at}")
    with errors_for(path_of(db)), db.atomic():
        (row,) = db.execute(f"{JUDGED} and id = ?", [number]).fetchall()
        judgement = judgement_of(row)
        at = now()
        db.execute("update judgements set undone_at = ?, undone_by = ? where id = ?", [at, by, number])
        update(db, [judgement.left, *([judgement.right] if judgement.right else [])])
    return history(db, number)[0]


def proposals(db: Database) -> list[Proposed]:
    """The pairs of speakers that may be one, the most likely first."""
    with errors_for(path_of(db)):
        rows = rows_where(db, "kind in (?, ?)", ["person", "organization"])
        speakers = {row.appearance.ref: row.speaker or "" for row in rows}
        found = identify([row.appearance for row in rows], [judgement_of(row) for row in db.execute(f"{JUDGED} order by id")])
    return [
        Proposed(hashed(*one.left.anchor, *one.right.anchor)[:8], one.score, one.reason, *_sides((one.left, one.right), speakers))
        for one in found.proposals
    ]


def _sides(nodes: Iterable[Node], speakers: dict[Ref, str]) -> tuple[Side, Side]:
    left, right = (
        Side(
            speakers[node.appearances[0].ref],
            node.appearances[0].name,
            node.ref.kind,
            node.roles,
            min((row.date for row in node.appearances if row.date), default=None),
            max((row.date for row in node.appearances if row.date), default=None),
            len(node.articles),
            node.appearances[0].article,
        )
        for node in nodes
    )
    return left, right


def decide(db: Database, proposal: str, accept: bool, by: str, among: Sequence[Proposed] | None = None) -> int:
    """The number of the judgement on a proposal: one speaker, or two."""
    found = [one for one in (proposals(db) if among is None else among) if one.id == proposal]
    if not found:
        raise DatabaseError(f"there is no proposal {proposal}: `attrib speakers proposals --list` shows those there are")
    with errors_for(path_of(db)), db.atomic():
        left, right = (_mark_of_side(side) for side in (found[0].left, found[0].right))
        return _decide(db, "same" if accept else "different", left, right, by)


def is_settled(db: Database, one: Proposed) -> bool:
    """Whether the two of a proposal have become one since, or one of them is gone."""
    found = [
        db.execute(
            "select speaker from article_speakers where kind = ? and key = ? and article = ?",
            [mark.ref.kind, mark.ref.key, mark.ref.article],
        ).fetchone()
        for mark in map(_mark_of_side, (one.left, one.right))
    ]
    return None in found or found[0] == found[1]


def _mark_of_side(side: Side) -> Mark:
    kind: Any = side.kind
    return Mark(Ref(kind, name_of(side.name, kind).key, side.article), side.name)
