"""Show claims in a terminal: the clearest statement of each, who else says it, who says otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from attribution.count import count
from attribution.diff_words import diff_words
from attribution.models import Span
from attribution.show import STYLES, attributed, dates, day, highlight, one_line
from attribution.statuses import Status

ALSO = 4  # further statements of a claim that are shown
Parts = Sequence[tuple[str, Sequence[Span]]]
Names = Sequence[tuple[str, str | None]]


def saying(speakers: Names, source: str | None, cue: str | None) -> Text:
    """Who, and by what cue: without "denied" the content alone would say the opposite."""
    shown = attributed(speakers, source)
    return shown.append(f"  {one_line(cue)}", STYLES["cue"]) if cue else shown


def also(speakers: Names, source: str | None, cue: str | None, parts: Parts, place: Iterable[str | None]) -> Text:
    """Another statement of a claim on one line: who, what, where."""
    line = Text().append("also ", "dim")
    line.append_text(saying(speakers, source, cue)).append("  ")
    line.append_text(Text(" … ").join(highlight(text, matches) for text, matches in parts))
    line.append("  " + " · ".join(one_line(part) for part in place if part), "dim")
    return line


def otherwise(
    speakers: Names,
    source: str | None,
    cue: str | None,
    text: str,
    place: Iterable[str | None],
    reason: str,
    status: Status = "unchecked",
) -> Text:
    """A claim that contradicts another, on one line, why, and what people found of it."""
    line = Text().append("but ", "bold red")
    line.append_text(saying(speakers, source, cue)).append("  ")
    line.append_text(highlight(text, ())).append("  " + " · ".join(one_line(part) for part in place if part), "dim")
    line.append(f"  ({one_line(reason)})", "red")
    return line if status == "unchecked" else line.append("  ").append(status, STATUS_STYLES[status])


def counted(outlets: int, origins: int, first: str | None, last: str | None, identifier: str) -> Text:
    """How many outlets and independent origins a claim has, and from when to when."""
    parts = [
        count(outlets, "outlet"),
        count(origins, "independent origin"),
        dates(first, last) if first else "no date",
        f"claim {identifier}",
    ]
    return Text(" · ".join(parts), "bold" if origins > 1 else "dim")


def listed(
    identifier: str,
    speakers: Names,
    source: str | None,
    cue: str | None,
    text: str,
    counts: tuple[int, int, int, int],
    first: str | None,
    last: str | None,
) -> RenderableType:
    """A claim in a list: its id, who and what, then how many statements, outlets, origins and contradictions, and when."""
    head = Text().append(f"{identifier}  ", "dim")
    head.append_text(saying(speakers, source, cue)).append("  ").append_text(highlight(shortened(text), ()))
    nouns = zip(counts, ("statement", "outlet", "independent origin", "contradiction"), strict=True)
    parts = [count(number, noun) for number, noun in nouns if number]
    below = Text(" · ".join([*parts, dates(first, last) if first else "no date"]), "red" if counts[3] else "dim")
    return Group(head, Padding(below, (0, 0, 0, 10)))


STATUS_STYLES: dict[Status, str] = {
    "unchecked": "dim",
    "supported": "bold green",
    "disputed": "bold yellow",
    "unproven": "bold yellow",
    "misleading": "bold red",
    "false": "bold red",
    "retracted": "bold red",
}


def stands(
    status: Status, by: str, at: str, note: str | None, evidence: str | None, conflict: str | None = None
) -> RenderableType:
    """What people found of a claim, who and when, why and on what evidence; below it what else was found, if anything was."""
    line = Text(status, STATUS_STYLES[status])
    line.append(" · " + " · ".join(one_line(part) for part in (by, day(at), note, evidence) if part), "dim")
    return Group(line, Text(one_line(conflict), "yellow")) if conflict else line


def shortened(text: str, most: int = 200) -> str:
    """`text`, cut at a word where it is long."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def indented(lines: Iterable[RenderableType]) -> RenderableType:
    """Lines below a statement, and an empty one behind."""
    return Group(*(Padding(line, (0, 0, 0, 5)) for line in lines), Text())


def placed(outlet: str | None, stated: str | None) -> list[str | None]:
    """Where and when."""
    return [outlet, day(stated)]


@dataclass(frozen=True)
class Moment:
    """One statement on a claim's time line."""

    id: str
    speakers: tuple[tuple[str, str | None], ...]
    source: str | None
    cue: str | None
    text: str
    outlet: str | None
    date: str | None
    origin: str


def timeline(moments: Sequence[Moment], marked: bool) -> RenderableType:
    """Every statement of a claim, the first first; if `marked`, words that the one before did not have stand out, and those it
    has lost are struck through, which needs colour to be told from what was said.
    """
    rows: list[RenderableType] = []
    told: set[str] = set()
    for place, one in enumerate(moments):
        head = Text(f"{day(one.date):<12}  ", "bold" if place == 0 else "")
        head.append_text(saying(one.speakers, one.source, one.cue)).append(f"  {one_line(one.outlet or 'no outlet')}", "dim")
        head.append(
            " · first" if place == 0 else " · same origin" if one.origin in told else "", "green" if place == 0 else "dim"
        )
        head.append(f"  {one.id}", "dim")
        content = changed(moments[place - 1].text, one.text) if place and marked else highlight(one.text, ())
        rows += [head, Padding(content, (0, 0, 0, 14)), Text()]
        told.add(one.origin)
    return Group(*rows)


def changed(before: str, after: str) -> Text:
    """`after` with the words marked that `before` has not, and struck through those that it has lost; figures stand out most."""
    shown = Text()
    for kind, words in diff_words(one_line(before), one_line(after)):
        if kind == "dropped":
            shown.append(words + " ", "strike dim red")
            continue
        for word in words.split():
            figure = any(letter.isdigit() for letter in word)
            shown.append(word + " ", "" if kind == "kept" else "bold yellow" if figure else "green")
    shown.rstrip()
    return shown
