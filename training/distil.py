"""What a teacher of entities and grammar says of windows that nobody annotated for them.

A head that learns on one corpus alone does not work on another: the encoder tells the corpora apart (LOG.md). So each window
has an answer for every head: the annotation's where there is one, else the teacher's probabilities (Hinton et al. 2015).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from attribution.decode import LINK_WIDTH
from attribution.encode import Batch
from attribution.parse import POINTERS, Grammars, antecedent_buckets, head_buckets
from training.network import Network, Output
from training.treebank import KINDS

LABELLED = ("entities", "parts", "relations", "kinds")
NEVER = -1e4  # a score of what cannot be


class Teacher:
    """An exported tagger whose entities and grammar are taken for true."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.learned = Grammars.parse(self.session.get_modelmeta().custom_metadata_map["grammar"])

    def losses(self, network: Network, out: Output, batch: Batch, annotated: Sequence[str]) -> dict[str, Tensor]:
        """The cross-entropies of each head beside those `annotated`, with the teacher's probabilities as answers.

        `entities` by word; `grammar`, the sum of parts, relations, kinds and heads by word; `antecedents` by mention.
        """
        names = [*LABELLED, "pointers"]
        said = dict(zip(names, self.session.run(names, batch.inputs()), strict=True))
        sums: dict[str, list[Tensor]] = {}
        for row, columns in enumerate(batch.first):
            at = torch.from_numpy(columns)
            for name in LABELLED:
                if name not in annotated:
                    wanted = torch.from_numpy(said[name][row][columns]).softmax(dim=1)
                    loss = functional.cross_entropy(getattr(out, name)[row][at], wanted, reduction="none")
                    sums.setdefault(name, []).append(loss)
            mine = out.pointers[row][at].view(len(at), len(POINTERS), 2, LINK_WIDTH)
            theirs = said["pointers"][row][columns].reshape(len(at), len(POINTERS), 2, LINK_WIDTH)
            if "heads" not in annotated:
                sums.setdefault("heads", []).append(self._heads(network, mine[:, 0], theirs[:, 0]))
            if "antecedents" not in annotated:
                kinds = said["kinds"][row][columns].argmax(axis=1)
                sums.setdefault("antecedents", []).append(self._antecedents(network, mine[:, 1], theirs[:, 1], kinds, batch, row))
        means = {name: torch.cat(parts).mean() for name, parts in sums.items() if sum(len(p) for p in parts)}
        grammar = [means[name] for name in ("parts", "relations", "kinds", "heads") if name in means]
        losses = {name: means[name] for name in ("entities", "antecedents") if name in means}
        return losses | ({"grammar": torch.stack(grammar).sum()} if grammar else {})

    def _heads(self, network: Network, mine: Tensor, theirs: NDArray[np.float32]) -> Tensor:
        """(words,) of pointing to the head that the teacher points to; vectors (words, 2, LINK_WIDTH)."""
        where = head_buckets(len(theirs))
        query = theirs[:, 0]
        scores = query @ theirs[:, 1].T / 8 + self.learned.tables[0][where]
        none = query @ self.learned.none[0] + self.learned.none_bias[0]
        wanted = torch.from_numpy(np.concatenate([none[:, None], scores], axis=1).astype(np.float32)).softmax(dim=1)
        own = mine[:, 0] @ mine[:, 1].T / 8 + network.point_distance[0][torch.from_numpy(where)]
        own_none = mine[:, 0] @ network.point_none[0] + network.point_none_bias[0]
        return functional.cross_entropy(torch.cat([own_none[:, None], own], dim=1), wanted, reduction="none")

    def _antecedents(
        self, network: Network, mine: Tensor, theirs: NDArray[np.float32], kinds: NDArray[np.int64], batch: Batch, row: int
    ) -> Tensor:
        """(mentions,) of pointing to the mentions before that the teacher points to, within the window."""
        at = np.flatnonzero(kinds != KINDS.index("none"))
        paragraph = np.cumsum(batch.opens[row][batch.first[row]])
        buckets = antecedent_buckets(at, at, paragraph)
        later = np.triu(np.ones((len(at), len(at)), dtype=bool))
        scores = theirs[at, 0] @ theirs[at, 1].T / 8 + self.learned.tables[1][buckets[0]] + self.learned.tables[2][buckets[1]]
        none = theirs[at, 0] @ self.learned.none[1] + self.learned.none_bias[1]
        whole = np.concatenate([none[:, None], np.where(later, NEVER, scores)], axis=1)
        wanted = torch.from_numpy(whole.astype(np.float32)).softmax(dim=1)
        own = mine[at, 0] @ mine[at, 1].T / 8
        own = own + sum(network.point_distance[1 + n][torch.from_numpy(b)] for n, b in enumerate(buckets))
        own_none = mine[at, 0] @ network.point_none[1] + network.point_none_bias[1]
        logits = torch.cat([own_none[:, None], own.masked_fill(torch.from_numpy(later), NEVER)], dim=1)
        return functional.cross_entropy(logits, wanted, reduction="none")
