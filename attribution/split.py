"""Sentences and tokens, with Stanza's tokenizer trained for this project (see weights/tokenizer/README.md).

Stanza reads the model and runs its network; what feeds the network and reads its answer is done here on whole arrays,
because Stanza's own loops over single characters cost more time than the network itself.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from attribution.check import WEIGHTS, read_verified
from attribution.errors import ModelError
from attribution.models import Sentence, Span
from attribution.rejoin import rejoin

FEATURES = ["space_before", "capitalized", "numeric", "end_of_para", "start_of_para"]
CODES = 0x20000  # code points above are no letters of a cased script: all are looked up as the last one
SPACE, INVISIBLE = 1, 2
# Zero-width spaces, marks of writing direction, soft hyphen: no reader sees them, so the network does not either.
INVISIBLES = "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
BLANKS = INVISIBLES + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
WRAPPED = 120  # characters; a text with a space further out in a line is not wrapped: each line break ends a paragraph
WINDOW, MARGIN = 1000, 200  # characters; longer paragraphs are read in parts that see this much of their neighbours
BATCH = 12_800  # characters a pass of the network; four times as many are slower by half, out of the processor's cache
SHAPES = "16"  # of matrices that torch keeps code for: by default 1,024, which grows by 8 MB with every 30 articles
GROUP = 2_000_000  # characters worked on at once, which bounds memory to some 200 MB

LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
ADDRESS = re.compile(r"@|://|www\.|\.(?:gov|org|edu|net|com|co)\.")
ADDRESS_LENGTH = 300  # characters; what is longer is no address, and the pattern for addresses takes quadratic time

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def stanza_pipeline(words: bool = False, weights: Path = WEIGHTS, threads: int = 1) -> Any:
    """A stanza.Pipeline of the shipped models, loaded offline: tokenize, and mwt if `words`. Raises ModelError."""
    folder = weights / "tokenizer"
    for name in ("tokenizer.pt", "resources.json", *(["mwt.pt"] if words else [])):
        read_verified(folder / name, weights)
    options = {"tokenize_model_path": str(folder / "tokenizer.pt")}
    if words:
        options["mwt_model_path"] = str(folder / "mwt.pt")
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", SHAPES)
    import stanza
    import torch

    torch.set_num_threads(threads)
    return stanza.Pipeline(
        lang="en",
        processors="tokenize,mwt" if words else "tokenize",
        package=None,
        dir=str(folder),
        download_method=None,
        use_gpu=False,
        logging_level="ERROR",
        **options,
    )


@dataclass(frozen=True)
class _Text:
    """One text as the network reads it: runs of white space are one space, invisible characters are left out."""

    codes: NDArray[np.uint32]
    origin: Ints  # where each of `codes` stands in the text
    paragraphs: list[tuple[int, int]]  # ranges of `codes`, none empty


class _Window(NamedTuple):
    """Codes `left` to `right` of text number `text` as the network sees them, to label those from `start` to `end`."""

    text: int
    start: int
    end: int
    left: int
    right: int


class Splitter:
    """Stanza's tokenizer, loaded. `split` may be called from one thread at a time."""

    def __init__(self, pipeline: Any) -> None:
        """Takes a stanza.Pipeline; ModelError if its tokenizer was trained on other features than FEATURES."""
        from stanza.models.tokenization.utils import MASK_RE

        trainer = pipeline.processors["tokenize"].trainer
        args = trainer.args
        if args["feat_funcs"] != FEATURES or args.get("use_dictionary") or args.get("charlm_forward_file"):
            raise ModelError("The tokenizer was trained on other features than the shipped one, which must be used.")
        self._addresses: re.Pattern[str] = MASK_RE
        self._network = trainer.model.eval()
        self._forward = _forward_padded(self._network)
        self._units = np.full(CODES, trainer.vocab.unit2id("<UNK>"), np.int64)
        self._kinds = np.zeros(CODES, np.int8)
        self._features = np.zeros((CODES, 3), np.float32)
        for code, unit in enumerate(map(chr, range(CODES))):
            if unit in trainer.vocab:
                self._units[code] = trainer.vocab.unit2id(unit)
            self._features[code] = unit == " ", unit.isupper(), unit.isdecimal()
            if unit.isspace() or code < 32 or 127 <= code < 160:
                self._kinds[code] = SPACE
            elif unit in INVISIBLES:
                self._kinds[code] = INVISIBLE

    @classmethod
    def load(cls, weights: Path = WEIGHTS, threads: int = 1) -> "Splitter":
        """The shipped tokenizer, its SHA-256 checked, run on `threads` threads. ModelError if it cannot be used."""
        return cls(stanza_pipeline(weights=weights, threads=threads))

    def split(self, texts: Sequence[str], repair: bool = True) -> list[tuple[Sentence, ...]]:
        """The sentences of each text in order, with spans into it as passed. Any string will do; many texts are faster.

        A sentence goes from its first token to its last and never over a blank line. `repair` joins as `rejoin` says.
        """
        found: list[tuple[Sentence, ...]] = []
        for group in _groups(texts):
            read = [self._read(text) for text in group]
            labels = self._label(read)
            for text, label in zip(read, labels, strict=True):
                _keep_addresses(self._addresses, text, label)
            found += [_sentences(*item, repair) for item in zip(group, read, labels, strict=True)]
        return found

    def _read(self, text: str) -> _Text:
        """The text as the network reads it."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        codes = np.minimum(codes, CODES - 1)
        kinds = self._kinds[codes]
        kept = np.flatnonzero(kinds != INVISIBLE)
        space = kinds[kept] == SPACE
        space[1:] &= space[:-1].copy()  # now: a space after a space
        space[:1] = False
        origin = kept[~space]
        codes = np.where(kinds[origin] == SPACE, np.uint32(32), codes[origin])
        paragraphs = []
        bounds = np.searchsorted(origin, np.array(_paragraphs(text), np.int64).reshape(-1)).tolist()
        for start, end in zip(bounds[::2], bounds[1::2], strict=True):
            start += int(start < end and codes[start] == 32)
            end -= int(start < end and codes[end - 1] == 32)
            if start < end:
                paragraphs.append((start, end))
        return _Text(codes, origin, paragraphs)

    def _label(self, read: list[_Text]) -> list[NDArray[np.int8]]:
        """What Stanza's network says of each code: 0 inside a token, 1 or 3 its end, 2 or 4 a sentence's end too."""
        labels = [np.zeros(len(text.codes), np.int8) for text in read]
        windows = [
            _Window(number, core, min(end, core + WINDOW), max(start, core - MARGIN), min(end, core + WINDOW + MARGIN))
            for number, text in enumerate(read)
            for start, end in text.paragraphs
            for core in range(start, end, WINDOW)
        ]
        windows.sort(key=lambda window: window.left - window.right)
        done = 0
        while done < len(windows):
            width = windows[done].right - windows[done].left + 1
            batch = windows[done : done + max(1, BATCH // width)]
            done += len(batch)
            answer = self._predict([read[w.text].codes[w.left : w.right] for w in batch], width)
            for row, w in zip(answer, batch, strict=True):
                labels[w.text][w.start : w.end] = row[w.start - w.left : w.end - w.left]
        return labels

    def _predict(self, rows: list[NDArray[np.uint32]], width: int) -> NDArray[np.int8]:
        """Labels (rows, width) of the codes of each window; `width` leaves room for one padding unit or more."""
        import torch

        units = np.zeros((len(rows), width), np.int64)
        features = np.zeros((len(rows), width, len(FEATURES)), np.float32)
        for number, codes in enumerate(rows):
            size = len(codes)
            units[number, :size] = self._units[codes]
            features[number, :size, :3] = self._features[codes]
            # A window's edge is a paragraph's to the network; MARGIN keeps false ones away from what is read.
            features[number, size - 1, 3] = 1
            features[number, 0, 4] = 1
        with torch.inference_mode():
            answer = self._forward(self._network, torch.from_numpy(units), torch.from_numpy(features), None)
            labels: NDArray[np.int8] = answer.argmax(2).to(torch.int8).numpy()
        return labels


def _forward_padded(network: Any) -> Callable[..., Any]:
    """Stanza's own `forward` with rows left padded, as they are in training: 1.5 times as fast as packing them."""

    def pack(rows: Any, lengths: None, batch_first: bool) -> Any:  # noqa: ARG001
        return rows

    def unpack(rows: Any, batch_first: bool) -> tuple[Any, None]:  # noqa: ARG001
        return rows, None

    forward = type(network).forward
    names = forward.__globals__ | {"pack_padded_sequence": pack, "pad_packed_sequence": unpack}
    return FunctionType(forward.__code__, names, argdefs=forward.__defaults__)


def _groups(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts in runs of at most GROUP characters, or of one text."""
    group: list[str] = []
    size = 0
    for text in texts:
        if group and size + len(text) > GROUP:
            yield group
            group, size = [], 0
        group.append(text)
        size += len(text)
    if group:
        yield group


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Ranges of the text's paragraphs: parted by blank lines, and by single line breaks where lines are not wrapped."""
    lines = [match.span() for match in LINE.finditer(text) if match[0].strip(BLANKS)]
    wrapped = all(" " not in text[start + WRAPPED : end - 1] for start, end in lines)
    paragraphs: list[tuple[int, int]] = []
    for start, end in lines:
        if paragraphs:
            before, last = paragraphs[-1]
            gap = text[last:start]
            blank = "\f" in gap or "\u2029" in gap or len(LINE.sub("", gap).replace("\r\n", "\n")) > 1
            runs_on = text[last - 1].isalnum() or text[last - 1] in ",;-–—"
            if not blank and (wrapped or (runs_on and text[start].islower())):
                paragraphs[-1] = before, end
                continue
        paragraphs.append((start, end))
    return paragraphs


def _keep_addresses(pattern: re.Pattern[str], text: _Text, labels: NDArray[np.int8]) -> None:
    """Clears labels inside web and mail addresses: Stanza's pattern, less punctuation that follows an address."""
    string = text.codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    done = 0
    for hit in ADDRESS.finditer(string):
        left = max(string.rfind(" ", done, hit.start()) + 1, done)
        right = string.find(" ", hit.end())
        right = len(string) if right < 0 else right
        if hit.start() < done or right - left > ADDRESS_LENGTH:
            continue
        done = right
        for match in pattern.finditer(string[left:right]):
            start, end = left + match.start(), left + match.start() + len(match[0].rstrip(".,;:!?)]}'\"’”"))
            if start < end:
                labels[start : end - 1] = 0
                labels[end - 1] = max(labels[end - 1], 1)


def _sentences(string: str, text: _Text, labels: NDArray[np.int8], repair: bool) -> tuple[Sentence, ...]:
    """Sentences from the network's labels: every white space ends a token, every paragraph ends a sentence."""
    if not text.paragraphs:
        return ()
    space = text.codes == 32
    starts_paragraph, ends_paragraph = np.zeros((2, len(space)), np.bool_)
    first, stop = np.array(text.paragraphs).T
    starts_paragraph[first], ends_paragraph[stop - 1] = True, True
    inside = np.cumsum(starts_paragraph) - np.cumsum(ends_paragraph) + ends_paragraph > 0
    before_space = np.append(space[1:], False)
    ends = inside & ~space & ((labels > 0) | before_space | ends_paragraph)
    starts = inside & ~space & (starts_paragraph | np.append(True, (ends | space)[:-1]))
    closes = (labels == 2) | (labels == 4)
    closes[:-1] |= closes[1:] & space[1:]
    ends_at = np.flatnonzero(ends)
    tokens = [*map(Span, text.origin[starts].tolist(), (text.origin[ends_at] + 1).tolist())]
    fixed = np.flatnonzero(ends_paragraph[ends_at]).tolist()
    breaks = np.flatnonzero((closes | ends_paragraph)[ends_at]).tolist()
    if repair:
        breaks = rejoin(string, tokens, breaks, set(fixed))
    edges = [0, *(last + 1 for last in breaks)]
    return tuple(
        Sentence(Span(tokens[left].start, tokens[right - 1].end), tuple(tokens[left:right])) for left, right in pairwise(edges)
    )
