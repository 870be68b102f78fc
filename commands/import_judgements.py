"""The command `attrib import`: judgements that people filled in on an exported table."""

from dataclasses import asdict
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from attribution.count import count
from commands.options import DEFAULT_DB, By, Database, Json, print_json
from commands.progress import progress_bar


def import_judgements(
    file: Annotated[Path, typer.Argument(help="A table that `attrib export --format csv` wrote.", metavar="FILE")],
    db: Database = DEFAULT_DB,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Take back what was filled in on an exported table; doing it twice changes nothing.

    verdict: accept or reject. correct_speaker, correct_role: a name, words of the article, or - for none. same_as, not_same_as:
    ids of statements or claims. status, note, evidence: of the statement's claim. Empty cells say nothing.
    """
    from db.import_judgements import import_judgements as take_in
    from db.open import open_database

    database = open_database(db)
    with progress_bar(None, "rows", quiet=as_json) as (step, report):
        done = take_in(database, file, by or getuser(), step)
        for failure in done.failures:
            report(failure)
    if as_json:
        print_json(asdict(done))
    else:
        wrong = f"; {count(len(done.failures), 'row')} left out" if done.failures else ""
        typer.echo(f"{db}: {count(done.judgements, 'new judgement')} from {count(done.rows, 'row')}{wrong}")
    if done.failures:
        raise typer.Exit(1)
