"""Read the grammar of words off the tagger: parts of speech, heads and relations, what a noun stands for, and what it may refer to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attribution.decode import LINK_WIDTH, STEPS

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

POINTERS = ("head", "antecedent")  # each word points to at most one other: its head, what it refers to
FAR = (2, 5, 10, 20, 40, 80, 160, 320, 640)  # words between a word and what it refers to
PARAGRAPHS = 4  # between them: 0, 1, 2, more
POINTER_BUCKETS = (2 * (len(STEPS) + 1), len(FAR) + 1, PARAGRAPHS)


@dataclass(frozen=True)
class PointerBias:
    """What the pointers learned besides their vectors: `none` (2, LINK_WIDTH), `none_bias` (2,), a table for each of BUCKETS."""

    none: Floats
    none_bias: Floats
    tables: tuple[Floats, ...]


def head_buckets(count: int) -> Ints:
    """(count, count) the place of each pair of words (child, head) in the table of distances."""
    apart = np.arange(count)[None, :] - np.arange(count)[:, None]
    return np.searchsorted(STEPS, np.abs(apart)) + np.where(apart < 0, 0, len(STEPS) + 1)


def antecedent_buckets(later: Ints, earlier: Ints, paragraph: Ints) -> tuple[Ints, Ints]:
    """(later, earlier) the places of each pair in the tables of words and of paragraphs; `paragraph` (words,) numbers them."""
    apart = np.abs(later[:, None] - earlier[None, :])
    steps = np.abs(paragraph[later][:, None] - paragraph[earlier][None, :])
    return np.searchsorted(FAR, apart), steps.clip(0, PARAGRAPHS - 1)
