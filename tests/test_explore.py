# Tests for the pages: what they show, what they let nobody do, and what hostile text becomes there.
import asyncio
import re
import shutil
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from hypothesis import given
from hypothesis import strategies as st

from commands.options import SURE as SURE_THERE
from db.open import open_database
from explore.compare_wordings import compare_wordings
from explore.describe import database_metadata, questions, tell
from explore.draw import draw_bars, draw_range, draw_time_line
from explore.guard import start_session
from explore.mark import Marked, mark
from explore.render import SURE, day, percent, period
from explore.show_outlet import half_of
from tests.explored import FORMULA, HOSTILE, IMAGE, SCRIPT, SQL, TURNED, examples, get, hostile, pages_of, post, some

AARAJI = "select id from speakers where name = 'Qassem al-Aaraji'"
MISSION = "select id from claims where text like '%combat mission has come to its end%'"
OFFICIAL = "http://localhost"


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


@pytest.fixture(scope="module")
def site() -> Datasette:
    return Datasette([str(examples())])


@pytest.fixture
def edited(tmp_path: Path) -> tuple[Datasette, Path, dict[str, str]]:
    """A copy of the examples that may be judged, and the cookie that lets one judge."""
    path = Path(shutil.copy(examples(), tmp_path / "edited.db"))
    datasette = Datasette([str(path)])
    session = start_session(datasette, "Ada", edit=True)
    return datasette, path, {session.cookie: str(session.token)}


def judge(datasette: Datasette, cookies: dict[str, str], page: str, **form: str) -> Any:
    """What a person's browser sends for a form of a page, with that page's token against forgery."""
    shown = get(datasette, page, cookies=cookies)
    token = re.search(r'name="csrftoken" value="([^"]+)"', shown.text)
    data = {**form, "then": page, "csrftoken": token.group(1) if token else ""}
    return post(datasette, "/judge", data=data, cookies={**cookies, **shown.cookies}, headers={"origin": OFFICIAL})


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


def test_nobody_judges_without_edit(site: Datasette) -> None:
    for path in pages_of(examples()):
        assert "/judge" not in re.findall(r'action="([^"]*)"', get(site, path).text)
    reading = Datasette([str(examples())])
    start_session(reading, "Ada", edit=False)
    answer = judge(reading, {}, "/judgements", what="accept", statement="x")
    assert answer.status_code == 403


def test_the_token_lets_in_once_and_leaves_the_address(edited: tuple[Datasette, Path, dict[str, str]]) -> None:
    datasette, _, cookies = edited
    (token,) = cookies.values()
    assert get(datasette, "/?token=wrong").status_code == 403
    let_in = get(datasette, f"/search?q=mission&token={token}")
    assert (let_in.status_code, let_in.headers["location"]) == (303, "/search?q=mission")
    cookie = let_in.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "You judge as" in get(datasette, "/", cookies=cookies).text
    assert "You judge as" not in get(datasette, "/").text
    assert token not in get(datasette, "/", cookies=cookies).text
    assert get(datasette, f"//evil.example?token={token}").headers["location"].startswith("/evil")


@pytest.mark.parametrize(
    ("headers", "keep_cookie", "keep_csrf"),
    [
        ({"origin": "https://evil.example"}, True, True),
        ({}, True, True),
        ({"origin": "null"}, True, True),
        ({"origin": OFFICIAL, "sec-fetch-site": "cross-site"}, True, True),
        ({"origin": "http://evil.example", "host": "evil.example"}, True, True),
        ({"origin": OFFICIAL}, False, True),
        ({"origin": OFFICIAL}, True, False),
    ],
)
def test_forged_judgements_are_refused(
    edited: tuple[Datasette, Path, dict[str, str]], headers: dict[str, str], keep_cookie: bool, keep_csrf: bool
) -> None:
    datasette, path, cookies = edited
    article = some(path, "select article from statements order by id limit 1")
    shown = get(datasette, f"/article/{article}", cookies=cookies)
    token = re.findall(r'name="csrftoken" value="([^"]+)"', shown.text)[0]
    data = {"what": "reject", "statement": some(path, "select id from statements order by id limit 1"), "then": "/"}
    sent = {**(cookies if keep_cookie else {}), **shown.cookies}
    answer = post(datasette, "/judge", data=data | ({"csrftoken": token} if keep_csrf else {}), cookies=sent, headers=headers)
    assert answer.status_code == 403
    assert some(path, "select count(*) from statement_judgements") == "0"


def test_other_hosts_are_refused(edited: tuple[Datasette, Path, dict[str, str]]) -> None:
    datasette, _, cookies = edited
    assert get(datasette, "/", headers={"host": "evil.example"}, cookies=cookies).status_code == 403
    assert get(datasette, "/", headers={"host": "127.0.0.1:8001"}, cookies=cookies).status_code == 200
    assert get(datasette, "/edited/claims").headers["content-security-policy"].count("sha256-") >= 3


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example", "/\\evil.example", "", "/\r\nx: y"])
def test_one_goes_back_to_this_site_alone(edited: tuple[Datasette, Path, dict[str, str]], then: str) -> None:
    datasette, path, cookies = edited
    shown = get(datasette, "/article/" + some(path, "select article from statements limit 1"), cookies=cookies)
    token = re.findall(r'name="csrftoken" value="([^"]+)"', shown.text)[0]
    data = {"what": "nothing", "then": then, "csrftoken": token}
    answer = post(datasette, "/judge", data=data, cookies={**cookies, **shown.cookies}, headers={"origin": OFFICIAL})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_judging_a_statement_shows_at_once_and_is_undone(edited: tuple[Datasette, Path, dict[str, str]]) -> None:
    datasette, path, cookies = edited
    statement = some(path, "select id from statements where source = 'he' and confidence > 0.8 order by id limit 1")
    article = some(path, f"select article from statements where id = '{statement}'")
    page = f"/article/{article}"

    def note() -> str:
        text = str(get(datasette, page, cookies=cookies).text)
        return text.partition(f'id="s-{statement}"')[2].partition("</li>")[0]

    before = note()
    judge(datasette, cookies, page, what="speaker", statement=statement, value="Grace Hopper", kind="person")
    assert "Grace Hopper" in note()
    assert "Speaker corrected by <bdi>Ada</bdi>" in note()
    assert (
        "Grace Hopper" in get(datasette, "/speakers?q=Hopper").text
        or get(datasette, "/speakers?q=Grace+Hopper").status_code == 302
    )
    judge(datasette, cookies, page, what="reject", statement=statement)
    assert note() == ""
    assert "No quotations" in get(datasette, page).text
    answer = judge(datasette, cookies, page, what="role", statement=statement, value="empress of the moon")
    assert answer.status_code == 303
    listed = get(datasette, "/judgements", cookies=cookies).text
    assert "was said by Grace Hopper" in listed
    assert "empress" not in listed
    for number in ("1", "2"):
        judge(datasette, cookies, "/judgements", what="undo", about="statement", number=number)
    assert note().split("judging")[0] == before.split("judging")[0]
    assert get(datasette, "/judgements").text.count("undone by") == 2


def test_judging_claims_and_speakers(edited: tuple[Datasette, Path, dict[str, str]]) -> None:
    datasette, path, cookies = edited
    claim = some(path, MISSION)
    clearest = some(path, f"select statement from claims where id = '{claim}'")
    other = some(path, f"select id from statements where claim = '{claim}' and id != '{clearest}' order by id")
    judge(datasette, cookies, f"/claim/{claim}", what="different", statement=clearest, other=other)
    assert some(path, f"select count(distinct claim) from statements where id in ('{clearest}', '{other}')") == "2"
    judge(datasette, cookies, f"/claim/{claim}", what="same", statement=clearest, other=other)
    assert some(path, f"select count(distinct claim) from statements where id in ('{clearest}', '{other}')") == "1"
    one, two = some(path, AARAJI), some(path, "select id from speakers where name = 'Joe Biden'")
    judge(datasette, cookies, f"/speaker/{one}", what="merge", speaker=one, other=two)
    assert some(path, "select count(*) from speakers where name in ('Qassem al-Aaraji', 'Joe Biden')") == "1"
    judge(datasette, cookies, "/judgements", what="undo", about="speaker", number="1")
    assert some(path, "select count(*) from speakers where name in ('Qassem al-Aaraji', 'Joe Biden')") == "2"
    assert some(path, "select group_concat(distinct by) from claim_judgements") == "Ada"


def test_the_pages_show_what_the_commands_show() -> None:
    assert SURE == SURE_THERE


TEXTS = st.text(alphabet="ab \n.“”", max_size=60)


@given(
    TEXTS, st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20), st.sampled_from(["source", "cue", "content"])), max_size=8)
)
def test_marked_text_is_the_text(text: str, ranges: list[tuple[int, int, Any]]) -> None:
    marks = [Marked(a, min(a + n, len(text)), role, i) for i, (a, n, role) in enumerate(ranges, 1) if a < len(text)]
    shown = mark(text, marks)
    assert "".join("".join(piece.text for paragraph in shown for piece in paragraph).split()) == "".join(text.split())
    for one in marks:
        if one.role == "content" and text[one.start : one.end].strip():
            pieces = [piece.text for paragraph in shown for piece in paragraph if one.number in piece.numbers]
            assert "".join("".join(pieces).split()) == "".join(text[one.start : one.end].split())


@pytest.mark.parametrize(
    ("clearest", "other", "expected"),
    [
        ("The dam is closed.", "The dam is not closed.", [("kept", "The dam is"), ("added", " not"), ("kept", " closed.")]),
        (
            "about 2,500 men are there",
            "about 4,000 men are there",
            [("kept", "about"), ("dropped", " 2,500"), ("added", " 4,000")],
        ),
        ("The dam is closed.", "Nobody knows anything about it", [("kept", "Nobody knows anything about it")]),
    ],
)
def test_wordings_are_compared_word_by_word(clearest: str, other: str, expected: list[tuple[str, str]]) -> None:
    found = compare_wordings(clearest, [("a", clearest), ("b", other)])[-1]
    assert [(piece.mark, piece.text) for piece in found.pieces][: len(expected)] == expected


def test_equal_words_are_one_wording() -> None:
    found = compare_wordings("“It is over,”", [("a", "It is over"), ("b", "“It is over,”"), ("c", "It was over")])
    assert [(one.keys, one.differs) for one in found] == [(("a", "b"), False), (("c",), True)]


@pytest.mark.parametrize(
    ("dates", "unit", "labels", "numbers"),
    [
        ([("2021-12-09", 3), ("2021-12-11", 1)], "day", ["9 Dec 2021", "10 Dec 2021", "11 Dec 2021"], [3, 0, 1]),
        ([("2021-11-09", 3), ("2022-01-02T10:00:00Z", 1)], "month", ["Nov 2021", "Dec 2021", "Jan 2022"], [3, 0, 1]),
        ([("2009-11-09", 3), ("2021-01-02", 1)], "year", [str(year) for year in range(2009, 2022)], [3, *[0] * 11, 1]),
    ],
)
def test_bars_cover_all_the_time(dates: list[tuple[str, int]], unit: str, labels: list[str], numbers: list[int]) -> None:
    found = draw_bars(dates)
    assert found
    assert (found.unit, [bar.label for bar in found.bars], [bar.number for bar in found.bars]) == (unit, labels, numbers)
    assert max(bar.height for bar in found.bars) == found.height
    assert all(bar.x >= 0 and bar.x + bar.width <= found.width + 0.1 for bar in found.bars)


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw_bars([("soon", 1)]) is None
    assert draw_time_line([("Post", "2021-12-09"), ("Wire", "2021-12-09"), ("Wire", None)]) is None
    assert draw_range("2021", None, ("2021-01-01", "2021-02-01")) is None
    assert draw_range("2021-01-11", "2021-01-21", ("2021-01-01", "2021-01-21")) == (50.0, 50.0)


@pytest.mark.parametrize(("numbers", "half"), [([], 0), ([5], 1), ([1, 1, 1, 1], 2), ([10, 1, 1], 1), ([3, 2, 2, 2], 2)])
def test_how_few_make_half(numbers: list[int], half: int) -> None:
    assert half_of(numbers) == half


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2021-12-09", "9 Dec 2021"),
        ("2021-12", "Dec 2021"),
        ("2021", "2021"),
        (None, "no date"),
        ("2021-12-09T10:00Z", "9 Dec 2021"),
    ],
)
def test_dates_are_for_people(date: str | None, shown: str) -> None:
    assert day(date) == shown
    assert period(date, date) == shown


@pytest.mark.parametrize(("share", "shown"), [(0.0, "0%"), (0.001, "1%"), (0.999, "99%"), (1.0, "100%"), (0.424, "42%")])
def test_a_share_is_never_all_or_nothing_by_rounding(share: float, shown: str) -> None:
    assert percent(share) == shown


def test_the_plugin_is_registered_and_packed() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["entry-points"]["datasette"] == {"attrib": "explore"}
    assert "explore" in project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]


def test_a_claims_status_is_set_shown_and_undone(edited: tuple[Datasette, Path, dict[str, str]]) -> None:
    datasette, path, cookies = edited
    page = f"/claim/{some(path, MISSION)}"
    form = {"what": "status", "claim": some(path, MISSION)}
    judge(datasette, cookies, page, **form, status="disputed", note=SCRIPT, evidence="https://evidence.example/1")
    shown = Page(get(datasette, page).text)
    assert SCRIPT in shown.text
    assert "disputed" in shown.text
    assert "https://evidence.example/1" in [attrs.get("href") for _, attrs in shown.elements]
    judge(datasette, cookies, page, **form, status="false", note="", evidence="javascript:alert(1)")
    judge(datasette, cookies, page, **form, status="nonsense")
    assert some(path, "select group_concat(status || ' ' || by) from claim_statuses") == "disputed Ada"
    judge(datasette, cookies, page, what="undo", about="status", number="1")
    assert "undone by" in get(datasette, page).text
    assert get(datasette, "/judgements").text.count("undone by") == 1


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
