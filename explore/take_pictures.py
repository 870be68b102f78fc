"""Take pictures of the pages, a report and the terminal for the docs: python -m explore.take_pictures attrib.db [FOLDER]."""

import contextlib
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from sqlite_utils import Database

WAIT = 120  # seconds until the server must answer
ASKED = "combat mission"
REPORTS = (  # name, scheme, size, medium
    ("report", "light", "", "screen"),
    ("report-dark", "dark", "", "screen"),
    ("report-phone", "light", "-phone", "screen"),
    ("report-print", "light", "-sheet", "print"),
)
SIZES = {"": (1280, 900), "-phone": (390, 844), "-sheet": (794, 1123)}
MARGIN = "html { padding: 18mm }"  # what a printer leaves, which no screen shows


def take_pictures(path: Path, folder: Path) -> None:
    """A picture of each page, in light and dark, wide and on a phone: a small PNG file each."""
    from playwright.sync_api import sync_playwright

    command = [sys.executable, "-m", "cli", "serve", "--db", str(path), "--port", "0", "--no-open", "--edit", "--by", "Ada"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = str(server.stdout and server.stdout.readline()).split(": ", 1)[1].split("  (", 1)[0]
        home = address.partition("?")[0]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium())
            for name, page, judging, (scheme, size) in shots(Database(path)):
                width, height = SIZES[size]
                context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height})  # type: ignore[arg-type]
                tab = context.new_page()
                if judging:
                    tab.goto(address)
                tab.goto(home.rstrip("/") + page)
                if judging and tab.locator("details.judging summary").count():
                    tab.locator("details.judging summary").first.click()
                tab.screenshot(path=folder / f"{name}{size}{'-dark' if scheme == 'dark' else ''}.png")
                context.close()
            browser.close()
    finally:
        server.terminate()
        server.wait(WAIT)


def take_report(path: Path, folder: Path) -> None:
    """A report: in light and dark, on a phone, and as it prints."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        page = Path(place) / "report.html"
        args = ["report", ASKED, "--db", str(path), "--date", "2026-01-31", "-o", str(page)]
        subprocess.run([sys.executable, "-m", "cli", *args], check=True, stdout=subprocess.DEVNULL)
        browser = playwright.chromium.launch(executable_path=chromium())
        for name, scheme, size, media in REPORTS:
            width, height = SIZES[size]
            tab = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height}).new_page()  # type: ignore[arg-type]
            tab.emulate_media(media=media)  # type: ignore[arg-type]
            tab.goto(page.as_uri())
            if media == "print":
                tab.add_style_tag(content=MARGIN)
            tab.screenshot(path=folder / f"{name}.png")
        browser.close()


def take_terminal(path: Path, folder: Path) -> None:
    """What `attrib who-said` prints in a terminal, as an SVG file that loads no font."""
    from rich.console import Console

    import commands.found
    from cli import app

    screen, printed = Console(record=True, width=100, force_terminal=True, highlight=False, file=io.StringIO()), io.StringIO()
    setattr(commands.found, "console", lambda: screen)  # noqa: B010 (what the command prints on)
    with contextlib.redirect_stdout(printed):
        app(["who-said", ASKED, "--limit", "3", "--db", str(path)], standalone_mode=False)
    screen.print(printed.getvalue().rstrip(), markup=False)
    drawn = screen.export_svg(title=f'attrib who-said "{ASKED}"')
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL).replace("Fira Code", "ui-monospace, Menlo, Consolas")
    (folder / "who-said.svg").write_text(drawn, encoding="utf-8")


def shots(db: Database) -> list[tuple[str, str, bool, tuple[str, str]]]:
    """The (name, address, whether one judges, (scheme, size)) of each picture."""
    (claim,) = db.execute("select id from claims order by origins desc, statements desc, id limit 1").fetchone()
    (article, speaker) = db.execute(
        """select s.article, p.speaker from statements s join statement_speakers l on l.statement = s.id
        join article_speakers p on p.id = l.article_speaker where s.claim = ? and p.kind = 'person'
        group by 1, 2 order by (select count(*) from statements o where o.article = s.article) desc, 1, 2 limit 1""",
        [claim],
    ).fetchone()
    (outlet,) = db.execute("select outlet from articles group by 1 order by count(*) desc, 1 limit 1").fetchone()
    pages = {
        "home": "/",
        "search": "/search?q=the+combat+mission+is+over",
        "speaker": f"/speaker/{speaker}",
        "claim": f"/claim/{claim}",
        "article": f"/article/{article}",
        "outlet": f"/outlet/{outlet}",
    }
    found = [(name, page, False, ("light", "")) for name, page in pages.items()]
    found += [(name, pages[name], False, ("dark", "")) for name in ("home", "article")]
    found += [(name, pages[name], False, ("light", "-phone")) for name in ("home", "article")]
    return [*found, ("judging", pages["article"], True, ("light", ""))]


def chromium() -> str:
    """The browser's program. FileNotFoundError where there is none."""
    from shutil import which

    found = which("chromium") or which("chromium-browser") or which("google-chrome")
    if not found:
        raise FileNotFoundError("there is no Chromium: install it with `apt-get install chromium`")
    return found


if __name__ == "__main__":
    database, target = Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "docs/pictures")
    take_pictures(database, target)
    take_report(database, target)
    take_terminal(database, target)
