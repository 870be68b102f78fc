# Tests for the README: its examples are what the commands print today.
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_readme_shows_what_the_commands_print() -> None:
    command = [sys.executable, "-m", "cogapp", "--check", "--diff", "-I", str(ROOT), "README.md"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run `make docs` and look at what changed:\n{done.stdout}{done.stderr}"
