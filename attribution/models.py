"""The data that flows through the pipeline. Every offset is a half-open range of code points of `Article.text`."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["direct", "mixed", "indirect"]
Polarity = Literal["affirmed", "denied", "questioned"]
MentionLabel = Literal["person", "organization", "place", "group", "other"]
SpeakerKind = Literal["person", "organization", "group", "unnamed", "document", "author"]
UNTOLD = "cannot both hold"  # the reason for a contradiction that no figure, date, opposite word or no shows
RelationLabel = Literal["same", "contradict", "overlap", "different"]


@dataclass(frozen=True, order=True)
class Span:
    """`text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """One sentence: where it stands and where its tokens stand."""

    span: Span
    tokens: tuple[Span, ...]


@dataclass(frozen=True)
class Article:
    """One article as published. `text` is never changed after reading: all offsets point into it."""

    text: str
    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    date: str | None = None  # ISO 8601: a date, or a date with time and zone
    url: str | None = None
    path: str | None = None  # the file it was read from, absolute; "-" for standard input
    id: str | None = None  # the identifier that the input itself gave (a JSONL or CSV field)
    reader: str = "text"  # what extracted the text, and its version: "text", "trafilatura 2.3.1", ...


@dataclass(frozen=True)
class Failure:
    """An input that could not be read or worked on: `where` is a file (and line), `message` what is wrong and what to do."""

    where: str
    message: str


@dataclass(frozen=True)
class Confidences:
    """The probability that each part is right; a missing part's is the probability that there is none."""

    source: float
    cue: float
    content: float


@dataclass(frozen=True)
class Mention:
    """A named entity: a person, organization, place (facilities too), group (nationality, religion, party) or other."""

    span: Span
    label: MentionLabel
    confidence: float


@dataclass(frozen=True)
class Speaker:
    """Who made a statement, by one article alone.

    `name` is the fullest name that the article gives, `span` where it stands; for a source without a name ("two officials") it is
    what the article calls it. `aliases` are the article's other forms of the name. `role` is the title, office, affiliation or
    description nearest to the statement, `roles` all that the article gives, in order of appearance. `reason` says in words
    why this one, `confidence` how likely it is right.
    """

    name: str
    kind: SpeakerKind
    span: Span | None
    confidence: float
    reason: str
    role: Span | None = None
    roles: tuple[Span, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attribution:
    """One place where the article cites someone.

    `content` holds one span for each uninterrupted part of what was said, in order of appearance. `kind` is direct when all
    of it stands in quotation marks, mixed when some does, indirect when none does. `confidence` is the probability that
    content and source are right, `confidences` that each part by itself is (calibrate.py). `lemma`, `cue_class` and `polarity`
    say what the cue means (classify.py). `speakers` is who the source is (resolve.py): several where it names several, none where
    that is not known. `within` is the content of the attribution that this one is quoted in, for a quotation inside another.
    `alone` is what was said so that it stands on its own, for comparing alone (stand_alone.py): no quotation.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: Kind
    confidence: float
    confidences: Confidences | None = None
    lemma: str | None = None
    cue_class: str | None = None
    polarity: Polarity | None = None
    speakers: tuple[Speaker, ...] = ()
    within: tuple[Span, ...] = ()
    alone: str = ""


@dataclass(frozen=True)
class Analysis:
    """What the pipeline found in one article."""

    article: Article
    sentences: tuple[Sentence, ...] = field(default=())
    attributions: tuple[Attribution, ...] = field(default=())
    mentions: tuple[Mention, ...] = field(default=())


@dataclass(frozen=True)
class Claimed:
    """What someone claimed, as it is compared: `text` stands on its own; who claimed it and the article's date, if known."""

    text: str
    speaker: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Relation:
    """How two claims stand to each other.

    `same`, `contradict` and `overlap` are the probabilities that both have the same truth conditions, that both cannot hold, and
    that they share a part; what is left is that they are different. `score`, 0 to 1, is how nearly they claim the same: for
    ranking. `similarity`, 0 to 1, is how alike the texts are, whatever they claim; `paraphrase` the probability that one is the
    other in other words, as an editor would have it. `reason` says in words what decided.
    """

    label: RelationLabel
    score: float
    same: float
    contradict: float
    overlap: float
    similarity: float
    paraphrase: float
    reason: str
