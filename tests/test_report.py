# Tests for attrib report: one file that loads nothing, every quote verbatim, hostile text as text, the same file twice.
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.tracked import attrib

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"
TEXTS = {
    "The Post": f"“The bridge is safe {EVIL} and open,” engineer Mary Okello said on Monday.",
    "The Wire": "The bridge over the Kell is safe, engineer Mary Okello said on Monday.",
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    rows = [
        {"id": name, "text": text, "outlet": name, "title": EVIL, "date": "2024-05-06", "url": "javascript:alert(1)"}
        for name, text in TEXTS.items()
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    attrib("ingest", folder / "a.jsonl", "--db", folder / "a.db")
    return folder / "a.db"


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.seen.append((tag, dict(attrs)))


def test_a_page_loads_nothing_and_runs_nothing_that_an_article_says(db: Path) -> None:
    page = attrib("report", "bridge", "--db", db).stdout
    tags = Tags()
    tags.feed(page)
    assert tags.seen
    assert not {"script", "link", "iframe", "object", "embed", "img"} & {tag for tag, _ in tags.seen}
    for _, attributes in tags.seen:
        assert not any(name.startswith("on") or name in ("src", "srcset") for name in attributes)
        assert not (attributes.get("href") or "").lower().startswith("javascript")
    assert not re.search(r"@import|url\(", page)
    assert "&lt;script&gt;" in page
    assert "Mary Okello" in page


@pytest.mark.parametrize("kind", ["html", "md", "json"])
def test_the_same_database_gives_the_same_report(db: Path, kind: str) -> None:
    first, second = (attrib("report", "bridge", "--db", db, "--format", kind).stdout for _ in range(2))
    assert first == second


def test_quotes_are_verbatim_in_json(db: Path) -> None:
    found = json.dumps(json.loads(attrib("report", "bridge", "--db", db, "--format", "json").stdout), ensure_ascii=False)
    assert f"The bridge is safe {EVIL} and open," in found


def test_no_such_thing_is_one_line(db: Path) -> None:
    error = attrib("report", "--speaker", "Nobody Atall", "--db", db, code=1).stderr
    assert error.startswith("attrib: ")
    assert error.count("\n") == 1
