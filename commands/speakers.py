"""The commands `attrib speakers`: who is who across articles, and what people decide about it."""

import sys
from dataclasses import asdict
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from attribution.count import count
from commands.options import DEFAULT_DB, SHORT_ID, SURE, By, Database, Json, Least, Limit, ListByDefault, console, print_json

if TYPE_CHECKING:
    from db.judgements import Proposed

SHOWN = 20  # articles of a speaker, and proposals, that are printed
SpeakerKindName = Literal["person", "organization", "group", "unnamed", "document", "author"]


speakers = typer.Typer(
    cls=ListByDefault,
    help="Who is who across articles: list speakers, see their roles over time, merge, split and rename them.",
    epilog="Example: attrib speakers Aaraji",
)
Name = Annotated[str, typer.Argument(help="Any form of the speaker's name, or an id.")]


@speakers.command(name="list", epilog="Example: attrib speakers list Aaraji --kind person")
def list_speakers(
    query: Annotated[str | None, typer.Argument(help="Any form of a name, or a part of one.")] = None,
    db: Database = DEFAULT_DB,
    kind: Annotated[SpeakerKindName | None, typer.Option(help="Only speakers of this kind; else those with names.")] = None,
    least: Least = SURE,
    limit: Limit = 20,
    as_json: Json = False,
) -> None:
    """List speakers, the most cited first: latest role, statements, outlets, first and last date."""
    from db.list_speakers import list_speakers as find
    from db.open import open_database

    found = find(open_database(db), query, kind, least, limit)
    if as_json:
        print_json(asdict(found))
        return
    from attribution.show import dates, one_line, table

    rows = [
        (
            row.id[:SHORT_ID],
            row.name,
            row.role or "",
            f"{row.statements:,}",
            f"{row.outlets:,}",
            dates(row.first_date, row.last_date),
        )
        for row in found.rows
    ]
    if rows:
        console().print(table(("id", "speaker", "latest role", "statements", "outlets", "dates"), rows))
    shown = "" if len(rows) == found.total else f" ({len(rows)} shown: --limit 0 shows all)"
    called = f" called {one_line(query)}" if query else ""
    typer.echo(f"{count(found.total, 'speaker')}{called}{shown}" if found.total else f"no speakers{called}")


@speakers.command(epilog="Example: attrib speakers show Aaraji")
def show(name: Name, db: Database = DEFAULT_DB, least: Least = SURE, as_json: Json = False) -> None:
    """Show one speaker: roles over time, forms of the name, articles."""
    from db.list_speakers import profile
    from db.open import open_database

    found = profile(open_database(db), name, least)
    if as_json:
        print_json(asdict(found))
        return
    from attribution.show import dates, day, facts

    one = found.speaker
    rows = [
        (one.name, " · ".join([one.kind, one.id, *(f"{scheme} {value}" for scheme, value in one.ids.items())])),
        ("cited", f"{count(one.statements, 'statement')} in {count(one.outlets, 'outlet')}"),
        ("roles", ""),
        *(
            (f"  {row.role or '(none given)'}", f"{dates(row.first_date, row.last_date)} · {row.statements:,}")
            for row in found.roles
        ),
        ("called, in so many articles", ""),
        *((f"  {form}", f"{number:,}") for form, number in found.names),
        ("articles", ""),
        *(
            (f"  {row.id[:SHORT_ID]}", f"{row.outlet or 'no outlet'} · {day(row.date)} · {row.named}")
            for row in found.articles[:SHOWN]
        ),
        *([("  ...", f"{len(found.articles) - SHOWN:,} more: --json lists all")] if len(found.articles) > SHOWN else []),
    ]
    console().print(facts(rows))


@speakers.command(epilog='Example: attrib speakers merge "Kassem al-Araji" "Qassem al-Aaraji"')
def merge(one: Name, other: Name, db: Database = DEFAULT_DB, by: By = None) -> None:
    """Say that two speakers are one."""
    from db.judgements import merge as decide
    from db.open import open_database

    print_judgement(db, decide(open_database(db), one, other, by or getuser()))


@speakers.command(epilog='Example: attrib speakers split "John Smith" --article 3f2a9c')
def split(
    name: Name,
    article: Annotated[str, typer.Option(help="The article that means somebody else: its id or the beginning of it, its URL.")],
    db: Database = DEFAULT_DB,
    by: By = None,
) -> None:
    """Say that whom an article calls so is somebody else."""
    from db.judgements import split as decide
    from db.load import article as find
    from db.open import open_database

    database = open_database(db)
    print_judgement(db, decide(database, name, find(database, article).id, by or getuser()))


@speakers.command(epilog='Example: attrib speakers rename "Qassem al-Araji" "Qasim al-Araji"')
def rename(
    name: Name,
    new: Annotated[str, typer.Argument(help="The name to show from now on.")],
    db: Database = DEFAULT_DB,
    by: By = None,
) -> None:
    """Show a speaker by another name; the old ones still find it."""
    from db.judgements import rename as decide
    from db.open import open_database

    print_judgement(db, decide(open_database(db), name, new, by or getuser()))


@speakers.command(epilog="Example: attrib speakers proposals --accept 5c1d2e9f")
def proposals(
    db: Database = DEFAULT_DB,
    accept: Annotated[str | None, typer.Option(help="Say that the two of this proposal are one.", metavar="ID")] = None,
    refuse: Annotated[str | None, typer.Option(help="Say that they are not.", metavar="ID")] = None,
    only_list: Annotated[bool, typer.Option("--list", help="Print them and ask nothing.")] = False,
    limit: Limit = SHOWN,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Go through the pairs that may be one speaker: accept, refuse or skip each."""
    from attribution.show import proposal
    from db.judgements import decide
    from db.judgements import proposals as find
    from db.open import open_database

    database = open_database(db)
    for chosen, same in ((accept, True), (refuse, False)):
        if chosen is not None:
            print_judgement(db, decide(database, chosen, same, by or getuser()))
    if accept is not None or refuse is not None:
        return
    found = find(database)
    if as_json:
        print_json([asdict(one) for one in found])
    elif only_list or not is_asked():
        for one in found[: limit or None]:
            console().print(proposal(one.id, one.score, one.reason, [asdict(one.left), asdict(one.right)]))
        shown = f" ({limit} shown: --limit 0 shows all)" if 0 < limit < len(found) else ""
        typer.echo(f"{count(len(found), 'proposal')}{shown}")
    else:
        ask(db, found, by or getuser())


def is_asked() -> bool:
    """Whether a person sits at the terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(path: Path, found: list["Proposed"], by: str) -> None:
    """Ask about each proposal that an earlier answer has not settled, until the person stops."""
    from attribution.show import proposal
    from db.judgements import decide, is_settled
    from db.open import open_database

    database = open_database(path)
    for one in found:
        if is_settled(database, one):
            continue
        console().print(proposal(one.id, one.score, one.reason, [asdict(one.left), asdict(one.right)]))
        answer = ""
        while answer not in ("y", "n", "s", "q"):
            answer = typer.prompt("one and the same? yes, no, skip, quit", default="skip").strip().lower()[:1]
        if answer == "q":
            break
        if answer in ("y", "n"):
            print_judgement(path, decide(database, one.id, answer == "y", by, found))


@speakers.command(name="import", epilog="Example: attrib speakers import people.csv")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="CSV with a column name, and aliases (separated by |), kind, wikidata, other ids.")
    ],
    db: Database = DEFAULT_DB,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Take in known speakers, their aliases and ids, for the articles there are and those to come."""
    from attribution.show import one_line
    from db.import_speakers import import_speakers
    from db.open import open_database

    done = import_speakers(open_database(db, create=True), file, by or getuser())
    for failure in done.failures:
        typer.echo(f"{one_line(failure.where)}: {one_line(failure.message)}", err=True)
    if as_json:
        print_json(asdict(done))
    else:
        typer.echo(
            f"{db}: {count(done.rows, 'row')} read, {count(done.judgements, 'judgement')} new, {len(done.failures):,} failed"
        )
    if done.failures:
        raise typer.Exit(1)


@speakers.command()
def judgements(db: Database = DEFAULT_DB, limit: Limit = 20, as_json: Json = False) -> None:
    """List what people decided, the latest first, with who and when; undone ones too."""
    from db.judgements import history
    from db.open import open_database

    found = history(open_database(db))
    if as_json:
        print_json([asdict(one) for one in found])
        return
    from attribution.show import one_line

    for one in found[: limit or None]:
        typer.echo(one_line(str(one)))
    typer.echo(count(len(found), "judgement"))


@speakers.command(epilog="Example: attrib speakers undo 3")
def undo(
    number: Annotated[int, typer.Argument(help="The judgement's number.", metavar="ID")], db: Database = DEFAULT_DB, by: By = None
) -> None:
    """Undo a judgement; it stays in the history."""
    from attribution.show import one_line
    from db.judgements import undo as take_back
    from db.open import open_database

    typer.echo(one_line(str(take_back(open_database(db), number, by or getuser()))))


def print_judgement(path: Path, number: int) -> None:
    """Print a new judgement and how to undo it."""
    from attribution.show import one_line
    from db.judgements import history
    from db.open import open_database

    typer.echo(one_line(f"{history(open_database(path), number)[0]} (attrib speakers undo {number})"))
