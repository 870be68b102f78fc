"""Turn what the tagger says of each word into attributions: spans by the best allowed tag sequence, then links between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import overload

import numpy as np
from numpy.typing import NDArray

from attribution.calibrate import Candidate, evidence
from attribution.encode import Case, Words
from attribution.models import Attribution, Kind, Span
from attribution.pair import State

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

ROLES = ("source", "cue", "content")
TAGS = ("O", *(f"{p}-{r}" for r in ROLES for p in "BI"))  # B-source is 1, I-source 2, B-cue 3, ...
LINKS = ("content_cue", "cue_source")  # each child has at most one parent
LINK_WIDTH = 64
# how far a child stands from its candidate: signed words between them, candidates in between, paragraphs between them
STEPS = (1, 2, 3, 5, 8, 12, 20, 35, 60, 100)
BUCKETS = (2 * (len(STEPS) + 1), 4, 3)
QUOTED = (State.INSIDE, State.INSIDE_SINGLE, State.INSIDE_UNCLOSED)


@dataclass(frozen=True)
class LinkBias:
    """What one link learned besides its vectors: `none` (LINK_WIDTH,), `none_bias`, and a table for each of BUCKETS."""

    none: Floats
    none_bias: float
    tables: tuple[Floats, ...]


@cache
def rules(count: int) -> Floats:
    """(tags + 1, tags): 0 where a tag may follow another (the last row: may come first), else minus infinity.

    Tags are 0 for none, and for each class one where it begins (odd) and one where it goes on (even).
    """
    table = np.zeros((count + 1, count), dtype=np.float32)
    for n in range(2, count, 2):
        table[:, n] = -np.inf
        table[[n - 1, n], n] = 0
    return table


def best_tags(logits: Floats) -> Ints:
    """(words,) the best allowed tag sequence for logits of shape (words, tags), by Viterbi's algorithm."""
    allowed = rules(logits.shape[1])
    greedy = np.asarray(logits.argmax(axis=1), dtype=np.int64)
    before = np.concatenate([[logits.shape[1]], greedy[:-1]])
    if np.isfinite(allowed[before, greedy]).all():
        return greedy  # nothing scores higher than the best tag of each word
    score: list[float] = (logits[0] + allowed[-1]).tolist()
    came: list[list[int]] = []
    for row in logits[1:].tolist():
        best = max(score)
        steps, following = [score.index(best)] * len(row), [best + value for value in row]
        for inside in range(2, len(row), 2):  # what goes on follows its beginning or itself; the others follow anything
            steps[inside] = inside - 1 if score[inside - 1] >= score[inside] else inside
            following[inside] = score[steps[inside]] + row[inside]
        score = following
        came.append(steps)
    tags = [score.index(max(score))]
    for steps in reversed(came):
        tags.append(steps[tags[-1]])
    return np.array(tags[::-1], dtype=np.int64)


def bounded(words: Words, window: Span, logits: Floats) -> Floats:
    """`logits` by which no span goes on into the next paragraph, but a content that opens its quotation mark again there."""
    opens, mark = words.opens[window.start : window.end], words.mark[window.start : window.end]
    closed = logits.copy()
    closed[opens == 1, 2::2] = -np.inf
    again = (opens == 1) & (mark == State.OPENS)
    closed[again, len(TAGS) - 1] = logits[again, len(TAGS) - 1]
    return closed


def tidied(spans: Mapping[str, list[Span]], mark: Ints) -> list[Span]:
    """The contents with the quotation marks that belong to them, and without those that belong to their neighbours."""
    taken = {n for found in spans.values() for s in found for n in range(s.start, s.end)}
    tidy = []
    for span in spans["content"]:
        start, end = span.start, span.end
        while end - start > 1 and mark[end - 1] == State.OPENS:
            end -= 1
            taken.discard(end)
        while end - start > 1 and mark[start] == State.CLOSES:
            start += 1
        if start > 0 and mark[start - 1] == State.OPENS and start - 1 not in taken and mark[start] != State.OPENS:
            start -= 1
        if end < len(mark) and mark[end] == State.CLOSES and end not in taken and State.OPENS in mark[start:end]:
            end += 1
        tidy.append(Span(start, end))
    return tidy


def spans_of(tags: Ints) -> dict[str, list[Span]]:
    """The half-open word ranges of each role in a tag sequence."""
    found: dict[str, list[Span]] = {role: [] for role in ROLES}
    start = None
    for n, tag in enumerate([*tags.tolist(), 0]):
        if start is not None and (tag == 0 or tag % 2 == 1):
            found[ROLES[(int(tags[start]) - 1) // 2]].append(Span(start, n))
            start = None
        if tag % 2 == 1:
            start = n
    return found


def link_buckets(children: Sequence[Span], parents: Sequence[Span], paragraph: Ints) -> Ints:
    """(children, parents, 3) the place of each pair in the three distance tables; `paragraph` (words,) numbers paragraphs."""
    start, end = (np.array([getattr(c, side) for c in children])[:, None] for side in ("start", "end"))
    first, last = (np.array([getattr(p, side) for p in parents]) for side in ("start", "end"))
    before = last <= start
    low, high = np.where(before, last, end), np.where(before, start, first)
    distance = np.searchsorted(STEPS, np.maximum(high - low, 0)) + np.where(before, 0, len(STEPS) + 1)
    # the candidates are in order and do not overlap: those between are a run of them
    between = np.searchsorted(last, high, side="right") - np.searchsorted(first, low, side="left")
    apart = np.abs(paragraph[start] - paragraph[first])
    return np.stack([distance, between.clip(0, 3), apart.clip(0, 2)], axis=2)


def link(children: Sequence[Span], parents: Sequence[Span], vectors: Floats, bias: LinkBias, paragraph: Ints) -> Floats:
    """(children, 1 + parents) the probability that a child has no parent, or this one.

    `vectors` (words, 4, LINK_WIDTH): of a child's first and last word, of a parent's first and last word.
    """
    query = vectors[[c.start for c in children], 0] + vectors[[c.end - 1 for c in children], 1]
    scores = (query @ bias.none + bias.none_bias)[:, None]
    if parents:
        keys = vectors[[p.start for p in parents], 2] + vectors[[p.end - 1 for p in parents], 3]
        where = link_buckets(children, parents, paragraph)
        pairs = query @ keys.T / np.sqrt(LINK_WIDTH) + sum(t[where[:, :, n]] for n, t in enumerate(bias.tables))
        scores = np.concatenate([scores, pairs], axis=1)
    return softmax(scores.astype(np.float32))


def softmax(scores: Floats) -> Floats:
    """`scores` as probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def candidates(words: Words, window: Span, logits: Floats, vectors: Floats, biases: Mapping[str, LinkBias]) -> list[Candidate]:
    """The attributions of one window, in order of their contents, with offsets into the text, and what speaks for each.

    `logits` (words of the window, tags); `vectors` (words of the window, links, 4, LINK_WIDTH). Contents that share a cue are
    one attribution; a content without a cue is one by itself, unattributed; a cue without content is none.
    """
    mark = words.mark[window.start : window.end]
    tags = best_tags(bounded(words, window, logits))
    spans = spans_of(tags)
    spans["content"] = tidied(spans, mark)
    if not spans["content"]:
        return []
    paragraph = np.cumsum(words.opens[window.start : window.end])
    cue_of = link(spans["content"], spans["cue"], vectors[:, 0], biases["content_cue"], paragraph)
    source_of = (
        link(spans["cue"], spans["source"], vectors[:, 1], biases["cue_source"], paragraph) if spans["cue"] else cue_of[:0]
    )
    cues = [int(row.argmax()) - 1 for row in cue_of]
    bare = words.letters[window.start : window.end] & ~np.isin(mark, QUOTED)
    groups: dict[int, list[int]] = {}
    for n, best in enumerate(cues):
        if best >= 0 and strays(n, cues, spans, paragraph, bare):
            continue
        groups.setdefault(best if best >= 0 else -1 - n, []).append(n)
    chances = softmax(logits)
    quoted = np.isin(mark, QUOTED)
    named = np.isin(words.case[window.start : window.end], (Case.CAPITALISED, Case.UPPER, Case.MIXED))
    found = []
    for key, members in groups.items():
        contents = [spans["content"][n] for n in members]
        cue = spans["cue"][key] if key >= 0 else None
        best = int(source_of[key].argmax()) - 1 if key >= 0 else -1
        source = spans["source"][best] if best >= 0 else None
        links = (min(float(cue_of[n].max()) for n in members), float(source_of[key].max()) if key >= 0 else None)
        whole = [Span(window.start + s.start, window.start + s.end) for s in contents]
        attribution = Attribution(
            source=_characters(words, window, source),
            cue=_characters(words, window, cue),
            content=tuple(_characters(words, window, span) for span in contents),
            kind=kind_of(words, whole),
            confidence=0.0,
        )
        found.append(
            Candidate(attribution, evidence(attribution.kind, source, cue, contents, quoted, named, chances, tags, links))
        )
    return sorted(found, key=lambda row: row.attribution.content)


def strays(content: int, cues: Sequence[int], spans: Mapping[str, list[Span]], paragraph: Ints, bare: NDArray[np.bool_]) -> bool:
    """Whether an unquoted content stands in another paragraph than its cue, which has a content in its own: a headline's text.

    `bare` (words,) tells words outside of quotation marks from the others and from marks.
    """
    own, home = spans["content"][content], paragraph[spans["cue"][cues[content]].start]
    if paragraph[own.start] == home or not bare[own.start]:
        return False
    return any(cue == cues[content] and paragraph[spans["content"][n].start] == home for n, cue in enumerate(cues))


@overload
def _characters(words: Words, window: Span, span: Span) -> Span: ...
@overload
def _characters(words: Words, window: Span, span: None) -> None: ...
def _characters(words: Words, window: Span, span: Span | None) -> Span | None:
    if span is None:
        return None
    return Span(int(words.starts[window.start + span.start]), int(words.ends[window.start + span.end - 1]))


def kind_of(words: Words, contents: Sequence[Span]) -> Kind:
    """Direct when (nearly) all words of the word ranges stand in quotation marks, indirect when none does, else mixed.

    The shares of .95 and .05 leave room for a word or two before an opening mark; punctuation counts as neither.
    """
    inside = [int(words.mark[n]) in QUOTED for c in contents for n in range(c.start, c.end) if words.letters[n]]
    share = sum(inside) / len(inside) if inside else 0.0
    return "direct" if share >= 0.95 else "indirect" if share <= 0.05 else "mixed"
