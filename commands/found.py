"""Print what was found: statements one below the other, or claims with their statements."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from attribution.count import count
from commands.options import SHORT_ID, console, print_json
from commands.status import stood

if TYPE_CHECKING:
    from rich.console import RenderableType

    from attribution.models import Span
    from db.answer import Answer, ClaimFound
    from db.search import Found, Hit


def print_answer(found: "Answer", as_json: bool, exact: bool) -> None:
    """Print claims as JSON, or for people with how many there are in all."""
    if as_json:
        print_json(asdict(found))
        return
    out = console()
    for number, claim in enumerate(found.claims, 1):
        for row in _claim(number, claim):
            out.print(row)
    what = f"{'mentioning' if exact else 'mentioning or meaning'} {found.query}"
    shown = "" if len(found.claims) == found.claims_total else f" ({len(found.claims)} shown: --limit 0 shows all)"
    counts = f"{count(found.total, 'statement')} {what}: {count(found.claims_total, 'claim')}{shown}"
    typer.echo(counts if found.total else f"no statements {what}")
    if found.hidden:
        typer.echo(less_sure(found.hidden))


def _claim(number: int, claim: "ClaimFound") -> list["RenderableType"]:
    """The clearest statement, others, and what contradicts them."""
    from attribution.show_claims import ALSO, also, counted, indented, otherwise, placed

    first, *rest = claim.hits
    lines: list[RenderableType] = []
    if claim.statements > 1 and claim.claim:
        lines.append(counted(claim.outlets, claim.origins, claim.first_date, claim.last_date, claim.claim[:SHORT_ID]))
    lines += stood(claim.status_set, claim.status_conflict)
    lines += [
        also([(who.name, who.role) for who in hit.speakers], hit.source, hit.cue, _parts(hit), placed(hit.outlet, hit.date))
        for hit in rest[:ALSO]
    ]
    more = claim.statements - 1 - len(rest[:ALSO])
    if more > 0 and claim.claim:
        lines.append(f"[dim]{more:,} more: attrib claim {claim.claim[:SHORT_ID]}[/dim]")
    lines += [
        otherwise(
            [(who.name, who.role) for who in row.speakers],
            row.source,
            row.cue,
            row.text,
            placed(row.outlet, row.date),
            row.reason,
            row.status,
        )
        for row in claim.contradicted_by[:ALSO]
    ]
    return [_statement(number, first), indented(lines)] if lines else [_statement(number, first)]


def _parts(hit: "Hit") -> list[tuple[str, tuple["Span", ...]]]:
    return [(part.text, part.matches) for part in hit.content]


def _statement(number: int, hit: "Hit") -> "RenderableType":
    from attribution.show import day, meaning, statement

    place = [hit.article[:SHORT_ID], hit.outlet, day(hit.date), hit.title or hit.url or hit.path]
    facts = meaning(hit.kind, hit.cue_class, hit.polarity, hit.confidence)
    return statement(number, [(who.name, who.role) for who in hit.speakers], hit.source, hit.cue, _parts(hit), facts, place)


def print_found(found: "Found", what: str, as_json: bool) -> None:
    """Print statements as JSON, or one below the other with how many there are in all."""
    if as_json:
        print_json(asdict(found))
        return
    out = console()
    for number, hit in enumerate(found.hits, 1):
        out.print(_statement(number, hit))
    shown = "" if len(found.hits) == found.total else f" ({len(found.hits)} shown: --limit 0 shows all)"
    typer.echo(f"{count(found.total, 'statement')} {what}{shown}" if found.total else f"no statements {what}")
    if found.hidden:
        typer.echo(less_sure(found.hidden))


def less_sure(hidden: int) -> str:
    """How many are not shown because they may well be wrong."""
    return f"{hidden:,} less sure {'is' if hidden == 1 else 'are'} hidden: --min-confidence 0 shows all"
