"""Fit the probabilities of the exported tagger on the dev sets, and say how right they are.

    python -m training.calibrate_tagger --data ../shared/data --json benchmarks/calibration.json && make checksums

Training never saw the dev sets, and the weights know train by heart, so that nothing can be learned there about how sure they may
be. The figures are cross-fitted: each tenth of the articles is judged by what the other nine taught. What is written to
`confidence.json` is fitted on all. A candidate is right when `attrib evaluate` pairs it with a gold attribution (content: Dice of
words >= .5) and its source agrees too; a source, cue or content by itself is right as it says.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from attribution.calibrate import FEATURES, TARGETS, Candidate, matrix
from attribution.evaluate import AGREE, dice, pairs, parts_of, quoted
from attribution.read_gold import GoldArticle, read_gold
from attribution.tag import Tagger
from benchmarks.made_by import made_by
from training.evaluate_tagger import SETS

FOLDS = 10
BINS = 10
STRENGTH = 0.1  # of the evidence against the regression's prior; of .01, .1 and 1 the best by log loss on the other folds
WORLD = 3.0  # how much a row of the twelve world-news articles counts beside one of PolNeAR's 84
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

Floats = NDArray[np.float64]


def right(article: GoldArticle, found: list[Candidate]) -> Floats:
    """(found, targets) 1 where the attribution, and each part of it, is right."""
    inside = quoted(article.text)
    marked = [parts_of(article.text, (g.source, g.cue, g.content), inside) for g in article.attributions]
    mine = [
        parts_of(article.text, ([a.source] if a.source else [], [a.cue] if a.cue else [], a.content), inside)
        for a in (candidate.attribution for candidate in found)
    ]
    answers = np.zeros((len(found), len(TARGETS)))
    for i, j in pairs(marked, mine):
        source = dice(marked[i].source, mine[j].source) >= AGREE
        cue = bool(marked[i].cue & mine[j].cue) or marked[i].cue == mine[j].cue
        answers[j] = (source, source, cue, True)
    for j, row in enumerate(mine):  # a content that is wrong may have a right source by a right cue
        near = [g for g in marked if g.cue & row.cue]
        if not answers[j].any() and near:
            answers[j] = (False, any(dice(g.source, row.source) >= AGREE for g in near), True, False)
    return answers


def read(tagger: Tagger, data: Path) -> tuple[Floats, Floats, NDArray[np.int64], dict[str, slice], dict[str, int]]:
    """Evidence (rows, features), answers (rows, targets), article (rows,), and the rows and gold attributions of each dev set."""
    evidence: list[Any] = []
    answers, article, parts, golds = [], [], {}, {}
    count = 0
    for name, path in SETS.items():
        rows = [row for row in read_gold(data / path) if isinstance(row, GoldArticle)]
        begin = len(evidence)
        for row, found in zip(rows, tagger.candidates([row.text for row in rows]), strict=True):
            count += 1
            if found:
                evidence += list(matrix(found))
                answers.append(right(row, found))
                article += [count] * len(found)
        parts[name] = slice(begin, len(evidence))
        golds[name] = sum(bool(a.content) for row in rows for a in row.attributions)
    return np.stack(evidence).astype(np.float64), np.concatenate(answers), np.array(article), parts, golds


def fit(evidence: Floats, answer: Floats, weight: Floats) -> tuple[Floats, float]:
    """Weights (features,) for the evidence as it is, and the bias; `weight` (rows,) says how much each row counts."""
    mean, spread = evidence.mean(axis=0), evidence.std(axis=0)
    spread[spread == 0] = 1.0  # a class that no dev article has
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit((evidence - mean) / spread, answer, sample_weight=weight)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ mean)


def cross_fitted(evidence: Floats, answers: Floats, weight: Floats, article: NDArray[np.int64]) -> Floats:
    """(rows, targets) the probability of each row by what the other articles teach."""
    chances = np.zeros_like(answers)
    for fold in range(FOLDS):
        held = article % FOLDS == fold
        for n in range(answers.shape[1]):
            weights, bias = fit(evidence[~held], answers[~held, n], weight[~held])
            chances[held, n] = 1 / (1 + np.exp(-(evidence[held] @ weights + bias)))
    return chances


def reliability(chance: Floats, answer: Floats) -> dict[str, Any]:
    """The expected calibration error (ten bins of equal width, Guo et al. 2017), the Brier score, and the bins."""
    place = np.minimum((chance * BINS).astype(int), BINS - 1)
    bins = []
    for n in range(BINS):
        inside = place == n
        if inside.any():
            bins.append(
                {
                    "from": n / BINS,
                    "to": (n + 1) / BINS,
                    "count": int(inside.sum()),
                    "said": round(float(chance[inside].mean()), 3),
                    "right": round(float(answer[inside].mean()), 3),
                }
            )
    error = sum(b["count"] * abs(b["said"] - b["right"]) for b in bins) / len(chance)
    return {"ece": round(float(error), 4), "brier": round(float(((chance - answer) ** 2).mean()), 4), "bins": bins}


def noise(chance: Floats, draws: int = 200) -> float:
    """The expected calibration error of a perfectly calibrated tagger that says the same: what is left to chance."""
    random = np.random.default_rng(1)
    errors = [reliability(chance, (random.random(len(chance)) < chance).astype(float))["ece"] for _ in range(draws)]
    return round(float(np.mean(errors)), 4)


def shown(chance: Floats, answer: Floats, gold: int) -> list[dict[str, float]]:
    """What is shown at each threshold: how many, how many of these are right, and how many of the gold ones are among them."""
    rows = []
    for threshold in (0.0, *THRESHOLDS):
        kept = chance >= threshold
        hits = float(answer[kept].sum())
        precision, recall = hits / max(1, kept.sum()), hits / gold
        rows.append(
            {
                "min_confidence": threshold,
                "shown": round(float(kept.mean()), 3),
                "right": round(precision, 3),
                "found": round(recall, 3),
                "f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
            }
        )
    return rows


def main(args: argparse.Namespace) -> None:
    """Fit, judge, write."""
    path = args.tagger / "confidence.json"
    if not path.exists():
        write(path, np.zeros((len(TARGETS), len(FEATURES))), np.zeros(len(TARGETS)))
    tagger = Tagger.load(args.tagger, weights=Path("nowhere"))  # not yet the shipped one: no checksums
    evidence, answers, article, parts, golds = read(tagger, args.data)
    weight = np.ones(len(evidence))
    weight[parts["world news dev"]] = WORLD
    chances = cross_fitted(evidence, answers, weight, article)
    kept: dict[str, Any] = {
        **made_by(),
        "tagger": tagger.checksum,
        "folds": FOLDS,
    }
    for name, rows in parts.items():
        kept[name] = {t: reliability(chances[rows, n], answers[rows, n]) for n, t in enumerate(TARGETS)}
        kept[name]["noise"] = noise(chances[rows, 0])
        kept[name]["thresholds"] = shown(chances[rows, 0], answers[rows, 0], golds[name])
        print(name + ": " + ", ".join(f"{t} ECE {kept[name][t]['ece']:.3f} Brier {kept[name][t]['brier']:.3f}" for t in TARGETS))
        for row in kept[name]["thresholds"]:
            print("  " + "  ".join(f"{key} {value:.3f}" for key, value in row.items()))
    fits = [fit(evidence, answers[:, n], weight) for n in range(len(TARGETS))]
    write(path, np.stack([f[0] for f in fits]), np.array([f[1] for f in fits]))
    if args.json:
        args.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def write(path: Path, weights: Floats, bias: Floats) -> None:
    """What attribution/calibrate.py reads."""
    row = {
        "features": list(FEATURES),
        "targets": list(TARGETS),
        "weights": [[round(float(x), 5) for x in line] for line in weights],
        "bias": [round(float(x), 5) for x in bias],
    }
    path.write_text(json.dumps(row, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--tagger", type=Path, default=Path("attribution/weights/tagger"))
    parser.add_argument("--json", type=Path, default=None)
    main(parser.parse_args())
