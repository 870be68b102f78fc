"""Score who spoke and in what role, from raw text on, by the scorer of `../shared/tools`; errors by cause.

    python -m training.evaluate_speakers --shared ../shared --json benchmarks/speakers.json
    python -m training.evaluate_speakers --errors 40

An article is read as `attrib extract` reads it. The causes are those of statements found whose speaker is wrong, by what the
article calls the source.
"""

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from attribution.export import extracted
from attribution.models import Analysis, Article
from attribution.pipeline import Models, analyse
from attribution.tag import Tagger
from training.evaluate_tagger import LIKELY, load_module

SETS = {"PolNeAR dev": ("polnear/dev.jsonl", "polnear/speakers_dev.jsonl"), "world news dev": ("worldnews/dev.jsonl", None)}
FIGURES = ("found", "speaker", "full", "person", "person_full", "no_speaker_given", "role", "role_kept")
TARGET = {"speaker": 0.88, "person": 0.93, "person_full": 0.90, "role": 0.75, "role_kept": 0.85}
PRONOUNS = frozenset(["he", "she", "they", "it", "him", "her", "them", "who", "which", "that", "we", "i"])


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def speakers_of(articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Speakers that stand in the attributions themselves, as rows of their own."""
    return [
        {"doc": a["id"], "attr": r["id"], **{k: r.get(k) for k in ("speaker", "type", "role", "unsure")}}
        for a in articles
        for r in a["attributions"]
    ]


def cause(source: str, name: str) -> str:
    """What kind of source it is that was resolved wrongly."""
    words = source.split()
    if not words:
        return "no source"
    if len(words) <= 2 and words[0].lower().strip(".,") in PRONOUNS:
        return "pronoun"
    if any(word.strip(".,’'s").lower() in name.lower().split() for word in words if word[:1].isupper()):
        return "name"
    return "description" if source.islower() or words[0].lower() in ("the", "a", "an", "his", "her", "their") else "other"


def wrong(
    scorer: Any, articles: list[dict[str, Any]], gold: list[dict[str, Any]], found: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The statements found whose speaker or role is wrong, paired as the scorer pairs them."""
    answers: dict[str, dict[str, Any]] = {}
    for row in gold:
        answers.setdefault(row["doc"], {})[row["attr"]] = row
    rows = []
    for article, mine in zip(articles, found, strict=True):
        text, of = article["text"], answers.get(article["id"], {})
        marked = [(a, scorer.words(text, a["content"])) for a in article["attributions"] if a["id"] in of]
        ours = [(a, scorer.words(text, a["content"])) for a in mine["attributions"]]
        able = sorted(
            ((scorer.dice(x, y), i, j) for i, (_, x) in enumerate(marked) for j, (_, y) in enumerate(ours) if x & y), reverse=True
        )
        left, right = set(), set()
        for share, i, j in able:
            if share < 0.5 or i in left or j in right:
                continue
            left.add(i)
            right.add(j)
            answer, said = of[marked[i][0]["id"]], ours[j][0]
            if answer.get("unsure") or answer["type"] == "none" or not answer["speaker"]:
                continue
            source = " ".join(text[s:e] for s, e in said["source"])
            ok, full = scorer.best(answer["speaker"], said["speaker"])
            role_ok = not answer["role"] or bool(said["role"] and scorer.wd(answer["role"], said["role"]) >= 0.5)
            if not (ok and full and role_ok):
                rows.append(
                    {"doc": article["id"], "source": source, "gold": answer, "said": said["speaker"], "role": said["role"]}
                    | {
                        "ok": ok,
                        "full": full,
                        "role_ok": role_ok,
                        "marked": " ".join(text[s:e] for s, e in marked[i][0]["source"]),
                        "reason": "; ".join(s["reason"] for s in said["speakers"]),
                    }
                )
    return rows


def main(args: argparse.Namespace) -> None:
    """Print the figures of both sets, the causes of errors, and keep them."""
    sys.path.insert(0, str(args.shared / "tools"))
    scorer = load_module(args.shared / "tools" / "score_speakers.py")
    models = Models(Tagger.load(args.tagger))
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    kept: dict[str, Any] = {
        "date": datetime.date.today().isoformat(),
        "commit": commit.stdout.strip(),
        "tagger": models.tagger.checksum,
    }
    print(f"{'':16s}" + "".join(f"{name:>17s}" for name in FIGURES))
    print(f"{'target':16s}" + "".join(f"{TARGET.get(name, ''):>17}" for name in FIGURES))
    for name, (path, answers) in SETS.items():
        articles = rows_of(args.shared / "data" / path)
        gold = rows_of(args.shared / "data" / answers) if answers else speakers_of(articles)
        articles = [a for a in articles if a["id"] in {row["doc"] for row in gold}]
        found = analyse(models, [Article(a["text"], id=a["id"]) for a in articles])
        lines = [extracted(row, args.min_confidence) for row in found if isinstance(row, Analysis)]
        with tempfile.TemporaryDirectory() as folder:
            places = [Path(folder) / part for part in ("articles", "speakers", "found")]
            for place, rows in zip(places, (articles, gold, lines), strict=True):
                place.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
            scores = scorer.score(*map(str, places))
        errors = wrong(scorer, articles, gold, lines)
        causes = Counter(
            (cause(row["marked"], row["gold"]["speaker"]), "silent" if not row["said"] else "wrong" if not row["ok"] else "short")
            for row in errors
            if not (row["ok"] and row["full"])
        )
        kept[name] = {
            "scores": {k: round(v, 4) for k, v in scores.items()},
            "errors": {f"{a}, {b}": n for (a, b), n in sorted(causes.items())},
        }
        print(f"{name:16s}" + "".join(f"{scores[figure]:17.3f}" for figure in FIGURES))
        for row in errors[: args.errors]:
            print(json.dumps({**row, "gold": {k: row["gold"][k] for k in ("speaker", "type", "role")}}, ensure_ascii=False))
        print({f"{a}, {b}": n for (a, b), n in sorted(causes.items())})
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
