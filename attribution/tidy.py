"""Tidy what files, rows and pages state of an article beside its text: titles, authors, outlets, addresses, dates."""

import re
import unicodedata
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

DATE_FORMS = (
    "%B %d, %Y",
    "%b %d, %Y",
    "%b. %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%Y/%m/%d",
    "%A, %B %d, %Y",
    "%A, %d %B %Y",
)
NOTHING = frozenset(("none", "null", "nan", "n/a"))  # what programs write where there is no value
BY = re.compile(r"^by\b:?", re.IGNORECASE)
BRACKETS = re.compile(r"\([^()]*\)?|<[^<>]*>?")  # an outlet or an address behind a name
NOTES = re.compile(r"\b(?:e-?mail|twitter|contact|follow(?: \w+)? on)\b(:)?.*", re.IGNORECASE)  # where to write to
BYLINE = 300  # characters, beyond which one is not read


def line_of(value: Any) -> str | None:
    """A title, outlet or author on one line without control characters; None for what is no text."""
    if isinstance(value, (list, tuple)):
        value = ", ".join(str(part) for part in value if part)
    if value is None or isinstance(value, (dict, bool)):
        return None
    clean = "".join(c if unicodedata.category(c) not in ("Cc", "Cs") else " " for c in str(value))
    line = " ".join(clean.split())
    return line if line and line.lower() not in NOTHING else None


def author_of(value: Any) -> str | None:
    """Who wrote an article, several parted by ", ": without "By", addresses and what else bylines hold; None for nobody."""
    stated = value if isinstance(value, (list, tuple)) else [value]
    pieces = [piece for part in stated for piece in (line_of(part) or "")[:BYLINE].split(";")]
    return ", ".join(dict.fromkeys(name for piece in pieces if (name := _name_in(piece)))) or None


def _name_in(piece: str) -> str | None:
    """The name in a piece of a byline, or the names that a comma parts."""
    words = BRACKETS.sub(" ", BY.sub("", piece.strip()).partition("|")[0]).split()
    names = [word for word in words if "@" not in word and "://" not in word]
    line = " ".join(names)
    note = NOTES.search(line)
    if note and (note.group(1) or len(names) < len(words)):
        line = line[: note.start()]
    return line_of(re.sub(r" (?=,)", "", line).strip(" .,;–—-"))


def url_of(value: Any) -> str | None:
    """A web address, or None."""
    found = line_of(value)
    return found if found and re.match(r"https?://[^\s/]", found, re.IGNORECASE) and " " not in found else None


def date_of(value: Any) -> str | None:
    """An ISO 8601 date, with time and zone if they are stated; None for what is not understood."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 5e9:
        return datetime.fromtimestamp(value, UTC).isoformat()
    stated = line_of(value)
    if not stated:
        return None
    if re.fullmatch(r"\d{4}(-\d{2})?", stated):
        return stated
    try:
        datetime.fromisoformat(stated)
    except ValueError:
        pass
    else:
        return stated if re.match(r"\d{4}-\d{2}-\d{2}", stated) else datetime.fromisoformat(stated).date().isoformat()
    for form in DATE_FORMS:
        try:
            return datetime.strptime(stated, form).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(stated).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
