"""The command `attrib export`: statements for spreadsheets, data frames, fact-checks, annotation tools and other programs."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from attribution.count import count
from attribution.errors import AttributionError
from commands.claims import by_meaning
from commands.options import (
    DEFAULT_DB,
    SURE,
    AboutClaim,
    AboutOutlet,
    AboutSpeaker,
    AboutWords,
    Database,
    Least,
    Output,
    Since,
    Until,
)
from commands.progress import progress_bar

if TYPE_CHECKING:
    from attribution.reported import Stated

FormatName = Literal["csv", "jsonl", "parquet", "claims", "annotations", "gqg"]
FORMATS: dict[str, FormatName] = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
KindName = Literal["direct", "mixed", "indirect"]


def export(
    query: AboutWords = None,
    db: Database = DEFAULT_DB,
    speaker: AboutSpeaker = None,
    claim: AboutClaim = None,
    outlet: AboutOutlet = None,
    since: Since = None,
    until: Until = None,
    kind: Annotated[KindName | None, typer.Option(help="Only this kind of quotation.")] = None,
    format_name: Annotated[
        FormatName | None, typer.Option("--format", help="What to write; by the name of FILE, else csv.", show_default=False)
    ] = None,
    output: Output = None,
    least: Least = SURE,
    limit: Annotated[int, typer.Option(min=0, help="At most so many statements; 0 for all.")] = 0,
) -> None:
    """Write statements to a file: all of them, or those of a query, a speaker, a claim or an outlet.

    csv for spreadsheets (`attrib import` takes back what you fill in), jsonl, parquet, claims (schema.org Claim and ClaimReview),
    annotations (W3C Web Annotations), gqg (lines as GDELT's Global Quotation Graph has, with speaker and role).
    """
    from db.load_claims import with_claims
    from db.load_quotes import load_quotes
    from db.open import open_database
    from db.search import Filters
    from db.select_statements import Wanted, select_statements, together

    if sum(one is not None for one in (query, speaker, claim, outlet)) > 1:
        raise typer.BadParameter("give at most one of QUERY, --speaker, --claim and --outlet")
    chosen = format_name or (FORMATS.get(output.suffix.lower()) if output else None) or "csv"
    if chosen == "parquet" and output is None:
        raise typer.BadParameter("a Parquet file cannot go to standard output: name it with --output")
    if output and output.exists() and output.samefile(db):
        raise typer.BadParameter(f"{output} is the database: name another file")
    database = open_database(db)
    near = by_meaning(database, query) if query else []
    filters = Filters(since=since, until=until, kind=kind, least=least)
    found = select_statements(database, Wanted(query, speaker, claim, outlet), filters, limit, near=near)
    ids = list(found.ids)
    if chosen in ("claims", "gqg"):
        ids = together(database, ids, "claim" if chosen == "claims" else "article")
    with progress_bar(len(ids), "statements", quiet=output is None) as (step, _):
        rows = _counting(with_claims(database, load_quotes(database, ids, least)), step)
        _to_file(rows, chosen, output) if output else _print(_lines(rows, chosen))
    hidden = f"; {found.hidden:,} less sure left out: --min-confidence 0 takes all" if found.hidden else ""
    typer.echo(f"{output or 'standard output'}: {count(len(ids), 'statement')}{hidden}", err=output is None)


def _counting(rows: "Iterable[Stated]", step: Callable[[int], None]) -> "Iterator[Stated]":
    for row in rows:
        yield row
        step(1)


def _lines(rows: "Iterable[Stated]", chosen: FormatName) -> Iterator[str]:
    """The file, piece by piece."""
    from importlib.metadata import version

    from attribution.annotate_web import render_annotations
    from attribution.graph_quotes import render_graph
    from attribution.publish_claims import render_claims
    from attribution.tabulate import render_csv

    if chosen == "csv":
        return render_csv(rows)
    if chosen == "claims":
        return render_claims(rows)
    if chosen == "annotations":
        return render_annotations(rows, version("attrib"))
    if chosen == "gqg":
        return render_graph(rows)
    return (json.dumps(asdict(quote) | {"claim": asdict(c) if c else None}, ensure_ascii=False) + "\n" for quote, c in rows)


def _print(pieces: Iterable[str]) -> None:
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode("utf-8"))
    sys.stdout.buffer.flush()


def _to_file(rows: "Iterable[Stated]", chosen: FormatName, output: Path) -> None:
    """Write a file beside the one wanted, and give it its name when it is whole. Raises AttributionError where that fails."""
    from attribution.write_parquet import write_parquet

    try:
        with tempfile.TemporaryDirectory(dir=output.absolute().parent, prefix=f".{output.name}.") as folder:
            path = Path(folder) / output.name
            if chosen == "parquet":
                write_parquet(rows, path)
            else:
                with path.open("w", encoding="utf-8", newline="") as file:
                    file.writelines(_lines(rows, chosen))
            path.replace(output)
    except OSError as error:
        raise AttributionError(f"{output} cannot be written ({error.strerror}): name another file with --output") from error
