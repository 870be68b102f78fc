# Tests for attribution/typeset.py: the PDF of a report opens in another's reader and holds every quote.
import io
import json
from pathlib import Path

import pypdf
import pytest
from typer.testing import CliRunner

from cli import app
from tests.explored import examples, hostile


def plain(text: str) -> str:
    """The letters and digits of a text: lines are broken and hyphenated anew on paper."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


@pytest.mark.parametrize(("database", "args"), [(examples, ("combat mission",)), (hostile, ("dam",))])
def test_every_quote_is_on_paper(database: object, args: tuple[str, ...], tmp_path: Path) -> None:
    path = str(database())  # type: ignore[operator]
    output = tmp_path / "report.pdf"
    result = CliRunner().invoke(app, ["report", *args, "--db", path, "--date", "2024-05-02", "-o", str(output)])
    assert result.exit_code == 0, result.output
    reader = pypdf.PdfReader(io.BytesIO(output.read_bytes()))
    words = plain(" ".join(page.extract_text() for page in reader.pages))
    told = CliRunner().invoke(app, ["report", *args, "--db", path, "--date", "2024-05-02", "--format", "json"])
    quotes = json.loads(told.stdout)["quotes"]
    assert len(quotes) > 3
    assert [one["id"] for one in quotes if any(plain(piece["text"]) not in words for piece in one["content"])] == []
    assert reader.metadata
    assert args[0] in str(reader.metadata.title).lower()
