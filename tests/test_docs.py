# Tests for the README and docs/: their examples are what the commands print today, their tables what was measured.
import difflib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)")
OTHER = 0.01  # of a page's lines: another processor rounds otherwise, and a statement may begin or end elsewhere


def near(a: str, b: str) -> bool:
    """Whether two lines are the same but for what another processor rounds otherwise: a number a little off."""
    if NUMBER.sub("#", a) != NUMBER.sub("#", b):
        return False
    pairs = [(float(x), float(y)) for x, y in zip(NUMBER.findall(a), NUMBER.findall(b), strict=True)]
    return all(abs(x - y) <= (max(2.0, 0.05 * x) if x.is_integer() and y.is_integer() else 0.05) for x, y in pairs)


def differences(kept: str, now: str) -> list[str]:
    """The lines of a page that are not what they were."""
    old, new = kept.splitlines(), now.splitlines()
    found = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal" or (b - a == d - c and all(map(near, old[a:b], new[c:d]))):
            continue
        found += [f"-{line}" for line in old[a:b]] + [f"+{line}" for line in new[c:d]]
    return found


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the pages lie with their examples run again."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "docs").mkdir()
    (folder / "pages.txt").write_text("\n".join(f"{page} -o {folder / page}" for page in PAGES), "utf-8")
    command = [sys.executable, "-m", "cogapp", "-I", str(ROOT), f"@{folder / 'pages.txt'}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_the_docs_show_what_the_commands_print(again: Path, page: str) -> None:
    kept, now = ((folder / page).read_text("utf-8") for folder in (ROOT, again))
    found = differences(kept, now)
    assert len(found) <= OTHER * len(kept.splitlines()), "run `make docs` and look at what changed:\n" + "\n".join(found)


def test_an_example_that_prints_something_else_is_seen() -> None:
    kept = "a 0.91\n3 claims\nThe Post · 1a2b3c4d\n"
    assert differences(kept, "a 0.93\n4 claims\nThe Post · 1a2b3c4d\n") == []
    assert differences(kept, "a 0.71\n3 claims\nThe Post · 1a2b3c4d\n") == ["-a 0.91", "+a 0.71"]
    assert differences(kept, "a 0.91\n3 claims\nThe Mail · 1a2b3c4d\n") == ["-The Post · 1a2b3c4d", "+The Mail · 1a2b3c4d"]
