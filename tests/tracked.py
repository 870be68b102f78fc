"""Invented articles about one dam, and what tests do with them by the command line, with the real models."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from cli import app
from db.open import open_database

SAFE = """The energy minister, Marta Oliveira, spoke in the capital on Friday.

"The dam at Kestrel Lake is safe and will hold this winter," Oliveira said.

She added that the harvest festival would begin on Sunday."""
SAFE_IN_OTHER_WORDS = (
    "The energy minister, Marta Oliveira, said on Saturday that the Kestrel Lake dam was safe and would hold through the winter."
)
NOT_SAFE = """An engineer contradicted the minister on Sunday.

"The dam at Kestrel Lake is not safe," said Tomas Brandt, an engineer."""
FESTIVAL = (
    'The harvest festival was a success. "Forty thousand people came to the harvest festival," said Ines Duarte, its director.'
)
ARTICLES = {
    "safe": ("Harbor Post", "2024-03-01", SAFE),
    "reworded": ("Valley News", "2024-03-02", SAFE_IN_OTHER_WORDS),
    "not safe": ("Inland Herald", "2024-03-03", NOT_SAFE),
    "reprint": ("Lake Gazette", "2024-03-04", SAFE),
    "festival": ("Harbor Post", "2024-03-05", FESTIVAL),
}


def attrib(*args: object, code: int = 0) -> Result:
    """A command's result; it ends with `code`."""
    result = CliRunner().invoke(app, [str(a) for a in args], env={"COLUMNS": "160", "NO_COLOR": "1"})
    assert result.exit_code == code, (result.output, result.exception)
    return result


def as_json(*args: object) -> Any:
    """What a command prints for machines."""
    return json.loads(attrib(*args, "--json").stdout)


def ingest(db: Path, *names: str, **changed: str) -> None:
    """Take in some of ARTICLES, with other fields where `changed` says so."""
    file = db.with_suffix(".jsonl")
    rows = []
    for name in names:
        outlet, date, text = ARTICLES[name]
        url = f"https://{outlet.split()[0].lower()}.example/{date}"
        rows.append({"outlet": outlet, "title": f"The {name}", "date": date, "url": url, "text": text} | changed)
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    attrib("ingest", file, "--db", db)


def delete(path: Path, outlet: str) -> None:
    """Delete an outlet's articles with all that was found in them, as a person would in SQLite, and group what is left."""
    db = open_database(path)
    articles = "select a.id from articles a join outlets o on o.id = a.outlet where o.name = ?"
    with db.atomic():
        for table in ("statements", "article_speakers", "article_versions"):
            db.execute(f"delete from {table} where article in ({articles})", [outlet])
        db.execute(f"delete from articles where id in ({articles})", [outlet])
    db.close()
    attrib("group", "--db", path)


def claim_with(db: Path, words: str) -> str:
    """The id of the claim of the only statement that holds some words."""
    found = {
        row[0]
        for row in open_database(db).execute("select claim from statements where content like ?", [f"%{words}%"]).fetchall()
    }
    assert len(found) == 1, found
    return str(found.pop())
