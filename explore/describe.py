"""Describe the database to Datasette: titles, what tables and columns mean, facets, and questions with their SQL."""

import tomllib
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datasette.app import Datasette


@cache
def _kept() -> dict[str, Any]:
    return tomllib.loads((files("explore") / "tables.toml").read_text(encoding="utf-8"))


def database_metadata() -> dict[str, Any]:
    """What Datasette shows above the database and its tables."""
    kept = _kept()
    hidden = {name: {"hidden": True} for name in kept["hidden"]["tables"]}
    return deepcopy({"title": kept["title"], "description": kept["description"], "tables": kept["tables"] | hidden})


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
