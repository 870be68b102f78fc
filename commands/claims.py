"""The commands about claims: group statements, list claims, show one, and what people decide about them."""

from pathlib import Path

import typer

from commands.options import DEFAULT_DB, Database, Json, count, print_json
from commands.progress import progress_bar


def place(path: Path, quiet: bool = False) -> int:
    """Group what is new in a database into claims, with a progress bar; how many claims changed."""
    from attribution.embed import Embedder
    from db.group import group, is_settled, waiting
    from db.open import open_database
    from db.save_vectors import model_of

    database = open_database(path)
    if is_settled(database):
        return 0
    from attribution.relate import Matcher

    model, matcher = model_of(database, Embedder.load()), Matcher.load()
    with progress_bar(waiting(database, model), "wordings", quiet) as (step, _):
        return group(database, model, matcher.checksum, matcher.relate, step).claims


def group(db: Database = DEFAULT_DB, as_json: Json = False) -> None:
    """Group the statements that claim the same, where `ingest --no-claims` left that out."""
    changed = place(db, quiet=as_json)
    if as_json:
        print_json({"claims": changed})
    else:
        typer.echo(f"{db}: {count(changed, 'claim')} changed")
