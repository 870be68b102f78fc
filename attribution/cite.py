"""Cite a statement: whose it is, where it was printed, and what of its sentence was said. Nothing is paraphrased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from attribution.reported import Quote
from attribution.show import day, one_line, visible

LONG = 180  # characters of what was said that a summary or a list shows


@dataclass(frozen=True)
class Segment:
    """A stretch of a passage; `said` where it is what was said."""

    text: str
    said: bool


def shortened(text: str) -> str:
    """`text` on one line, cut at a word where it is long."""
    line = one_line(text)
    return line if len(line) <= LONG else line[:LONG].rsplit(" ", 1)[0] + " …"


def web_address(url: str | None) -> str | None:
    """`url` where it is one of the web; other schemes (javascript, data, file) are no links."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def joined(names: Iterable[str]) -> str:
    """Names as people list them: "A", "A and B", "A, B and C"."""
    *rest, last = list(names)
    return f"{', '.join(rest)} and {last}" if rest else last


def who(quote: Quote) -> str:
    """Whose statement it is: names, else what the article calls the source."""
    named = list(dict.fromkeys(one_line(voice.name) for voice in quote.voices))
    return joined(named) if named else one_line(quote.source) if quote.source else "unattributed"


def citation(quote: Quote) -> tuple[str, str, str, str]:
    """What finds and proves a quote: who wrote it where and when, its address, its place, the SHA-256 of the text."""
    wrote = [one_line(quote.author)] if quote.author else []
    title = [f"“{one_line(quote.title)}”"] if quote.title else []
    printed = [one_line(quote.outlet) if quote.outlet else "no outlet", _long_day(quote.date)]
    where = one_line(quote.url) if quote.url else one_line(quote.file) if quote.file else "no address"
    places = joined(f"{piece.start}–{piece.end}" for piece in quote.content)
    return ", ".join([*wrote, *title, *printed]), where, f"characters {places}", quote.sha256


def _long_day(stated: str | None) -> str:
    try:
        found = date.fromisoformat((stated or "")[:10])
    except ValueError:
        return day(stated)
    return f"{found.day} {found:%B %Y}"


def segments(quote: Quote) -> tuple[Segment, ...]:
    """The passage a statement stands in, what was said told from the rest; joined they are the passage."""
    text, start = quote.passage.text, quote.passage.start
    found, place = [], 0
    for piece in sorted(quote.content, key=lambda piece: piece.start):
        first, last = max(piece.start - start, place), min(piece.end - start, len(text))
        if first < last:
            found += [Segment(visible(text[place:first]), False), Segment(visible(text[first:last]), True)]
            place = last
    return tuple(one for one in (*found, Segment(visible(text[place:]), False)) if one.text)
