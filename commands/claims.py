"""The commands about claims: group statements, list claims, show one, and what people decide about them."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from commands.options import DEFAULT_DB, Database, Json, count, print_json
from commands.progress import progress_bar

if TYPE_CHECKING:
    from sqlite_utils import Database as SqliteDatabase


def place(path: Path, quiet: bool = False) -> int:
    """Group what is new in a database into claims, with a progress bar; how many claims changed."""
    from db.group import group, is_settled
    from db.open import open_database

    database = open_database(path)
    if is_settled(database):
        return 0
    from attribution.embed import Embedder
    from attribution.relate import Matcher
    from db.embed_wordings import embed_wordings, unembedded
    from db.group import waiting

    embedder, matcher = Embedder.load(), Matcher.load()
    with progress_bar(unembedded(database, embedder), "wordings read", quiet) as (step, _):
        model = embed_wordings(database, embedder, step)
    with progress_bar(waiting(database, model), "wordings compared", quiet) as (step, _):
        return group(database, model, matcher.checksum, matcher.relate, step).claims


def by_meaning(database: "SqliteDatabase", query: str) -> list[tuple[str, float]]:
    """The wordings near a query, nearest first; none where nothing is embedded yet."""
    from db.answer import FLOOR
    from db.near import near

    row = database.execute("select id, checksum, name from embedding_models order by id desc limit 1").fetchone()
    if not row:
        return []
    from attribution.embed import MODEL, Embedder

    embedder = Embedder.load(None if row[2] == MODEL else row[2])
    return near(database, row[0], embedder.embed([query])[0], FLOOR)


def group(db: Database = DEFAULT_DB, as_json: Json = False) -> None:
    """Group the statements that claim the same, where `ingest --no-claims` left that out."""
    changed = place(db, quiet=as_json)
    if as_json:
        print_json({"claims": changed})
    else:
        typer.echo(f"{db}: {count(changed, 'claim')} changed")
