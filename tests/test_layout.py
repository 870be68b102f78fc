# Tests for how the project is put together: who may import whom, top-level names, sizes, checksums.
import ast
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

from attribution.check import WEIGHTS, checksums, read_verified

ROOT = Path(__file__).parent.parent
HEAVY = {
    "torch": {"split"},
    "stanza": {"split"},
    "onnxruntime": {"run_onnx"},
    "sentence_transformers": {"embed"},
    "tokenizers": {"encode"},
    "trafilatura": {"read_html"},
}


def imports(path: Path) -> set[str]:
    """The modules that a file imports, but for what only names types."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_the_top_level_names_are_ours_alone() -> None:
    owners = importlib.metadata.packages_distributions()
    for name in ("attribution", "cli", "commands", "db", "explore"):
        assert set(owners.get(name, ["attrib"])) == {"attrib"}, f"another package brings a top-level {name}"


def test_the_pipeline_knows_neither_database_nor_command_line() -> None:
    for path in (ROOT / "attribution").glob("*.py"):
        assert not {name.split(".")[0] for name in imports(path)} & {"db", "cli", "commands", "training", "benchmarks"}, path.name


@pytest.mark.parametrize(("library", "homes"), HEAVY.items())
def test_a_heavy_library_is_imported_in_one_file(library: str, homes: set[str]) -> None:
    checked = [
        *(ROOT / "attribution").glob("*.py"),
        *(ROOT / "db").glob("*.py"),
        *(ROOT / "commands").glob("*.py"),
        *(ROOT / "explore").glob("*.py"),
        ROOT / "cli.py",
    ]
    users = {path.stem for path in checked if library in {name.split(".")[0] for name in imports(path)}}
    assert users == homes


def test_importing_every_module_loads_no_heavy_library() -> None:
    folders = ("attribution", "db", "commands", "explore")
    names = [f"{folder}.{path.stem}" for folder in folders for path in (ROOT / folder).glob("[!_]*.py")]
    script = f"""
import importlib, sys
for name in {names!r}:
    importlib.import_module(name)
print(sorted({set(HEAVY)!r} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_model_is_the_one_that_was_measured_and_has_a_card() -> None:
    assert checksums()
    for name in checksums():
        assert read_verified(WEIGHTS / name)
        assert (WEIGHTS / name).with_name("README.md").exists(), f"no model card beside {name}"
    assert sum(path.stat().st_size for path in WEIGHTS.rglob("*") if path.is_file()) < 60_000_000
