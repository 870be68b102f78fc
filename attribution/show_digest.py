"""Show what is new for a watch in a terminal: statements, speakers, other words, contradictions, statuses."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from attribution.count import count
from attribution.diff_words import diff_words
from attribution.show import attributed, day, highlight, one_line
from attribution.show_claims import STATUS_STYLES, Names, placed, saying
from attribution.statuses import Status

INDENT = (0, 0, 0, 6)


def heading(name: str, asked: Sequence[str], since: str | None, is_empty: bool) -> Text:
    """Which watch, what it asks where its name does not say so, and since when this is new."""
    line = Text(one_line(name), "bold")
    line.append("".join(f" · {one_line(part)}" for part in asked if part not in name), "dim")
    ago = f"since {since[:16].replace('T', ' ')} UTC" if since else "so far"
    return line.append(f"  {'nothing new' if is_empty else 'new'} {ago}" if since or is_empty else "  the first digest", "dim")


def section(number: int, one: str, many: str, lines: Sequence[RenderableType]) -> RenderableType:
    """What is new of one sort, below how many there are."""
    return Group(Text(f"  {number:,} {one if number == 1 else many}", "bold"), *(Padding(line, (0, 0, 0, 4)) for line in lines))


def new_statement(
    speakers: Names,
    source: str | None,
    cue: str | None,
    content: RenderableType,
    outlet: str | None,
    stated: str | None,
    identifiers: Sequence[str | None],
    status: Status,
) -> RenderableType:
    """Who said it where and when, then what; the claim's status where people found one."""
    head = Text(f"{day(stated)}  ")
    head.append_text(saying(speakers, source, cue))
    head.append("  " + " · ".join(one_line(part) for part in (outlet, *identifiers) if part), "dim")
    if status != "unchecked":
        head.append(f"  {status}", STATUS_STYLES[status])
    return Group(head, Padding(content, INDENT))


def new_speaker(name: str, role: str | None, statements: int) -> Text:
    """Who, in what role, how many statements."""
    return attributed([(name, role)], None).append(f"  {count(statements, 'statement')}", "dim")


def verbatim(parts: Sequence[str]) -> Text:
    """The parts of a statement, as they stand."""
    return Text(" … ").join(highlight(part, ()) for part in parts)


def reworded(before: str, after: str) -> Text:
    """What was said, word by word: [-words that are gone-] and {+words that are new+}, so that it reads without colours too."""
    marks = {"kept": ("", "", ""), "dropped": ("[-", "-]", "red"), "added": ("{+", "+}", "green")}
    shown = Text()
    for kind, words in diff_words(one_line(before), one_line(after)):
        first, last, style = marks[kind]
        shown.append(f"{first}{words}{last}", style).append(" ")
    shown.rstrip()
    return shown


def against(
    speakers: Names, source: str | None, cue: str | None, text: str, outlet: str | None, stated: str | None, other: RenderableType
) -> RenderableType:
    """One side of a contradiction, the other below it."""
    head = saying(speakers, source, cue).append("  ").append_text(highlight(text, ()))
    head.append("  " + " · ".join(one_line(part) for part in placed(outlet, stated) if part), "dim")
    return Group(head, other)


def new_status(before: Status, after: Status, text: str, decided: Sequence[str | None], claim: str) -> RenderableType:
    """How a claim stood and stands, who says so and why; below it what it claims."""
    line = Text(before, STATUS_STYLES[before]).append(" → ", "dim").append(after, STATUS_STYLES[after])
    line.append("".join(f" · {one_line(part)}" for part in (*decided, f"claim {claim}") if part), "dim")
    return Group(line, Padding(highlight(text, ()), INDENT))
