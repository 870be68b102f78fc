r"""Processor time to check a quote against real articles of millions of characters.

    .venv/bin/attrib ingest DATA/articles/world.jsonl DATA/polnear/train.jsonl --db build/real.db
    .venv/bin/python -m benchmarks.verify build/real.db --json benchmarks/verify.json

Quotes are made of the statements there: as they stand, their first half, with one word changed, with their words in another
order; and sentences that no statement is made of, and words that stand nowhere. Each is checked once, after one to warm up.
"""

import argparse
import json
import random
import statistics
import time
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from benchmarks.made_by import made_by
from db.open import open_database
from db.verify import verify

EACH = 40  # quotes of a sort
WORDS = (8, 40)  # of a statement that is taken


def made(db: Database, chance: random.Random) -> dict[str, list[str]]:
    """Quotes by sort."""
    rows = [row[0] for row in db.execute("select content from statements where kind != 'indirect' order by id")]
    said = [text for text in rows if WORDS[0] <= len(text.split()) <= WORDS[1]]
    texts = [row[0] for row in db.execute("select text from articles order by id")]
    some = chance.sample(said, EACH)
    words = [text.split() for text in some]
    return {
        "as it stands": some,
        "a part": [" ".join(one[: len(one) // 2 + 1]) for one in words],
        "one word changed": [" ".join([*one[:3], "otherwise", *one[4:]]) for one in words],
        "in another order": [" ".join(chance.sample(one, len(one))) for one in words],
        "an article's own words": [" ".join(chance.choice(texts).split()[20:32]) for _ in range(EACH)],
        "nowhere": [" ".join(chance.choices(["zebra", "quilt", "ocelot", "marzipan", "the", "of"], k=9)) for _ in range(EACH)],
    }


def measure(db: Database) -> dict[str, Any]:
    """Milliseconds by sort of quote: the median and the slowest, and how often each verdict was given."""
    found = {}
    verify(db, "something to warm up with")
    for sort, quotes in made(db, random.Random(6)).items():
        times, verdicts = [], []
        for quote in quotes:
            before = time.process_time()
            verdicts.append(verify(db, quote).verdict)
            times.append(1000 * (time.process_time() - before))
        counts = {verdict: verdicts.count(verdict) for verdict in sorted(set(verdicts))}
        found[sort] = {"median_ms": round(statistics.median(times), 1), "slowest_ms": round(max(times), 1), "verdicts": counts}
    return found


def main() -> None:
    """Measure, print, and keep the figures if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("db", type=Path, help="real articles, ingested")
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    given = parser.parse_args()
    db = open_database(given.db)
    statements, characters = db.execute(
        "select (select count(*) from statements), (select sum(length(text)) from articles)"
    ).fetchone()
    found = {**made_by(), "statements": statements, "characters": characters, "quotes": measure(db)}
    print(json.dumps(found, indent=1))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
