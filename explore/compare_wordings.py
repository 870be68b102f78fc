"""Compare the wordings of a claim with the clearest one, word by word."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Mark = Literal["kept", "added", "dropped"]
WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")
TOKEN = re.compile(r"\W*\w+(?:[-'’.,]\w+)*(?:\W+$)?")  # a word with the marks before it, the last one with those behind it
LONGEST = 400  # words of a text that are compared
LIKE = 0.4  # the least share of words in common for differences to say anything


@dataclass(frozen=True)
class Piece:
    """Some text in a row: as in the clearest wording, added to it, or dropped from it."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Compared:
    """One wording and who has it, as keys of the caller's; `pieces` is how it differs, in order."""

    text: str
    keys: tuple[str, ...]
    pieces: tuple[Piece, ...]
    differs: bool


def compare_wordings(clearest: str, wordings: Iterable[tuple[str, str]]) -> list[Compared]:
    """The (key, text) pairs by wording, the clearest first, then in their order; texts of the same words are one wording."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {_words(clearest): []}
    for key, text in wordings:
        found.setdefault(_words(text), []).append((key, text))
    shown = [(clearest if n == 0 else rows[0][1], rows) for n, rows in enumerate(found.values()) if rows]
    return [Compared(text, tuple(key for key, _ in rows), *_pieces(clearest, text)) for text, rows in shown]


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold().replace("’", "'")))


def _pieces(clearest: str, text: str) -> tuple[tuple[Piece, ...], bool]:
    """How `text` differs from the clearest wording, and whether any word does; as it is where little is the same."""
    one, other = (TOKEN.findall(part)[:LONGEST] for part in (clearest, text))
    before, after = ([_words(token) for token in tokens] for tokens in (one, other))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    differs = before != after
    if not differs or matcher.ratio() < LIKE:
        return (Piece("kept", text),), differs
    pieces: list[Piece] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if b > a and what != "equal":
            pieces.append(Piece("dropped", " " + " ".join(match for token in one[a:b] for match in WORD.findall(token))))
        if d > c:
            pieces.append(Piece("kept" if what == "equal" else "added", "".join(other[c:d])))
    return tuple(pieces), True
