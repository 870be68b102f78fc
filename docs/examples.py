"""What the examples in the docs are made with: the shipped articles in one database, and commands run as a reader types them."""

import re
import shlex
import shutil
import sqlite3
from functools import cache
from pathlib import Path

import cog
from typer.testing import CliRunner

BUILD = Path("build")


def call(line: str, path: Path, codes: tuple[int, ...] = (0,)) -> str:
    """What a command prints, with the database named as by default."""
    from cli import app

    env = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "ATTRIB_DB": str(path)}
    result = CliRunner().invoke(app, shlex.split(line)[1:], env=env)
    if result.exit_code not in codes:
        raise RuntimeError(f"{line}: exit code {result.exit_code}\n{result.output}{result.exception}")
    return result.output.replace(str(path), "attrib.db").replace(f"{BUILD}/", "")


@cache
def ingested() -> tuple[Path, str]:
    """The examples, ingested once for all pages, and what that printed."""
    BUILD.mkdir(exist_ok=True)
    path = BUILD / "docs.db"
    path.unlink(missing_ok=True)
    return path, call("attrib ingest examples", path)


class Shell:
    """Runs commands on a copy of the examples, so that a page may change them."""

    def __init__(self, name: str) -> None:
        self.path = Path(shutil.copy(ingested()[0], BUILD / f"{name}.db"))

    def run(self, line: str, keep: int | None = None, skip: int = 0, codes: tuple[int, ...] = (0,)) -> None:
        """Show a command and `keep` lines of what it prints; the times of decisions are always the same."""
        told = ingested()[1] if line == "attrib ingest examples" else call(line, self.path, codes)
        told = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d\+00:00)?", "2026-01-31 09:00", told)
        told = re.sub(r"(Ada|Bo) · \d+ \w+ \d{4}", r"\1 · 31 Jan 2026", told)
        lines = [part.rstrip() for part in told.splitlines()]
        shown = lines[skip : skip + keep if keep else None]
        rest = ["..."] if keep and len(lines) > skip + keep else []
        cog.outl("```console\n$ " + line.replace(f"{BUILD}/", ""))
        cog.outl("\n".join([*shown, *rest]).rstrip())
        cog.outl("```")

    def first(self, sql: str) -> str:
        """The first value that a query finds."""
        with sqlite3.connect(self.path) as db:
            return str(db.execute(sql).fetchone()[0])

    def query(self, sql: str) -> None:
        """Show a query and the rows it finds."""
        with sqlite3.connect(self.path) as db:
            found = db.execute(sql)
            names = [column[0] for column in found.description]
            rows = found.fetchall()
        cog.outl("```sql\n" + sql.strip() + "\n```\n")
        table(names, rows)


def table(head: list[str], rows: list[tuple[object, ...]]) -> None:
    """Show rows as a table."""
    cog.outl("| " + " | ".join(head) + " |")
    cog.outl("|" + "---|" * len(head))
    for row in rows:
        cog.outl("| " + " | ".join("" if cell is None else str(cell).replace("|", "\\|") for cell in row) + " |")


def figure(value: float) -> str:
    """A share as it is printed: .85."""
    return f"{value:.3f}".lstrip("0") if abs(value) < 1 else f"{value:,.0f}"
