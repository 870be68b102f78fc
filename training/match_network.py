"""The matcher's network: an encoder that reads two claims together, with heads for relation, similarity and paraphrase."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.pack import unpack

CLS, SEP, MASK = 101, 102, 103  # of BERT's word pieces
SHIFT, PAD = 4, 1  # MPNet's own number of a word piece is BERT's and four more; its padding
MPNET = {CLS: 0, SEP: 2, MASK: 30526}


class Outcome(NamedTuple):
    """`relation` (pairs, 4) logits in the order of pair_data.LABELS; `similarity` and `paraphrase` (pairs,) logits."""

    relation: Tensor
    similarity: Tensor
    paraphrase: Tensor


class PairNetwork(nn.Module):
    """An encoder over both claims; the heads read the first piece's vector beside the mean of all."""

    def __init__(self, encoder: nn.Module, width: int, mpnet: bool = False) -> None:
        super().__init__()
        self.encoder, self.mpnet = encoder, mpnet
        self.dropout = nn.Dropout(0.1)
        self.dense = nn.Linear(2 * width, width)
        self.relation = nn.Linear(width, 4)
        self.similarity = nn.Linear(width, 1)
        self.paraphrase = nn.Linear(width, 1)

    def forward(self, ids: Tensor, sides: Tensor, attention: Tensor) -> Outcome:
        """All of shape (pairs, pieces)."""
        if self.mpnet:
            hidden = self.encoder(input_ids=ids, attention_mask=attention).last_hidden_state
        else:
            hidden = self.encoder(input_ids=ids, token_type_ids=sides, attention_mask=attention).last_hidden_state
        mask = attention[:, :, None].to(hidden.dtype)
        mean = (hidden * mask).sum(dim=1) / mask.sum(dim=1)
        both = torch.tanh(self.dense(self.dropout(torch.cat([hidden[:, 0], mean], dim=1))))
        return Outcome(self.relation(both), self.similarity(both)[:, 0], self.paraphrase(both)[:, 0])


def build(folder: Path, attention: str = "sdpa") -> PairNetwork:
    """A network on the encoder whose config.json and packed or whole weights lie in `folder`: MiniLM or MPNet."""
    from safetensors.torch import load_file
    from transformers import AutoConfig, AutoModel

    config: Any = AutoConfig.from_pretrained(folder)
    mpnet = config.model_type == "mpnet"
    encoder: Any = AutoModel.from_config(config, attn_implementation="eager" if mpnet else attention)
    encoder.pooler = None
    whole = folder / "model.safetensors"
    weights = load_file(whole) if whole.exists() else unpack(folder)
    missing = encoder.load_state_dict(weights, strict=False).missing_keys
    if [name for name in missing if "position_ids" not in name]:
        raise SystemExit(f"{folder}: no weights for {', '.join(missing[:5])}")
    return PairNetwork(encoder, config.hidden_size, mpnet)


def collate(
    pairs: Sequence[tuple[NDArray[np.uint16], NDArray[np.uint16]]], mpnet: bool, hide: float = 0.0, seed: int = 0
) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, sides and attention, each (pairs, pieces); a share `hide` of the pieces is masked."""
    width = max(len(a) + len(b) for a, b in pairs) + 3
    ids = np.full((len(pairs), width), 0, dtype=np.int64)
    sides, attention = np.zeros_like(ids), np.zeros_like(ids)
    for row, (a, b) in enumerate(pairs):
        end = len(a) + len(b) + 3
        ids[row, :end] = np.concatenate([[CLS], a, [SEP], b, [SEP]])
        sides[row, len(a) + 2 : end] = 1
        attention[row, :end] = 1
    if hide:
        ids[(np.random.default_rng(seed).random(ids.shape) < hide) & (ids > MASK)] = MASK
    if mpnet:
        shifted = ids + SHIFT
        for bert, own in MPNET.items():
            shifted[ids == bert] = own
        ids = np.where(attention == 1, shifted, PAD)
    return torch.from_numpy(ids), torch.from_numpy(sides), torch.from_numpy(attention)
