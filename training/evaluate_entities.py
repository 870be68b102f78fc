"""F1 of the tagger's entity head on the world-news dev entities: exact spans and classes.

    python -m training.evaluate_entities --data ../shared/data --json benchmarks/entities.json

Gold spans are counted in words of the article's own text; what the annotation nests inside another entity is not counted.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from attribution.encode import collate, read_words, windows
from attribution.parse import entities, entity_runs
from attribution.tag import Tagger
from benchmarks.made_by import made_by
from training.entities import ENTITIES, entity_tags, read_entities


def main(args: argparse.Namespace) -> None:
    """Count, print, keep."""
    tagger = Tagger.load(args.tagger)
    count: Counter[tuple[str, str]] = Counter()
    for example in read_entities(args.data, "dev"):
        words = read_words(tagger.tokenizer, example.text)
        said = []
        for span in windows(example.text, words):
            batch = collate([(words, span)])
            (logits,) = tagger.session.run(["entities"], batch.inputs())
            said.append((span, {"entities": logits[0][batch.first[0]]}))
        gold = set(entity_runs(entity_tags(example, words)))
        found = {(first, last, label) for first, last, label, _ in entities(example.text, words, said)}
        for kind, part in (("gold", gold), ("found", found), ("right", gold & found)):
            for _, _, label in part:
                count[kind, ENTITIES[label]] += 1
                count[kind, "together"] += 1
    kept: dict[str, object] = {**made_by()}
    for name in ("together", *ENTITIES):
        right, found_, gold_ = (count[kind, name] for kind in ("right", "found", "gold"))
        precision, recall = right / max(1, found_), right / max(1, gold_)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        kept[name] = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "gold": gold_}
        print(f"{name:14s}{precision:8.3f}{recall:8.3f}{f1:8.3f}{gold_:7d}")
    if args.json:
        args.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--tagger", type=Path, default=None, help="a folder with tagger.onnx; default: the package's")
    parser.add_argument("--json", type=Path, default=None)
    main(parser.parse_args())
