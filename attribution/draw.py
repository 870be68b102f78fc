"""Draw charts as inline SVG, each with a text alternative. Nothing is fetched, and the same figures give the same picture."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

LANES = 12  # outlets that have a row of their own
ROW, TOP, FOOT, BIGGEST = 30, 8, 28, 12  # pixels
WIDE_LETTER = 6.6  # the width of a letter, in pixels, at most


@dataclass(frozen=True)
class Palette:
    """Colours as CSS has them: of a page these may be variables, which follow its theme."""

    ink: str = "var(--ink)"
    soft: str = "var(--soft)"
    line: str = "var(--line)"
    accent: str = "var(--accent)"
    fill: str = "var(--dot)"


@dataclass(frozen=True)
class Dot:
    """When and where a statement was made."""

    day: date
    lane: str


def timeline(dots: Sequence[Dot], width: int, name: str, palette: Palette) -> str:
    """Statements by day (or month, or year, where they span long) and outlet: the bigger, the more. The first ones stand out.

    `name` makes the ids of the picture unlike those of others on the page. No dots give no picture: "".
    """
    if not dots:
        return ""
    bins = _bins(min(dot.day for dot in dots), max(dot.day for dot in dots))
    lanes = _lanes(dots)
    counts = Counter((_bin(dot.day, bins), dot.lane if dot.lane in lanes else lanes[-1]) for dot in dots)
    label = min(max(len(lane) for lane in lanes) * WIDE_LETTER + 12, width * 0.42)
    height = TOP + ROW * len(lanes) + FOOT
    step = (width - label - 8) / len(bins)
    most = max(counts.values())
    first = min(counts, key=lambda key: key[0])[0]
    body = [_lane(lane, row, width, label, palette) for row, lane in enumerate(lanes)]
    for (place, lane), number in sorted(counts.items()):
        x, y = label + step * (place + 0.5), TOP + ROW * (lanes.index(lane) + 0.5)
        body.append(_dot(x, y, number, most, place == first, palette))
    body += _axis(bins, label, step, height, palette)
    return _picture(width, height, name, "Statements by outlet and time", _described(counts, bins), body)


def _bins(first: date, last: date) -> list[tuple[date, str]]:
    """The first day and the name of each stretch of time: days up to six weeks, months up to four years, else years."""
    days = (last - first).days
    if days <= 42:
        every = [first + timedelta(n) for n in range(days + 1)]
        return [(one, f"{one.day} {one:%b}" if n else f"{one.day} {one:%b %Y}") for n, one in enumerate(every)]
    if days <= 1461:
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return [(one, f"{one:%b %Y}") for one in (date(n // 12, n % 12 + 1, 1) for n in months)]
    return [(date(year, 1, 1), str(year)) for year in range(first.year, last.year + 1)]


def _bin(one: date, bins: Sequence[tuple[date, str]]) -> int:
    return max(place for place, (start, _) in enumerate(bins) if start <= one)


def _lanes(dots: Sequence[Dot]) -> list[str]:
    """The outlets, the first to tell first; where they are many, those with most statements and "other outlets"."""
    totals = Counter(dot.lane for dot in dots)
    first = {lane: min(dot.day for dot in dots if dot.lane == lane) for lane in totals}
    kept = sorted(totals, key=lambda lane: (-totals[lane], lane))
    kept = kept if len(kept) <= LANES else kept[: LANES - 1]
    ordered = sorted(kept, key=lambda lane: (first[lane], -totals[lane], lane))
    return ordered if len(ordered) == len(totals) else [*ordered, "other outlets"]


def _lane(lane: str, row: int, width: int, label: float, palette: Palette) -> str:
    y = TOP + ROW * (row + 0.5)
    most = int((label - 8) / WIDE_LETTER)
    shown = lane if len(lane) <= most else lane[: most - 1].rstrip() + "…"
    return (
        f'<line x1="{label:.1f}" y1="{y:.1f}" x2="{width}" y2="{y:.1f}" stroke="{palette.line}"/>'
        f'<text x="0" y="{y + 4:.1f}" fill="{palette.ink}">{escape(shown)}</text>'
    )


def _dot(x: float, y: float, number: int, most: int, first: bool, palette: Palette) -> str:
    radius = max(5.0, BIGGEST * (number / most) ** 0.5)
    colour = palette.accent if first else palette.fill
    shown = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}"/>'
    if number > 1:
        size = 11 if radius >= 8 else 8
        shown += (
            f'<text x="{x:.1f}" y="{y + size * 0.36:.1f}" font-size="{size}" font-weight="700" text-anchor="middle" '
            f'fill="#fff">{number}</text>'
        )
    return shown


def _axis(bins: Sequence[tuple[date, str]], label: float, step: float, height: float, palette: Palette) -> list[str]:
    room = max(len(name) for _, name in bins) * WIDE_LETTER + 10
    every = max(1, -int(-room // step))
    return [
        f'<text x="{label + step * (place + 0.5):.1f}" y="{height - 8}" text-anchor="middle" fill="{palette.soft}">{name}</text>'
        for place, (_, name) in enumerate(bins)
        if place % every == 0
    ]


def _described(counts: Counter[tuple[int, str]], bins: Sequence[tuple[date, str]]) -> str:
    rows = [f"{bins[place][1]}, {lane}: {number}" for (place, lane), number in sorted(counts.items())]
    return "Number of statements. " + "; ".join(rows) + "."


def _picture(width: float, height: float, name: str, title: str, described: str, body: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'role="img" aria-labelledby="{name}-title {name}-text" font-family="system-ui, sans-serif" font-size="12">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-text">{escape(described)}</desc>'
        f"{''.join(body)}</svg>"
    )


def squares(origins: int, outlets: int, name: str, palette: Palette) -> str:
    """A full square for each independent origin of a claim, an empty one for each further outlet; at most 12 in all."""
    full = min(origins, 12)
    empty = max(min(outlets, 12) - full, 0)
    body = [
        f'<rect x="{n * 13 + 1}" y="1" width="10" height="10" rx="1.5" fill="{palette.accent if n < full else "none"}" '
        f'stroke="{palette.accent}" stroke-width="1.4"/>'
        for n in range(full + empty)
    ]
    title = f"{origins} independent of {outlets} outlets"
    return _picture(13 * (full + empty), 12, name, title, f"{title}: a full square is an independent origin.", body)
