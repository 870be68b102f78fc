"""Compare a quote with what was really said: word by word, tolerating what editors may change, and telling what they did."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from attribution.lexicon import folded

Verdict = Literal["exact", "partial", "altered", "someone else's", "not a quotation", "not found"]
Edit = Literal["kept", "added", "dropped"]

ELLIPSIS = re.compile(r"\[\s*(?:\.\s?){3,}\]|\[\s*…\s*\]|\(\s*(?:\.\.\.|…)\s*\)|(?:\.\s?){3,}|…")
BRACKETS = re.compile(r"\[([^\[\]]*)\]")
TOKEN = re.compile(r"\w+(?:[-'’.]\w+)*")
ALTERED = 0.6  # the least share of the quote's words that stand in a statement, in order, for it to be an altered form of it
LONGEST = 400  # words of a quote that are compared


@dataclass(frozen=True)
class Word:
    """A word as it is compared (`plain`) and as it is written; `free` stands in brackets: the editor's own."""

    plain: str
    written: str
    free: bool = False


@dataclass(frozen=True)
class Quote:
    """A quote to check: its pieces between ellipses, and whether it has brackets."""

    pieces: tuple[tuple[Word, ...], ...]
    text: str

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in a row."""
        return tuple(word for piece in self.pieces for word in piece)


@dataclass(frozen=True)
class Likeness:
    """How a quote compares with a text: `share` of its words that stand there in order; `verbatim` if all do, piece by piece.

    `whole` says that nothing of the text is left out; `edits` are (what, words) in order; `tolerated` names what an editor may
    do; `start`, `end` are the half-open range of the text's characters that the quote matches, where it is verbatim.
    """

    share: float
    verbatim: bool
    whole: bool
    edits: tuple[tuple[Edit, str], ...]
    tolerated: tuple[str, ...]
    start: int
    end: int


def read_quote(text: str) -> Quote:
    """A quote's words, without the marks around it."""
    pieces = []
    for part in ELLIPSIS.split(text):
        words = _words(part)
        if words:
            pieces.append(tuple(words[:LONGEST]))
    return Quote(tuple(pieces), text)


def _words(text: str) -> list[Word]:
    inside = [match.span(1) for match in BRACKETS.finditer(text)]
    found = []
    for match in TOKEN.finditer(text):
        free = any(start <= match.start() < end for start, end in inside)
        found.append(Word(_plain(match.group()), match.group(), free))
    return found


def _plain(word: str) -> str:
    return folded(word).replace("’", "'").replace("-", "").removesuffix("'s")


def liken(quote: Quote, text: str) -> Likeness:
    """How a quote compares with a text."""
    spans = [match.span() for match in TOKEN.finditer(text)]
    theirs = [Word(_plain(text[a:b]), text[a:b]) for a, b in spans]
    places = _places(quote, theirs)
    if places is not None:
        first, last = places[0][0], places[-1][1]
        whole = first == 0 and last == len(theirs) and all(a[1] == b[0] for a, b in pairwise(places))
        start, end = spans[first][0], spans[last - 1][1]
        return Likeness(1.0, True, whole, (), tuple(_tolerated(quote, theirs, places, text[start:end])), start, end)
    mine = quote.words
    matcher = difflib.SequenceMatcher(a=[w.plain for w in theirs], b=[w.plain for w in mine], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    kept = sum(block.size for block in blocks)
    first = blocks[0].a if blocks else 0
    last = blocks[-1].a + blocks[-1].size if blocks else 0
    return Likeness(kept / max(1, len(mine)), False, False, _edits(matcher, theirs, mine, first, last), (), 0, 0)


def _places(quote: Quote, theirs: Sequence[Word]) -> list[tuple[int, int]] | None:
    """Where each piece stands word for word, in their order; None if one does not. A bracket stands for four words at most."""
    places, start = [], 0
    for piece in quote.pieces:
        for at in range(start, len(theirs)):
            end = _match(piece, theirs, at)
            if end is not None:
                places.append((at, end))
                start = end
                break
        else:
            return None
    return places or None


def _match(piece: Sequence[Word], theirs: Sequence[Word], at: int) -> int | None:
    """Where a piece that begins at a word of the text ends, if it stands there."""
    n = 0
    while n < len(piece):
        if piece[n].free:
            after = n
            while after < len(piece) and piece[after].free:
                after += 1
            for skipped in range(5):
                rest = _match(piece[after:], theirs, at + skipped) if after < len(piece) else at + min(1, len(theirs) - at)
                if rest is not None:
                    return rest
            return None
        if at >= len(theirs) or theirs[at].plain != piece[n].plain:
            return None
        n, at = n + 1, at + 1
    return at


def _tolerated(quote: Quote, theirs: Sequence[Word], places: Sequence[tuple[int, int]], text: str) -> list[str]:
    """What an editor did to a verbatim quote."""
    found = []
    if len(quote.pieces) > 1:
        left_out = any(b[0] > a[1] for a, b in pairwise(places))
        found.append("words left out at an ellipsis" if left_out else "an ellipsis where nothing is left out")
    if any(word.free for word in quote.words):
        found.append("words in brackets are the editor's")
    pairs = [
        (a, b)
        for piece, (start, end) in zip(quote.pieces, places, strict=True)
        if not any(word.free for word in piece)
        for a, b in zip(piece, theirs[start:end], strict=False)
    ]
    if any(a.written != b.written and a.written.casefold() == b.written.casefold() for a, b in pairs):
        found.append("capital letters changed")
    if any(_straight(a.written) != _straight(b.written) for a, b in pairs):
        found.append("another spelling of the same word")
    if len(quote.pieces) == 1 and not any(word.free for word in quote.words) and _marks(quote.text) != _marks(text):
        found.append("other punctuation or quotation marks")
    return found


def _straight(word: str) -> str:
    """A word in small letters with straight apostrophes."""
    return word.casefold().replace("’", "'")


def _marks(text: str) -> str:
    return re.sub(r"[\w\s]", "", text.strip("\"“”‘’'.,;: "))


def _edits(
    matcher: "difflib.SequenceMatcher[str]", theirs: Sequence[Word], mine: Sequence[Word], first: int, last: int
) -> tuple[tuple[Edit, str], ...]:
    """What the quote kept of the text between its first and last shared word, what it dropped and what it added."""
    edits: list[tuple[Edit, str]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        low, high = max(a, first), min(b, last)
        if kind == "equal":
            edits.append(("kept", " ".join(word.written for word in theirs[a:b])))
            continue
        if low < high:
            edits.append(("dropped", " ".join(word.written for word in theirs[low:high])))
        if c < d:
            edits.append(("added", " ".join(word.written for word in mine[c:d])))
    return tuple(edits)
