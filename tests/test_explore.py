# Tests for the pages: what they show, and what hostile text becomes there.
import asyncio
import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette

from commands.options import SURE as SURE_THERE
from db.open import open_database
from explore.describe import database_metadata, questions, tell
from explore.render import SURE
from tests.explored import FORMULA, HOSTILE, IMAGE, SCRIPT, SQL, TURNED, Page, examples, get, hostile, pages_of, some

AARAJI = "select id from speakers where name = 'Qassem al-Aaraji'"
MISSION = "select id from claims where text like '%combat mission has come to its end%'"


@pytest.fixture(scope="module")
def site() -> Datasette:
    return Datasette([str(examples())])


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("/", ["Who said what, when", "Qassem al-Aaraji", "5 independent origins", "Ludmila Horvatić", "<dd>"]),
        (
            "/search?q=combat+mission",
            ["<mark>combat", "Contradicted by", "has not ended", "7 statements of this claim"],
        ),
        ("/search?q=soldiers+will+fight+no+more", ["combat mission"]),
        ("/search?q=combat+mission&outlet=Meridian+Wire&since=2021", ["Meridian Wire"]),
        ("/search?q=mission&since=soon", ["since soon is no date"]),
        ("/search?q=zzz", ["Nobody said so"]),
        ("/search?q=%22+AND+%28", ["statements in"]),
        ("/search", ["Ask in your own words"]),
        (AARAJI, ["national security adviser", "9 Dec 2021", "Who contradicts them", "Statements by day", "Meridian Wire"]),
        (
            MISSION,
            ["5 independent origins", "Who told it when", "Who says otherwise", "Every wording", "<ins>", "only one is negated"],
        ),
        (
            "select id from articles where title like 'National security%'",
            ['class="content"', "announces", "89% sure", "indirect"],
        ),
        ("select id from outlets where name = 'Meridian Wire'", ["have a source with a name", "people by name", "make half"]),
        ("/claims?by=contradicted", ["contradictions"]),
        ("/speakers?q=aaraji", ["Qassem al-Aaraji"]),
        ("/outlets", ["The Kopje Record"]),
        ("/judgements", ["Nobody has decided anything yet"]),
    ],
)
def test_pages_show_what_is_there(site: Datasette, page: str, expected: list[str]) -> None:
    if page.startswith("select"):
        kind = page.split()[3][:-1]
        page = f"/{kind}/{some(examples(), page)}"
    shown = get(site, page)
    assert shown.status_code == 200
    for part in expected:
        assert part in shown.text


@pytest.mark.parametrize(
    "page", ["/claim/ffffffffffffffff", "/speaker/ffffffffffffffff", "/article/ffff", "/outlet/ffff", "/statement/ffff"]
)
def test_what_is_not_there_is_said_to_be_missing(site: Datasette, page: str) -> None:
    shown = get(site, page)
    assert shown.status_code == 404
    assert "There is no" in shown.text
    assert "attrib who-said" not in shown.text


def test_names_and_statements_lead_to_their_pages(site: Datasette) -> None:
    speaker = some(examples(), AARAJI)
    assert get(site, "/speakers?q=" + quote("Qassem al-Aaraji")).headers["location"] == f"/speaker/{speaker}"
    outlet = some(examples(), "select id from outlets where name = 'Meridian Wire'")
    assert get(site, "/outlets?q=Meridian+Wire").headers["location"] == f"/outlet/{outlet}"
    statement = some(examples(), "select id from statements order by id limit 1")
    assert get(site, f"/statement/{statement}").headers["location"].endswith(f"#s-{statement}")


def test_every_statement_of_an_article_is_marked_once_and_linked(site: Datasette) -> None:
    article = some(examples(), "select article from statements group by 1 order by count(*) desc, 1 limit 1")
    page = Page(get(site, f"/article/{article}?all=1").text)
    statements = [row[0] for row in open_database(examples()).execute("select id from statements where article = ?", [article])]
    assert sorted(str(attrs["id"]) for _, attrs in page.elements if attrs.get("class") == "note") == sorted(
        f"s-{one}" for one in statements
    )
    marks = [str(attrs["href"]) for tag, attrs in page.elements if tag == "a" and attrs.get("class") == "n"]
    assert sorted(marks) == sorted(f"#s-{one}" for one in statements)
    assert len({attrs["id"] for _, attrs in page.elements if "id" in attrs}) == sum("id" in attrs for _, attrs in page.elements)


@pytest.mark.parametrize(
    ("table", "links"),
    [
        ("who_said", ["/article/", "/statement/", "/speakers?q=", "/outlets?q="]),
        ("statements", ["/statement/", "/article/", "/claim/"]),
        ("claims", ["/claim/", "/statement/"]),
        ("articles", ["/article/", "/outlet/"]),
        ("speakers", ["/speaker/"]),
        ("speakers_by_role", ["/speaker/"]),
        ("outlets", ["/outlet/"]),
        ("statement_spans", ["/statement/"]),
        ("claim_relations", ["/claim/"]),
        ("article_speakers", ["/speaker/", "/article/"]),
    ],
)
def test_cells_link_to_the_pages(site: Datasette, table: str, links: list[str]) -> None:
    shown = get(site, f"/examples/{table}?_size=5").text
    for link in links:
        assert f'<a href="{link}' in shown


def test_what_datasette_says_of_tables_is_true() -> None:
    db = open_database(examples())
    said = database_metadata()["tables"]
    assert set(said) <= {*db.table_names(), *db.view_names()}
    for table, one in said.items():
        columns = {column.name for column in db[table].columns}
        assert {*one.get("columns", {}), *one.get("facets", [])} <= columns, table
        assert {one[order] for order in ("sort", "sort_desc") if order in one} <= columns, table
    undescribed = {*db.table_names(), *db.view_names()} - set(said)
    assert not {name for name in undescribed if "_fts" not in name and not name.startswith("sqlite_")} - {
        "claim_statuses",
        "watches",
    }


@pytest.mark.parametrize("name", questions())
def test_saved_questions_have_answers(site: Datasette, name: str) -> None:
    found = get(site, f"/examples/{name}.json?_shape=array&words=combat+mission&name=Aaraji")
    assert found.status_code == 200
    assert len(found.json()) > 0


def test_another_database_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("create table claims (id text, article text)")
    connection.execute("insert into claims values ('0123456789abcdef', '0123456789abcdef')")
    connection.commit()
    other = Datasette([str(path)])
    assert "Who said what" not in get(other, "/").text
    assert "/claim/" not in get(other, "/other/claims").text
    assert get(other, "/claims").status_code == 404


@pytest.mark.parametrize("number", range(11))
def test_hostile_text_is_text_on_every_page(number: int) -> None:
    datasette = Datasette([str(hostile())])
    path = pages_of(hostile())[number]
    shown = get(datasette, path)
    assert shown.status_code == 200
    page = Page(shown.text)
    assert [attrs.get("src") for tag, attrs in page.elements if tag == "script"] == ["/-/static-plugins/attrib/explore.js"]
    assert not [tag for tag, _ in page.elements if tag in ("img", "iframe", "object", "style", "base")]
    assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on") or name == "style"]
    for _, attrs in page.elements:
        assert not re.match(
            r"(?i)\s*(javascript|data|https?):", attrs.get("href") or attrs.get("src") or attrs.get("action") or ""
        )
    assert page.text.count("\u202e") == page.isolated.count("\u202e")
    if number not in (6,):
        assert any(part in page.text for part in HOSTILE)


def test_each_hostile_text_is_shown_in_full() -> None:
    datasette = Datasette([str(hostile())])
    for bad in (SCRIPT, IMAGE, TURNED, SQL, FORMULA):
        title = "Title " + bad
        sql = f"select id from articles where title = '{title.replace(chr(39), 2 * chr(39))}' limit 1"
        text = Page(get(datasette, f"/article/{some(hostile(), sql)}").text).text
        for part in (
            f"Ada {bad}",
            f"minister {bad}",
            f"said {bad}",
            f"the {bad} dam",
            title,
            f"Author {bad}",
            f"Another {bad} paragraph.",
        ):
            assert part in text
    found = Page(get(datasette, "/search?q=" + quote(SCRIPT)).text)
    assert [tag for tag, _ in found.elements].count("script") == 1
    assert "<script>alert" not in get(datasette, "/hostile/who_said").text


def test_pages_load_nothing_from_elsewhere(site: Datasette) -> None:
    for path in pages_of(examples()):
        shown = get(site, path)
        policy = shown.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert not re.findall(r'(?:src|action)="(?:https?:)?//', shown.text)
        assert shown.headers["x-content-type-options"] == "nosniff"


def test_the_pages_show_what_the_commands_show() -> None:
    assert SURE == SURE_THERE


def test_the_plugin_is_registered_and_packed() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["entry-points"]["datasette"] == {"attrib": "explore"}
    assert "explore" in project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]


class NewDatasette:
    """As much of Datasette 1.0 as is told what tables mean."""

    def __init__(self) -> None:
        self.config: dict[str, Any] = {"databases": {"news": {"tables": {"claims": {"size": 10}}}}}
        self.told: list[tuple[str, ...]] = []

    async def set_database_metadata(self, *given: str) -> None:
        """Note what is said of a database."""
        self.told.append(given)

    set_resource_metadata = set_column_metadata = set_database_metadata

    async def add_query(self, *given: str, title: str, description: str) -> None:
        """Note a question."""
        self.told.append((*given, title, description))


def test_datasette_1_is_told_what_0_65_asks_for() -> None:
    datasette = NewDatasette()
    asyncio.run(tell(datasette, "news"))
    assert ("news", "title", "Who said what") in datasette.told
    assert ("news", "claims", "title", "Claims") in datasette.told
    assert ("news", "claims", "text", "description", "Its clearest statement") in datasette.told
    assert {name for database, name, *_ in datasette.told if database == "news"} >= set(questions())
    assert datasette.config["databases"]["news"]["tables"]["claims"] == {"size": 10, "sort_desc": "origins"}
    assert datasette.config["databases"]["news"]["tables"]["neighbours"] == {"hidden": True}
