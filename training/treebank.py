"""Read the treebanks of `../shared/data/ud` as what the tagger's grammar heads learn: parts of speech, dependencies, mentions.

Text and paragraphs are put together again from the tokens; every answer belongs to the first of the words (of BERT's
pre-tokenizer) that a token covers. GUM alone has entities and coreference (Zeldes 2017), as `Entity=` in the last column.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from attribution.encode import Words

Ints = NDArray[np.int64]
IGNORE = -100  # of torch's cross-entropy
ROOT, UNKNOWN = -1, -2  # a head that is none, or that is no word of its own
PARTS = (
    *(
        "CC",
        "CD",
        "DT",
        "EX",
        "FW",
        "HYPH",
        "IN",
        "JJ",
        "JJR",
        "JJS",
        "LS",
        "MD",
        "NN",
        "NNP",
        "NNPS",
        "NNS",
        "PDT",
        "POS",
        "PRP",
    ),
    *("PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB"),
    *("PUNCT", "PART"),  # any mark; and a later word of a token ("." in "U.S.")
)
RELATIONS = (
    *("acl", "acl:relcl", "advcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "ccomp", "compound"),
    *("compound:prt", "conj", "cop", "csubj", "dep", "det", "discourse", "expl", "fixed", "flat", "iobj", "list", "mark", "nmod"),
    *("nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:pass", "nummod", "obj", "obl", "obl:agent", "obl:unmarked"),
    *("orphan", "parataxis", "punct", "root", "vocative", "xcomp", "part"),
)
KINDS = ("none", "person", "organization", "place", "event", "object", "abstract", "time", "animal", "plant", "substance")
BRACKET = re.compile(r"\(([^()\-]+)-([a-z]+)-?[^()]*?(?=[()]|$)(\))?|([^()]+)\)")
MARKS = frozenset((".", ",", ":", "``", "''", "-LRB-", "-RRB-", "NFP", "$", "ADD", "GW", "AFX"))
PARTS_OF_MARKS = {"ADD": "NN", "GW": "NN", "AFX": "JJ", "$": "SYM"}


@dataclass
class Token:
    """One token: half-open code points of the article's text, its part of speech and relation, the index of its head or ROOT."""

    start: int
    end: int
    part: str
    relation: str
    head: int


@dataclass
class TreeExample:
    """One document. `mentions`: the index of the head token, the number of the entity and its kind; None where not annotated."""

    text: str
    tokens: list[Token]
    mentions: list[tuple[int, int, str]] | None


@dataclass
class TreeTarget:
    """One window's answers, all (words,): labels or IGNORE; `heads` as words of the window, ROOT or UNKNOWN; `entity` 0: none."""

    parts: Ints
    relations: Ints
    heads: Ints
    kinds: Ints
    entity: Ints


@dataclass
class _Reader:
    """A document as it grows, sentence by sentence."""

    text: str = ""
    tokens: list[Token] = field(default_factory=list)
    spans: list[tuple[int, int, str, str]] = field(default_factory=list)  # first and last token, entity, kind

    def sentence(self, rows: list[list[str]], opens: bool) -> None:
        """Add one sentence; `opens` says that a paragraph begins."""
        if self.text:
            self.text = self.text.rstrip() + ("\n\n" if opens else " ")
        base, places = len(self.tokens), self._write(rows)
        for row, (start, end) in zip((r for r in rows if "-" not in r[0]), places, strict=True):
            head = base + int(row[6]) - 1 if row[6] not in "0_" else ROOT
            part = PARTS_OF_MARKS.get(row[4], "PUNCT" if row[4] in MARKS else row[4])
            relation = row[7] if row[7] in RELATIONS else row[7].partition(":")[0]
            known = relation if relation in RELATIONS else "dep"
            self.tokens.append(Token(start, end, part if part in PARTS else "FW", known, head))
        self._entities(base, [r for r in rows if "-" not in r[0]])

    def _write(self, rows: list[list[str]]) -> list[tuple[int, int]]:
        """Write the sentence's text; where each of its tokens stands in it, those of a contraction as far as they can be told."""
        places: list[tuple[int, int]] = []
        until = 0  # the last token of the contraction being read
        for row in rows:
            number = row[0].split("-")
            spaced = "" if "SpaceAfter=No" in row[9].split("|") else " "
            if len(number) == 2:
                until, begin = int(number[1]), len(self.text)
                self.text += row[1] + spaced
                end = begin + len(row[1])
            elif int(number[0]) <= until:
                last = places[-1][1] if places and places[-1][1] > begin else begin
                found = self.text.find(row[1], last, end)
                places.append((found, found + len(row[1])) if found >= 0 else (last, end))
            else:
                places.append((len(self.text), len(self.text) + len(row[1])))
                self.text += row[1] + spaced
        return places

    def _entities(self, base: int, rows: list[list[str]]) -> None:
        open_: list[tuple[str, str, int]] = []
        for n, row in enumerate(rows):
            value = next((f[7:] for f in row[9].split("|") if f.startswith("Entity=")), "")
            for name, kind, closed, end in BRACKET.findall(value):
                if name:
                    open_.append((name, kind, base + n))
                if closed or end:
                    at = max((i for i, o in enumerate(open_) if o[0] == (end or name)), default=None)
                    if at is not None:
                        name_, kind_, first = open_.pop(at)
                        self.spans.append((first, base + n, name_, kind_))

    def example(self, annotated: bool) -> TreeExample:
        """The whole document; a mention's head is the token whose own head lies outside of the mention."""
        numbers: dict[str, int] = {}
        mentions: dict[int, tuple[int, int, str]] = {}
        for first, last, name, kind in sorted(self.spans, key=lambda s: s[0] - s[1]):  # the longest of one head counts
            name = name.partition("[")[0]
            heads = [n for n in range(first, last + 1) if not first <= self.tokens[n].head <= last]
            if heads and kind in KINDS:
                mentions.setdefault(heads[0], (heads[0], numbers.setdefault(name, len(numbers) + 1), kind))
        return TreeExample(self.text, self.tokens, sorted(mentions.values()) if annotated else None)


def documents(path: Path) -> Iterator[TreeExample]:
    """The documents of a CoNLL-U file."""
    annotated = path.name.startswith("gum")
    reader, rows, opens = _Reader(), [], False
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc") and reader.text:
                yield reader.example(annotated)
                reader = _Reader()
            elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
                opens = True
            elif line and line[0] != "#":
                row = line.split("\t")
                if "." not in row[0]:
                    rows.append(row)
            elif not line and rows:
                reader.sentence(rows, opens)
                rows, opens = [], False
    if reader.text:
        yield reader.example(annotated)


def read_treebanks(data: Path, part: str) -> list[TreeExample]:
    """All documents of both treebanks, `train` or `dev`."""
    return [example for name in ("ewt", "gum") for example in documents(data / "ud" / f"{name}.{part}.conllu")]


def tree_targets(example: TreeExample, words: Words) -> TreeTarget:
    """The answers for all words of a document."""
    size = len(words.first)
    parts, relations, kinds = (np.full(size, IGNORE) for _ in range(3))
    heads, entity = np.full(size, UNKNOWN), np.zeros(size, dtype=np.int64)
    low = np.searchsorted(words.starts, [t.start for t in example.tokens])
    high = np.searchsorted(words.starts, [t.end for t in example.tokens])
    for token, first, last in zip(example.tokens, low.tolist(), high.tolist(), strict=True):
        if first == last:
            continue
        parts[first], relations[first] = PARTS.index(token.part), RELATIONS.index(token.relation)
        parts[first + 1 : last], relations[first + 1 : last] = PARTS.index("PART"), RELATIONS.index("part")
        heads[first + 1 : last] = first
        if token.head == ROOT:
            heads[first] = ROOT
        elif low[token.head] < high[token.head]:
            heads[first] = low[token.head]
    if example.mentions is not None:
        kinds[:] = 0
        for head, number, kind in example.mentions:
            if low[head] < high[head]:
                kinds[low[head]], entity[low[head]] = KINDS.index(kind), number
    return TreeTarget(parts, relations, heads, kinds, entity)


def cut(target: TreeTarget, start: int, end: int) -> TreeTarget:
    """The answers of the words of one window; a head in another window is unknown."""
    heads = target.heads[start:end].copy()
    inside = heads - start
    outside = (heads >= 0) & ((inside < 0) | (inside >= end - start))
    heads = np.where(heads < 0, heads, np.where(outside, UNKNOWN, inside))
    return TreeTarget(
        target.parts[start:end], target.relations[start:end], heads, target.kinds[start:end], target.entity[start:end]
    )
