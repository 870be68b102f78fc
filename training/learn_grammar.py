"""The losses of the tagger's grammar heads over one batch of treebank windows."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from attribution.decode import LINK_WIDTH
from attribution.encode import Words
from attribution.models import Span
from attribution.parse import POINTERS, antecedent_buckets, head_buckets
from training.network import Network, Output
from training.treebank import IGNORE, ROOT, TreeTarget

TreeRow = tuple[Words, Span, TreeTarget]


def grammar_losses(
    network: Network, out: Output, first: Sequence[NDArray[np.int64]], rows: Sequence[TreeRow]
) -> dict[str, Tensor]:
    """`grammar`: the sum of the mean losses of parts, relations, heads and kinds; `antecedents`: the mean over those who refer.

    `first` holds the columns of each window's words. What a word refers to is sought in all windows of its document in the batch.
    """
    named: dict[str, list[Tensor]] = {name: [] for name in ("parts", "relations", "kinds")}
    answers: dict[str, list[Tensor]] = {name: [] for name in named}
    pointed, vectors = [], []
    for row, (columns, (_, _, target)) in enumerate(zip(first, rows, strict=True)):
        at = torch.from_numpy(columns)
        for name in named:
            named[name].append(getattr(out, name)[row][at])
            answers[name].append(torch.from_numpy(getattr(target, name)))
        own = out.pointers[row][at].view(len(at), len(POINTERS), 2, LINK_WIDTH)
        vectors.append(own[:, 1])
        pointed.append(head_loss(network, own[:, 0], target))
    total = torch.cat(pointed).mean()
    for name, logits in named.items():
        label = torch.cat(answers[name])
        if (label != IGNORE).any():
            total = total + functional.cross_entropy(torch.cat(logits), label, ignore_index=IGNORE)
    losses = {"grammar": total}
    referring = antecedent_loss(network, vectors, rows)
    if referring:
        losses["antecedents"] = torch.cat(referring).mean()
    return losses


def head_loss(network: Network, vectors: Tensor, target: TreeTarget) -> Tensor:
    """(known heads,) the cross-entropy of each word's head; `vectors` (words, 2, LINK_WIDTH)."""
    known = np.flatnonzero(target.heads >= ROOT)
    query = vectors[known, 0]
    bias = network.point_distance[0][torch.from_numpy(head_buckets(len(vectors))[known])]
    none = (query @ network.point_none[0] + network.point_none_bias[0])[:, None]
    scores = torch.cat([none, query @ vectors[:, 1].T / 8 + bias], dim=1)
    return functional.cross_entropy(scores, torch.from_numpy(target.heads[known] + 1), reduction="none")


def antecedent_loss(network: Network, vectors: Sequence[Tensor], rows: Sequence[TreeRow]) -> list[Tensor]:
    """For each document the loss (mentions,) of pointing to any earlier mention of the same entity, or to none if there is none.

    The likelihoods of all right antecedents are added up (Lee et al. 2017); words stand for mentions (Dobrovolskii 2021).
    """
    losses = []
    groups: dict[int, list[int]] = {}
    for n, (words, _, _) in enumerate(rows):
        groups.setdefault(id(words), []).append(n)
    for members in groups.values():
        words = rows[members[0]][0]
        entity = np.concatenate([rows[n][2].entity for n in members])
        place = np.concatenate([np.arange(rows[n][1].start, rows[n][1].end) for n in members])
        at = np.flatnonzero(entity)
        if len(at) < 2:
            continue
        own = torch.cat([vectors[n] for n in members])[at]
        buckets = antecedent_buckets(place[at], place[at], np.cumsum(words.opens))
        bias = sum(network.point_distance[1 + n][torch.from_numpy(b)] for n, b in enumerate(buckets))
        scores = own[:, 0] @ own[:, 1].T / 8 + bias
        earlier = torch.ones_like(scores, dtype=torch.bool).tril(-1)
        none = own[:, 0] @ network.point_none[1] + network.point_none_bias[1]
        whole = torch.cat([none[:, None], scores.masked_fill(~earlier, -1e4)], dim=1)
        same = torch.from_numpy(entity[at][:, None] == entity[at][None, :]) & earlier
        right = torch.cat([~same.any(dim=1, keepdim=True), same], dim=1)
        losses.append(whole.logsumexp(dim=1) - whole.masked_fill(~right, -1e4).logsumexp(dim=1))
    return losses
