r"""Cost of grouping, of adding to what is grouped, and of searching, by the number of statements; one core.

    .venv/bin/attrib ingest DATA/articles/world.jsonl DATA/polnear/train.jsonl --db build/real.db
    .venv/bin/python -m benchmarks.scale build/real.db --json benchmarks/scale.json

The database holds some 30,000 statements of real articles. Less is a part of its articles; more is copies, each a world of its
own: its vectors are turned by a random rotation, so that statements of one copy are as near to each other as the real ones, and
those of different copies are not. Times are processor seconds of a process with one thread; memory is its peak.

grouping: all vectors are there, nothing is grouped. adding: the shipped examples (34 articles, 477 statements) come in at once,
read to grouped, and then one more article alone. searching: `attrib who-said` as typed, and the search within a running program.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sqlite_utils import Database

from benchmarks.made_by import made_by
from benchmarks.pages import multiply
from db.embed_wordings import packed, signs_of, vectors_of
from db.open import open_database

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
EXAMPLES = Path(__file__).parent.parent / "examples"
QUERIES = ("combat mission", "the mission has ended", "ban on Muslims entering the country", "inflation", "who won the election")
OF_ARTICLE = {"articles": "id", "article_versions": "article", "statements": "article", "article_speakers": "article"}
OF_ARTICLE |= {"article_origins": "article", "origin_bands": "article"}
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def cut(path: Path, size: int) -> int:
    """Leave as many articles as hold so many statements, and no claims; how many statements are left."""
    db = open_database(path)
    db.execute("pragma foreign_keys = off")
    with db.atomic():
        seen, gone = 0, []
        for article, number in db.execute("select article, count(*) from statements group by 1 order by 1").fetchall():
            gone += [article] if seen >= size else []
            seen += 0 if seen >= size else number
        for table, column in OF_ARTICLE.items():
            db.execute(f"delete from {table} where {column} in (select value from json_each(?))", [json.dumps(gone)])  # noqa: S608
        for table in ("statement_spans", "statement_speakers"):
            db.execute(f"delete from {table} where statement not in (select id from statements)")  # noqa: S608
        db.execute("update statements set claim = null")
        db.execute("delete from neighbours")
        db.execute("delete from claims")
        db.execute("delete from stale_claims")
        db.execute("delete from embeddings where not exists (select 1 from statements s where s.wording = embeddings.id)")
        db.execute("update embeddings set searched = 0")
    db.execute("vacuum")
    return int(db.execute("select count(*) from statements").fetchone()[0])


def turn(db: Database, last: int) -> None:
    """Turn the vectors of each copy, which come after row `last`, by a rotation of its own: its ids begin with its number."""
    rows = db.execute("select rowid, id, vector from embeddings where rowid > ?", [last]).fetchall()
    for copy in sorted({row[1][:4] for row in rows}):
        some = [row for row in rows if row[1][:4] == copy]
        chance = np.random.default_rng(int(copy, 16))
        rotation, _ = np.linalg.qr(chance.normal(size=(len(some[0][2]) // 2,) * 2))
        turned = vectors_of([row[2] for row in some]) @ rotation.astype(np.float32)
        for (number, *_), vector in zip(some, turned, strict=True):
            db.execute("update embeddings set vector = ?, signs = ? where rowid = ?", [packed(vector), signs_of(vector), number])


def enlarge(source: Path, path: Path, size: int) -> int:
    """Write a database of about `size` statements to `path`; how many it has."""
    shutil.copy(source, path)
    (there,) = open_database(path).execute("select count(*) from statements").fetchone()
    number = cut(path, size // -(-size // there))  # so that whole copies make up the size
    if number < size * 0.9:
        db = open_database(path)
        (last,) = db.execute("select max(rowid) from embeddings").fetchone()
        number = multiply(path, size)
        with db.atomic():
            turn(db, last)
            db.execute("delete from sqlite_stat1")  # counted while nothing was grouped
    return number


def alone(function: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """What a function of this file says, called in a process of its own, with the seconds and the peak memory of that."""
    code = (
        f"import json, benchmarks.scale as s; print(json.dumps(s.measured(s.{function.__name__}, {list(map(str, arguments))})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | ONE_CORE, capture_output=True, text=True, check=False, cwd=EXAMPLES.parent
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def measured(function: Callable[..., dict[str, Any]], arguments: list[str]) -> dict[str, Any]:
    """What a function says, its processor seconds and the peak memory of this process."""
    import resource

    start = time.process_time()
    found = function(*arguments)
    seconds = round(time.process_time() - start, 2)
    return {"seconds": seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, **found}


def grouping(path: str) -> dict[str, Any]:
    """Group all of a database."""
    from attribution.embed import Embedder
    from attribution.relate import Matcher
    from db.embed_wordings import known_model
    from db.group import group

    db = open_database(Path(path))
    matcher = Matcher.load()
    done = group(db, known_model(db, Embedder.load()), matcher.checksum, matcher.relate)
    return {"wordings": done.wordings, "asked": done.asked, "claims": db.table("claims").count}


def adding(path: str, folder: str) -> dict[str, Any]:
    """Ingest a folder or a file, read to grouped."""
    from typer.testing import CliRunner

    from cli import app

    ran = CliRunner().invoke(app, ["ingest", folder, "--db", path, "--json"], catch_exceptions=False)
    return {"articles": json.loads(ran.stdout)["new"]}


def searching(path: str) -> dict[str, Any]:
    """The median time of a search within a program that runs."""
    from commands.claims import by_meaning
    from db.answer import answer
    from db.search import Filters

    db = open_database(Path(path))
    times = []
    for query in (*QUERIES[:1], *QUERIES):
        start = time.process_time()
        answer(db, query, Filters(), near=by_meaning(db, query))
        times.append(time.process_time() - start)
    return {"milliseconds": round(1000 * statistics.median(times[1:])), "torch": "torch" in sys.modules}


def typed(path: Path) -> float:
    """The median processor time of `attrib who-said` as a program, in milliseconds."""
    times = []
    for query in QUERIES:
        before = os.times()
        program = [sys.executable, "-c", "from cli import app; app()", "who-said", query, "--db", str(path)]
        subprocess.run(program, env=os.environ | ONE_CORE, stdout=subprocess.DEVNULL, check=True, cwd=EXAMPLES.parent)
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return round(1000 * statistics.median(times))


def main() -> None:
    """Measure each size, print, and keep the figures if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("db", type=Path, help="real articles, ingested, with vectors")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    given = parser.parse_args()
    found: dict[str, Any] = {**made_by(), "sizes": []}
    if given.json and given.json.exists():  # sizes that are not measured now stay
        kept = json.loads(given.json.read_text(encoding="utf-8"))["sizes"]
        found["sizes"] = [row for row in kept if not any(abs(row["statements"] - size) < size / 10 for size in given.sizes)]
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "scale.db"
            row: dict[str, Any] = {"statements": enlarge(given.db, path, size), "grouping": alone(grouping, path)}
            row["searching"] = alone(searching, path) | {"typed_milliseconds": typed(path)}
            row["adding 34"] = alone(adding, path, EXAMPLES)
            single = Path(folder) / "one.txt"
            single.write_text(
                "The bridge at Oldfield will open in May, Mayor Ana Pires said on Monday. “It is safe,” she added.\n"
            )
            row["adding 1"] = alone(adding, path, single)
        print(json.dumps(row), flush=True)
        found["sizes"].append(row)
    if given.json:
        found["sizes"].sort(key=lambda row: row["statements"])
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
