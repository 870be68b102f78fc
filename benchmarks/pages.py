"""Processor time to render each page over 100,000 statements.

    .venv/bin/attrib ingest examples --db build/pages.db
    .venv/bin/python -m benchmarks.pages build/pages.db --json benchmarks/pages.json

The examples are multiplied: each copy has articles, statements and vectors of its own on other days, every tenth copy shares its
outlets, every fiftieth its speakers, every twentieth its claims.
Each page is asked for once to warm up, then five times: the median counts. `report_kb` are the sizes of a report's files.
"""

import argparse
import asyncio
import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from sqlite_utils import Database
from typer.testing import CliRunner

from benchmarks.made_by import made_by
from cli import app
from commands.serve import SETTINGS
from db.open import open_database

STATEMENTS = 100_000
OUTLETS, SPEAKERS, CLAIMS = 10, 50, 20  # copies that have outlets, speakers and claims of their own
TIMES = 5
MARKED: dict[str, dict[str, int]] = {  # the columns that hold ids, and after how many copies these repeat (0: never)
    "outlets": {"id": OUTLETS},
    "speakers": {"id": SPEAKERS},
    "speaker_names": {"speaker": SPEAKERS},
    "articles": {"id": 0, "outlet": OUTLETS},
    "article_origins": {"article": 0},
    "claims": {"id": CLAIMS, "statement": 0},
    "statements": {"id": 0, "article": 0, "within": 0, "wording": 0, "claim": CLAIMS},
    "statement_spans": {"statement": 0},
    "article_speakers": {"id": 0, "article": 0, "speaker": SPEAKERS},
    "article_speaker_roles": {"article_speaker": 0},
    "statement_speakers": {"statement": 0, "article_speaker": 0},
    "claim_relations": {"claim": CLAIMS, "other": CLAIMS, "statement": 0, "other_statement": 0},
    "embeddings": {"id": 0},
}
NUMBERED = {"speaker_names": "id"}  # columns that SQLite fills by itself


def multiply(path: Path, statements: int) -> int:
    """Copy a database's rows within it until it has so many statements; how many it has then."""
    db = open_database(path)
    (number,) = db.execute("select count(*) from statements").fetchone()
    db.execute("pragma foreign_keys = off")
    columns = {table: [column.name for column in db.table(table).columns] for table in MARKED}
    rows = {table: db.table(table).count for table in MARKED}
    with db.atomic():
        for copy in range(1, -(-statements // number)):
            for table, marks in MARKED.items():
                _copy(db, table, columns[table], marks, copy, rows)
        db.execute(
            """update claims set statements = (select count(*) from statements s where s.claim = claims.id), outlets = (
                select count(distinct outlet) from statements s join articles a on a.id = s.article where s.claim = claims.id)"""
        )
        db.execute("update claims set origins = outlets")
        db.execute("delete from stale_claims")
    db.execute("analyze")
    return int(db.execute("select count(*) from statements").fetchone()[0])


def _copy(db: Database, table: str, columns: list[str], marks: dict[str, int], copy: int, rows: dict[str, int]) -> None:
    """Insert one more copy of the first rows of a table: ids begin with the copy's number, dates are as many days later."""
    chosen = {}
    for column in columns:
        value = f'"{column}"'
        if column in marks:
            nth = copy % marks[column] if marks[column] else copy
            chosen[column] = f"'{nth:04x}' || substr({value}, 5)" if nth else value
        elif column in ("date", "first_date", "last_date"):
            chosen[column] = f"date(substr({value}, 1, 10), '+{copy} days')"
        elif (table, column) == ("outlets", "name"):
            chosen[column] = f"{value} || ' {copy % OUTLETS or ''}'"
        elif (table, column) != ("speaker_names", "id"):
            chosen[column] = value
    names, values = ", ".join(f'"{name}"' for name in chosen), ", ".join(chosen.values())
    first = f"select * from {table} order by {'claim, other' if table == 'claim_relations' else 'rowid'} limit {rows[table]}"  # noqa: S608
    db.execute(f"insert or ignore into {table} ({names}) select {values} from ({first})")  # noqa: S608


async def measure(path: Path) -> dict[str, float]:
    """The median processor time of each page, in milliseconds."""
    db = open_database(path)
    most = {
        "claim": "select claim from statements group by 1 order by count(*) desc, 1 limit 1",
        "speaker": """select p.speaker from statement_speakers l join article_speakers p on p.id = l.article_speaker
            group by 1 order by count(*) desc, 1 limit 1""",
        "article": "select article from statements group by 1 order by count(*) desc, 1 limit 1",
        "outlet": "select outlet from articles group by 1 order by count(*) desc, 1 limit 1",
    }
    pages = {"home": "/", "search": "/search?q=the+combat+mission+is+over"}
    pages |= {kind: f"/{kind}/{db.execute(sql).fetchone()[0]}" for kind, sql in most.items()}
    pages |= {kind: f"/{kind}" for kind in ("claims", "speakers", "outlets")}
    pages |= {"table who_said": f"/{path.stem}/who_said", "table statements": f"/{path.stem}/statements?_search=mission"}
    datasette = Datasette([str(path)], settings=SETTINGS)
    await datasette.invoke_startup()
    found = {}
    for name, page in pages.items():
        times = []
        for _ in range(TIMES + 1):
            before = time.process_time()
            answer = await datasette.client.get(page)
            times.append(time.process_time() - before)
            answer.raise_for_status()
        found[name] = round(1000 * statistics.median(times[1:]), 1)
    return found


def size_of(path: Path, kind: str, folder: Path) -> int:
    """How many kilobytes a report on the speaker who is cited most has, with 200 statements."""
    (speaker,) = (
        open_database(path)
        .execute(
            """select p.speaker from statement_speakers l join article_speakers p on p.id = l.article_speaker
            group by 1 order by count(*) desc, 1 limit 1"""
        )
        .fetchone()
    )
    output = folder / f"report.{kind}"
    CliRunner().invoke(app, ["report", "--speaker", speaker, "--db", str(path), "-o", str(output)], catch_exceptions=False)
    return round(output.stat().st_size / 1000)


def main() -> None:
    """Multiply, measure, print, and keep the figures if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("db", type=Path, help="the examples, ingested")
    parser.add_argument("--statements", type=int, default=STATEMENTS)
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(given.db, Path(folder) / "pages.db"))
        number = multiply(path, given.statements)
        found: dict[str, Any] = {"made_by": made_by(), "statements": number, "milliseconds": asyncio.run(measure(path))}
        found["report_kb"] = {kind: size_of(path, kind, Path(folder)) for kind in ("html", "md", "json", "pdf")}
    print(json.dumps(found, indent=2))
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
