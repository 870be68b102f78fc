"""The data that reports show. Every offset is a half-open range of code points of the article's text."""

from dataclasses import dataclass

from attribution.statuses import Status


@dataclass(frozen=True)
class Piece:
    """A verbatim piece of an article, with up to 100 characters of the text before and after it."""

    text: str
    start: int
    end: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Voice:
    """Who made a statement: the name across articles, the role verbatim, how sure and why this one."""

    id: str
    name: str
    kind: str
    role: str | None
    confidence: float
    reason: str


@dataclass(frozen=True)
class Quote:
    """One statement, ready to be cited.

    `content` is what was said, a piece for each uninterrupted part; `passage` is the sentence or sentences that it stands in.
    `sha256` is that of the article's text as UTF-8: with the offsets it proves the quote. `file` is the name of the file that
    the article was read from. `origin` is where the outlet has it from. `checked` is what a person decided: "accept" or "reject".
    """

    id: str
    voices: tuple[Voice, ...]
    source: str | None
    cue: str | None
    cue_class: str | None
    polarity: str | None
    kind: str
    confidence: float
    content: tuple[Piece, ...]
    passage: Piece
    outlet: str | None
    title: str | None
    author: str | None
    date: str | None
    url: str | None
    file: str | None
    article: str
    sha256: str
    origin: str
    claim: str | None
    checked: str | None

    @property
    def text(self) -> str:
        """What was said, its parts joined by an ellipsis."""
        return " … ".join(piece.text for piece in self.content)


@dataclass(frozen=True)
class ClaimStated:
    """A claim with what a person found of it; `note` and the rest are None while nobody has checked it. `at` is an ISO time."""

    id: str
    text: str
    status: Status = "unchecked"
    note: str | None = None
    evidence: str | None = None
    by: str | None = None
    at: str | None = None


Stated = tuple[Quote, ClaimStated | None]  # a statement and its claim, None where it is not grouped yet


@dataclass(frozen=True)
class RoleHeld:
    """A role that articles give a speaker: in how many statements, from when to when."""

    role: str
    statements: int
    first_date: str | None
    last_date: str | None


@dataclass(frozen=True)
class Cited:
    """A speaker in a report: how often cited there, by how many outlets, in what roles; `quotes` index the report's."""

    id: str
    name: str
    kind: str
    statements: int
    outlets: int
    first_date: str | None
    last_date: str | None
    roles: tuple[RoleHeld, ...]
    quotes: tuple[int, ...]


@dataclass(frozen=True)
class ClaimTold:
    """A claim in a report: counts over the whole database; `clearest` and `quotes` are indices into the report's quotes."""

    id: str
    clearest: int
    statements: int
    outlets: int
    origins: int
    contradictions: int
    first_date: str | None
    last_date: str | None
    quotes: tuple[int, ...]


@dataclass(frozen=True)
class Pair:
    """Two statements that cannot both hold, why, and how sure that is."""

    left: Quote
    right: Quote
    reason: str
    score: float


@dataclass(frozen=True)
class Model:
    """A model that made what is shown, and its checksum: the SHA-256 of the file, or a version."""

    name: str
    checksum: str


@dataclass(frozen=True)
class Method:
    """How a report came about: the program and models, the least confidence shown, what people decided about its statements."""

    attrib: str
    models: tuple[Model, ...]
    least: float
    judgements: int


@dataclass(frozen=True)
class Report:
    """All that a report shows. `about` is query, speaker, claim or outlet, `subject` its words or name, `made` an ISO date.

    `total` statements were found, of which `quotes` are shown, in order of date; `hidden` more are less sure than was asked for.
    """

    about: str
    subject: str
    made: str
    total: int
    hidden: int
    outlets: int
    articles: int
    origins: int
    first_date: str | None
    last_date: str | None
    quotes: tuple[Quote, ...]
    speakers: tuple[Cited, ...]
    claims: tuple[ClaimTold, ...]
    contradictions: tuple[Pair, ...]
    method: Method
