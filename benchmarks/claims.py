"""Score the claims that attrib makes of the shipped examples against a grouping by hand.

    python -m benchmarks.claims [--db build/demo.db] [--json benchmarks/claims.json]

`claims_gold.json` groups every statement that was found when it was annotated, each as [file, beginning of its content]: the
statements of each claim that has several, those that stand alone, and pairs that contradict each other. What is found since
is left out and counted. B-cubed precision and recall after Bagga and Baldwin (1998), the mean over statements. A claim is
mis-merged if it holds statements of two claims by hand, split if a claim by hand lies in several.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.made_by import made_by
from db.open import open_database

ROOT = Path(__file__).parent.parent
GOLD = Path(__file__).with_name("claims_gold.json")
BEGINNING = 80  # characters of a content by which it is known
Key = tuple[str, str]


@dataclass(frozen=True)
class Scores:
    """B-cubed and counts; `contradictions` are (gold pairs whose claims are linked as contradicting, gold pairs)."""

    statements: int
    not_annotated: int
    precision: float
    recall: float
    f1: float
    claims: int
    split: int
    mis_merged: int
    contradictions_merged: int
    contradictions: tuple[int, int]
    contradictions_shown: int


def b_cubed(made: Sequence[set[Key]], gold: Sequence[set[Key]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a clustering over the same items."""
    ours = {key: cluster for cluster in made for key in cluster}
    theirs = {key: cluster for cluster in gold for key in cluster}
    shared = {key: len(ours[key] & theirs[key]) for key in ours}
    precision = sum(shared[key] / len(ours[key]) for key in ours) / len(ours)
    recall = sum(shared[key] / len(theirs[key]) for key in ours) / len(ours)
    return precision, recall, 2 * precision * recall / (precision + recall)


def read_made(path: Path) -> tuple[dict[str, set[Key]], set[frozenset[str]]]:
    """The claims of a database with their statements' keys, and the pairs of claims that contradict each other."""
    db = open_database(path)
    made: dict[str, set[Key]] = defaultdict(set)
    for claim, file, content in db.execute(
        "select s.claim, a.path, s.content from statements s join articles a on a.id = s.article"
    ):
        made[claim].add((file.split("examples/")[-1], content[:BEGINNING]))
    linked = db.execute("select claim, other from claim_relations where relation = 'contradicts'")
    return made, {frozenset(pair) for pair in linked}


def score(path: Path) -> tuple[Scores, list[str]]:
    """The scores of a database of the examples, and a line for each mistake."""
    gold = json.loads(GOLD.read_text("utf-8"))
    groups: list[set[Key]] = [{(a, b) for a, b in group} for group in gold["claims"]] + [{(a, b)} for a, b in gold["alone"]]
    known = {key for group in groups for key in group}
    every, linked = read_made(path)
    found = {key for keys in every.values() for key in keys}
    made = {claim: keys & known for claim, keys in every.items() if keys & known}
    there = [group & found for group in groups if group & found]
    home = {key: n for n, group in enumerate(groups) for key in group}
    claim_of = {key: claim for claim, keys in made.items() for key in keys}
    wrong = [keys for keys in made.values() if len({home[key] for key in keys}) > 1]
    split = [group for group in there if len({claim_of[key] for key in group}) > 1]
    opposed = [[{claim_of[k] for k in groups[home[a, b]] & found} for a, b in pair] for pair in gold["contradict"]]
    pairs = [{frozenset((a, b)) for a in left for b in right} for left, right in opposed]
    lines = [f"mis-merged: {sorted(keys)}" for keys in wrong]
    lines += [f"split in {len({claim_of[key] for key in group})}: {sorted(group)}" for group in split]
    lines += [f"missed contradiction: {pair}" for pair, of in zip(gold["contradict"], pairs, strict=True) if not of & linked]
    precision, recall, f1 = (round(x, 4) for x in b_cubed(list(made.values()), there))
    scores = Scores(
        statements=len(found & known),
        not_annotated=len(found - known),
        precision=precision,
        recall=recall,
        f1=f1,
        claims=len(made),
        split=len(split),
        mis_merged=len(wrong),
        contradictions_merged=sum(bool(left & right) for left, right in opposed),
        contradictions=(sum(bool(of & linked) for of in pairs), len(pairs)),
        contradictions_shown=len(linked),
    )
    return scores, lines


def main(args: argparse.Namespace) -> None:
    """Print the scores, and write them."""
    with tempfile.TemporaryDirectory() as folder:
        path = args.db or Path(folder) / "examples.db"
        if not args.db:
            from typer.testing import CliRunner

            from cli import app

            CliRunner().invoke(app, ["ingest", str(ROOT / "examples"), "--db", str(path)], catch_exceptions=False)
        scores, lines = score(path)
    for line in lines:
        print(line)
    kept = {**made_by(), **asdict(scores)}
    print(json.dumps(kept, indent=1))
    if args.json:
        args.json.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, help="a database of the examples; by default one is made")
    parser.add_argument("--json", type=Path, help="where to write the scores")
    main(parser.parse_args())
