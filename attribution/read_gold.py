"""Read articles that people annotated: JSON Lines as `attrib extract` prints it (with the text), brat standoff, Citron's JSON."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attribution.errors import ReadError
from attribution.models import Failure, Span

ROLES = ("source", "cue", "content")
SPANS = re.compile(r"(\S+) ((?:\d+ \d+)(?:;\d+ \d+)*)")
ARGUMENT = re.compile(r"([^\s:]+):(T\d+)")


@dataclass(frozen=True)
class Gold:
    """An attribution as a person marked it: half-open code points of the article's text, any number of each part."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True)
class GoldArticle:
    """An article and what a person found in it."""

    id: str
    text: str
    attributions: tuple[Gold, ...]


def read_gold(path: Path) -> Iterator[GoldArticle | Failure]:
    """The annotated articles of a file, or of all files of a folder, in order; what cannot be read gives a Failure.

    `.jsonl` holds a line an article: {"id", "text", "attributions": [{"source", "cue", "content": [[start, end], ...]}]}. `.ann`
    is brat's standoff, the text beside it in `.txt`; the spans of one event, or those that relations join, are one attribution,
    and the names of their types tell source, cue and content. `.json` is an article as BBC's Citron writes it, or a list of them.
    """
    if not path.exists():
        yield Failure(str(path), "there is no such file or folder: name annotated articles")
        return
    files = sorted(p for p in path.rglob("*") if p.suffix in (".jsonl", ".ann", ".json")) if path.is_dir() else [path]
    if not files:
        yield Failure(str(path), "this folder holds no .jsonl, .ann or .json file")
    for file in files:
        try:
            if file.suffix == ".ann":
                yield _brat(file)
            elif file.suffix == ".json":
                yield from _citron(file)
            else:
                yield from _lines(file)
        except ReadError as error:
            yield Failure(str(file), str(error))


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ReadError(f"{file.name} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{file.name} is not UTF-8") from error


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"this is broken JSON ({error})") from error


def _lines(file: Path) -> Iterator[GoldArticle | Failure]:
    for number, line in enumerate(_text(file).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = _parsed(line)
            if not isinstance(row, dict) or not isinstance(row.get("text"), str):
                raise ReadError("this row holds no text: offsets need the text that they count")
            yield _article(str(row.get("id", number)), row["text"], [_pairs(a) for a in _list(row, "attributions")])
        except ReadError as error:
            yield Failure(f"{file}, line {number}", str(error))


def _citron(file: Path) -> Iterator[GoldArticle | Failure]:
    value = _parsed(_text(file))
    rows = value if isinstance(value, list) else [value]
    for number, row in enumerate(rows, 1):
        where = f"{file}, item {number}" if len(rows) > 1 else str(file)
        try:
            if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "quotes" not in row:
                raise ReadError("this is no article of Citron's: it needs text and quotes")
            name = file.stem if len(rows) == 1 else f"{file.stem}#{number}"
            yield _article(name, row["text"], [_citron_quote(quote) for quote in _list(row, "quotes")])
        except ReadError as error:
            yield Failure(where, str(error))


def _citron_quote(quote: Any) -> dict[str, list[Any]]:
    """Citron's cue, sources and contents are objects with start and end."""
    if not isinstance(quote, dict):
        raise ReadError("a quote is no object with cue, sources and contents")
    parts = {"source": quote.get("sources"), "cue": quote.get("cue"), "content": quote.get("contents")}
    found = {}
    for role, value in parts.items():
        spans = value if isinstance(value, list) else [value] if value else []
        if not all(isinstance(span, dict) for span in spans):
            raise ReadError(f"a {role} is no object with start and end")
        found[role] = [[span.get("start"), span.get("end")] for span in spans]
    return found


def _brat(file: Path) -> GoldArticle:
    text = _text(file.with_suffix(".txt"))
    spans: dict[str, tuple[str, list[list[int]]]] = {}
    groups: list[list[tuple[str, str]]] = []  # (name of the argument, T id)
    for number, line in enumerate(_text(file).splitlines(), 1):
        identifier, _, rest = line.partition("\t")
        if identifier.startswith("T"):
            match = SPANS.match(rest)
            if not match:
                raise ReadError(f"line {number} is no text-bound annotation: {line[:60]}")
            spans[identifier] = (match[1], [[int(n) for n in pair.split()] for pair in match[2].split(";")])
        elif identifier[:1] in ("E", "R"):
            groups.append(ARGUMENT.findall(rest))
    joined = [group for group in groups if group]
    return _article(file.stem, text, [_brat_attribution(group, spans) for group in _components(joined)])


def _components(groups: Sequence[Sequence[tuple[str, str]]]) -> list[dict[str, str]]:
    """The groups that share a cue or content are one; each as {T id: name of the argument}, in order."""
    found: list[dict[str, str]] = []
    for group in groups:
        mine = {identifier: name for name, identifier in group}
        shared = [other for other in found if any(i in other and _role(other[i]) != "source" for i in mine)]
        for other in shared:
            found.remove(other)
            mine = other | mine
        found.append(mine)
    return found


def _role(name: str) -> str | None:
    return next((role for role in ROLES if role in name.lower()), None)


def _brat_attribution(group: Mapping[str, str], spans: Mapping[str, tuple[str, list[list[int]]]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {role: [] for role in ROLES}
    for identifier, argument in group.items():
        if identifier not in spans:
            raise ReadError(f"{identifier} is referred to and not there")
        role = _role(spans[identifier][0]) or _role(argument)
        if role:
            found[role] += spans[identifier][1]
    return found


def _pairs(row: Any) -> dict[str, list[Any]]:
    if not isinstance(row, dict):
        raise ReadError("an attribution is no object with source, cue and content")
    return {role: _list(row, role) for role in ROLES}


def _list(row: Mapping[str, Any], name: str) -> list[Any]:
    value = row.get(name, [])
    if not isinstance(value, list):
        raise ReadError(f"its {name} is no list")
    return value


def _article(name: str, text: str, rows: Sequence[Mapping[str, list[Any]]]) -> GoldArticle:
    """The article, its spans checked. Raises ReadError for a span that is none or lies outside the text."""
    found = []
    for row in rows:
        parts = {}
        for role in ROLES:
            for span in row[role]:
                if not (isinstance(span, list) and len(span) == 2 and all(type(n) is int for n in span)):
                    raise ReadError(f"a {role} is no pair of offsets: {span}")
                if not 0 <= span[0] < span[1] <= len(text):
                    raise ReadError(f"the {role} at {span[0]}:{span[1]} lies outside the text's {len(text)} characters")
            parts[role] = tuple(Span(*span) for span in row[role])
        found.append(Gold(parts["source"], parts["cue"], parts["content"]))
    return GoldArticle(name, text, tuple(found))
