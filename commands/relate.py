"""The command `attrib relate`: how two claims stand to each other."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import Json, print_json

if TYPE_CHECKING:
    from attribution.models import Claimed, Relation

SOURCES = ("speaker", "source", "src")  # what a side of a pair may call whoever made the claim


def relate(
    one: Annotated[str | None, typer.Argument(help="A claim.", metavar="A")] = None,
    other: Annotated[str | None, typer.Argument(help="Another claim.", metavar="B")] = None,
    jsonl: Annotated[
        Path | None,
        typer.Option(
            help='A file with a pair a line: {"a": {"text": ...}, "b": {"text": ...}}, each with speaker and date if known.'
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say whether two claims are the same, contradict each other, overlap or are different, and why.

    With --jsonl each line comes back with label, score (how nearly the two claim the same, 0 to 1), three probabilities and the
    reason added.
    """
    if jsonl is not None and one is None:
        _relate_lines(jsonl)
        return
    if one is None or other is None or jsonl is not None:
        raise typer.BadParameter("give two claims, or --jsonl FILE")
    from attribution.models import Claimed

    (found,) = _related([(Claimed(one), Claimed(other))])
    if as_json:
        print_json({"a": one, "b": other} | asdict(found))
    else:
        chances = f"same {found.same:.2f}, contradict {found.contradict:.2f}, overlap {found.overlap:.2f}"
        typer.echo(f"{found.label} ({found.reason}); {chances}")


def _related(pairs: "list[tuple[Claimed, Claimed]]") -> "list[Relation]":
    from attribution.embed import Embedder
    from attribution.relate import Matcher

    embedder, matcher = Embedder.load(), Matcher.load()
    found = []
    for a, b in pairs:
        left, right = embedder.embed([a.text, b.text])
        found += matcher.relate([(a, b)], [float(left @ right)])
    return found


def _relate_lines(path: Path) -> None:
    """Print each line of a file with the relation of its two claims."""
    rows = _read(path)
    for row, found in zip(rows, _related([(_claimed(row["a"]), _claimed(row["b"])) for row in rows]), strict=True):
        added = asdict(found)
        if "label" in row:  # an annotated file keeps its own
            added["gold"] = row["label"]
        typer.echo(json.dumps(row | added, ensure_ascii=False))


def _read(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file; ReadError for a line that is no pair."""
    from attribution.errors import ReadError

    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path} cannot be read as UTF-8 text: {getattr(error, 'strerror', None) or 'is it text?'}") from error
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line) if line.strip() else None
            if row is not None:
                _claimed(row["a"]), _claimed(row["b"])
                rows.append(row)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            message = f'{path}, line {number}: no pair: write {{"a": {{"text": "..."}}, "b": {{"text": "..."}}}}'
            raise ReadError(message) from error
    return rows


def _claimed(side: dict[str, Any]) -> "Claimed":
    from attribution.models import Claimed

    source = next((side[name] for name in SOURCES if side.get(name)), None)
    if not isinstance(side["text"], str) or not isinstance(source, str | None) or not isinstance(side.get("date"), str | None):
        raise TypeError
    return Claimed(side["text"], source, side.get("date"))
