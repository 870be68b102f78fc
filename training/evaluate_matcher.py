"""Measure the matcher on pairs that training never saw.

    python -m training.evaluate_matcher --data ../shared/data

`pairs_dev.jsonl`: average precision and best F1 of "same", and of "same or overlap", by the matcher's score, with and without who
said it; the contradicting pairs that it takes for the same; the cosine beside it. MRPC validation: the cross-encoder's paraphrase
head, cut where it is even. STS news headlines 2013 to 2015: Pearson's correlation of the similarity, with the cosine's beside it.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attribution.embed import Embedder
from attribution.models import Claimed, Relation
from attribution.relate import Matcher
from benchmarks.made_by import made_by

Flags = NDArray[np.bool_]
Scores = NDArray[np.float64]


def average_precision(right: Flags, scores: Scores) -> float:
    """The mean of the precisions at each right pair, pairs of one score together (scikit-learn's definition)."""
    from sklearn.metrics import average_precision_score

    return round(float(average_precision_score(right, scores)), 4)


def best_f1(right: Flags, scores: Scores) -> float:
    """The highest F1 of any threshold."""
    found = []
    for least in np.unique(scores):
        chosen = scores >= least
        found.append(2 * (chosen & right).sum() / (chosen.sum() + right.sum()))
    return round(float(max(found)), 4)


def related(matcher: Matcher, embedder: Embedder, pairs: Sequence[tuple[Claimed, Claimed]]) -> tuple[list[Relation], Scores]:
    """The relations and the cosines."""
    cosines = []
    for one, other in pairs:
        a, b = embedder.embed([one.text, other.text])
        cosines.append(float(a @ b))
    return matcher.relate(pairs, cosines), np.array(cosines)


def claimed(row: dict[str, str], whole: bool) -> Claimed:
    """One side of a pair, with source and date or its text alone."""
    return Claimed(row["text"], row["src"], row["date"]) if whole else Claimed(row["text"])


def on_pairs(matcher: Matcher, embedder: Embedder, data: Path) -> dict[str, Any]:
    """The figures on pairs_dev.jsonl."""
    rows = [json.loads(line) for line in (data / "claims" / "pairs_dev.jsonl").read_text("utf-8").splitlines()]
    labels = np.array([row["label"] for row in rows])
    same, near = labels == "same", np.isin(labels, ("same", "overlap"))
    result: dict[str, Any] = {"pairs": len(rows)}
    for name in ("with source and date", "text alone"):
        whole = name == "with source and date"
        pairs = [(claimed(row["a"], whole), claimed(row["b"], whole)) for row in rows]
        found, cosines = related(matcher, embedder, pairs)
        scores = np.array([row.score for row in found])
        merged = [row for row, label in zip(found, labels, strict=True) if label == "contradict" and row.label == "same"]
        result[name] = {
            "same": {"ap": average_precision(same, np.array([row.same for row in found])), "f1": best_f1(same, scores)},
            "same by score": average_precision(same, scores),
            "same or overlap": {"ap": average_precision(near, scores), "f1": best_f1(near, scores)},
            "contradicting taken for same": len(merged),
            "label right": round(float(np.mean([row.label == label for row, label in zip(found, labels, strict=True)])), 4),
        }
        result["cosine"] = {"same": average_precision(same, cosines), "same or overlap": average_precision(near, cosines)}
    return result


def lines(path: Path) -> list[list[str]]:
    """The fields of a table's rows."""
    return [line.split("\t") for line in path.read_text("utf-8-sig").split("\n") if line.strip()]


def on_paraphrases(matcher: Matcher, data: Path) -> dict[str, float]:
    """Accuracy and F1 on MRPC's validation pairs."""
    rows = lines(data / "claims" / "msr-para-val.tsv")[1:]
    right = np.array([row[0] == "1" for row in rows])
    found = np.array([matcher.ask(Claimed(row[3]), Claimed(row[4])).paraphrase > 0 for row in rows])
    f1 = 2 * (found & right).sum() / (found.sum() + right.sum())
    return {"pairs": len(rows), "accuracy": round(float((found == right).mean()), 4), "f1": round(float(f1), 4)}


def on_headlines(matcher: Matcher, embedder: Embedder, data: Path) -> dict[str, dict[str, float]]:
    """Pearson's correlation on the headlines of each year, and of all, of the similarity and of the cosine alone."""
    years: dict[str, list[tuple[float, float, float]]] = {}
    for year in ("2013", "2014", "2015"):
        rows = [row for row in lines(data / "claims" / f"sts_{year}_headlines.test.tsv") if row[0]]
        found, cosines = related(matcher, embedder, [(Claimed(row[1]), Claimed(row[2])) for row in rows])
        years[year] = [(float(row[0]), one.similarity, c) for row, one, c in zip(rows, found, cosines, strict=True)]
    years["all"] = [row for rows in years.values() for row in rows]
    return {
        name: {year: round(float(np.corrcoef(np.array(rows).T[[0, column]])[0, 1]), 4) for year, rows in years.items()}
        for column, name in ((1, "similarity"), (2, "cosine"))
    }


def main(args: argparse.Namespace) -> None:
    """Print and write all figures."""
    matcher, embedder = Matcher.load(), Embedder.load()
    result = {
        **made_by(),
        "matcher": matcher.checksum[:12],
        "pairs_dev": on_pairs(matcher, embedder, args.data),
        "mrpc validation": on_paraphrases(matcher, args.data),
        "sts headlines": on_headlines(matcher, embedder, args.data),
    }
    print(json.dumps(result, indent=1))
    if args.out:
        args.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("benchmarks/matcher.json"))
    main(parser.parse_args())
