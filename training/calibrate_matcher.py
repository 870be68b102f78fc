"""Learn how the matcher weighs what it knows of a pair: the cross-encoder, the cosine and the facts.

    python -m training.calibrate_matcher --data ../shared/data

A multinomial logistic regression on the annotated pairs (`training/claims/pairs.json`) that the cross-encoder was trained on,
those it never saw, and invented ones (`families.jsonl`). The weights of these three and STRENGTH were chosen by the
likelihood of every HELDth pair, a fifth of them at a time. Writes `weights.json` beside `matcher.onnx`; then `make checksums`.
"""

import argparse
import json
import random
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
from training.pair_data import CLAIMS, HELD, Pairs, families, statements

EACH = 100  # invented pairs of each label
TRAINED = 0.05  # the weight of a pair that the cross-encoder was trained on, beside one held back
INVENTED = 0.05  # that of an invented one
LEARNT = 728  # the first so many annotated pairs, but for every HELDth, taught the cross-encoder; the later ones it never saw
STRENGTH = 0.1  # of the regression's freedom (scikit-learn's C): few pairs, many features


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


def invented_pairs(chance: random.Random) -> list[tuple[Claimed, Claimed, str]]:
    """Pairs of invented claims, as many of each label: news holds few contradictions."""
    made = Pairs()
    families(made, random.Random(0))
    texts = list(made.numbers)
    by: dict[str, list[tuple[Claimed, Claimed, str]]] = {}
    for one, other, label, *_ in made.gold:
        by.setdefault(LABELS[label], []).append((Claimed(texts[one]), Claimed(texts[other]), LABELS[label]))
    return [row for label in LABELS for row in chance.sample(by[label], EACH)]


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
    invented = invented_pairs(random.Random(3))
    pairs += [(a, b) for a, b, _ in invented]
    found = gathered(raw(args.out), Embedder.load(), pairs)
    labels = np.array([LABELS.index(label) for label in [row[2] for row in rows] * 2 + [row[2] for row in invented]])
    weight = np.array(
        [1.0 if n % HELD == 0 or n >= LEARNT else TRAINED for n in range(len(rows))] * 2 + [INVENTED] * len(invented)
    )
    middle, spread = found.mean(axis=0), np.maximum(found.std(axis=0), 1e-6)
    fitted = LogisticRegression(C=STRENGTH, max_iter=5000).fit((found - middle) / spread, labels, weight)
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
