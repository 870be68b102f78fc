"""Describe the database to Datasette: titles, what tables and columns mean, facets, and questions with their SQL."""

import tomllib
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any


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
