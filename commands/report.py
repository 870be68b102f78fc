"""The command `attrib report`: what was found about a question, a speaker, a claim or an outlet, to be sent and cited."""

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from attribution.count import count
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

if TYPE_CHECKING:
    from attribution.reported import Report

FormatName = Literal["html", "md", "json", "pdf"]
FORMATS: dict[str, FormatName] = {".html": "html", ".htm": "html", ".md": "md", ".json": "json", ".pdf": "pdf"}


def report(
    query: AboutWords = None,
    db: Database = DEFAULT_DB,
    speaker: AboutSpeaker = None,
    claim: AboutClaim = None,
    outlet: AboutOutlet = None,
    since: Since = None,
    until: Until = None,
    format_name: Annotated[
        FormatName | None, typer.Option("--format", help="What to write; by the name of FILE, else html.", show_default=False)
    ] = None,
    output: Output = None,
    least: Least = SURE,
    limit: Annotated[
        int, typer.Option(min=0, help="At most so many statements: of a query the best, else the newest; 0 for all.")
    ] = 200,
    made: Annotated[str | None, typer.Option("--date", help="The date that the report bears; today, if not given.")] = None,
) -> None:
    """Write a report: who said it in what role, when, claims by independent origins, contradictions, every quote with citation.

    One file that loads nothing: it can be mailed, printed and archived. The same database and date give the same file.
    """
    from db.open import open_database
    from db.report import gather
    from db.search import Filters
    from db.select_statements import Wanted, select_statements

    wanted = Wanted(query, speaker, claim, outlet)
    if sum(one is not None for one in (query, speaker, claim, outlet)) != 1:
        raise typer.BadParameter("give one of QUERY, --speaker, --claim and --outlet")
    kind = format_name or (FORMATS.get(output.suffix.lower()) if output else None) or "html"
    day = _day(made) if made else date.today().isoformat()
    database = open_database(db)
    near = by_meaning(database, query) if query else []
    found = select_statements(database, wanted, Filters(since=since, until=until, least=least), limit, near=near)
    written = gather(database, found, least, day)
    write(render(written, kind), output)
    if output:
        typer.echo(f"{output}: {count(len(written.quotes), 'statement')} by {count(len(written.speakers), 'speaker')}")


def _day(given: str) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as error:
        raise typer.BadParameter(f"--date {given} is no date: write 2021-12-09") from error


def render(found: "Report", kind: FormatName) -> bytes:
    """The report as a file of a kind."""
    from attribution.report import render_html, render_markdown
    from attribution.typeset import render_pdf

    if kind == "pdf":
        return render_pdf(found)
    if kind == "json":
        return (json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n").encode()
    return (render_html(found) if kind == "html" else render_markdown(found)).encode()


def write(content: bytes, output: Path | None) -> None:
    """Write a file, or to standard output. Raises AttributionError for a file that cannot be written."""
    from attribution.errors import AttributionError

    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise AttributionError(f"{output} cannot be written ({error.strerror}): name another file with --output") from error
