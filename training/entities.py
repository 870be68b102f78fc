"""Read the world-news entities of `../shared/data/ner` as character spans into the articles' own texts."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from attribution.encode import Words

ENTITIES = ("Person", "Organization", "Location", "NORP", "Date", "Facility", "Money", "Product", "Misc")
REACH = 40  # characters: a token that does not stand this near after the one before is written otherwise in the text
QUOTES = str.maketrans("“”‘’", "\"\"''")  # the tokens' marks are straight, whatever the text's are


@dataclass
class EntityExample:
    """One article: its text, and half-open character spans of its entities with the number of their class."""

    text: str
    entities: list[tuple[int, int, int]]


def articles(path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The id and the (token, tag) rows of each article of a `.tsv` file."""
    rows: list[tuple[str, str]] = []
    name = ""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            token, *tags = line.rstrip("\n").split("\t")
            if not tags and token.startswith("# "):
                if name:
                    yield name, rows
                name, rows = token[2:], []
            elif tags:
                rows.append((token, tags[0]))  # the second and third hold entities inside others
    if name:
        yield name, rows


def aligned(text: str, rows: list[tuple[str, str]]) -> list[tuple[int, int, int]]:
    """The entities of one article as character spans; what does not stand in the text is left out."""
    plain = text.translate(QUOTES)
    found: list[tuple[int, int, int]] = []
    at = 0
    for token, tag in rows:
        form = {"``": '"', "''": '"'}.get(token, token.translate(QUOTES))
        start = plain.find(form, at, at + REACH + len(form))
        if start < 0:
            continue
        at = start + len(form)
        if tag == "O":
            continue
        label = ENTITIES.index(tag[2:])
        if tag[0] == "I" and found and found[-1][2] == label and start - found[-1][1] <= 3:
            found[-1] = (found[-1][0], at, label)
        else:
            found.append((start, at, label))
    return found


def read_entities(data: Path, part: str) -> list[EntityExample]:
    """All articles of `train` or `dev`."""
    with (data / "articles" / "world.jsonl").open(encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    tables = articles(data / "ner" / f"world_{part}.tsv")
    return [EntityExample(texts[name], aligned(texts[name], rows)) for name, rows in tables if name in texts]


def entity_tags(example: EntityExample, words: Words) -> NDArray[np.int64]:
    """(words,) 0 outside, 1 + 2 * class where an entity begins, 2 + 2 * class where it goes on."""
    tags = np.zeros(len(words.first), dtype=np.int64)
    for start, end, label in example.entities:
        low = int(np.searchsorted(words.ends, start, side="right"))
        high = int(np.searchsorted(words.starts, end, side="left"))
        if low < high:
            tags[low], tags[low + 1 : high] = 1 + 2 * label, 2 + 2 * label
    return tags
