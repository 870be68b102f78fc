"""Show claims in a terminal: the clearest statement of each, who else says it, who says otherwise."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from attribution.models import Span
from attribution.show import attributed, dates, day, highlight, one_line

ALSO = 4  # further statements of a claim that are shown
Parts = Sequence[tuple[str, Sequence[Span]]]
Names = Sequence[tuple[str, str | None]]


def also(speakers: Names, source: str | None, parts: Parts, place: Iterable[str | None]) -> Text:
    """Another statement of a claim on one line: who, what, where."""
    line = Text("also ", "dim")
    line.append_text(attributed(speakers, source)).append("  ")
    line.append_text(Text(" … ").join(highlight(text, matches) for text, matches in parts))
    line.append("  " + " · ".join(one_line(part) for part in place if part), "dim")
    return line


def otherwise(speakers: Names, source: str | None, text: str, place: Iterable[str | None], reason: str) -> Text:
    """A claim that contradicts another, on one line, and why."""
    line = Text("but ", "bold red")
    line.append_text(attributed(speakers, source)).append("  ")
    line.append_text(highlight(text, ())).append("  " + " · ".join(one_line(part) for part in place if part), "dim")
    return line.append(f"  ({one_line(reason)})", "red")


def counted(outlets: int, origins: int, first: str | None, last: str | None, identifier: str) -> Text:
    """How many outlets and independent origins a claim has, and from when to when."""
    parts = [
        f"{outlets:,} outlet{'' if outlets == 1 else 's'}",
        f"{origins:,} independent origin{'' if origins == 1 else 's'}",
        dates(first, last) if first else "no date",
        f"claim {identifier}",
    ]
    return Text(" · ".join(parts), "bold" if origins > 1 else "dim")


def indented(lines: Iterable[RenderableType]) -> RenderableType:
    """Lines below a statement, and an empty one behind."""
    return Group(*(Padding(line, (0, 0, 0, 5)) for line in lines), Text())


def placed(outlet: str | None, stated: str | None) -> list[str | None]:
    """Where and when."""
    return [outlet, day(stated)]
