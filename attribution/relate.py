"""Tell whether two claims are the same, contradict each other, overlap or are different.

A cross-encoder reads both together; what it says, the cosine of their embeddings and how their facts compare (compare.py)
are weighed by a small calibrated model (training/calibrate_matcher.py).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from attribution.check import WEIGHTS, read_verified
from attribution.compare import Comparison, compare
from attribution.encode import load_tokenizer
from attribution.errors import ModelError
from attribution.lexicon import courtesies, folded
from attribution.models import UNTOLD, Claimed, Relation, RelationLabel
from attribution.run_onnx import open_network
from attribution.spread import spread

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

LABELS: tuple[RelationLabel, ...] = ("same", "contradict", "overlap", "different")
LONGEST = 110  # word pieces of a claim that are read
CLS, SEP = 101, 102
PLAUSIBLE = 0.1  # chance of same or contradict from which the other order is asked: on pairs_dev.jsonl as good as always
EVEN = 0.5  # the least chance of a contradiction where nothing else sets two claims apart
SAME_DAYS = 2  # articles so near in time tell the same news
UNDATED = (3.0, 0.25)  # what stands for unknown dates: the mean of the annotated pairs
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Said:
    """What the cross-encoder says of a pair: log-probabilities of LABELS, and logits of similarity and paraphrase."""

    relation: Numbers
    similarity: float
    paraphrase: float


@dataclass(frozen=True)
class Matcher:
    """A loaded matcher; `checksum` is the SHA-256 of its files together. `weights` (4, features + 1): the last is the bias."""

    session: "onnxruntime.InferenceSession"
    tokenizer: "Tokenizer"
    weights: Numbers
    checksum: str
    threads: int = 1

    @classmethod
    def load(cls, folder: Path = WEIGHTS / "matcher", threads: int = 1) -> "Matcher":
        """The matcher of a folder with `matcher.onnx` and `weights.json`, by default the package's. Raises ModelError."""
        graph, learned = read_verified(folder / "matcher.onnx"), read_verified(folder / "weights.json")
        tokens = WEIGHTS / "tagger" / "tokenizer.json"
        read_verified(tokens)
        try:
            weights = np.array([json.loads(learned)["weights"][label] for label in LABELS])
            session = open_network(graph)
        except Exception as error:  # onnxruntime's own exceptions share no base class
            raise ModelError(f"{folder} holds no matcher of this version: reinstall attrib") from error
        return cls(session, load_tokenizer(tokens), weights, hashlib.sha256(graph + learned).hexdigest(), threads)

    def relate(self, pairs: Sequence[tuple[Claimed, Claimed]], cosines: Sequence[float]) -> list[Relation]:
        """How the claims of each pair stand to each other; `cosines` are those of their embeddings.

        The answer does not depend on which of the two comes first, nor on the pairs beside it.
        """
        return spread(self._relate, list(zip(pairs, cosines, strict=True)), self.threads)

    def _relate(self, row: tuple[tuple[Claimed, Claimed], float]) -> Relation:
        (one, other), cosine = row
        compared, said = compare(one.text, other.text), self.ask(one, other)
        logits = self.weights @ np.append(features(compared, said, cosine, circumstances(one, other)), 1.0)
        chances = np.exp(logits - logits.max())
        return decided(chances / chances.sum(), compared, said, cosine)

    def ask(self, one: Claimed, other: Claimed) -> Said:
        """What the cross-encoder says: the mean of both orders where it matters, else of the first in the alphabet."""
        texts = sorted((written(one), written(other)))
        a, b = (self.tokenizer.encode(text, add_special_tokens=False).ids[:LONGEST] for text in texts)
        rows = [self._run(a, b)]
        if np.exp(rows[0][0][:2]).sum() > PLAUSIBLE:
            rows.append(self._run(b, a))
        return Said(*(np.mean([row[n] for row in rows], axis=0) for n in range(3)))

    def _run(self, a: list[int], b: list[int]) -> tuple[Any, ...]:
        ids = np.array([[CLS, *a, SEP, *b, SEP]], dtype=np.int64)
        sides = np.array([[0] * (len(a) + 2) + [1] * (len(b) + 1)], dtype=np.int64)
        relation, similarity, paraphrase = self.session.run(None, {"ids": ids, "sides": sides, "attention": np.ones_like(ids)})
        logits = relation[0].astype(np.float64)
        return logits - np.logaddexp.reduce(logits), float(similarity[0]), float(paraphrase[0])


def written(claim: Claimed) -> str:
    """A claim as the cross-encoder reads it: after the name of who made it, if it is one."""
    named = claim.speaker and any(word[:1].isupper() for word in claim.speaker.split()[1:] or claim.speaker.split())
    return f"{claim.speaker}: {claim.text}" if named and len(claim.speaker or "") < 60 else claim.text


def circumstances(one: Claimed, other: Claimed) -> tuple[float, ...]:
    """Whether the same person or body speaks, whether another one does, and how far apart the dates are (log days, near)."""
    left, right = named(one.speaker), named(other.speaker)
    gap = days_between(one.date, other.date)
    apart = UNDATED if gap is None else (float(np.log1p(gap)), float(gap <= SAME_DAYS))
    return (float(bool(left & right)), float(bool(left) and bool(right) and not left & right), *apart)


def named(speaker: str | None) -> frozenset[str]:
    """The names within a speaker: capital words that are no title and nothing else that begins a sentence."""
    words = (word.strip(".,;:()“”\"'’") for word in (speaker or "").replace("’s", "").replace("'s", "").split())
    capital = {folded(word) for word in words if word[:1].isupper() and len(word) > 2}
    return frozenset(capital - courtesies() - {"the", "sen", "rep", "gov"})


def days_between(one: str | None, other: str | None) -> int | None:
    """How many days lie between two ISO dates; None if one is missing or names no day."""
    try:
        return abs((date.fromisoformat((one or "")[:10]) - date.fromisoformat((other or "")[:10])).days)
    except ValueError:
        return None


def features(compared: Comparison, said: Said, cosine: float, around: tuple[float, ...]) -> Numbers:
    """(features,) what the decision weighs, in a fixed order."""
    clash = compared.clash() is not None
    return np.array(
        [
            *said.relation,
            said.similarity,
            said.paraphrase,
            cosine,
            cosine * cosine,
            compared.shared,
            compared.contained,
            compared.length,
            min(compared.figures, 2),
            min(len(compared.other_figures), 2),
            min(compared.missing, 2),
            min(len(compared.other_dates), 2),
            min(compared.names, 3),
            min(compared.other_names, 3),
            float(compared.negated),
            min(len(compared.opposed), 2),
            compared.contained * clash,
            *around,
        ]
    )


def decided(chances: Numbers, compared: Comparison, said: Said, cosine: float) -> Relation:
    """The label by the four probabilities, in the order of LABELS, and the reason for it."""
    same, contradict, overlap, _ = (round(float(chance), 4) for chance in chances)
    label = LABELS[int(np.argmax(chances))]
    clash = compared.clash()
    if label == "same" and (
        compared.other_figures or compared.other_dates or compared.negated
    ):  # figures and polarity must agree, whatever the rest says
        label = "contradict" if compared.contained >= 0.5 else "overlap"
    if compared.clash_alone():
        label, contradict = "contradict", max(contradict, EVEN)
    reasons = {
        "same": f"the same in other words (cosine {cosine:.2f})",
        "contradict": UNTOLD,
        "overlap": "share a part",
        "different": "about something else",
    }
    reason = clash if clash and label in ("contradict", "overlap") else reasons[label]
    score, similarity = float(chances[0] + chances[2] / 2), (max(0.0, cosine) + _chance(said.similarity)) / 2
    rest = (round(similarity, 4), round(_chance(said.paraphrase), 4))
    return Relation(label, round(score, 4), same, contradict, overlap, *rest, reason)


def _chance(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))
