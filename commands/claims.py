"""The commands about claims: group statements, list claims, show one, and what people decide about them."""

from dataclasses import asdict
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from attribution.count import count
from attribution.statuses import Status
from commands.options import (
    DEFAULT_DB,
    SHORT_ID,
    SURE,
    By,
    Database,
    Json,
    Least,
    Limit,
    ListByDefault,
    Threads,
    console,
    print_json,
)
from commands.progress import progress_bar
from commands.status import history, status, stood, undo_status

if TYPE_CHECKING:
    from sqlite_utils import Database as SqliteDatabase

    from db.claims import Claim


def place(path: Path, quiet: bool = False, model: str | None = None, threads: int | None = None) -> int:
    """Group what is new in a database into claims, with a progress bar; how many claims changed.

    With a `model` that is not the one that embedded before, all is embedded and compared again.
    """
    from db.group import group, is_settled
    from db.near import latest_model
    from db.open import open_database

    database = open_database(path)
    if is_settled(database) and model is None:
        return 0
    from attribution.embed import Embedder
    from attribution.relate import Matcher
    from attribution.spread import cores
    from db.embed_wordings import embed_wordings, switch_model, unembedded
    from db.group import waiting

    known = latest_model(database)
    many = threads or cores()
    embedder = Embedder.load(model or (known[1] if known else None), threads=many)
    matcher = Matcher.load(threads=many)
    switch_model(database, embedder)
    with progress_bar(unembedded(database, embedder), "wordings read", quiet) as (step, _):
        number = embed_wordings(database, embedder, step)
    with progress_bar(waiting(database, number), "wordings compared", quiet) as (step, _):
        return group(database, number, matcher.checksum, matcher.relate, step).claims


def by_meaning(database: "SqliteDatabase", query: str) -> list[tuple[str, float]]:
    """The wordings near a query, nearest first; none where nothing is embedded yet."""
    from db.answer import FLOOR
    from db.near import latest_model, near

    model = latest_model(database)
    if not model:
        return []
    from attribution.embed import Embedder

    number, name = model
    return near(database, number, Embedder.load(name, once=True).embed([query])[0], FLOOR)


def group(
    db: Database = DEFAULT_DB,
    model: Annotated[
        str | None,
        typer.Option(help="Embed by this sentence-transformers model from now on: a folder, or a name in the local cache."),
    ] = None,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """Group the statements that claim the same, where `ingest --no-claims` left that out, or anew by another model.

    Later commands use the model that was used last. How near is near was set for all-MiniLM-L6-v2, the default.
    """
    changed = place(db, quiet=as_json, model=model, threads=threads)
    if as_json:
        print_json({"claims": changed})
    else:
        typer.echo(f"{db}: {count(changed, 'claim')} changed")


OrderName = Literal["origins", "newest", "contradicted"]
claims = typer.Typer(
    cls=ListByDefault,
    help="What is claimed: list claims by how many tell them independently, and decide which are the same.",
    epilog="Example: attrib claims 'combat mission' --by origins",
)
Statement = Annotated[str, typer.Argument(help="A statement's id or its beginning, or a claim's.")]


@claims.command(name="list", epilog="Example: attrib claims list --by contradicted --since 2021-12")
def list_claims(
    query: Annotated[str | None, typer.Argument(help="What is claimed, in any words.")] = None,
    db: Database = DEFAULT_DB,
    by: Annotated[
        OrderName, typer.Option(help="By number of independent origins, by date, or by what contradicts them.")
    ] = "origins",
    outlet: Annotated[str | None, typer.Option(help="Only claims that this outlet has.")] = None,
    since: Annotated[str | None, typer.Option(help="Only claims told on this day, month or year and later.")] = None,
    until: Annotated[str | None, typer.Option(help="Only claims told on this day, month or year and earlier.")] = None,
    speaker: Annotated[
        str | None, typer.Option(help="Only claims that this speaker makes: any form of the name, or an id.")
    ] = None,
    wanted: Annotated[Status | None, typer.Option("--status", help="Only claims that people found to be so.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Those of a single statement, too.")] = False,
    least: Least = SURE,
    limit: Limit = 20,
    as_json: Json = False,
) -> None:
    """List claims with what says them best, who, and how many outlets and independent origins have them."""
    from db.claims import list_claims as find
    from db.open import open_database
    from db.search import Filters

    database = open_database(db)
    near = by_meaning(database, query) if query else []
    filters = Filters(outlet, since, until, least=least, speaker=speaker)
    several = not every and query is None and wanted in (None, "unchecked")
    found = find(database, query, filters, by, limit, near=near, several=several, status=wanted)
    if as_json:
        print_json(asdict(found))
        return
    from rich.padding import Padding

    from attribution.show import one_line
    from attribution.show_claims import listed

    out = console()
    for row in found.claims:
        counts = (row.statements, row.outlets, row.origins, row.contradictions)
        out.print(
            listed(
                row.id[:SHORT_ID],
                [(w.name, w.role) for w in row.speakers],
                row.source,
                row.cue,
                row.text,
                counts,
                row.first_date,
                row.last_date,
            )
        )
        for line in stood(row.status_set, row.status_conflict):
            out.print(Padding(line, (0, 0, 0, 10)))
    shown = "" if len(found.claims) == found.total else f" ({len(found.claims)} shown: --limit 0 shows all)"
    about = f" about {one_line(query)}" if query else ""
    typer.echo(f"{count(found.total, 'claim')}{about}{shown}" if found.total else f"no claims{about}")


def claim(
    wanted: Annotated[str, typer.Argument(help="A claim's id or its beginning, or a statement's.", metavar="ID")],
    db: Database = DEFAULT_DB,
    least: Least = SURE,
    as_json: Json = False,
) -> None:
    """Show a claim: every statement of it on a time line, who was first, how the wording changed, and what contradicts it."""
    from db.claims import load_claim
    from db.open import open_database

    found = load_claim(open_database(db), wanted, least)
    if as_json:
        print_json(asdict(found))
        return
    _print_claim(found)


def _print_claim(found: "Claim") -> None:
    from attribution.show_claims import Moment, counted, indented, otherwise, placed, timeline

    out = console()
    moments = [
        Moment(
            one.id[:SHORT_ID],
            tuple((w.name, w.role) for w in one.speakers),
            one.source,
            one.cue,
            one.text,
            one.outlet,
            one.date,
            one.origin,
        )
        for one in found.timeline
    ]
    out.print(counted(found.outlets, found.origins, found.first_date, found.last_date, found.id))
    for status_line in stood(found.status_set, found.status_conflict):
        out.print(status_line)
    out.print(timeline(moments, marked=out.is_terminal and not out.no_color))
    lines = [
        otherwise(
            [(w.name, w.role) for w in row.speakers],
            row.source,
            row.cue,
            row.text,
            [*placed(row.outlet, row.date), row.claim[:SHORT_ID]],
            row.reason,
            row.status,
        )
        for row in found.contradicted_by
    ]
    if lines:
        out.print(indented(lines))
    if found.status_history:
        from attribution.show import one_line

        out.print("statuses, the latest first", style="dim")
        for row in found.status_history:
            typer.echo(f"  {one_line(str(row))}")


claims.command(name="status", epilog="Example: attrib claims status 3f2a9c41 false --note 'The ministry denies it'")(status)
claims.command(name="undo-status", epilog="Example: attrib claims undo-status 3 --by Ada")(undo_status)
claims.command(name="history", epilog="Example: attrib claims history 3f2a9c41")(history)


@claims.command(epilog="Example: attrib claims same 3f2a9c41 88e01b2c --by Ada")
def same(one: Statement, other: Statement, db: Database = DEFAULT_DB, by: By = None) -> None:
    """Decide that two statements claim the same: their claims become one, for good."""
    _decide(db, "same", one, other, by)


@claims.command(epilog="Example: attrib claims different 3f2a9c41 88e01b2c")
def different(one: Statement, other: Statement, db: Database = DEFAULT_DB, by: By = None) -> None:
    """Decide that two statements do not claim the same: they are in two claims, for good."""
    _decide(db, "different", one, other, by)


def _decide(path: Path, decision: str, one: str, other: str, by: str | None) -> None:
    from attribution.show import one_line
    from db.judge_claims import decide, history
    from db.open import open_database

    database = open_database(path)
    typer.echo(one_line(str(history(database, decide(database, decision, one, other, by or getuser()))[0])))


@claims.command(epilog="Example: attrib claims judgements --json")
def judgements(db: Database = DEFAULT_DB, as_json: Json = False) -> None:
    """List what people decided about claims, the latest first."""
    from attribution.show import one_line
    from db.judge_claims import history
    from db.open import open_database

    found = history(open_database(db))
    if as_json:
        print_json([asdict(row) for row in found])
        return
    for row in found:
        typer.echo(one_line(str(row)))
    if not found:
        typer.echo("no judgements about claims")


@claims.command(epilog="Example: attrib claims undo 3")
def undo(
    number: Annotated[int, typer.Argument(help="The judgement's number: `attrib claims judgements` lists them.")],
    db: Database = DEFAULT_DB,
    by: By = None,
) -> None:
    """Undo a judgement about claims; it stays in the list, marked."""
    from attribution.show import one_line
    from db.judge_claims import undo as take_back
    from db.open import open_database

    typer.echo(one_line(str(take_back(open_database(db), number, by or getuser()))))
