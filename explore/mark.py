"""Cut an article's text where attributions begin and end, so that each piece can be coloured."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Role = Literal["source", "cue", "content"]
BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Marked:
    """A range of the text, half-open code points, that plays a role in a statement, known by its number on the page."""

    start: int
    end: int
    role: Role
    number: int


@dataclass(frozen=True)
class Segment:
    """A piece of text with the roles it plays; `numbers` are its statements, `begins` those whose content begins here."""

    text: str
    roles: tuple[Role, ...]
    numbers: tuple[int, ...]
    begins: tuple[int, ...]


def mark(text: str, marks: Sequence[Marked]) -> list[list[Segment]]:
    """The paragraphs of an article, each cut into segments that together are its text."""
    firsts: dict[int, int] = {}
    for one in marks:
        if one.role == "content":
            firsts[one.number] = min(one.start, firsts.get(one.number, one.start))
    paragraphs, start = [], 0
    for end, after in [*(match.span() for match in BREAK.finditer(text)), (len(text), len(text))]:
        if text[start:end].strip():
            paragraphs.append(_segments(text, start, end, marks, firsts))
        start = after
    return paragraphs


def _segments(text: str, start: int, end: int, marks: Iterable[Marked], firsts: dict[int, int]) -> list[Segment]:
    here = [one for one in marks if one.start < end and start < one.end]
    cuts = sorted({start, end, *(cut for one in here for cut in (one.start, one.end) if start < cut < end)})
    found = []
    for a, b in pairwise(cuts):
        inside = [one for one in here if one.start <= a and b <= one.end]
        roles: dict[Role, None] = dict.fromkeys(sorted({one.role for one in inside}))
        numbers = tuple(sorted({one.number for one in inside}))
        begins = tuple(sorted(number for number, first in firsts.items() if first == a))
        found.append(Segment(text[a:b], tuple(roles), numbers, begins))
    return found
