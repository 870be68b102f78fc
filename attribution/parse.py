"""Read the grammar of words off the tagger: parts of speech, heads, relations, named entities, what a word refers to."""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from attribution.decode import LINK_WIDTH, QUOTED, STEPS, best_tags, softmax
from attribution.encode import Words
from attribution.lexicon import folded, lexicon
from attribution.models import Mention, MentionLabel, Span

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

OUTPUTS = ("entities", "parts", "relations", "kinds", "pointers")  # of the network, each (windows, pieces, classes or vectors)
POINTERS = ("head", "antecedent")  # each word points to at most one other: its head, what it refers to
FAR = (2, 5, 10, 20, 40, 80, 160, 320, 640)  # words between a word and what it refers to
PARAGRAPHS = 4  # between them: 0, 1, 2, more
POINTER_BUCKETS = (2 * (len(STEPS) + 1), len(FAR) + 1, PARAGRAPHS)
MENTIONS: dict[str, MentionLabel] = {  # the classes of the world-news annotation, but dates and sums
    "Person": "person",
    "Organization": "organization",
    "Location": "place",
    "Facility": "place",
    "NORP": "group",
    "Product": "other",
    "Misc": "other",
}
LETTERS = re.compile(r"(?:\.[A-Z])+\.?")
INITIAL = re.compile(r"(?<!\w)[^\W\d_]$")
PARTING = re.compile(r"\.? ?|[-‐‑]")
OUTSIDE = frozenset(
    ("and", "or", "of", "the", "to", "in", "for", "with", "by", "on", "at", "&", "(", ",", "-", "–")
)  # no name ends so
STATES = frozenset(("IN", "OR"))  # but those of "Gary, IN" do
LETTERED = re.compile(r"[^\W_]|[$£€¥₡₦₱₹]")
STOPS = frozenset(".!?…。！？")
AT_ONCE = 256  # words of a sentence among which heads are sought; a longer one is a table, or has no stops
CLOSING = frozenset("\"'”’»)]")


@dataclass(frozen=True)
class Grammars:
    """What reading grammar takes besides the network: the names of its classes, and what its pointers learned.

    `none` (2, LINK_WIDTH), `none_bias` (2,), `tables` one for each of POINTER_BUCKETS.
    """

    labels: Mapping[str, tuple[str, ...]]
    none: Floats
    none_bias: Floats
    tables: tuple[Floats, ...]

    @classmethod
    def parse(cls, metadata: str) -> "Grammars":
        """What training/export_tagger.py wrote. Raises ValueError or KeyError for something else."""
        row = json.loads(metadata)
        none, none_bias, *tables = (np.array(part, dtype=np.float32) for part in (row["none"], row["none_bias"], *row["tables"]))
        return cls({name: tuple(row["labels"][name]) for name in OUTPUTS[:-1]}, none, none_bias, tuple(tables))


@dataclass(frozen=True)
class Grammar:
    """A text's words with, for each of them, its part of speech (Penn's), relation (Universal Dependencies') and head.

    A head is the index of a word, or -1. `kind` says what a noun or pronoun stands for ("person", "organization", ...; "none" for
    a word that stands for nothing). `sentence` and `paragraph` (words,) number them. `later`, `earlier` (words, LINK_WIDTH) are
    the vectors of a word as one that refers and as one that is referred to; `nothing` (words,) is the score of referring to none.
    """

    text: str
    words: Words
    part: tuple[str, ...]
    relation: tuple[str, ...]
    kind: tuple[str, ...]
    head: Ints
    sentence: Ints
    paragraph: Ints
    later: Floats
    earlier: Floats
    nothing: Floats
    tables: tuple[Floats, ...]

    @cached_property
    def quoted(self) -> NDArray[np.bool_]:
        """(words,) whether each word stands in quotation marks."""
        return np.isin(self.words.mark, QUOTED)

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        return self.words.starts.tolist(), self.words.ends.tolist()

    @cached_property
    def _forms(self) -> tuple[str, ...]:
        return tuple(self.text[start:end] for start, end in zip(*self._edges, strict=True))

    def form(self, word: int) -> str:
        """How a word is written."""
        return self._forms[word]

    def inside(self, span: Span) -> range:
        """The words that touch a range of characters."""
        starts, ends = self._edges
        low = bisect_right(ends, span.start)
        return range(low, max(low, bisect_left(starts, span.end)))

    def span(self, first: int, last: int) -> Span:
        """The characters from one word to another, both included."""
        return Span(int(self.words.starts[first]), int(self.words.ends[last]))

    def antecedents(self, word: int, earlier: Sequence[int]) -> Floats:
        """(1 + earlier,) the probabilities that `word` refers to nothing before it, or to each of the words `earlier`."""
        places = np.array(earlier, dtype=np.int64)
        apart, steps = antecedent_buckets(np.array([word]), places, self.paragraph)
        scores = (
            self.earlier[places] @ self.later[word] / np.sqrt(LINK_WIDTH) + self.tables[1][apart[0]] + self.tables[2][steps[0]]
        )
        return softmax(np.append(self.nothing[word], scores).astype(np.float32))


def head_buckets(count: int) -> Ints:
    """(count, count) the place of each pair of words (child, head) in the table of distances; at most AT_ONCE words."""
    return _all_buckets()[:count, :count]


@cache
def _all_buckets() -> Ints:
    apart = np.arange(AT_ONCE)[None, :] - np.arange(AT_ONCE)[:, None]
    return np.asarray(np.searchsorted(STEPS, np.abs(apart)) + np.where(apart < 0, 0, len(STEPS) + 1), dtype=np.int64)


def antecedent_buckets(later: Ints, earlier: Ints, paragraph: Ints) -> tuple[Ints, Ints]:
    """(later, earlier) the places of each pair in the tables of words and of paragraphs; `paragraph` (words,) numbers them."""
    apart = np.abs(later[:, None] - earlier[None, :])
    steps = np.abs(paragraph[later][:, None] - paragraph[earlier][None, :])
    return np.searchsorted(FAR, apart), steps.clip(0, PARAGRAPHS - 1)


def parsed(text: str, words: Words, windows: Sequence[tuple[Span, Mapping[str, Floats]]], learned: Grammars) -> Grammar:
    """The grammar of a text. Each window is a range of its words and, by name, what the network says of them (words, ...)."""
    count = len(words.first)
    names: dict[str, list[str]] = {name: [] for name in ("parts", "relations", "kinds")}
    head = np.full(count, -1, dtype=np.int64)
    vectors = np.zeros((count, len(POINTERS), 2, LINK_WIDTH), dtype=np.float32)
    for span, said in windows:
        for name, found in names.items():
            found += [learned.labels[name][n] for n in said[name].argmax(axis=1)]
        vectors[span.start : span.end] = said["pointers"].reshape(-1, len(POINTERS), 2, LINK_WIDTH)
    sentence = sentences(text, words, names["parts"])
    for begin, end in runs(sentence):
        for first in range(begin, end, AT_ONCE):
            last = min(first + AT_ONCE, end)
            head[first:last] = heads(vectors[first:last, 0], learned) + first
    head[head < 0] = -1
    nothing = vectors[:, 1, 0] @ learned.none[1] + learned.none_bias[1]
    return Grammar(
        text,
        words,
        tuple(names["parts"]),
        tuple(names["relations"]),
        tuple(names["kinds"]),
        head,
        sentence,
        np.cumsum(words.opens),
        vectors[:, 1, 0],
        vectors[:, 1, 1],
        nothing,
        learned.tables,
    )


def heads(vectors: Floats, learned: Grammars) -> Ints:
    """(words,) the head of each word of one sentence, itself excluded; a large negative number where it has none."""
    query = vectors[:, 0]
    scores = query @ vectors[:, 1].T / np.sqrt(LINK_WIDTH) + learned.tables[0][head_buckets(len(vectors))]
    np.fill_diagonal(scores, -np.inf)
    none = query @ learned.none[0] + learned.none_bias[0]
    best = scores.argmax(axis=1)
    return np.where(none > scores.max(axis=1), -(1 << 40), best)


def sentences(text: str, words: Words, parts: Sequence[str]) -> Ints:
    """(words,) the number of each word's sentence: one ends with its paragraph, or after a stop that is not a title's."""
    number = 0
    found = np.zeros(len(words.first), dtype=np.int64)
    ended = False
    for n, (start, opens) in enumerate(zip(words.starts.tolist(), words.opens.tolist(), strict=True)):
        if opens or (ended and text[start] not in CLOSING and not text[start].islower()):
            number += int(n > 0)
            ended = False
        found[n] = number
        titled = text[start] == "." and n > 0 and folded(text[int(words.starts[n - 1]) : start]) in lexicon("abbreviations")
        ended = (parts[n] == "PUNCT" and text[start] in STOPS and not titled) or (ended and text[start] in CLOSING)
    return found


def runs(numbers: Ints) -> list[tuple[int, int]]:
    """The half-open ranges of equal numbers."""
    borders = np.flatnonzero(np.diff(numbers)) + 1
    edges = [0, *borders.tolist(), len(numbers)]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def mentions(
    text: str, words: Words, windows: Sequence[tuple[Span, Mapping[str, Floats]]], learned: Grammars
) -> tuple[Mention, ...]:
    """The named entities of a text in order."""
    found: list[Mention] = []
    for first, last, label, sure in entities(text, words, windows):
        name = MENTIONS.get(learned.labels["entities"][label])
        if name:
            start, end = int(words.starts[first]), int(words.ends[last - 1])
            letters = LETTERS.match(text, end) if end - start == 1 else None  # "U" of "U.S."
            found.append(Mention(Span(start, letters.end() if letters else end), name, round(sure, 4)))
    return tuple(joined(text, found))


def entities(text: str, words: Words, windows: Sequence[tuple[Span, Mapping[str, Floats]]]) -> list[tuple[int, int, int, float]]:
    """First word, last word + 1, class and probability of each entity of a text: the best allowed tags of each window.

    All places where the same name stands vote for its class, each with its mean probabilities; the winner's least sure word there
    is the probability.
    """
    found: list[tuple[int, int, Floats]] = []
    for span, said in windows:
        chances = softmax(said["entities"])
        classes = chances[:, 1::2] + chances[:, 2::2]
        logits = said["entities"].copy()
        logits[words.opens[span.start : span.end] == 1, 2::2] = -np.inf  # no name goes on into the next paragraph
        tagged = [(span.start + first, span.start + last, label) for first, last, label in entity_runs(best_tags(logits))]
        for first, last in bordered(text, words, tagged):
            found.append((first, last, classes[first - span.start : last - span.start]))
    votes: dict[str, Floats] = {}
    for first, last, chances in found:
        form = text[int(words.starts[first]) : int(words.ends[last - 1])]
        votes[form] = votes.get(form, np.zeros(chances.shape[1], dtype=np.float32)) + chances.mean(axis=0)
    rows = []
    for first, last, chances in found:
        label = int(votes[text[int(words.starts[first]) : int(words.ends[last - 1])]].argmax())
        rows.append((first, last, label, float(chances[:, label].min())))
    return rows


def bordered(text: str, words: Words, tagged: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Entities of (first, last + 1, class) with the borders that names have: "22nd of" "July" is one, "Limón and" is "Limón"."""

    def form(word: int) -> str:
        return text[int(words.starts[word]) : int(words.ends[word])]

    whole: list[tuple[int, int, int]] = []
    for first, last, label in tagged:
        if whole and whole[-1][1:] == (first, label) and form(first - 1).lower() in ("of", "to") and words.opens[first] != 1:
            whole[-1] = (whole[-1][0], last, label)
        else:
            whole.append((first, last, label))
    found = []
    for first, last, _ in whole:
        while last - first > 1 and form(last - 1).lower() in OUTSIDE and (form(last - 2) != "," or form(last - 1) not in STATES):
            last -= 1
        while last - first > 1 and not LETTERED.search(form(first)):
            first += 1
        found.append((first, last))
    return found


def joined(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Mentions of one label that a hyphen or a space parts, or the point of an initial, as one: "Leonard E" and "Burman"."""
    rows: list[Mention] = []
    for row in found:
        last = rows[-1] if rows else None
        gap = last and last.label == row.label and PARTING.fullmatch(text, last.span.end, row.span.start)
        if last and gap and (gap.group() != ". " or INITIAL.search(text, max(0, last.span.end - 2), last.span.end)):
            rows[-1] = Mention(Span(last.span.start, row.span.end), row.label, min(last.confidence, row.confidence))
        else:
            rows.append(row)
    return rows


def entity_runs(tags: Ints) -> list[tuple[int, int, int]]:
    """First word, last word + 1 and class of each entity of a BIO sequence; an I after another class begins one."""
    found: list[tuple[int, int, int]] = []
    label, start = -1, 0
    for n, tag in enumerate([*tags.tolist(), 0]):
        goes_on = tag > 0 and tag % 2 == 0 and (tag - 1) // 2 == label
        if label >= 0 and not goes_on:
            found.append((start, n, label))
            label = -1
        if tag > 0 and not goes_on:
            label, start = (tag - 1) // 2, n
    return found
