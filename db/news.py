"""What a digest tells of a watch."""

from dataclasses import dataclass

from attribution.diff_words import Edit
from attribution.models import SpeakerKind
from attribution.statuses import Status
from db.find_speakers import Who
from db.search import Hit


@dataclass(frozen=True)
class Watch:
    """A question that is asked again: `digested` is when it was answered last, None if never. Times are ISO 8601 in UTC."""

    id: int
    name: str
    query: str
    speaker: str | None
    outlet: str | None
    added: str
    digested: str | None


@dataclass(frozen=True)
class NewStatement:
    """A statement that was not told before, its claim and what people found of that."""

    statement: Hit
    claim: str | None
    status: Status


@dataclass(frozen=True)
class NewSpeaker:
    """Who was not among the speakers before, with the ids of the new statements."""

    id: str
    name: str
    kind: SpeakerKind
    role: str | None
    statements: tuple[str, ...]


@dataclass(frozen=True)
class NewWording:
    """A claim told before, in other words: the closest that was told, the new statement, and what was changed."""

    claim: str
    statement: str
    before: str
    after: str
    edits: tuple[tuple[Edit, str], ...]


@dataclass(frozen=True)
class Side:
    """One of two statements that contradict each other."""

    claim: str
    statement: str
    text: str
    speakers: tuple[Who, ...]
    source: str | None
    cue: str | None
    outlet: str | None
    date: str | None


@dataclass(frozen=True)
class NewContradiction:
    """Two claims, one of them watched, that cannot both hold, and why."""

    one: Side
    other: Side
    reason: str
    score: float


@dataclass(frozen=True)
class NewStatus:
    """What people found of a claim before and what they find now, by the decision that holds; by None where none does."""

    claim: str
    text: str
    before: Status
    after: Status
    by: str | None
    at: str | None
    note: str | None
    evidence: str | None


@dataclass(frozen=True)
class News:
    """What is new for a watch since it was last answered."""

    watch: Watch
    statements: tuple[NewStatement, ...]
    speakers: tuple[NewSpeaker, ...]
    wordings: tuple[NewWording, ...]
    contradictions: tuple[NewContradiction, ...]
    statuses: tuple[NewStatus, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is none."""
        return not (self.statements or self.speakers or self.wordings or self.contradictions or self.statuses)


@dataclass(frozen=True)
class Marks:
    """What a watch is to remember as told, once it is: how far arrivals and decisions were read, and the rows of its tables."""

    arrivals: int
    events: int
    statements: tuple[tuple[str, str, str, str | None, str], ...]  # id, article, edition, wording, content
    speakers: tuple[tuple[str, str, str], ...]  # id, kind, key of the name
    contradictions: tuple[tuple[str, str, str | None, str | None], ...]  # two ids, their wordings


@dataclass(frozen=True)
class Gathered:
    """News, and the marks that make them old."""

    news: News
    marks: Marks
