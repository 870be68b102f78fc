"""The commands that watch: questions that are asked again, and a digest of what is new for each."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from commands.claims import place
from commands.options import DEFAULT_DB, SHORT_ID, SURE, Database, Json, console, print_json

if TYPE_CHECKING:
    from rich.console import RenderableType
    from sqlite_utils import Database as SqliteDatabase

    from db.news import Gathered, NewContradiction, News, NewStatement, NewStatus, NewWording, Watch

watch = typer.Typer(
    no_args_is_help=True,
    help="Questions that are asked again: `attrib digest` tells what is new for each.",
    epilog="Example: attrib watch add 'combat mission' --speaker Aaraji",
)
Wanted = Annotated[str, typer.Argument(help="A watch's name or number: `attrib watch list` shows them.", metavar="WATCH")]


@watch.command(epilog="Example: attrib watch add 'combat mission' --speaker Aaraji --name aaraji")
def add(
    query: Annotated[str, typer.Argument(help="What to watch for, in any words, as for who-said.")],
    speaker: Annotated[str | None, typer.Option(help="Only statements of this speaker: any form of the name, or an id.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only statements in this outlet.")] = None,
    name: Annotated[str | None, typer.Option(help="What to call it; what it asks, if not given.")] = None,
    from_now: Annotated[
        bool, typer.Option("--from-now", help="Leave out what is here already: the first digest tells what comes from now on.")
    ] = False,
    db: Database = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Watch for what is said about something, by anybody or by one speaker. The first digest tells all that is here."""
    from db.keep_watches import add_watch, mark_told
    from db.open import open_database

    database = open_database(db)
    if from_now:
        place(db, quiet=as_json)
    added = add_watch(database, query, speaker, outlet, name)
    if from_now:
        mark_told(database, _gathered(database, [added]))
    _print(added, as_json)


def _print(one: "Watch", as_json: bool, removed: bool = False) -> None:
    from attribution.show import one_line

    if as_json:
        print_json(asdict(one))
    else:
        typer.echo(f"watch {one.id} {'removed' if removed else 'added'}: {one_line(one.name)}")


@watch.command(name="list", epilog="Example: attrib watch list --json")
def list_all(db: Database = DEFAULT_DB, as_json: Json = False) -> None:
    """List the watches: what each asks, and when it was answered last."""
    from attribution.show import table
    from db.keep_watches import list_watches
    from db.open import open_database

    found = list_watches(open_database(db))
    if as_json:
        print_json([asdict(one) for one in found])
    elif not found:
        typer.echo("no watches: make one with `attrib watch add QUERY`")
    else:
        rows = [
            (
                str(one.id),
                one.name,
                one.query,
                one.speaker or "",
                one.outlet or "",
                (one.digested or "never")[:16].replace("T", " "),
            )
            for one in found
        ]
        console().print(table(("", "name", "query", "speaker", "outlet", "last digest"), rows))


@watch.command(epilog="Example: attrib watch remove aaraji")
def remove(wanted: Wanted, db: Database = DEFAULT_DB, as_json: Json = False) -> None:
    """Watch for something no longer; the statements stay."""
    from db.keep_watches import remove_watch
    from db.open import open_database

    _print(remove_watch(open_database(db), wanted), as_json, removed=True)


def digest(
    wanted: Annotated[
        str | None, typer.Argument(help="A watch's name or number; all watches if not given.", metavar="[WATCH]")
    ] = None,
    peek: Annotated[bool, typer.Option("--peek", help="Show what is new, and show it again next time.")] = False,
    db: Database = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Tell what is new for each watch since the last digest: statements, speakers, other words, contradictions, statuses.

    What was told is not told again. A digest that is stopped before its end has told nothing.
    """
    from db.keep_watches import list_watches, mark_told, the_watch
    from db.open import open_database

    database = open_database(db)
    watches = [the_watch(database, wanted)] if wanted else list_watches(database)
    if watches:
        place(db, quiet=as_json)
    found = _gathered(database, watches)
    if as_json:
        print_json([asdict(one.news) for one in found])
    elif not watches:
        typer.echo("no watches: make one with `attrib watch add QUERY`")
    else:
        for one in found:
            _print_news(one.news)
    sys.stdout.flush()
    if not peek:
        mark_told(database, found)


def _gathered(database: "SqliteDatabase", watches: list["Watch"]) -> list["Gathered"]:
    """The news of some watches. What they ask is embedded by the model that embedded the statements, if any were."""
    from db.gather_news import gather
    from db.near import latest_model

    model = latest_model(database)
    if not model or not watches:
        return [gather(database, one, None, SURE) for one in watches]
    from attribution.embed import Embedder

    number, name = model
    vectors = Embedder.load(name, once=True).embed([one.query for one in watches])
    return [gather(database, one, (number, vector), SURE) for one, vector in zip(watches, vectors, strict=True)]


def _print_news(news: "News") -> None:
    from attribution.show_digest import heading, new_speaker, section

    out, asked = console(), news.watch
    parts = [part for part in (asked.query, asked.speaker, asked.outlet) if part]
    out.print(heading(asked.name, parts, asked.digested, news.is_empty))
    said = {one.statement: one for one in news.wordings}
    rows = {one.statement.id: one for one in news.statements}
    plain = [_statement(one) for one in news.statements if one.statement.id not in said]
    sections = (
        ("new statement", "new statements", plain),
        ("claim in other words", "claims in other words", [_statement(rows[one.statement], one) for one in news.wordings]),
        ("new speaker", "new speakers", [new_speaker(one.name, one.role, len(one.statements)) for one in news.speakers]),
        ("new contradiction", "new contradictions", [_contradiction(one) for one in news.contradictions]),
        ("changed status", "changed statuses", [_status(one) for one in news.statuses]),
    )
    for one, many, lines in sections:
        if lines:
            out.print(section(len(lines), one, many, lines))
    if not news.is_empty:
        out.print()


def _statement(one: "NewStatement", wording: "NewWording | None" = None) -> "RenderableType":
    from attribution.show_digest import new_statement, reworded, verbatim

    hit = one.statement
    content = reworded(wording.before, wording.after) if wording else verbatim([part.text for part in hit.content])
    ids = [hit.article[:SHORT_ID], f"claim {one.claim[:SHORT_ID]}" if one.claim else None]
    who = [(w.name, w.role) for w in hit.speakers]
    return new_statement(who, hit.source, hit.cue, content, hit.outlet, hit.date, ids, one.status)


def _contradiction(one: "NewContradiction") -> "RenderableType":
    from attribution.show_claims import otherwise, placed
    from attribution.show_digest import against

    left, right = one.one, one.other
    names = [[(w.name, w.role) for w in side.speakers] for side in (left, right)]
    where = [*placed(right.outlet, right.date), f"claim {right.claim[:SHORT_ID]}"]
    other = otherwise(names[1], right.source, right.cue, right.text, where, one.reason)
    return against(names[0], left.source, left.cue, left.text, left.outlet, left.date, other)


def _status(one: "NewStatus") -> "RenderableType":
    from attribution.show import day
    from attribution.show_digest import new_status

    decided = [one.by, day(one.at) if one.at else None, one.note, one.evidence]
    return new_status(one.before, one.after, one.text, decided, one.claim[:SHORT_ID])
