"""Tell whether two claims are the same, contradict each other, overlap or are different."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from attribution.compare import Comparison, compare
from attribution.models import Claimed, Relation


@dataclass(frozen=True)
class Matcher:
    """What decides; `checksum` tells one version from another."""

    checksum: str

    @classmethod
    def load(cls) -> "Matcher":
        """The matcher in the package."""
        return cls("rules")

    def relate(self, pairs: Sequence[tuple[Claimed, Claimed]], cosines: Sequence[float]) -> list[Relation]:
        """How the claims of each pair stand to each other; `cosines` are those of their embeddings."""
        return [_relation(compare(a.text, b.text), cosine) for (a, b), cosine in zip(pairs, cosines, strict=True)]


def _relation(found: Comparison, cosine: float) -> Relation:
    clash = found.clash()
    near = 1 / (1 + np.exp(-(14 * (cosine - 0.74) + 2 * (found.shared - 0.4) - 0.4 * found.other_names)))
    alike = 1 / (1 + np.exp(-(12 * (cosine - 0.62))))
    contradict = float(near * 0.8) if clash else 0.02
    same = float(near * (0.1 if clash else 1) * (1 - contradict))
    overlap = float(max(0.0, alike - same - contradict))
    different = 1 - same - contradict - overlap
    label = max((same, "same"), (contradict, "contradict"), (overlap, "overlap"), (different, "different"))[1]
    return Relation(label, same + overlap / 2, same, contradict, overlap, clash or f"cosine {cosine:.2f}")  # type: ignore[arg-type]
