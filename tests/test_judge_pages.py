# Tests for judging in the browser: who may, what is refused, what it does, and that it can be undone.
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.version import __version__ as datasette_version

from explore.guard import start_session
from tests.explored import SCRIPT, Page, examples, get, pages_of, post, some

AARAJI = "select id from speakers where name = 'Qassem al-Aaraji'"
MISSION = "select id from claims where text like '%combat mission has come to its end%'"
OFFICIAL = "http://localhost"


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


@pytest.fixture(scope="module")
def site() -> Datasette:
    return Datasette([str(examples())])


def test_nobody_judges_without_edit(site: Datasette) -> None:
    for path in pages_of(examples()):
        assert "/judge" not in re.findall(r'action="([^"]*)"', get(site, path).text)
    reading = Datasette([str(examples())])
    start_session(reading, "Ada", edit=False)
    answer = judge(reading, {}, "/judgements", what="accept", statement="x")
    assert answer.status_code == 403


BY_TOKEN = pytest.mark.skipif(not datasette_version.startswith("0."), reason="Datasette 1.0 goes by headers, not by tokens")


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
        pytest.param({"origin": OFFICIAL}, True, False, marks=[BY_TOKEN]),
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
