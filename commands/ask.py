"""The commands that ask: who said something, what someone said, what an article attributes."""

from dataclasses import asdict
from typing import Annotated, Literal

import typer

from commands.claims import by_meaning
from commands.found import less_sure, print_answer, print_found
from commands.options import DEFAULT_DB, SURE, Database, Json, Least, Limit, Since, Until, console, print_json

KindName = Literal["direct", "mixed", "indirect"]
PolarityName = Literal["affirmed", "denied", "questioned"]
Outlet = Annotated[str | None, typer.Option(help="Only this outlet.")]
Kind = Annotated[KindName | None, typer.Option(help="Only quotations of this kind.")]
CueClass = Annotated[
    str | None, typer.Option("--cue-class", help="Only cues of this class: say, deny, claim, promise ...; stats lists them.")
]
Polarity = Annotated[PolarityName | None, typer.Option(help="Only what the source affirms, denies or questions.")]
Speaker = Annotated[str | None, typer.Option(help="Only statements of this speaker: any form of the name, or an id.")]
Role = Annotated[str | None, typer.Option(help="Only statements in a role with these words: 'security adviser'.")]


def who_said(
    query: Annotated[str, typer.Argument(help='What was said, in any words; "a phrase" in marks must stand together.')],
    db: Database = DEFAULT_DB,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    kind: Kind = None,
    cue_class: CueClass = None,
    polarity: Polarity = None,
    speaker: Speaker = None,
    role: Role = None,
    least: Least = SURE,
    limit: Annotated[int, typer.Option(min=0, help="At most so many claims; 0 for all.")] = 10,
    exact: Annotated[
        bool, typer.Option("--exact", help="Only statements that hold the words, not those that mean the same.")
    ] = False,
    operators: Annotated[
        bool, typer.Option(help="Read QUERY in SQLite's full-text syntax: AND, OR, NOT, NEAR, prefix*; --exact.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Who said it: statements that mention or mean QUERY, grouped by claim: speakers, roles, outlets, origins, contradictions."""
    from db.answer import answer
    from db.open import open_database
    from db.search import Filters

    filters = Filters(outlet, since, until, kind, cue_class, polarity, least, speaker, role)
    database = open_database(db)
    near = [] if exact or operators else by_meaning(database, query)
    print_answer(answer(database, query, filters, limit, near=near, operators=operators), as_json, exact or operators)


def said(
    name: Annotated[str, typer.Argument(help="Any form of a speaker's name, a part of one, or an id.")],
    db: Database = DEFAULT_DB,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    kind: Kind = None,
    cue_class: CueClass = None,
    polarity: Polarity = None,
    role: Role = None,
    least: Least = SURE,
    limit: Limit = 20,
    as_json: Json = False,
) -> None:
    """What someone said, newest first: whoever is called NAME in any article, and sources so named that are not resolved."""
    from db.open import open_database
    from db.search import Filters
    from db.search import said as search

    filters = Filters(outlet, since, until, kind, cue_class, polarity, least, role=role)
    found = search(open_database(db), name, filters, limit)
    print_found(found, f"attributed to {name}", as_json)


def show(
    article: Annotated[str, typer.Argument(help="An article's id or its beginning, its URL or its file.")],
    db: Database = DEFAULT_DB,
    least: Least = SURE,
    as_json: Json = False,
) -> None:
    """Show an article with its attributions coloured: source, cue, what was said."""
    from db.load import article as find
    from db.open import open_database

    found = find(open_database(db), article, least)
    if as_json:
        print_json(asdict(found))
        return
    from attribution.show import article as shown
    from attribution.show import heading

    out = console()
    out.print(heading(found.id, found.article, [(v.number, v.seen) for v in found.versions]))
    out.print(shown(found.article.text, found.attributions))
    if found.hidden:
        out.print(less_sure(found.hidden))
