"""Show articles and statements in a terminal: coloured where it can, plain text where it cannot, never a control character."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from attribution.models import Article, Attribution, Span

if TYPE_CHECKING:
    from attribution.evaluate import Miss, Report

STYLES = {
    "speaker": "bold cyan",
    "role": "cyan",
    "source": "bold cyan",
    "cue": "magenta",
    "direct": "green",
    "mixed": "green",
    "indirect": "yellow",
}
TITLES = {"mr", "mrs", "ms", "miss", "dr", "the", "a", "an"}  # no difference between a source and its speaker
MATCH = "bold black on bright_yellow"
HIDDEN = {  # escape sequences and bidirectional overrides would let an article's text draw on the terminal
    code: "\ufffd"
    for code in [*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    if chr(code) not in "\n\t"
}


def visible(text: str) -> str:
    """`text` with control characters and text-direction overrides replaced one for one, so that offsets stay."""
    return text.translate(HIDDEN)


def one_line(text: str) -> str:
    """`text` on one line, without control characters."""
    return visible(" ".join(text.split()))


def highlight(text: str, spans: Iterable[Span], style: str = MATCH) -> Text:
    """`text` on one line, in which `spans` stand out."""
    shown = Text(visible(text.replace("\r", " ").replace("\n", " ")))
    for span in spans:
        shown.stylize(style, span.start, span.end)
    return shown


def day(stated: str | None) -> str:
    """A date as people write it: "9 Dec 2021"; what is no full ISO date is shown as it is, none as "no date"."""
    if not stated:
        return "no date"
    try:
        found = date.fromisoformat(stated[:10])
    except ValueError:
        return one_line(stated)
    return f"{found.day} {found:%b %Y}"


def dates(first: str | None, last: str | None) -> str:
    """From when to when, in few words: "9 – 10 Dec 2021", "30 Nov – 2 Dec 2021"; one day where both are the same."""
    begin, end = day(first).split(), day(last).split()
    if begin == end:
        return day(last)
    shared = 0
    while len(begin) == len(end) == 3 and shared < 2 and begin[2 - shared :] == end[2 - shared :]:
        shared += 1
    return f"{' '.join(begin[: len(begin) - shared])} – {' '.join(end)}"


def meaning(kind: str, cue_class: str | None, polarity: str | None, confidence: float) -> list[str]:
    """The kind of quotation, what its cue says of it where that is not plain, and how sure all of it is."""
    parts = [
        kind,
        cue_class if cue_class not in (None, "say", "tell", "other") else "",
        polarity if polarity != "affirmed" else "",
    ]
    return [*(part for part in parts if part), f"sure {confidence:.2f}"]


def words_of(text: str) -> set[str]:
    """The words of `text`, in lower case."""
    return set(re.findall(r"[\w’'-]+", text.casefold()))


def attributed(speakers: Sequence[tuple[str, str | None]], source: str | None) -> Text:
    """Who said it: names with their roles, then the source as the article has it if that differs; or the source alone."""
    if not speakers:
        return Text(one_line(source) if source else "unattributed", STYLES["source"] if source else "italic")
    shown = Text()
    for place, (name, role) in enumerate(speakers):
        shown.append("" if place == 0 else " and ").append(one_line(name), STYLES["speaker"])
        if role:
            shown.append(", ").append(one_line(role), STYLES["role"])
    if source and not words_of(source) <= words_of(shown.plain) | TITLES:
        shown.append(f" ({one_line(source)})", "dim")
    return shown


def statement(
    number: int,
    speakers: Sequence[tuple[str, str | None]],
    source: str | None,
    cue: str | None,
    parts: Sequence[tuple[str, Sequence[Span]]],
    facts: Sequence[str],
    place: Sequence[str | None],
) -> RenderableType:
    """One statement: who and by what cue; its verbatim parts with the matches in them; kind and confidence; where it stands."""
    head = Text().append(f"{number:>3}  ", "dim")
    head.append_text(attributed(speakers, source))
    if cue:
        head.append("  ").append(one_line(cue), STYLES["cue"])
    head.append("  " + " · ".join(facts), "dim")
    content = Text(" … ").join(highlight(text, matches) for text, matches in parts)
    where = Text(" · ".join(one_line(part) for part in place if part), "dim", no_wrap=True, overflow="ellipsis")
    return Group(head, Padding(content, (0, 0, 0, 5)), Padding(where, (0, 0, 0, 5)), Text())


def heading(identifier: str, found: Article, versions: Sequence[tuple[int, str]]) -> RenderableType:
    """An article's title, then its outlet, author, date, address and id, and its versions if there are several."""
    lines = [Text(one_line(found.title or "untitled"), style="bold")]
    facts = [found.outlet, found.author, day(found.date), found.url or found.path, identifier]
    lines.append(Text(" · ".join(one_line(fact) for fact in facts if fact), style="dim"))
    if len(versions) > 1:
        seen = ", ".join(f"{number} seen {one_line(time)}" for number, time in versions)
        lines.append(Text(f"versions: {seen}; shown is the last", style="dim"))
    return Group(*lines, Text())


def facts(rows: Sequence[tuple[str, str]]) -> Table:
    """A table of two columns, what and how much."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        indent = name[: len(name) - len(name.lstrip())]
        table.add_row(Text(indent + one_line(name), style="" if indent else "bold"), Text(one_line(value)))
    return table


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table with a heading; numbers stand right."""
    shown = Table(box=None, pad_edge=False, header_style="dim")
    body = [[one_line(cell) for cell in row] for row in rows]
    for place, name in enumerate(columns):
        is_number = all(row[place].replace(",", "").isdigit() for row in body) and place > 0
        shown.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in body:
        shown.add_row(*map(Text, row))
    return shown


def proposal(identifier: str, score: float, reason: str, sides: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Two speakers that may be one: each with its roles, dates and number of articles, and why they may be."""
    lines = [Text().append(f"{identifier}  ", "dim").append(one_line(reason)).append(f"  score {score:.2f}", "dim")]
    for side in sides:
        line = Text("  ").append(one_line(side["name"]), STYLES["speaker"])
        for role in side["roles"][:3]:
            line.append(", ").append(one_line(role), STYLES["role"])
        articles = f"{side['articles']:,} article{'' if side['articles'] == 1 else 's'}"
        lines.append(line.append(f"  {articles} · {dates(side['first_date'], side['last_date'])}", "dim"))
    return Group(*lines, Text())


def article(text: str, found: Sequence[Attribution]) -> RenderableType:
    """The article with sources, cues and contents coloured and each content's number after it, then the list of them."""
    shown = Text(visible(text.replace("\r\n", " \n")))
    ends: dict[int, list[int]] = {}
    for number, row in enumerate(found, 1):
        for span in row.content:
            shown.stylize(STYLES[row.kind], span.start, span.end)
        for part, style in ((row.source, STYLES["source"]), (row.cue, STYLES["cue"])):
            if part:
                shown.stylize(style, part.start, part.end)
        ends.setdefault(row.content[-1].end, []).append(number)
    pieces = shown.divide(sorted(ends))
    out = Text()
    for piece, place in zip(pieces, [*sorted(ends), None], strict=False):
        out.append_text(piece)
        if place is not None:
            out.append("".join(f"[{n}]" for n in ends[place]), "dim")
    return Group(out, Text(), legend(), Text(), listing(text, found))


def legend() -> Text:
    """What the colours mean."""
    parts = [("source", "source"), ("cue", "cue"), ("direct or mixed quotation", "direct"), ("indirect", "indirect")]
    return Text("   ").join(Text(label, STYLES[style]) for label, style in parts)


def listing(text: str, found: Sequence[Attribution]) -> RenderableType:
    """A line for each number in the article: who in what role by what cue, of what kind, how sure; the quoted in it below it."""
    lines = []
    for number, depth in nested(found):
        row = found[number]
        line = Text().append(f"{f'[{number + 1}]':>5}  " + "  " * depth, "dim")
        speakers = [(one.name, text[one.role.start : one.role.end] if one.role else None) for one in row.speakers]
        line.append_text(attributed(speakers, text[row.source.start : row.source.end] if row.source else None))
        if row.cue:
            line.append("  ").append(one_line(text[row.cue.start : row.cue.end]), STYLES["cue"])
        lines.append(line.append("  " + " · ".join(meaning(row.kind, row.cue_class, row.polarity, row.confidence)), "dim"))
    return Group(*lines)


def nested(found: Sequence[Attribution]) -> list[tuple[int, int]]:
    """The place of each attribution and how deep it is quoted in others, each after the one that it is quoted in."""
    places = {row.content: place for place, row in reversed(list(enumerate(found)))}
    inside: dict[int | None, list[int]] = {}
    for place, row in enumerate(found):
        outer = places.get(row.within) if row.within != row.content else None
        inside.setdefault(outer, []).append(place)
    shown: list[tuple[int, int]] = []
    todo = [(place, 0) for place in reversed(inside.get(None, []))]
    while todo:
        place, depth = todo.pop()
        shown.append((place, depth))
        todo += [(inner, depth + 1) for inner in reversed(inside.get(place, []))]
    return shown


SCORES = {  # what people call the figures
    "attr": "attributions: content overlaps by half, source too",
    "attr_direct": "  direct",
    "attr_mixed": "  mixed",
    "attr_indirect": "  indirect",
    "attr_exact": "  exact, source too",
    "content_match": "contents that overlap by half",
    "content_exact": "  exact",
    "content_tok": "  word by word",
    "frag_source": "source spans, exact",
    "overlap_source": "  overlapping",
    "frag_cue": "cue spans, exact",
    "overlap_cue": "  overlapping",
    "frag_content": "content spans, exact",
    "overlap_content": "  overlapping",
}


def evaluation(report: "Report", misses: int) -> RenderableType:
    """The figures as a table, then the worst misses: what is wrong, what was marked and what was found."""
    table = Table(box=None, pad_edge=False)
    for column in ("", "precision", "recall", "F1"):
        table.add_column(column, justify="right" if column else "left", no_wrap=True)
    for name, label in SCORES.items():
        score = report.scores[name]
        table.add_row(
            label,
            *(f"{value:.3f}" for value in (score.precision, score.recall, score.f1)),
            style="bold" if name == "attr" else "",
        )
    several = "" if report.articles == 1 else "s", "" if report.marked == 1 else "s"
    head = Text(
        f"{report.articles:,} article{several[0]}, {report.marked:,} attribution{several[1]} marked, {report.found:,} found"
    )
    parts: list[RenderableType] = [
        head,
        Text(),
        table,
        Text(f"right source, where the content is: {report.source_given_content:.3f}"),
        Text(),
    ]
    parts += [_miss(miss) for miss in report.misses[:misses]]
    left = len(report.misses) - misses
    return Group(*parts, *([Text(f"{left:,} more: --misses {len(report.misses)} lists all", "dim")] if left > 0 else []))


def _miss(miss: "Miss") -> RenderableType:
    head = Text(miss.wrong, "bold red").append(f"  {miss.kind} · {one_line(miss.article)} at {miss.start}", "dim")
    if miss.confidence is not None:
        head.append(f" · sure {miss.confidence:.2f}", "dim")
    lines = []
    for label, part in (("marked", miss.marked), ("found", miss.found)):
        if part:
            line = Text().append(f"  {label:7s}", "dim").append(one_line(part[0]) or "nobody", STYLES["source"])
            lines.append(line.append("  ").append(one_line(part[1]), STYLES["cue"]).append("  ").append(one_line(part[2])))
    return Group(head, *lines, Text())
