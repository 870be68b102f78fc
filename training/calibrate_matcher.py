"""Learn how the matcher weighs what it knows of a pair: the cross-encoder, the cosine and the facts.

    python -m training.calibrate_matcher --data ../shared/data

A multinomial logistic regression on the annotated pairs (`training/claims/pairs.json`) that the cross-encoder was trained on and
those held back from it. Writes `weights.json` beside `matcher.onnx`; then `make checksums`.
"""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from attribution.check import WEIGHTS
from attribution.compare import compare
from attribution.embed import Embedder
from attribution.encode import load_tokenizer
from attribution.models import Claimed
from attribution.relate import LABELS, Matcher, Numbers, circumstances, features
from attribution.run_onnx import open_network
from training.pair_data import CLAIMS, statements

STRENGTH = 0.03  # of the regression's freedom (scikit-learn's C): few pairs, many features


def raw(folder: Path) -> Matcher:
    """The matcher of a folder whose weights are still to be learned."""
    graph = (folder / "matcher.onnx").read_bytes()
    return Matcher(open_network(graph), load_tokenizer(WEIGHTS / "tagger" / "tokenizer.json"), np.zeros((0, 0)), "")


def gathered(matcher: Matcher, embedder: Embedder, pairs: Iterable[tuple[Claimed, Claimed]]) -> Numbers:
    """(pairs, features)."""
    rows = []
    for one, other in pairs:
        a, b = embedder.embed([one.text, other.text])
        rows.append(features(compare(one.text, other.text), matcher.ask(one, other), float(a @ b), circumstances(one, other)))
    return np.array(rows)


def main(args: argparse.Namespace) -> None:
    """Fit and write."""
    from sklearn.linear_model import LogisticRegression

    texts = {row["key"]: row for row in statements(args.data)}
    rows = json.loads((CLAIMS / "pairs.json").read_text("utf-8"))

    def claimed(key: str) -> Claimed:
        row = texts[key]
        return Claimed(" ".join(row["content"].split()), row["source"] or None, row["date"])

    pairs = [(claimed(a), claimed(b)) for a, b, _ in rows]
    pairs += [(Claimed(a.text), Claimed(b.text)) for a, b in pairs]  # half of what is compared has no source or date
    found = gathered(raw(args.out), Embedder.load(), pairs)
    labels = np.array([LABELS.index(label) for *_, label in rows] * 2)
    middle, spread = found.mean(axis=0), np.maximum(found.std(axis=0), 1e-6)
    fitted = LogisticRegression(C=STRENGTH, max_iter=5000).fit((found - middle) / spread, labels)
    weights = fitted.coef_ / spread
    biases = fitted.intercept_ - weights @ middle
    learned = {LABELS[n]: [*map(float, row), float(bias)] for n, row, bias in zip(fitted.classes_, weights, biases, strict=True)}
    (args.out / "weights.json").write_text(json.dumps({"pairs": len(rows), "weights": learned}, indent=1) + "\n", "utf-8")
    print(
        f"{args.out / 'weights.json'}: {len(rows)} pairs, right on {fitted.score((found - middle) / spread, labels):.3f} of them"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("attribution/weights/matcher"))
    main(parser.parse_args())
