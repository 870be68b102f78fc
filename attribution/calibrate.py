"""Turn what speaks for an attribution into probabilities: that it is right, and that each of its parts is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from attribution.classify import class_names
from attribution.models import Attribution, Confidences, Kind, Span

Floats = NDArray[np.float32]

FEATURES = (
    *("content_mean", "content_least", "content_start", "content_end", "content_after", "content_cue"),
    *("cue_mean", "cue_least", "cue_source", "source_mean", "source_least"),
    *("no_cue", "no_source", "mixed", "indirect", "parts", "words", "quoted_cue", "quoted_source", "named_source"),
    *(f"class_{name}" for name in class_names()),  # of the cue: "wants" is less often an attribution than "says"
)
TARGETS = ("attribution", "source", "cue", "content")
CLIP = 1e-4  # probabilities nearer to 0 or 1 than this say no more than this


@dataclass(frozen=True)
class Candidate:
    """An attribution whose confidence is not yet known, and its `evidence` (FEATURES,), that of its cue's class still to come."""

    attribution: Attribution
    evidence: Floats


@dataclass(frozen=True)
class Calibration:
    """One logistic regression for each of TARGETS: `weights` (targets, features), `bias` (targets,). See docs/model.md."""

    weights: Floats
    bias: Floats

    @classmethod
    def parse(cls, text: str | bytes) -> "Calibration":
        """What training/calibrate_tagger.py wrote. Raises ValueError if it is for other features."""
        row = json.loads(text)
        if tuple(row["features"]) != FEATURES or tuple(row["targets"]) != TARGETS:
            raise ValueError("made for other features")
        return cls(np.array(row["weights"], dtype=np.float32), np.array(row["bias"], dtype=np.float32))

    def confident(self, candidates: Sequence[Candidate]) -> list[Attribution]:
        """The attributions with their probabilities, to four decimals."""
        if not candidates:
            return []
        scores = matrix(candidates) @ self.weights.T + self.bias
        chances = (1 / (1 + np.exp(-scores.astype(np.float64)))).round(4).tolist()
        return [
            replace(row.attribution, confidence=whole, confidences=Confidences(*parts))
            for row, (whole, *parts) in zip(candidates, chances, strict=True)
        ]


def matrix(candidates: Sequence[Candidate]) -> Floats:
    """(candidates, FEATURES) all that speaks for each, the classes of their cues included."""
    names = class_names()
    own = np.zeros((len(candidates), len(names)), dtype=np.float32)
    for n, row in enumerate(candidates):
        if row.attribution.cue_class:
            own[n, names.index(row.attribution.cue_class)] = 1
    return np.concatenate([np.stack([row.evidence for row in candidates]), own], axis=1)


def evidence(
    kind: Kind,
    source: Span | None,
    cue: Span | None,
    contents: Sequence[Span],
    quoted: NDArray[np.bool_],
    named: NDArray[np.bool_],
    chances: Floats,
    tags: NDArray[np.int64],
    links: tuple[float, float | None],
) -> Floats:
    """What speaks for one attribution, its cue's class aside; spans are word ranges of the window, probabilities as log odds.

    `quoted` and `named` (words,) tell words in quotation marks and capitalised ones; `chances` (words, tags) and `tags` (words,)
    are the window's; `links` the probabilities of content to cue and of cue to source.
    Of several contents the least sure one counts.
    """
    sure = chances[np.arange(len(tags)), tags]
    inside = chances.shape[1] - 1  # I-content is the last tag
    after = [1.0 - float(chances[c.end, inside]) if c.end < len(tags) else 1.0 for c in contents]
    values = [
        min(float(sure[c.start : c.end].mean()) for c in contents),
        min(float(sure[c.start : c.end].min()) for c in contents),
        min(float(sure[c.start]) for c in contents),
        min(float(sure[c.end - 1]) for c in contents),
        min(after),
        links[0],
        *((float(sure[cue.start : cue.end].mean()), float(sure[cue.start : cue.end].min())) if cue else (0.5, 0.5)),
        0.5 if links[1] is None else links[1],
        *(
            (float(sure[source.start : source.end].mean()), float(sure[source.start : source.end].min()))
            if source
            else (0.5, 0.5)
        ),
    ]
    odds = np.clip(np.array(values, dtype=np.float64), CLIP, 1 - CLIP)
    length = sum(c.end - c.start for c in contents)
    facts = [cue is None, source is None, kind == "mixed", kind == "indirect", len(contents) - 1, np.log(length)]
    facts += [
        bool(span and table[span.start : span.end].any()) for table, span in ((quoted, cue), (quoted, source), (named, source))
    ]
    return np.concatenate([np.log(odds / (1 - odds)), facts]).astype(np.float32)
