"""Describe the database to Datasette: titles, what tables and columns mean, facets, and questions with their SQL."""

import tomllib
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database
from sqlite_utils.db import View

if TYPE_CHECKING:
    from datasette.app import Datasette


@cache
def _kept() -> dict[str, Any]:
    return tomllib.loads((files("explore") / "tables.toml").read_text(encoding="utf-8"))


def database_metadata() -> dict[str, Any]:
    """What Datasette shows above the database and its tables."""
    kept = _kept()
    hidden = {name: kept["tables"][name] | {"hidden": True} for name in kept["hidden"]["tables"]}
    return deepcopy({"title": kept["title"], "description": kept["description"], "tables": kept["tables"] | hidden})


@dataclass(frozen=True)
class Column:
    """A column: its type, what it holds, and the column that it points to, if any."""

    name: str
    type: str
    meaning: str
    points_to: str | None


@dataclass(frozen=True)
class Table:
    """A table or view: what it holds; `hidden` is what the program keeps for itself."""

    name: str
    view: bool
    hidden: bool
    meaning: str
    columns: tuple[Column, ...]


def schema(db: Database) -> list[Table]:
    """All tables and views, those for people first. Raises KeyError for one, or a column, that nothing explains."""
    kept = _kept()
    found = []
    for table in (*db.tables, *db.views):
        if table.name.startswith("sqlite_") or "_fts" in table.name:
            continue
        told, view = kept["tables"][table.name], isinstance(table, View)
        keys = {} if view else {one.column: f"{one.other_table}.{one.other_column}" for one in db.table(table.name).foreign_keys}
        own = told.get("columns", {})
        columns = [Column(c.name, c.type, own.get(c.name) or kept["columns"][c.name], keys.get(c.name)) for c in table.columns]
        hidden = table.name in kept["hidden"]["tables"]
        found.append(Table(table.name, view, hidden, told["description"], tuple(columns)))
    return sorted(found, key=lambda one: (one.hidden, not one.view, one.name))


def questions() -> dict[str, Any]:
    """The saved questions by their names."""
    return deepcopy({name: {**one, "sql": one["sql"].strip()} for name, one in _kept()["questions"].items()})


async def tell(datasette: "Datasette", database: str) -> None:
    """Give Datasette 1.0 what 0.65 asks for by hooks: it keeps descriptions and questions in a database of its own."""
    if not hasattr(datasette, "set_database_metadata"):
        return
    said = database_metadata()
    for key in ("title", "description"):
        await datasette.set_database_metadata(database, key, said[key])
    tables = datasette.config.setdefault("databases", {}).setdefault(database, {}).setdefault("tables", {})
    for table, one in said["tables"].items():
        tables.setdefault(table, {}).update({key: one[key] for key in ("facets", "sort_desc", "hidden") if key in one})
        for key in ("title", "description"):
            if key in one:
                await datasette.set_resource_metadata(database, table, key, one[key])
        for column, text in one.get("columns", {}).items():
            await datasette.set_column_metadata(database, table, column, "description", text)
    for name, question in questions().items():
        await datasette.add_query(database, name, question["sql"], title=question["title"], description=question["description"])
