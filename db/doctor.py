"""Examine the installation and the database, and say what is wrong."""

import platform
import sqlite3
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlite_utils import Database

from attribution.check import WEIGHTS, checksums, read_verified
from attribution.errors import AttributionError
from db.open import is_writable, open_database

PACKAGES = (
    "attrib",
    "jellyfish",
    "numpy",
    "onnxruntime",
    "sqlite-utils",
    "stanza",
    "tokenizers",
    "torch",
    "trafilatura",
    "typer",
)


@dataclass(frozen=True)
class Health:
    """What was examined: (what, how it is) rows, and the problems among them, a line each."""

    checked: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]

    def rows(self) -> list[tuple[str, str]]:
        """For people: everything examined, then the problems or that there is none."""
        ends = [("problem", line) for line in self.problems] or [("problems", "none")]
        return [*self.checked, *ends]


def examine(path: Path) -> Health:
    """Versions, models and their checksums, and the integrity of the database at `path` if there is one."""
    checked = [("python", platform.python_version()), ("sqlite", sqlite3.sqlite_version)]
    problems: list[str] = []
    for package in PACKAGES:
        try:
            checked.append((package, version(package)))
        except PackageNotFoundError:
            problems.append(f"{package} is not installed: reinstall attrib")
    try:
        for name in checksums():
            checked.append((f"model {name}", _model(name, problems)))
    except AttributionError as error:
        problems.append(str(error))
    if path.exists():
        try:
            found = faults(open_database(path))
        except AttributionError as error:
            found = [str(error)]
        problems += found
        checked.append((f"database {path}", "damaged" if found else "sound"))
    else:
        checked.append((f"database {path}", "none yet: make one with `attrib ingest`"))
    return Health(tuple(checked), tuple(problems))


def _model(name: str, problems: list[str]) -> str:
    try:
        read_verified(WEIGHTS / name)
    except AttributionError as error:
        problems.append(str(error))
        return "unusable"
    return "the one that was measured"


def faults(db: Database) -> list[str]:
    """What is wrong with a database: damage, dangling rows, a search index out of step, quotes that are not verbatim."""
    try:
        found = [f"the file is damaged: {row[0]}" for row in db.execute("pragma integrity_check(5)") if row[0] != "ok"]
        found += [f"a row of {row[0]} points to a missing row of {row[2]}" for row in db.execute("pragma foreign_key_check")]
        for table in ("statements", "articles", "speaker_names") if is_writable(db) else ():
            # rank 1: compare the index with the table it indexes, not only with itself
            db.execute(f"insert into {table}_fts({table}_fts, rank) values ('integrity-check', 1)")  # noqa: S608
        db.conn.rollback()
        altered = db.execute(
            """select count(*) from statement_spans p join statements s on s.id = p.statement
            join articles a on a.id = s.article where substr(a.text, p.start + 1, p."end" - p.start) != p.text"""
        ).fetchone()[0]
        roles = db.execute(
            """select count(*) from article_speaker_roles r join article_speakers p on p.id = r.article_speaker
            join articles a on a.id = p.article where substr(a.text, r.start + 1, r."end" - r.start) != r.text"""
        ).fetchone()[0]
    except sqlite3.DatabaseError as error:
        return [f"the database is damaged ({error}): restore a copy, or ingest the articles again"]
    counts = ((altered, "quotes"), (roles, "roles"))
    return found + [f"{number} {what} are not verbatim in their articles: ingest them again" for number, what in counts if number]
