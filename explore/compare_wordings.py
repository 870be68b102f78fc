"""Compare the wordings of a claim with the clearest one, word by word."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Mark = Literal["kept", "added", "dropped"]
TOKEN = re.compile(r"\w+(?:[-'’.]\w+)*|\s+|[^\w\s]")
LONGEST = 400  # words and marks of a text that are compared


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
    """How `text` differs from the clearest wording, and whether any word does."""
    if _words(clearest) == _words(text):
        return (Piece("kept", text),), False
    one, other = (TOKEN.findall(part)[:LONGEST] for part in (clearest, text))
    matcher = difflib.SequenceMatcher(None, [t.casefold() for t in one], [t.casefold() for t in other], autojunk=False)
    pieces: list[Piece] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Piece("kept", "".join(other[c:d])))
            continue
        gone, new = "".join(one[a:b]), "".join(other[c:d])
        if _words(gone) == _words(new):
            pieces.append(Piece("kept", new))
            continue
        pieces += [Piece("dropped", gone)] if gone.strip() else []
        pieces += [Piece("added", new)] if new else []
    return tuple(pieces), True
