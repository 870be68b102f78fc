# Tests for explore/describe.py: every table, view and column of the database is explained, and nothing else is.
import tomllib
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.open import open_database
from explore.describe import questions, schema
from tests.explored import examples

TOLD = tomllib.loads((Path(__file__).parent.parent / "explore" / "tables.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def db() -> Database:
    return open_database(examples())


def test_every_table_and_column_is_explained(db: Database) -> None:
    found = {table.name: table for table in schema(db)}  # raises KeyError for what nothing explains
    assert set(found) == set(TOLD["tables"])
    assert set(TOLD["hidden"]["tables"]) == {name for name, table in found.items() if table.hidden}
    for name, told in TOLD["tables"].items():
        columns = {column.name for column in found[name].columns}
        assert set(told.get("columns", {})) <= columns, name
    used = {column.name for table in found.values() for column in table.columns}
    assert set(TOLD["columns"]) <= used


def test_rows_lead_back_to_article_place_model_and_person(db: Database) -> None:
    points = {(table.name, column.name): column.points_to for table in schema(db) for column in table.columns}
    assert points["statements", "article"] == "articles.id"
    assert points["statements", "run"] == "runs.id"
    assert points["statement_spans", "statement"] == "statements.id"
    assert points["statement_speakers", "article_speaker"] == "article_speakers.id"


@pytest.mark.parametrize("name", questions())
def test_the_saved_questions_find_something(db: Database, name: str) -> None:
    rows = db.execute(questions()[name]["sql"], {"words": "combat mission", "name": "Aaraji"}).fetchall()
    assert rows
