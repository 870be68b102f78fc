"""Turn text into what the tagger reads: windows of word pieces with the case and the quotation marks of each word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from attribution.models import Span
from attribution.pair import paragraphs, states

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = NDArray[np.int64]
WINDOW = 256  # word pieces; as long as the prototype's, see training/LOG.md
INPUTS = ("ids", "case", "mark", "opens", "attention")
CLS, SEP = 101, 102  # BERT's uncased vocabulary
SENTENCE_END = re.compile(r"[.!?…。！？]")


class Case(IntEnum):
    """How a word is written: the encoder's vocabulary is uncased, so it is told."""

    LOWER = 0
    CAPITALISED = 1
    UPPER = 2
    MIXED = 3
    NUMBER = 4
    OTHER = 5


@dataclass(frozen=True)
class Words:
    """A text as words (of BERT's pre-tokenizer: split at white space and punctuation) and word pieces.

    `pieces` (n_pieces,) vocabulary ids; `first` (n_words,) index of each word's first piece; `starts`, `ends` (n_words,) code
    point offsets; `case`, `mark`, `opens` (n_words,): how it is written, its quotation marks, 1 where a paragraph begins.
    """

    pieces: Ints
    first: Ints
    starts: Ints
    ends: Ints
    case: Ints
    mark: Ints
    opens: Ints
    letters: NDArray[np.bool_]


def load_tokenizer(path: Path) -> "Tokenizer":
    """The word-piece tokenizer, without the padding and the cut at 128 pieces that its file asks for."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def read_words(tokenizer: "Tokenizer", text: str) -> Words:
    """The words of `text` with their features; none for a text without words."""
    parts = paragraphs(text)
    encodings = tokenizer.encode_batch
    pieces: list[int] = []
    first: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    opens: list[int] = []
    for part, encoding in zip(
        parts, encodings([_plain(text[p.start : p.end]) for p in parts], add_special_tokens=False), strict=True
    ):
        word_before: int | None = None
        for n, (word, (start, end)) in enumerate(zip(encoding.word_ids, encoding.offsets, strict=True)):
            if word != word_before:
                first.append(len(pieces) + n)
                starts.append(part.start + start)
                ends.append(part.start + end)
                opens.append(int(word_before is None))
                word_before = word
            else:
                ends[-1] = part.start + end
        pieces += encoding.ids
    return Words(
        np.array(pieces, dtype=np.int64),
        np.array(first, dtype=np.int64),
        np.array(starts, dtype=np.int64),
        np.array(ends, dtype=np.int64),
        np.array([_case(text[s:e]) for s, e in zip(starts, ends, strict=True)], dtype=np.int64),
        states(text, starts),
        np.array(opens, dtype=np.int64),
        np.array([text[s].isalnum() for s in starts], dtype=np.bool_),
    )


def _plain(text: str) -> str:
    """`text` with what the tokenizer cannot take (lone surrogates) replaced, code point for code point."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


@lru_cache(1 << 16)
def _case(word: str) -> Case:
    if word.islower():
        return Case.LOWER
    if word.isupper():
        return Case.UPPER if len(word) > 1 else Case.CAPITALISED
    if word.isdecimal():
        return Case.NUMBER
    if not word.isalpha():
        return Case.OTHER
    return Case.CAPITALISED if word.istitle() else Case.MIXED if word[:1].isupper() or not word.isalpha() else Case.OTHER


def windows(text: str, words: Words, size: int = WINDOW, skip: int = 0) -> list[Span]:
    """Ranges of words that fit a window of `size` pieces: whole paragraphs, a long one cut at a sentence end where it has one.

    `skip` > 0 makes the first window at most that many pieces, so that training sees other borders each time.
    """
    room = size - 2
    limit = np.append(words.first[1:], len(words.pieces)) if len(words.first) else words.first
    borders = [int(b) for b in np.flatnonzero(words.opens)] + [len(words.first)]
    blocks: list[Span] = []
    for begin, end in pairwise(borders):
        while begin < end and limit[end - 1] - words.first[begin] > room:
            fits = max(int(np.searchsorted(limit, words.first[begin] + room, side="right")), begin + 1)
            ends = [w for w in range(fits - 1, begin + (fits - begin) // 2, -1) if SENTENCE_END.match(text, int(words.starts[w]))]
            cut = ends[0] + 1 if ends else fits
            blocks.append(Span(begin, cut))
            begin = cut
        if begin < end:
            blocks.append(Span(begin, end))
    packed: list[Span] = []
    allowed = skip or room
    for block in blocks:
        if packed and limit[block.end - 1] - words.first[packed[-1].start] <= allowed:
            packed[-1] = Span(packed[-1].start, block.end)
        else:
            allowed = room if packed else allowed
            packed.append(block)
    return packed


@dataclass(frozen=True)
class Batch:
    """Windows side by side: `ids`, `case`, `mark`, `opens`, `attention` of shape (windows, pieces), padded with zeros.

    Each window starts with CLS and ends with SEP; `first` holds for each window the columns of its words' first pieces.
    """

    ids: Ints
    case: Ints
    mark: Ints
    opens: Ints
    attention: Ints
    first: tuple[Ints, ...]

    def inputs(self) -> dict[str, Ints]:
        """What the network takes, by the names of its inputs."""
        return {name: getattr(self, name) for name in INPUTS}


def collate(parts: Sequence[tuple[Words, Span]]) -> Batch:
    """One batch of windows, each a range of words of some text."""
    ranges = []
    for words, span in parts:
        end = int(words.first[span.end]) if span.end < len(words.first) else len(words.pieces)
        ranges.append((int(words.first[span.start]), end))
    shape = (len(parts), max(e - s for s, e in ranges) + 2)
    ids, case, mark, opens, attention = (np.zeros(shape, dtype=np.int64) for _ in range(5))
    first = []
    for row, ((words, span), (start, end)) in enumerate(zip(parts, ranges, strict=True)):
        length = end - start
        columns = words.first[span.start : span.end] - start + 1
        ids[row, 0], ids[row, 1 : length + 1], ids[row, length + 1] = CLS, words.pieces[start:end], SEP
        attention[row, : length + 2] = 1
        repeats = np.diff(np.append(columns, length + 1))
        for target, values in ((case, words.case), (mark, words.mark), (opens, words.opens)):
            target[row, 1 : length + 1] = np.repeat(values[span.start : span.end], repeats)
        first.append(columns)
    return Batch(ids, case, mark, opens, attention, tuple(first))
