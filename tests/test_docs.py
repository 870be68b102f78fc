# Tests for the README and docs/: their examples are what the commands print today, their tables what was measured.
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_docs_show_what_the_commands_print() -> None:
    docs = ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
    command = [sys.executable, "-m", "cogapp", "--check", "--diff", "-I", str(ROOT), *docs]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run `make docs` and look at what changed:\n{done.stdout}{done.stderr}"
