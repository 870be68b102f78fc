# What the tests of the pages share: the examples in a database, a database full of hostile text, and a client.
import asyncio
import tempfile
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from typer.testing import CliRunner

from attribution.models import Analysis, Article, Attribution, Confidences, Span, Speaker
from cli import app
from commands.claims import place
from db.open import open_database
from db.save import save, start_run

ROOT = Path(__file__).parent.parent
SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
TURNED = "\u202eevil\u202c"
SQL = "Robert'); DROP TABLE statements;--"
FORMULA = '=HYPERLINK("https://evil.example","x")'
HOSTILE = (SCRIPT, IMAGE, TURNED, SQL, FORMULA)


class Page(HTMLParser):
    """What a browser would make of a page: its elements, attributes and text; `isolated` is the text within bdi and the like."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = self.isolated = ""
        self.inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag in ("bdi", "span", "title", "option", "text"):
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note where an isolating element ends."""
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data
        if self.inside:
            self.isolated += data


@cache
def examples() -> Path:
    """The shipped examples, ingested once for all tests: copy it before writing."""
    path = Path(tempfile.mkdtemp()) / "examples.db"
    result = CliRunner().invoke(app, ["ingest", str(ROOT / "examples"), "--db", str(path)])
    assert result.exit_code == 0, result.output
    return path


@cache
def hostile() -> Path:
    """Articles whose outlet, title, author, speaker, role, cue and quotes all try something."""
    path = Path(tempfile.mkdtemp()) / "hostile.db"
    db = open_database(path, create=True)
    run = start_run(db, {"attrib": "0"})
    for number, bad in enumerate(HOSTILE):
        save(db, run, _analysis(number, bad))
    save(db, run, _analysis(9, SCRIPT, "Other Post"))
    db.conn.close()
    place(path, quiet=True)
    return path


def _analysis(number: int, bad: str, outlet: str | None = None) -> Analysis:
    content = f"that the {bad} dam in the valley of Kesh was closed in May"
    parts = [f"Ada {bad}", f"minister {bad}", f"said {bad}", content]
    text = f"{parts[0]}, {parts[1]}, {parts[2]} {content}.\n\nAnother {bad} paragraph."
    who, role, cue, said = (Span(text.index(part), text.index(part) + len(part)) for part in parts)
    speaker = Speaker(f"Ada {bad}", "person", who, 0.9, f"reason {bad}", role, (role,), (f"Also {bad}",))
    article = Article(text, outlet or f"Post {bad}", f"Title {bad}", f"Author {bad}", "2024-05-01", f"javascript:alert({number})")
    sure = Confidences(0.9, 0.9, 0.9)
    found = Attribution(who, cue, (said,), "indirect", 0.9, sure, "say", "say", "affirmed", (speaker,), (), content)
    return Analysis(article, (), (found,), ())


def get(datasette: Datasette, path: str, **more: Any) -> Any:
    """The answer to a request, redirects not followed."""
    return asyncio.run(_ask(datasette, "GET", path, **more))


def post(datasette: Datasette, path: str, **more: Any) -> Any:
    """The answer to a form."""
    return asyncio.run(_ask(datasette, "POST", path, **more))


async def _ask(datasette: Datasette, method: str, path: str, **more: Any) -> Any:
    await datasette.invoke_startup()
    return await datasette.client.request(method, path, **more)


def some(path: Path, sql: str) -> str:
    """The first value that a query finds."""
    db = open_database(path)
    try:
        return str(db.execute(sql).fetchone()[0])
    finally:
        db.conn.close()


def pages_of(path: Path) -> list[str]:
    """The address of a page of each kind."""
    return [
        "/",
        "/search?q=dam",
        "/claims",
        "/claims?by=newest",
        "/speakers",
        "/outlets",
        "/judgements",
        "/claim/" + some(path, "select id from claims order by origins desc, statements desc, id limit 1"),
        "/speaker/" + some(path, "select id from speakers where kind = 'person' order by id limit 1"),
        "/article/" + some(path, "select article from statements group by 1 order by count(*) desc, 1 limit 1"),
        "/outlet/" + some(path, "select outlet from articles group by 1 order by count(*) desc, 1 limit 1"),
    ]
