"""Find paragraphs and pair quotation marks, so that one odd mark upsets no more than its own paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from attribution.models import Span

BLANK_LINE = re.compile(r"\r?\n[^\S\n]*+\n\s*+|\u2029\s*+")
LINE_BREAK = re.compile(r"[\n\r\u2028\u2029\x0b\x0c]\s*+")
MARK = re.compile(r"``|''|[\"“”„«»‘’‚'‹›]")
OPENERS = {"``": '"', "“": '"', "„": '"', "«": "«", "‹": "‹", "‘": "'", "‚": "'"}
CLOSERS = {"”": '"', "»": "«", "›": "‹"}
WORDLIKE = re.compile(r"\w")


class State(IntEnum):
    """What a place in the text is to the quotation marks around it."""

    OUTSIDE = 0
    INSIDE = 1  # inside double marks or guillemets
    OPENS = 2
    CLOSES = 3
    INSIDE_SINGLE = 4
    STRAY = 5  # a mark that pairs with none
    INSIDE_UNCLOSED = 6  # after a mark that the paragraph never closes


@dataclass(frozen=True)
class Quote:
    """A pair of marks: `opens` and `closes` are the marks themselves; what is quoted lies between them.

    `closes` is empty (start == end) where the paragraph ends first. `style` is '"' , "'" , "«" or "‹".
    """

    opens: Span
    closes: Span
    style: str


def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of `text`, without the white space around them; by blank lines, or by lines where no line is blank."""
    parts = list(_pieces(text, BLANK_LINE))
    return tuple(parts if len(parts) > 1 else _pieces(text, LINE_BREAK))


def _pieces(text: str, border: re.Pattern[str]) -> Iterator[Span]:
    start = 0
    for end, after in [*((m.start(), m.end()) for m in border.finditer(text)), (len(text), len(text))]:
        part = text[start:end]
        if part.strip():
            yield Span(start + len(part) - len(part.lstrip()), start + len(part.rstrip()))
        start = after


def quotes(text: str) -> tuple[Quote, ...]:
    """The quotations of `text` by their marks, in order of their opening marks; nested single quotes are included.

    A mark is opening or closing by its shape, or for straight marks by the white space and punctuation around it.
    Apostrophes, feet and inches, and a mark that finds no partner in its paragraph are no quotation; a quotation that the
    paragraph leaves open counts when the next paragraph opens with a mark again (a quote over several paragraphs).
    """
    parts = paragraphs(text)
    found: list[Quote] = []
    for n, part in enumerate(parts):
        following = text[parts[n + 1].start : parts[n + 1].start + 2] if n + 1 < len(parts) else ""
        found += _pair(text, part, following)
    return tuple(sorted(found, key=lambda q: q.opens))


def _pair(text: str, part: Span, following: str) -> Iterator[Quote]:
    pending: dict[str, Span] = {}
    for match in MARK.finditer(text, part.start, part.end):
        mark, span = match.group(), Span(match.start(), match.end())
        style = OPENERS.get(mark) or CLOSERS.get(mark) or ("'" if mark in "'’" else '"')
        before = text[span.start - 1] if span.start > part.start else " "
        after = text[span.end] if span.end < part.end else " "
        opened = pending.get(style)
        if style == "'" and mark != "‘" and _is_apostrophe(text, span, before, after, opened, part.end):
            continue
        if _is_measure(mark, before, opened):
            continue
        if mark in CLOSERS or (mark not in OPENERS and opened is not None and not _must_open(before, after)):
            if opened is not None:
                yield Quote(opened, span, style)
                del pending[style]
                if style != "'":
                    pending.pop("'", None)
        elif mark in OPENERS or not (WORDLIKE.match(before) or after.isspace()):
            pending[style] = span
    for style, span in pending.items():
        if following and style != "'" and _opens_with(following, style):
            yield Quote(span, Span(part.end, part.end), style)


def _opens_with(start: str, style: str) -> bool:
    return start[0] == '"' if style == '"' and start[0] == '"' else OPENERS.get(start, OPENERS.get(start[0])) == style


def _must_open(before: str, after: str) -> bool:
    return (before.isspace() or before in "([—–-") and bool(WORDLIKE.match(after) or after in "$£€[.…'‘")


def _is_measure(mark: str, before: str, opened: Span | None) -> bool:
    """5'10", 6' 2": feet and inches, where no quotation is open to be closed."""
    return mark in ("'", '"', "’", "”", "''") and before.isdigit() and opened is None


def _is_apostrophe(text: str, span: Span, before: str, after: str, opened: Span | None, end: int) -> bool:
    inside_word = bool(WORDLIKE.match(before) and WORDLIKE.match(after))
    if inside_word:
        return True
    if opened is None:
        # an opening mark has white space or a bracket before it, a word after it, and a closing mark ahead: not 'tis, '90s
        ahead = re.compile(r"(?<=[\w.,!?…])['’](?!\w)").search(text, span.end, end)
        return (
            not (_must_open(before, after) or (before in '"“«' and WORDLIKE.match(after)))
            or ahead is None
            or text[span.start] == "’"
        )
    if before in "sS" and after == " ":
        # the students' vote: a closing mark only if no better one follows
        return re.compile(r"(?<=[.,!?…\w])['’](?!\w)").search(text, span.end, end) is not None
    return before.isspace()


def states(text: str, places: list[int]) -> NDArray[np.int64]:
    """(places,) the State of each place (code point offset, ascending or not) of `text`."""
    marks: dict[int, State] = {m.start(): State.STRAY for m in MARK.finditer(text) if m.group() not in "'’‘"}
    edges: list[tuple[int, int, State]] = []
    for quote in quotes(text):
        marks[quote.opens.start] = State.OPENS
        open_ended = quote.closes.start == quote.closes.end
        if not open_ended:
            marks[quote.closes.start] = State.CLOSES
        inner = State.INSIDE_SINGLE if quote.style == "'" else State.INSIDE_UNCLOSED if open_ended else State.INSIDE
        edges.append((quote.opens.end, quote.closes.start, inner))
    at, found = np.array(places, dtype=np.int64), np.full(len(places), State.OUTSIDE, dtype=np.int64)
    for single in (True, False):  # double marks tell, where a place is within both
        some = sorted(edge for edge in edges if (edge[2] == State.INSIDE_SINGLE) == single)
        if some:
            begins, ends, inner_states = (np.array(column) for column in zip(*some, strict=True))
            last = np.searchsorted(begins, at, side="right") - 1
            inside = (last >= 0) & (at < ends[last])
            found[inside] = inner_states[last[inside]]
    at_mark = np.isin(at, list(marks))
    found[at_mark] = [marks[place] for place in at[at_mark].tolist()]
    return found
