"""Write a report as one file: HTML that asks nothing of any network, or Markdown. What articles say is never markup there."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attribution.draw import Dot, Palette, squares, timeline
from attribution.lay_out import Page, lay_out
from attribution.reported import Report
from attribution.show import day, one_line, visible

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")
PAPER = Palette("#1b1b1a", "#5f5d58", "#dedad0", "#b03a2e", "#3f5f86")  # for pictures that stand outside a page
WIDE, NARROW = 696, 356  # pixels: the column on a screen and on a phone
MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&$^])")


@dataclass(frozen=True)
class Chart:
    """The time line for a screen and for a phone, and its figures: day, outlet, statements."""

    wide: str
    narrow: str
    rows: tuple[tuple[str, str, int], ...]


def render_html(report: Report) -> str:
    """The report as one HTML file. It holds no script, and its policy forbids it to load anything."""
    from markupsafe import Markup

    page, chart = lay_out(report), draw(report)
    pictures = [Markup(one) for one in claim_pictures(page, Palette(accent="var(--first)"))]  # noqa: S704 (drawn here, escaped)
    shown = chart and {"wide": Markup(chart.wide), "narrow": Markup(chart.narrow), "rows": chart.rows}  # noqa: S704
    css = Markup((TEMPLATES / "report.css").read_text("utf-8"))  # noqa: S704 (a file of this package)
    template = _environment().get_template("report.html")
    return template.render(page=page, chart=shown, squares=pictures, css=css, version=report.method.attrib)


def render_markdown(report: Report) -> str:
    """The report as Markdown."""
    from markupsafe import Markup

    environment = _environment(finalize=lambda value: Markup(escape_markdown(value)), trim_blocks=True, lstrip_blocks=True)  # noqa: S704
    environment.globals["bold"] = lambda text: Markup(_bold(text))  # noqa: S704 (escaped there)
    environment.globals["link"] = lambda text, url: Markup(_link(text, url))  # noqa: S704
    template = environment.get_template("report.md")
    text = template.render(page=lay_out(report), chart=draw(report), version=report.method.attrib)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _environment(**options: Any) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(autoescape=True, loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, **options)


def escape_markdown(value: object) -> str:
    """Text as Markdown shows it as it stands, on one line; what is Markdown already (markupsafe's Markup) is left alone."""
    if hasattr(value, "__html__"):
        return str(value)
    return MARKUP.sub(r"\\\1", visible(re.sub(r"\s", " ", str(value))))


def _bold(text: str) -> str:
    """`text` in bold type; white space stays outside, as Markdown asks."""
    inner = text.strip()
    start = text.index(inner) if inner else 0
    shown = escape_markdown(inner)
    return re.sub(r"\s", " ", f"{text[:start]}**{shown}**{text[start + len(inner) :]}") if inner else " "


def _link(text: str, url: str | None) -> str:
    shown = escape_markdown(text)
    if not url:
        return shown
    address = re.sub(r"[\s<>\\]", lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), url)
    return f"[{shown}](<{address}>)"


def draw(report: Report, palette: Palette | None = None) -> Chart | None:
    """The time line of a report, where its articles have dates."""
    dots, rows = [], Counter[tuple[str, str]]()
    for quote in report.quotes:
        outlet = one_line(quote.outlet or "no outlet")
        try:
            dots.append(Dot(date.fromisoformat((quote.date or "")[:10]), outlet))
        except ValueError:
            continue
        rows[(quote.date or "")[:10], outlet] += 1
    if not dots:
        return None
    colours = palette or Palette(accent="var(--first)")
    listed = tuple((day(when), outlet, number) for (when, outlet), number in sorted(rows.items()))
    return Chart(timeline(dots, WIDE, "wide", colours), timeline(dots, NARROW, "narrow", colours), listed)


def claim_pictures(page: Page, palette: Palette) -> Sequence[str]:
    """For each claim its squares."""
    return [squares(claim.origins, claim.outlets, f"claim{n}", palette) for n, claim in enumerate(page.claims)]
