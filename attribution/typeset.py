"""Typeset a report as PDF with Typst, which needs neither a browser nor a network. The PDF is tagged for screen readers."""

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime

from attribution.errors import AttributionError
from attribution.lay_out import lay_out
from attribution.report import PAPER, TEMPLATES, claim_pictures, draw
from attribution.reported import Report

DESCRIBED = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)


def render_pdf(report: Report) -> bytes:
    """The report as PDF. Raises AttributionError where Typst is not installed."""
    try:
        import typst
    except ImportError as error:
        raise AttributionError("a PDF needs the package typst: pip install 'attrib[pdf]', or write --format html") from error
    from html import unescape

    page, chart = lay_out(report), draw(report, PAPER)
    described = DESCRIBED.search(chart.wide) if chart else None
    data = asdict(page) | {
        "chart": chart.wide if chart else None,
        "described": unescape(described.group(1)) if described else "",
        "squares": claim_pictures(page, PAPER),
        "version": report.method.attrib,
    }
    try:
        made = datetime.fromisoformat(report.made).replace(tzinfo=UTC)
        pdf = typst.compile(
            (TEMPLATES / "report.typ").read_bytes(), format="pdf", sys_inputs={"page": json.dumps(data)}, timestamp=made
        )
    except typst.TypstError as error:
        raise AttributionError(f"the PDF could not be typeset ({error.message}): write --format html") from error
    if not isinstance(pdf, bytes):
        raise AttributionError("the PDF could not be typeset: write --format html")
    return pdf
