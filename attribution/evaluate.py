"""Score what was found against what people marked: precision, recall and F1 by part and by kind, and the worst misses.

The definitions are those of the project's scorer, on words: two sets of words agree by their Dice coefficient; found and marked
attributions are paired one to one, the best content overlap first, from a Dice of .5 on.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from attribution.models import Attribution, Kind, Span
from attribution.read_gold import GoldArticle

WORD = re.compile(r"\w+(?:['’]\w+)*")
TOKEN = re.compile(rf"[“”\"«»]|``|''|\n\s*\n|{WORD.pattern}")
AGREE = 0.5  # the Dice from which contents are paired and sources agree
DIRECT, INDIRECT = 0.95, 0.05  # the share of quoted words from which, and up to which
KINDS: tuple[Kind, ...] = ("direct", "mixed", "indirect")
Words = frozenset[int]  # where words begin
Wrong = Literal["missed", "invented", "wrong source", "content too long", "content too short", "content differs"]
ORDER: tuple[Wrong, ...] = ("wrong source", "invented", "missed", "content too long", "content too short", "content differs")


@dataclass(frozen=True)
class Parts:
    """One attribution, found or marked, as words; the spans are kept to be shown, the confidence is that of a found one."""

    source: Words
    cue: Words
    content: Words
    kind: Kind
    shown: tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]
    confidence: float | None = None


@dataclass(frozen=True)
class Score:
    """How many of those found are right, how many of those marked are found, and the harmonic mean of both."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Miss:
    """One difference: what is wrong, in which article, and source, cue and content as marked and as found, verbatim."""

    article: str
    wrong: Wrong
    kind: Kind
    marked: tuple[str, str, str] | None
    found: tuple[str, str, str] | None
    confidence: float | None
    start: int


@dataclass(frozen=True)
class Report:
    """All figures by name, the share of paired attributions with the right source, and the misses, the worst first."""

    articles: int
    marked: int
    found: int
    scores: dict[str, Score]
    source_given_content: float
    misses: tuple[Miss, ...]


def words(text: str, spans: Iterable[Span]) -> Words:
    """Where the words of `spans` begin; marks and punctuation are none."""
    return frozenset(m.start() for span in spans for m in WORD.finditer(text, span.start, span.end))


def quoted(text: str) -> Words:
    """The words in double quotation marks; a blank line ends a quotation that was not closed."""
    inside, found = False, set()
    for match in TOKEN.finditer(text):
        mark = match.group()
        if mark[0] in "“«`":
            inside = True
        elif mark[0] in "”»\n":
            inside = False
        elif mark in ('"', "''"):
            inside = not inside
        elif inside:
            found.add(match.start())
    return frozenset(found)


def kind_of(content: Words, inside: Words) -> Kind:
    """Direct when nearly all words of a content are quoted, indirect when nearly none is."""
    share = len(content & inside) / len(content) if content else 0.0
    return "direct" if share >= DIRECT else "indirect" if share <= INDIRECT else "mixed"


def dice(one: Words, other: Words) -> float:
    """Twice the common share of both; 1 for two empty sets."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def score_of(right: int, found: int, marked: int) -> Score:
    """Precision, recall and F1 of so many right ones."""
    precision, recall = right / found if found else 0.0, right / marked if marked else 0.0
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def parts_of(text: str, spans: Sequence[Sequence[Span]], inside: Words, confidence: float | None = None) -> Parts:
    """An attribution's source, cue and content spans as words."""
    source, cue, content = (words(text, part) for part in spans)
    shown = (tuple(spans[0]), tuple(spans[1]), tuple(spans[2]))
    return Parts(source, cue, content, kind_of(content, inside), shown, confidence)


def pairs(marked: Sequence[Parts], found: Sequence[Parts]) -> list[tuple[int, int]]:
    """Which marked one each found one is paired with, the best overlap first."""
    options = [
        (dice(m.content, f.content), i, j) for i, m in enumerate(marked) for j, f in enumerate(found) if m.content & f.content
    ]
    used: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    for overlap, i, j in sorted(options, reverse=True):
        if overlap >= AGREE and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            chosen.append((i, j))
    return chosen


def evaluate(gold: Sequence[GoldArticle], found: Sequence[Sequence[Attribution]]) -> Report:
    """Compare what was found in each article with what is marked in it; both without content count for nothing."""
    count: Counter[tuple[str, ...]] = Counter()
    misses: list[Miss] = []
    for article, rows in zip(gold, found, strict=True):
        inside = quoted(article.text)
        marked = [parts_of(article.text, (g.source, g.cue, g.content), inside) for g in article.attributions]
        mine = [parts_of(article.text, (_some(a.source), _some(a.cue), a.content), inside, a.confidence) for a in rows]
        _count_fragments(article.text, marked, mine, count)
        marked, mine = ([p for p in side if p.content] for side in (marked, mine))
        chosen = pairs(marked, mine)
        _count_attributions(marked, mine, chosen, count)
        misses += _misses(article, marked, mine, chosen)
    misses.sort(key=_badness)
    matched = count["content_match", "right"]
    return Report(
        articles=len(gold),
        marked=count["attr", "marked"],
        found=count["attr", "found"],
        scores={name: _score(count, name) for name in _names()},
        source_given_content=count["attr", "right"] / max(1, matched),
        misses=tuple(misses),
    )


def _some(span: Span | None) -> tuple[Span, ...]:
    return (span,) if span else ()


def _names() -> list[str]:
    whole = ["attr", *(f"attr_{kind}" for kind in KINDS), "attr_exact", "content_match", "content_exact", "content_tok"]
    return [*whole, *(f"{how}_{role}" for how in ("frag", "overlap") for role in ("source", "cue", "content"))]


def _score(count: Counter[tuple[str, ...]], name: str) -> Score:
    """A kind is judged as found for precision and as marked for recall, since the two may differ."""
    if (name, "right as found") in count or (name, "right as marked") in count:
        precision = count[name, "right as found"] / max(1, count[name, "found"])
        recall = count[name, "right as marked"] / max(1, count[name, "marked"])
        return Score(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)
    return score_of(count[name, "right"], count[name, "found"], count[name, "marked"])


def _count_fragments(text: str, marked: Sequence[Parts], mine: Sequence[Parts], count: Counter[tuple[str, ...]]) -> None:
    """Single spans of each role: the same words, or (overlap) a word in common with any."""
    for n, role in enumerate(("source", "cue", "content")):
        sides = [{words(text, [span]) for part in side for span in part.shown[n]} - {frozenset()} for side in (marked, mine)]
        count[f"frag_{role}", "right"] += len(sides[0] & sides[1])
        everything = [frozenset().union(*side) for side in sides]
        count[f"overlap_{role}", "right as marked"] += sum(bool(span & everything[1]) for span in sides[0])
        count[f"overlap_{role}", "right as found"] += sum(bool(span & everything[0]) for span in sides[1])
        for how in ("frag", "overlap"):
            count[f"{how}_{role}", "marked"] += len(sides[0])
            count[f"{how}_{role}", "found"] += len(sides[1])


def _count_attributions(
    marked: Sequence[Parts], mine: Sequence[Parts], chosen: Sequence[tuple[int, int]], count: Counter[tuple[str, ...]]
) -> None:
    every = [frozenset[int]().union(*(p.content for p in side)) for side in (marked, mine)]
    count["content_tok", "right"] += len(every[0] & every[1])
    count["content_tok", "marked"] += len(every[0])
    count["content_tok", "found"] += len(every[1])
    for name in ("attr", "attr_exact", "content_match", "content_exact"):
        count[name, "marked"] += len(marked)
        count[name, "found"] += len(mine)
    for side, parts in (("marked", marked), ("found", mine)):
        for part in parts:
            count[f"attr_{part.kind}", side] += 1
    for i, j in chosen:
        source, exact = dice(marked[i].source, mine[j].source) >= AGREE, marked[i].content == mine[j].content
        count["content_match", "right"] += 1
        count["content_exact", "right"] += exact
        count["attr", "right"] += source
        count["attr_exact", "right"] += source and exact
        count[f"attr_{marked[i].kind}", "right as marked"] += source
        count[f"attr_{mine[j].kind}", "right as found"] += source


def _misses(
    article: GoldArticle, marked: Sequence[Parts], mine: Sequence[Parts], chosen: Sequence[tuple[int, int]]
) -> list[Miss]:
    """All differences of one article."""

    def miss(wrong: Wrong, shown: Parts, gold: Parts | None, found: Parts | None) -> Miss:
        start = min(span.start for span in shown.shown[2])
        sure = found.confidence if found else None
        return Miss(article.id, wrong, shown.kind, _verbatim(article.text, gold), _verbatim(article.text, found), sure, start)

    rows = []
    for i, j in chosen:
        gold, found = marked[i], mine[j]
        if dice(gold.source, found.source) < AGREE:
            rows.append(miss("wrong source", gold, gold, found))
        elif gold.content < found.content:
            rows.append(miss("content too long", gold, gold, found))
        elif found.content < gold.content:
            rows.append(miss("content too short", gold, gold, found))
        elif found.content != gold.content:
            rows.append(miss("content differs", gold, gold, found))
    paired = ({i for i, _ in chosen}, {j for _, j in chosen})
    rows += [miss("missed", part, part, None) for n, part in enumerate(marked) if n not in paired[0]]
    return rows + [miss("invented", part, None, part) for n, part in enumerate(mine) if n not in paired[1]]


def _verbatim(text: str, part: Parts | None) -> tuple[str, str, str] | None:
    if part is None:
        return None
    show: Callable[[Sequence[Span]], str] = lambda spans: " … ".join(text[s.start : s.end] for s in spans)  # noqa: E731
    return show(part.shown[0]), show(part.shown[1]), show(part.shown[2])


def _badness(miss: Miss) -> tuple[float, int, str, int]:
    """Sure and wrong comes first, then what is missed though it stands in quotation marks; ties in the order of the text."""
    weight = miss.confidence if miss.confidence is not None else {"direct": 0.9, "mixed": 0.6, "indirect": 0.3}[miss.kind]
    shape = miss.wrong.startswith("content")
    return (-weight + (1.0 if shape else 0.0), ORDER.index(miss.wrong), miss.article, miss.start)
