"""Take the pictures of the pages for docs/pictures: python -m explore.take_pictures attrib.db [FOLDER]."""

import subprocess
import sys
from pathlib import Path

from sqlite_utils import Database

WAIT = 120  # seconds until the server must answer
SIZES = {"": (1280, 900), "-phone": (390, 844)}


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
    take_pictures(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "docs/pictures"))
