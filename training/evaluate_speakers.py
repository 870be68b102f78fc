"""Score who spoke and in what role, from raw text on, by the scorer of `../shared/tools`; errors by cause, and how sure is sure.

    python -m training.evaluate_speakers --shared ../shared --json benchmarks/speakers.json
    python -m training.evaluate_speakers --errors 40

An article is read as `attrib extract` reads it. Causes are told by what the article calls the source.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attribution.export import extracted
from attribution.models import Analysis, Article
from attribution.pipeline import Models, analyse
from attribution.tag import Tagger
from attribution.tidy import author_of
from benchmarks.made_by import made_by
from training.evaluate_tagger import LIKELY, load_module

Row = dict[str, Any]
SETS = {"PolNeAR dev": ("polnear/dev.jsonl", "polnear/speakers_dev.jsonl"), "world news dev": ("worldnews/dev.jsonl", None)}
FIGURES = ("found", "speaker", "full", "person", "person_full", "no_speaker_given", "role", "role_kept")
TARGET = {"speaker": 0.88, "person": 0.93, "person_full": 0.90, "role": 0.75, "role_kept": 0.85}
PRONOUNS = frozenset(("he", "she", "they", "it", "him", "her", "them", "who", "which", "that", "we", "i"))
DEFINITE = ("the", "a", "an", "his", "her", "their")
BINS = 5


def rows_of(path: Path) -> list[Row]:
    """The lines of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def speakers_of(articles: list[Row]) -> list[Row]:
    """Speakers that stand in the attributions themselves, as rows of their own."""
    names = ("speaker", "type", "role", "unsure")
    return [{"doc": a["id"], "attr": r["id"], **{k: r.get(k) for k in names}} for a in articles for r in a["attributions"]]


def cause(marked: str, row: Row) -> str:
    """What kind of source was resolved wrongly, and how."""
    words = marked.split()
    how = "silent" if not row["said"] else "short" if row["ok"] else "wrong"
    if not words:
        return f"no source, {how}"
    if len(words) <= 2 and words[0].lower().strip(".,") in PRONOUNS:
        return f"pronoun, {how}"
    if any(word.strip(".,’'s").lower() in row["speaker"].lower().split() for word in words if word[:1].isupper()):
        return f"name, {how}"
    return f"{'description' if marked.islower() or words[0].lower() in DEFINITE else 'other'}, {how}"


def judged(scorer: Any, article: Row, answers: dict[str, Row], found: list[Row]) -> Iterator[Row]:
    """The statements of one article that were found and have an answer, paired as the scorer pairs them."""
    text = article["text"]
    marked = [(a, scorer.words(text, a["content"])) for a in article["attributions"] if a["id"] in answers]
    ours = [(a, scorer.words(text, a["content"])) for a in found]
    able = [(scorer.dice(x, y), i, j) for i, (_, x) in enumerate(marked) for j, (_, y) in enumerate(ours) if x & y]
    left: set[int] = set()
    right: set[int] = set()
    for share, i, j in sorted(able, reverse=True):
        if share < 0.5 or i in left or j in right:
            continue
        left.add(i)
        right.add(j)
        answer, mine = answers[marked[i][0]["id"]], ours[j][0]
        if answer.get("unsure") or answer["type"] == "none" or not answer["speaker"]:
            continue
        ok, full = scorer.best(answer["speaker"], mine["speaker"])
        role_ok = not answer["role"] or bool(mine["role"] and scorer.wd(answer["role"], mine["role"]) >= 0.5)
        yield {
            "article": article["id"],
            "marked": " ".join(text[s:e] for s, e in marked[i][0]["source"]),
            **{name: answer[name] for name in ("speaker", "type", "role")},
            "said": mine["speaker"],
            "said_role": mine["role"],
            "ok": ok,
            "full": full,
            "role_ok": role_ok,
            "confidence": min((s["confidence"] for s in mine["speakers"]), default=None),
            "reason": "; ".join(s["reason"] for s in mine["speakers"]),
        }


def reliability(rows: list[Row]) -> Row:
    """The expected calibration error of the speakers' confidence (bins of equal width), and the bins."""
    sure = [row for row in rows if row["confidence"] is not None]
    bins = []
    for n in range(BINS):
        inside = [row for row in sure if min(int(row["confidence"] * BINS), BINS - 1) == n]
        if inside:
            said, right = (sum(row[k] for row in inside) / len(inside) for k in ("confidence", "ok"))
            bins.append({"from": n / BINS, "count": len(inside), "said": round(said, 3), "right": round(right, 3)})
    error = sum(b["count"] * abs(b["said"] - b["right"]) for b in bins) / max(1, len(sure))
    return {"ece": round(error, 4), "bins": bins}


def evaluate(scorer: Any, models: Models, shared: Path, least: float) -> Iterator[tuple[str, Row, list[Row]]]:
    """For each set its name, the scorer's figures, and the statements judged one by one."""
    for name, (path, answers) in SETS.items():
        articles = rows_of(shared / "data" / path)
        gold = rows_of(shared / "data" / answers) if answers else speakers_of(articles)
        by_article: dict[str, dict[str, Row]] = {}
        for row in gold:
            by_article.setdefault(row["doc"], {})[row["attr"]] = row
        articles = [a for a in articles if a["id"] in by_article]
        found = analyse(models, [Article(a["text"], author=author_of(a.get("author")), id=a["id"]) for a in articles])
        lines = [extracted(row, least) for row in found if isinstance(row, Analysis)]
        with tempfile.TemporaryDirectory() as folder:
            places = [Path(folder) / part for part in ("articles", "speakers", "found")]
            for place, rows in zip(places, (articles, gold, lines), strict=True):
                place.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
            scores = scorer.score(*map(str, places))
        pairs = zip(articles, lines, strict=True)
        yield name, scores, [row for a, line in pairs for row in judged(scorer, a, by_article[a["id"]], line["attributions"])]


def main(args: argparse.Namespace) -> None:
    """Print the figures of both sets, the causes of errors, and keep them."""
    sys.path.insert(0, str(args.shared / "tools"))
    scorer = load_module(args.shared / "tools" / "score_speakers.py")
    models = Models(Tagger.load(args.tagger))
    kept: Row = {**made_by(), "tagger": models.tagger.checksum}
    print(f"{'':16s}" + "".join(f"{name:>17s}" for name in FIGURES))
    print(f"{'target':16s}" + "".join(f"{TARGET.get(name, ''):>17}" for name in FIGURES))
    for name, scores, rows in evaluate(scorer, models, args.shared, args.min_confidence):
        errors = [row for row in rows if not (row["ok"] and row["full"])]
        causes = Counter(cause(row["marked"], row) for row in errors)
        kept[name] = {"scores": {k: round(v, 4) for k, v in scores.items()}, "errors": dict(sorted(causes.items()))}
        kept[name]["reliability"] = reliability(rows)
        print(f"{name:16s}" + "".join(f"{scores[figure]:17.3f}" for figure in FIGURES))
        print(f"  confidence: {kept[name]['reliability']}\n  errors: {kept[name]['errors']}")
        for row in [row for row in rows if not (row["ok"] and row["full"] and row["role_ok"])][: args.errors]:
            print(json.dumps(row, ensure_ascii=False))
    if args.json:
        args.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--tagger", type=Path, default=None, help="a folder with tagger.onnx; default: the package's")
    parser.add_argument("--min-confidence", type=float, default=LIKELY)
    parser.add_argument("--errors", type=int, default=0, help="how many errors of each set to print")
    parser.add_argument("--json", type=Path, default=None)
    main(parser.parse_args())
