"""Open the database file, or say in one line why it cannot be."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from attribution.errors import DatabaseError
from db.migrations import migrations

WAIT = 5.0  # seconds for another program's lock
APPLICATION = 0x61747462  # "attb", in the file's header: tells our databases from everybody's


def open_database(path: Path, *, create: bool = False, wait: float = WAIT) -> Database:
    """The database at `path`, brought up to date; made if it is missing and `create`. Raises DatabaseError.

    The journal is SQLite's default, not WAL: a WAL file needs shared memory, which network drives lack, and cannot be read
    from read-only media.
    """
    if path.is_dir():
        raise DatabaseError(f"{path} is a folder: name a database file with --db")
    if not path.exists():
        if not create:
            raise DatabaseError(f"there is no database {path}: make one with `attrib ingest PATH... --db {path}`")
        if not path.parent.is_dir():
            raise DatabaseError(f"there is no folder {path.parent} for the database: make it first")
    with errors_for(path):
        mode = "rwc" if create else "rw"
        connection = _connect(path, mode, wait)
        db = Database(connection)
        db.execute("pragma foreign_keys = on")
        _recognise(db, path)
        if pending(db):
            if not is_writable(db):
                raise DatabaseError(f"{path} was made by an older attrib and cannot be brought up to date: make it writable")
            migrations.apply(db)
            db.execute(f"pragma application_id = {APPLICATION}")
        return db


def _connect(path: Path, mode: str, wait: float) -> sqlite3.Connection:
    """A connection; a file that may not be written is opened to be read."""
    try:
        return sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=wait)
    except sqlite3.OperationalError:
        if mode == "rwc":
            raise
        return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=wait)


def _recognise(db: Database, path: Path) -> None:
    """DatabaseError for another program's database, or one with steps that this version does not know."""
    tables = db.table_names()
    if tables and "_sqlite_migrations" not in tables:
        raise DatabaseError(f"{path} is another program's database: name a file of attrib's own with --db")
    applied = {step.name for step in migrations.applied(db)}
    if applied - set(pending(Database(memory=True))):
        raise DatabaseError(f"{path} was made by a newer attrib: upgrade with `pip install --upgrade attrib`")
    if tables and not applied:
        raise DatabaseError(f"{path} is another program's database: name a file of attrib's own with --db")


def pending(db: Database) -> list[str]:
    """The names of the steps still to apply."""
    return [step.name for step in migrations.pending(db)]


def is_writable(db: Database) -> bool:
    """Whether rows can be written: the file may be read-only, or on read-only media."""
    try:
        with db.atomic():
            db.execute(f"pragma user_version = {db.execute('pragma user_version').fetchone()[0]}")
    except sqlite3.OperationalError as error:
        if "readonly" in str(error):
            return False
        raise
    return True


@contextmanager
def errors_for(path: Path) -> Iterator[None]:
    """SQLite's errors as a DatabaseError that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        said = str(error)
        for part, advice in ADVICE:
            if part in said:
                raise DatabaseError(f"{path}: {advice}") from error
        raise DatabaseError(f"{path}: {said}") from error
    except UnicodeEncodeError as error:
        raise DatabaseError(f"{path}: it cannot hold half a character ({error.reason}): save the article as UTF-8") from error


ADVICE = (
    ("locked", "another program is writing to it: try again when it has finished"),
    ("readonly", "it or its folder is read-only: name another file with --db"),
    ("unable to open", "it cannot be opened: is the folder writable?"),
    ("disk is full", "the disk is full: what was saved before stays; make room and run the same command again"),
    ("disk I/O error", "the disk failed to read or write: what was saved before stays; check the disk"),
    ("not a database", "it is not a database: name another file with --db"),
    ("malformed", "it is damaged: restore a copy, or move it away and ingest the articles again"),
)


def path_of(db: Database) -> Path:
    """The file of a database."""
    return Path(db.execute("pragma database_list").fetchone()[2] or ":memory:")


def now() -> str:
    """The time as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
