"""Find attrib's database among those that Datasette serves, and work with it in a thread."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from db.migrations import migrations
from db.open import APPLICATION, open_database

if TYPE_CHECKING:
    from datasette.app import Datasette

Found = TypeVar("Found")
NAMES: WeakKeyDictionary[Any, str | None] = WeakKeyDictionary()


def find_database(datasette: "Datasette") -> str | None:
    """The name of the first database that is attrib's and up to date, if there is one; looked for once."""
    if datasette not in NAMES:
        files = {name: str(one.path) for name, one in datasette.databases.items() if one.path}
        NAMES[datasette] = next((name for name, path in files.items() if is_ours(path)), None)
    return NAMES[datasette]


def is_ours(path: str) -> bool:
    """Whether a file is an attrib database with all the tables that the pages read."""
    try:
        connection = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
        try:
            if connection.execute("pragma application_id").fetchone()[0] != APPLICATION:
                return False
            return not migrations.pending(Database(connection))
        finally:
            connection.close()
    except (sqlite3.Error, OSError):
        return False


async def read(datasette: "Datasette", job: Callable[[Database], Found]) -> Found:
    """What `job` returns, given the database to read, in one of Datasette's own threads."""

    def run(connection: sqlite3.Connection) -> Found:
        rows, connection.row_factory = connection.row_factory, None  # ours are plain tuples; the connection is this thread's
        try:
            return job(Database(connection))
        finally:
            connection.row_factory = rows

    found: Found = await _database(datasette).execute_fn(run)
    return found


async def write(datasette: "Datasette", job: Callable[[Database], Found]) -> Found:
    """What `job` returns, given the database to write, on a connection of its own. Raises DatabaseError as `job` does."""
    path = Path(str(_database(datasette).path))

    def run() -> Found:
        database = open_database(path)
        try:
            return job(database)
        finally:
            database.conn.close()

    return await asyncio.to_thread(run)


def _database(datasette: "Datasette") -> Any:
    return datasette.get_database(find_database(datasette) or "")
