"""Score the tagger on the dev sets by the scorer of `../shared/tools`, as `attrib extract` prints attributions.

python -m training.evaluate_tagger --shared ../shared --json benchmarks/tagger.json
"""

import argparse
import importlib.util
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from attribution.models import Attribution, Span
from attribution.tag import Tagger
from benchmarks.made_by import made_by

SETS = {"PolNeAR dev": "polnear/dev.jsonl", "world news dev": "worldnews/dev.jsonl"}
FIGURES = (
    "attr",
    "attr_direct",
    "attr_mixed",
    "attr_indirect",
    "frag_source",
    "frag_cue",
    "frag_content",
    "content_exact",
)
LIKELY = 0.38  # by default what `attrib extract` prints
FLOOR = (0.693, 0.817, 0.812, 0.635, 0.793, 0.731, 0.664, 0.631)  # a MiniLM prototype on PolNeAR dev


def spans(*found: Span | None) -> list[list[int]]:
    """Spans as the scorer reads them."""
    return [[s.start, s.end] for s in found if s]


def line(identifier: str, found: tuple[Attribution, ...]) -> str:
    """One article's attributions as a line of JSON."""
    rows = [{"source": spans(a.source), "cue": spans(a.cue), "content": spans(*a.content)} for a in found]
    return json.dumps({"id": identifier, "attributions": rows})


def evaluate(tagger: Tagger, gold: Path, scorer: Any, least: float = 0.0) -> dict[str, Any]:
    """Precision, recall and F1 of each figure for what is at least `least` sure; the share of right sources; words a second."""
    with gold.open(encoding="utf-8") as lines:
        articles = [json.loads(row) for row in lines]
    began = time.process_time()
    found = [
        tuple(row for row in rows if row.confidence >= least) for rows in tagger.tag([article["text"] for article in articles])
    ]
    seconds = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "predicted.jsonl"
        predicted.write_text("\n".join(line(a["id"], f) for a, f in zip(articles, found, strict=True)), encoding="utf-8")
        result = scorer.score(str(gold), str(predicted))
    scores = {name: [round(x, 4) for x in result[name]] for name in FIGURES}
    words = sum(len(article["text"].split()) for article in articles)
    return {
        "scores": scores,
        "source_match": round(result["source_match_given_content"], 4),
        "words_per_second": round(words / seconds),
    }


def load_module(path: Path) -> Any:
    """A scorer as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.exists():
        raise SystemExit(f"there is no {path}: give --shared")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(args: argparse.Namespace) -> None:
    """Print a table, and keep the figures as JSON if asked."""
    tagger = Tagger.load(args.tagger)
    scorer = load_module(args.shared / "tools" / "score_attributions.py")
    kept: dict[str, Any] = {**made_by(), "tagger": tagger.checksum}
    print(f"{'F1':16s}" + "".join(f"{name.removeprefix('attr_'):>14s}" for name in FIGURES) + f"{'words/s':>9s}")
    print(f"{'floor':16s}" + "".join(f"{value:14.3f}" for value in FLOOR))
    for name, path in SETS.items():
        result = kept[name] = evaluate(tagger, args.shared / "data" / path, scorer, args.min_confidence)
        print(f"{name:16s}" + "".join(f"{result['scores'][f][2]:14.3f}" for f in FIGURES) + f"{result['words_per_second']:9d}")
    if args.json:
        args.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--tagger", type=Path, default=None, help="a folder with tagger.onnx; default: the package's")
    parser.add_argument("--min-confidence", type=float, default=LIKELY)
    parser.add_argument("--json", type=Path, default=None)
    main(parser.parse_args())
