"""The commands about the status of a claim: set what people found, see how it came to be, undo."""

from dataclasses import asdict
from getpass import getuser
from typing import TYPE_CHECKING, Annotated

import typer

from attribution.statuses import Status
from commands.options import DEFAULT_DB, SHORT_ID, SURE, By, Database, Json, print_json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from db.find_statuses import StatusSet

Wanted = Annotated[str, typer.Argument(help="A claim's id or its beginning, or a statement's.", metavar="ID")]


def status(
    wanted: Wanted,
    found: Annotated[Status, typer.Argument(help="What was found.", metavar="STATUS")],
    note: Annotated[str | None, typer.Option(help="Why, in a sentence or two.")] = None,
    evidence: Annotated[str | None, typer.Option(help="A link to the evidence: http:// or https://.", metavar="URL")] = None,
    db: Database = DEFAULT_DB,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Set what people found of a claim: unchecked, supported, disputed, unproven, misleading, false or retracted.

    The decision is about what was said, so it stays when articles are read again and claims are grouped anew. Every decision is
    kept: `attrib claims history` lists them.
    """
    from db.judge_status import set_status
    from db.open import open_database

    _print(set_status(open_database(db), wanted, found, by or getuser(), note, evidence), as_json)


def undo_status(
    number: Annotated[int, typer.Argument(help="The decision's number: `attrib claims history` lists them.")],
    db: Database = DEFAULT_DB,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Undo a decision about a claim's status: the one before it holds again. It stays in the history, marked."""
    from db.judge_status import undo
    from db.open import open_database

    _print(undo(open_database(db), number, by or getuser()), as_json)


def _print(row: "StatusSet", as_json: bool) -> None:
    if as_json:
        print_json(asdict(row))
        return
    from attribution.show import one_line

    typer.echo(one_line(str(row)) + ("" if row.undone_at else f" (attrib claims undo-status {row.id})"))


def history(
    wanted: Annotated[
        str | None,
        typer.Argument(help="A claim's id or its beginning, or a statement's; all claims if not given.", metavar="[ID]"),
    ] = None,
    db: Database = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """List what people found of a claim, or of all, the latest first, with who and when; undone decisions too."""
    from db.claims import load_claim
    from db.find_statuses import list_statuses
    from db.open import open_database

    database = open_database(db)
    claim = load_claim(database, wanted, SURE) if wanted else None
    rows = claim.status_history if claim else list_statuses(database)
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    from attribution.show import one_line

    for row in rows:
        typer.echo(one_line(str(row)) + (f" [claim {row.claim[:SHORT_ID]}]" if row.claim else " [of no claim that is here now]"))
    if claim and claim.status_conflict:
        typer.echo(one_line(claim.status_conflict))
    if not rows:
        typer.echo("no decisions about a claim's status")


def stood(held: "StatusSet | None", conflict: str | None) -> list["RenderableType"]:
    """A line about how a claim stands; none where nobody decided."""
    from attribution.show_claims import stands

    return [stands(held.status, held.by, held.at, held.note, held.evidence, conflict)] if held else []
