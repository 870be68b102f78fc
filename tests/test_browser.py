# Tests in a real browser: every page in light and dark and on a phone, judging, the keyboard; nothing from elsewhere, no error.
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from datasette.app import Datasette

from explore.guard import start_session
from explore.take_pictures import chromium
from tests.explored import examples, hostile, pages_of, some

try:
    CHROMIUM = chromium()
except FileNotFoundError as error:
    pytest.skip(f"{error}", allow_module_level=True)

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

KINDS = (
    "home",
    "search",
    "claims",
    "newest claims",
    "speakers",
    "outlets",
    "judgements",
    "claim",
    "speaker",
    "article",
    "outlet",
)
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


class Site:
    """A server on a free port of this machine; `token` lets one judge."""

    def __init__(self, path: Path, edit: bool) -> None:
        datasette = Datasette([str(path)])
        self.path = path
        self.token = start_session(datasette, "Ada", edit).token
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self.server = uvicorn.Server(uvicorn.Config(datasette.app(), log_level="error"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listening]}, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.05)

    def stop(self) -> None:
        """End the server."""
        self.server.should_exit = True
        self.thread.join(10)


class Watched:
    """A tab, with what went wrong in it: errors on the console, exceptions, requests to elsewhere."""

    def __init__(self, browser: Browser, site: Site, **context: Any) -> None:
        self.context = browser.new_context(**{"viewport": DESK, **context})
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.site = site
        self.page.on("console", lambda said: self.problems.append(said.text) if said.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self._check(request.url))
        self.page.on("dialog", lambda dialog: self.problems.append(f"dialog {dialog.message}"))

    def _check(self, url: str) -> None:
        if not url.startswith(self.site.address + "/"):
            self.problems.append(f"request to {url}")

    def open(self, path: str) -> Page:
        """Go to a page of the site."""
        answer = self.page.goto(self.site.address + path)
        assert answer
        assert answer.status == 200
        return self.page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def reading() -> Iterator[Site]:
    site = Site(examples(), edit=False)
    yield site
    site.stop()


@pytest.fixture
def editing(tmp_path: Path) -> Iterator[Site]:
    site = Site(Path(shutil.copy(examples(), tmp_path / "edited.db")), edit=True)
    yield site
    site.stop()


def barriers(page: Page) -> list[str]:
    """What axe-core finds that keeps people out: serious and critical."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("number", range(len(KINDS)), ids=KINDS)
def test_each_page_is_sound_and_open_to_all(browser: Browser, reading: Site, number: int, scheme: str) -> None:
    tab = Watched(browser, reading, color_scheme=scheme)
    page = tab.open(pages_of(examples())[number].replace("dam", "mission"))
    assert barriers(page) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert tab.problems == []
    tab.context.close()


def test_from_a_question_to_the_sentence(browser: Browser, reading: Site) -> None:
    tab = Watched(browser, reading)
    page = tab.open("/")
    page.get_by_label("Search by words or by meaning").fill("the combat mission is over")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="7 statements of this claim").first.click()
    page.get_by_role("heading", name="Who says otherwise").wait_for()
    page.locator(".head .who").click()
    page.get_by_role("heading", name="Qassem al-Aaraji").wait_for()
    page.locator(".hit .facts a").first.click()
    page.locator(".note:target").wait_for()
    page.locator(".text .n:focus").wait_for()
    assert tab.problems == []
    tab.context.close()


def test_an_article_by_keyboard_and_mouse(browser: Browser, reading: Site) -> None:
    tab = Watched(browser, reading)
    page = tab.open(pages_of(examples())[9])
    for key, expected in (("j", "1"), ("j", "2"), ("j", "3"), ("k", "2")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.textContent") == expected
    peek = page.locator("#peek")
    assert "% sure" in peek.inner_text()
    assert page.locator(".note.lit").get_attribute("data-n") == "2"
    page.keyboard.press("Escape")
    assert peek.is_hidden()
    page.locator(".text .content").first.hover()
    assert any(kind in peek.inner_text() for kind in ("direct", "indirect", "mixed"))
    page.locator("#n-2").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/claim/*")
    assert tab.problems == []
    tab.context.close()


def test_judging_a_statement_and_undoing_it(browser: Browser, editing: Site) -> None:
    tab = Watched(browser, editing)
    page = tab.open(f"/?token={editing.token}")
    assert "token" not in page.url
    page = tab.open(pages_of(editing.path)[9])
    before = page.locator(".note").count()
    note = page.locator(".note").first
    note.locator("summary").click()
    note.get_by_label("Said by").fill("Grace Hopper")
    note.get_by_role("button", name="Correct the speaker").click()
    page.locator(".note .who", has_text="Grace Hopper").first.wait_for()
    assert "Written down" in page.locator(".message").inner_text()
    assert barriers(page) == []
    note = page.locator(".note").first
    note.locator("summary").click()
    note.get_by_role("button", name="No quotation").click()
    page.get_by_role("heading", name="No quotations").wait_for()
    assert page.locator(".note").count() == before - 1
    page.get_by_role("link", name="See and undo judgements").click()
    for left in (1, 0):
        page.get_by_role("button", name="Undo").first.click()
        expect(page.get_by_role("button", name="Undo")).to_have_count(left)
    page = tab.open(pages_of(editing.path)[9])
    assert page.locator(".note").count() == before
    assert some(editing.path, "select count(*) from overruled") == "0"
    assert tab.problems == []
    tab.context.close()


def test_judging_a_claim(browser: Browser, editing: Site) -> None:
    tab = Watched(browser, editing)
    tab.open(f"/?token={editing.token}")
    page = tab.open(pages_of(editing.path)[7])
    statements = page.locator(".told > li").count()
    page.get_by_role("button", name="Not the same claim").first.click()
    page.locator(".message").wait_for()
    assert page.locator(".told > li").count() < statements
    assert some(editing.path, "select by from claim_judgements") == "Ada"
    assert tab.problems == []
    tab.context.close()


def test_hostile_text_does_nothing(browser: Browser) -> None:
    site = Site(hostile(), edit=True)
    tab = Watched(browser, site)
    tab.open(f"/?token={site.token}")
    for path in [*pages_of(hostile()), "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/hostile/who_said", "/hostile/articles"]:
        page = tab.open(path)
        assert page.locator("main img, .content img, iframe").count() == 0
    page = tab.open(pages_of(hostile())[9])
    for _ in range(3):
        page.keyboard.press("j")
    assert tab.problems == []
    tab.context.close()
    site.stop()


@pytest.mark.parametrize("path", ["/examples", "/examples/who_said", "/examples?sql=select+1", "/examples/said_by?name=Aaraji"])
def test_datasettes_own_pages_work_under_our_policy(browser: Browser, reading: Site, path: str) -> None:
    tab = Watched(browser, reading)
    tab.open(path)
    assert tab.problems == []
    tab.context.close()
