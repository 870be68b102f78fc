"""Lay out charts: numbers in, places in a drawing out. Templates make them SVG, with a text that says the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from explore.render import day

Unit = Literal["day", "month", "year"]
DAYS, YEARS = 45, 10  # a chart by day covers at most so many days; one by month at most so many years
WIDTH, HEIGHT = 640, 120  # of a chart of bars, in the drawing's own units


@dataclass(frozen=True)
class Bar:
    """One bar, from the top left; `label` is its time, `number` what it counts."""

    x: float
    y: float
    width: float
    height: float
    label: str
    number: int


@dataclass(frozen=True)
class Bars:
    """Statements over time; `most` is the highest bar's number."""

    unit: Unit
    bars: tuple[Bar, ...]
    most: int
    width: int = WIDTH
    height: int = HEIGHT

    def words(self) -> str:
        """The chart as a text: when, how many."""
        return "; ".join(f"{bar.label}: {bar.number:,}" for bar in self.bars if bar.number)


@dataclass(frozen=True)
class Dot:
    """A statement on the time line: `row` is its outlet's."""

    x: float
    row: int
    label: str


@dataclass(frozen=True)
class TimeLine:
    """Who told when: an outlet a row, x from 0 to 100."""

    rows: tuple[str, ...]
    dots: tuple[Dot, ...]
    first: str
    last: str


def draw_bars(dates: Iterable[tuple[str, int]]) -> Bars | None:
    """The bars of (date, number of statements) pairs, each day, month or year from the first to the last; None for no date."""
    counted = [(known, number) for text, number in dates if (known := _date(text))]
    if not counted:
        return None
    first, last = min(one for one, _ in counted), max(one for one, _ in counted)
    unit: Unit = "day" if (last - first).days < DAYS else "month" if last.year - first.year < YEARS else "year"
    numbers = dict.fromkeys(_between(first, last, unit), 0)
    for known, number in counted:
        numbers[_short(known, unit)] += number
    most, step = max(numbers.values()), WIDTH / len(numbers)
    wide = min(step * 0.8, 40)
    bars = (
        Bar(round(n * step + (step - wide) / 2, 1), round(HEIGHT - high, 1), round(wide, 1), round(high, 1), day(label), number)
        for n, (label, number) in enumerate(numbers.items())
        for high in [HEIGHT * number / most if most else 0.0]
    )
    return Bars(unit, tuple(bars), most)


def draw_time_line(told: Sequence[tuple[str | None, str | None]], most: int = 14) -> TimeLine | None:
    """The dots of (outlet, date) pairs in order of time; None where fewer than two have a date, or all have the same."""
    dated = [(outlet or "no outlet", known) for outlet, text in told if (known := _date(text))]
    if len({known for _, known in dated}) < 2:
        return None
    first, last = min(known for _, known in dated), max(known for _, known in dated)
    rows = list(dict.fromkeys(outlet for outlet, _ in dated))[:most]
    dots = (
        Dot(round(100 * (known - first).days / (last - first).days, 2), rows.index(outlet), f"{outlet}, {day(str(known))}")
        for outlet, known in dict.fromkeys(dated)
        if outlet in rows
    )
    return TimeLine(tuple(rows), tuple(dots), day(str(first)), day(str(last)))


def draw_range(first: str | None, last: str | None, whole: tuple[str | None, str | None]) -> tuple[float, float] | None:
    """Where a range of dates begins within another, and how much of it it takes, of 100; None without dates."""
    start, end, least, most = (_date(one) for one in (first, last, *whole))
    if not (start and end and least and most) or least == most:
        return None
    days = (most - least).days
    return round(100 * (start - least).days / days, 2), round(100 * (end - start).days / days, 2)


def _between(first: date, last: date, unit: Unit) -> list[str]:
    if unit == "year":
        return [str(year) for year in range(first.year, last.year + 1)]
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return list(dict.fromkeys(_short(one, unit) for one in days))


def _short(known: date, unit: Unit) -> str:
    return str(known)[: {"day": 10, "month": 7, "year": 4}[unit]]


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
