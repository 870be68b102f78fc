"""Tabulate statements: a row each, for spreadsheets and data frames."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from attribution.reported import Quote, Stated

COLUMNS = (
    "statement",
    "speaker",
    "role",
    "speaker_kind",
    "source",
    "cue",
    "cue_class",
    "polarity",
    "kind",
    "content",
    "confidence",
    "checked",
    "outlet",
    "date",
    "title",
    "author",
    "url",
    "file",
    "article",
    "places",
    "sha256",
    "origin",
    "claim",
    "claim_text",
    "sentence",
)
JUDGED = ("verdict", "correct_speaker", "correct_role", "same_as", "not_same_as", "status", "note", "evidence")
BOM = "\ufeff"  # by which a spreadsheet knows that a file is UTF-8
FORMULA = "=+-@\t\r＝＋－＠"  # with these a spreadsheet begins a formula (OWASP, CSV injection)


def row_of(quote: Quote, claim_text: str | None) -> dict[str, Any]:
    """One statement by COLUMNS. Several speakers are joined by " | "; `places` are ranges of its code points."""
    own = {name: getattr(quote, name) for name in COLUMNS if hasattr(quote, name)}
    made = {
        "statement": quote.id,
        "speaker": _joined(voice.name for voice in quote.voices),
        "role": _joined(voice.role for voice in quote.voices),
        "speaker_kind": _joined(voice.kind for voice in quote.voices),
        "content": quote.text,
        "places": " ".join(f"{piece.start}:{piece.end}" for piece in quote.content),
        "claim_text": claim_text,
        "sentence": quote.passage.text,
    }
    return {name: made.get(name, own.get(name)) for name in COLUMNS}


def _joined(parts: Iterable[str | None]) -> str | None:
    return " | ".join(dict.fromkeys(part for part in parts if part)) or None


def render_csv(rows: Iterable[Stated]) -> Iterator[str]:
    """A table for a spreadsheet: no cell is a formula, and the last columns are empty for a person to judge in."""
    buffer = io.StringIO()
    write = csv.DictWriter(buffer, [*COLUMNS, *JUDGED], lineterminator="\r\n")
    write.writeheader()
    yield BOM + _taken(buffer)
    for quote, claim in rows:
        row = row_of(quote, claim.text if claim else None)
        write.writerow({name: neutralised(value) if isinstance(value, str) else value for name, value in row.items()})
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    """What was written to a buffer, which is empty then."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def neutralised(cell: str) -> str:
    """A cell that a spreadsheet shows as it is: with an apostrophe before what would be a formula."""
    return f"'{cell}" if cell.lstrip("'")[:1] in tuple(FORMULA) else cell


def plain_cell(cell: str) -> str:
    """The cell that `neutralised` was given."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'")[:1] in tuple(FORMULA) else cell
