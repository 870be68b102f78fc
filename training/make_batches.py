"""Make batches of windows with their answers out of articles, marks and headlines rewritten at random."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attribution.decode import ROLES
from attribution.encode import Words, read_words, windows
from attribution.models import Span
from training.entities import EntityExample, entity_tags
from training.rearrange import Example
from training.treebank import TreeExample, TreeTarget, cut, tree_targets

CHANGES = (  # marks written otherwise, one code point for one, so that offsets stay: how often, what becomes of “ ” ‘ ’
    (0.62, None),
    (0.20, "\"\"''"),
    (0.07, "‘’‘’"),
    (0.05, "''''"),
    (0.03, "«»‘’"),
    (0.03, "„“‚‘"),
)


@dataclass
class Target:
    """One window's answers: `tags` (words,), and for each link child ranges, parent ranges, and the parent of each child.

    A parent of -1 is none, of -2 unknown (it stands in another window).
    """

    tags: np.ndarray[Any, np.dtype[np.int64]]
    links: list[tuple[list[Span], list[Span], list[int]]]
    paragraph: np.ndarray[Any, np.dtype[np.int64]]


def rewrite(text: str, chance: random.Random) -> str:
    """`text` with its quotation marks in another style, sometimes one of them lost, sometimes its headline in capitals."""
    style = chance.choices([s for _, s in CHANGES], [p for p, _ in CHANGES])[0]
    if style:
        text = text.translate(str.maketrans("“”‘’", style))
    if chance.random() < 0.1:
        marks = [n for n, c in enumerate(text) if c in '“”"']
        for n in chance.sample(marks, min(len(marks), 1)):
            text = text[:n] + " " + text[n + 1 :]
    if chance.random() < 0.05:
        end = text.find("\n")
        if len(text[:end].upper()) == end:
            text = text[:end].upper() + text[end:]
    return text


def word_range(words: Words, span: list[int], window: Span) -> Span:
    """The words that touch the characters of `span`, counted from the start of the window."""
    start, end = (
        int(np.searchsorted(words.ends, span[0], side="right")),
        int(np.searchsorted(words.starts, span[1], side="left")),
    )
    return Span(start - window.start, end - window.start)


def targets(example: Example, words: Words, window: Span) -> Target:
    """What the network should say of one window."""
    tags = np.zeros(window.end - window.start, dtype=np.int64)
    whole: dict[str, set[Span]] = {role: set() for role in ROLES}
    parents: dict[tuple[str, Span], Span | None] = {}
    for found in example.attributions:
        spans = {role: [word_range(words, s, window) for s in found[role]] for role in ROLES}
        for n, role in enumerate(ROLES):
            for span in spans[role]:
                low, high = max(span.start, 0), min(span.end, len(tags))
                if low < high and not tags[low:high].any():
                    tags[low], tags[low + 1 : high] = 2 * n + 1, 2 * n + 2
                    whole[role].add(Span(low, high))
        cue = spans["cue"][0] if spans["cue"] else None
        parents |= {("content", part): cue for part in spans["content"]}
        if cue:
            parents["cue", cue] = spans["source"][0] if spans["source"] else None
    links = []
    for child, parent in (("content", "cue"), ("cue", "source")):
        options = sorted(whole[parent])
        children = sorted(r for r in whole[child] if (child, r) in parents)
        answers = [parents[child, r] for r in children]
        links.append((children, options, [-1 if a is None else options.index(a) if a in options else -2 for a in answers]))
    opens = words.opens[window.start : window.end]
    return Target(tags, links, np.cumsum(opens))


Answer = Target | NDArray[np.int64] | TreeTarget  # of one task: what attributes, or (words,) the entities' tags, or grammar
Row = tuple[Words, Span, Answer]


def rows_of(example: Example | EntityExample, tokenizer: Any, size: int, chance: random.Random) -> Iterator[Row]:
    """The windows of one article with their answers."""
    text = rewrite(example.text, chance)
    words = read_words(tokenizer, text)
    named = entity_tags(example, words) if isinstance(example, EntityExample) else None
    for window in windows(text, words, size, skip=chance.randint(40, size)):
        if isinstance(example, Example):
            yield words, window, targets(example, words, window)
        elif named is not None:
            yield words, window, named[window.start : window.end]


def tree_batches(
    examples: Sequence[TreeExample], tokenizer: Any, size: int, batch: int, chance: random.Random
) -> list[list[Row]]:
    """The windows of all treebank documents in order, so that those of one document stand in one batch and may refer to it."""
    rows: list[Row] = []
    for example in chance.sample(examples, len(examples)):
        text = rewrite(example.text, chance)
        words = read_words(tokenizer, text)
        target = tree_targets(example, words)
        for window in windows(text, words, size, skip=chance.randint(40, size)):
            rows.append((words, window, cut(target, window.start, window.end)))
    return [rows[n : n + batch] for n in range(0, len(rows), batch)]


def batches(
    examples: Sequence[Example | EntityExample], tokenizer: Any, size: int, batch: int, chance: random.Random
) -> list[list[Row]]:
    """All windows of all articles, about equal lengths side by side."""
    rows = [row for example in examples for row in rows_of(example, tokenizer, size, chance)]
    chance.shuffle(rows)
    pool = batch * 16
    groups = []
    for n in range(0, len(rows), pool):
        part = sorted(rows[n : n + pool], key=lambda r: r[1].end - r[1].start)
        groups += [part[i : i + batch] for i in range(0, len(part), batch)]
    return groups


def shuffled(groups: list[list[Row]], chance: random.Random) -> list[list[Row]]:
    """The batches of all tasks in random order."""
    return chance.sample(groups, len(groups))
