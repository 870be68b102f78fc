# The pages on the coming Datasette: `make test` installs it beside the present one, and the tests of the pages run on it, too.
import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(sys.prefix) / "alpha"
FILES = ("tests/test_explore.py", "tests/test_judge_pages.py", "tests/test_serve.py")


@pytest.mark.skipif(not (FOLDER / "datasette").exists(), reason="Datasette 1.0 is not installed: make test does that")
def test_the_pages_work_on_datasette_1() -> None:
    env = os.environ | {"PYTHONPATH": str(FOLDER)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *FILES]
    version = [sys.executable, "-c", "import datasette; print(datasette.__version__)"]
    root = Path(__file__).parent.parent
    assert subprocess.run(version, env=env, capture_output=True, text=True, check=True).stdout.startswith("1.0a")
    done = subprocess.run(command, env=env, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
