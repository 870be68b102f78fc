"""The command `attrib verify`: whether something was said, by whom, and in these words."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import DEFAULT_DB, SHORT_ID, Database, Json, console, print_json

if TYPE_CHECKING:
    from db.verify import Place, Verified

GOOD = ("exact", "partial")
MEANING = {
    "exact": "said exactly so",
    "partial": "said so, as part of more",
    "altered": "altered: the closest that was said differs",
    "someone else's": "somebody else said it",
    "not a quotation": "these words stand in an article, but as nobody's statement",
    "not found": "not found in any article",
}
STYLE = {"exact": "bold green", "partial": "green", "altered": "bold yellow"}


def verify(
    quote: Annotated[str | None, typer.Argument(help="The words to check; - for standard input.")] = None,
    by: Annotated[str | None, typer.Option(help="Who is said to have said it: any form of the name, or an id.")] = None,
    jsonl: Annotated[Path | None, typer.Option(help='Check many: a file with {"quote": ..., "by": ...} a line.')] = None,
    db: Database = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Check a quote: exact (where), partial (with the full form), altered (what was changed), someone else's, or not found.

    An ellipsis, brackets, other capitals and other marks are tolerated, and told. Exit code 0 if the quote stands, else 2.
    """
    from db.open import open_database
    from db.verify import verify as check

    database = open_database(db)
    if jsonl is not None:
        found = [check(database, text, name) for text, name in _read(jsonl)]
        for row in found:
            typer.echo(json.dumps(asdict(row), ensure_ascii=False))
        raise typer.Exit(0 if all(row.verdict in GOOD for row in found) else 2)
    if quote is None:
        raise typer.BadParameter("give the words of a quote, - for standard input, or --jsonl FILE")
    result = check(database, sys.stdin.read() if quote == "-" else quote, by)
    if as_json:
        print_json(asdict(result))
    else:
        _print(result)
    raise typer.Exit(0 if result.verdict in GOOD else 2)


def _read(path: Path) -> list[tuple[str, str | None]]:
    from attribution.errors import ReadError

    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path} cannot be read as UTF-8 text") from error
    rows: list[tuple[str, str | None]] = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line) if line.strip() else None
            if row is not None:
                if not isinstance(row["quote"], str):
                    raise TypeError
                rows.append((row["quote"], row.get("by")))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ReadError(f'{path}, line {number}: no quote: write {{"quote": "...", "by": "..."}}') from error
    return rows


def _print(found: "Verified") -> None:
    from rich.text import Text

    out = console()
    out.print(Text(MEANING[found.verdict], STYLE.get(found.verdict, "bold red")))
    for place in found.places:
        out.print(_shown(place))
        for what in place.tolerated:
            out.print(Text(f"     {what}", "dim"))
    if found.edits:
        line = Text("     ")
        for kind, words in found.edits:
            line.append(words, {"kept": "", "added": "bold red", "dropped": "strike dim"}[kind]).append(" ")
        if out.is_terminal and not out.no_color:
            out.print(line)
        parts = [f"{kind}: {', '.join(repr(words) for k, words in found.edits if k == kind)}" for kind in ("added", "dropped")]
        out.print(Text("     the quote " + "; ".join(part for part in parts if not part.endswith(": ")), "dim"))


def _shown(place: "Place") -> "object":
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    from attribution.show import attributed, day, highlight, one_line

    head = Text("  ")
    if place.statement:
        head.append_text(attributed([(who.name, who.role) for who in place.speakers], place.source))
    where = [
        place.outlet,
        day(place.date),
        place.title,
        f"{place.article[:SHORT_ID]}, characters {place.start:,} to {place.end:,}",
    ]
    head.append("  " + " · ".join(one_line(part) for part in where if part), "dim")
    return Group(head, Padding(highlight(place.text, ()), (0, 0, 0, 5)))
