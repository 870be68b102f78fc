# Tests for `attrib import`: what people fill in on an exported table is taken back, once, and bad rows are named.
import csv
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from attribution.tabulate import BOM, COLUMNS, JUDGED
from cli import app
from db.find_statuses import standings
from db.judge_claims import history as about_claims
from db.judge_statements import history as about_statements
from db.open import open_database
from tests.explored import examples, hostile, some

Row = dict[str, str]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return Path(shutil.copy(examples(), tmp_path / "attrib.db"))


def exported(db: Path) -> list[Row]:
    """The table as a spreadsheet reads it."""
    result = CliRunner().invoke(app, ["export", "--min-confidence", "0", "--db", str(db)])
    assert result.exit_code == 0
    return list(csv.DictReader(result.stdout.removeprefix(BOM).splitlines(keepends=True)))


def take_in(db: Path, rows: list[Row], *args: str, delimiter: str = ",") -> tuple[int, dict[str, object], list[str]]:
    """Import rows as a spreadsheet saves them: exit code, counts, and the messages."""
    path = db.with_name("judged.csv")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write = csv.DictWriter(file, [*COLUMNS, *JUDGED], delimiter=delimiter)
        write.writeheader()
        write.writerows(rows)
    result = CliRunner().invoke(app, ["import", str(path), "--db", str(db), "--by", "Ada", "--json", *args])
    counts = json.loads(result.stdout)
    return result.exit_code, counts, [f"{one['where'].split(', ')[-1]}: {one['message']}" for one in counts["failures"]]


def test_a_table_as_it_was_exported_says_nothing(db: Path) -> None:
    code, counts, _ = take_in(db, exported(db))
    assert (code, counts["rows"], counts["judgements"]) == (0, 0, 0)


@pytest.mark.parametrize("delimiter", [",", ";"])  # as spreadsheets save where a comma marks decimals
def test_everything_that_can_be_judged_is_taken_back_once(db: Path, delimiter: str) -> None:
    rows = exported(db)
    wire = next(row for row in rows if "The combat mission of the coalition forces is over" in row["content"])
    other = next(row for row in rows if "behind us, and the partnership goes on" in row["content"])
    third = next(row for row in rows if "There is no end to a combat mission" in row["content"])
    wire |= {"verdict": "Accept", "same_as": other["statement"], "status": "disputed", "note": "a\nmilitia denies it"}
    other |= {"correct_speaker": "Kadhim Test", "correct_role": "national security adviser"}
    third |= {"verdict": "reject", "not_same_as": wire["claim"]}
    assert take_in(db, rows, delimiter=delimiter)[:2] == (0, {"rows": 3, "judgements": 7, "failures": []})
    database = open_database(db)
    decided = {(one.decision, one.value, one.by) for one in about_statements(database)}
    assert decided == {
        ("accept", None, "Ada"),
        ("speaker", "Kadhim Test", "Ada"),
        ("role", "national security adviser", "Ada"),
        ("reject", None, "Ada"),
    }
    assert {(one.decision, one.statement) for one in about_claims(database)} == {
        ("same", wire["statement"]),
        ("different", third["statement"]),
    }
    assert [one.holds.note for one in standings(database).values() if one.holds] == ["a militia denies it"]
    claims = dict(database.execute("select id, claim from statements").fetchall())
    assert claims[wire["statement"]] == claims[other["statement"]] != claims[third["statement"]]
    assert some(db, f"select confidence from statements where id = '{third['statement']}'") == "0.0"
    assert take_in(db, rows, delimiter=delimiter)[:2] == (0, {"rows": 3, "judgements": 0, "failures": []})


def test_nobody_and_no_role_can_be_said(db: Path) -> None:
    row = next(row for row in exported(db) if row["speaker"] == "Qassem al-Aaraji" and row["role"])
    assert take_in(db, [row | {"correct_role": "-"}])[1]["judgements"] == 1
    again = next(one for one in exported(db) if one["statement"] == row["statement"])
    assert (again["speaker"], again["role"], again["checked"]) == ("Qassem al-Aaraji", "", "accept")
    assert take_in(db, [row | {"correct_speaker": "-"}])[1]["judgements"] == 1
    assert next(one for one in exported(db) if one["statement"] == row["statement"])["speaker"] == ""
    assert take_in(db, [row | {"correct_speaker": "-"}])[1]["judgements"] == 0


def test_bad_rows_are_named_and_the_rest_is_taken_in(db: Path) -> None:
    good, *rest = exported(db)
    bad = [
        rest[0] | {"verdict": "maybe"},
        rest[1] | {"verdict": "accept", "content": "something else"},
        rest[2] | {"verdict": "accept", "statement": "ffffffffffffffff"},
        rest[3] | {"correct_role": "emperor of the moon"},
        rest[4] | {"verdict": "accept", "same_as": "no-such-id"},
        rest[5] | {"status": "true"},
        rest[6] | {"note": "no status"},
        rest[7] | {"status": "false", "evidence": "javascript:alert(1)"},
    ]
    code, counts, messages = take_in(db, [*bad, good | {"verdict": "accept"}])
    assert (code, counts["judgements"], counts["rows"]) == (1, 1, 9)
    lines = [int(message.split(":")[0].removeprefix("line ")) for message in messages]
    assert lines == sorted(lines)
    said = [
        "is none: write accept",
        "judge in the last columns",
        "export again",
        "does not say",
        "there is no statement or claim",
        "there are unchecked, supported",
        "needs a status",
        "is no link",
    ]
    assert all(part in message for part, message in zip(said, messages, strict=True))
    assert [one.decision for one in about_statements(open_database(db))] == ["accept"]  # a row is taken in whole, or not at all


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name,aliases\nA,B\n", "is no table that `attrib export` wrote"),
        (b"", "is no table that `attrib export` wrote"),
        (b"statement,verdict\n\xff\xfe,accept\n", "it is not UTF-8"),
        (b'statement,verdict\n"abc,accept\n', "broken CSV"),
        (b"statement,verdict\nabc,accept,more\n", "this row has 3 cells"),
    ],
)
def test_other_files_are_refused(db: Path, content: bytes, message: str) -> None:
    path = db.with_name("other.csv")
    path.write_bytes(content)
    result = CliRunner().invoke(app, ["import", str(path), "--db", str(db)])
    assert result.exit_code == 1
    assert message in (str(result.exception) + result.output).replace("\n", " ")


def test_hostile_cells_come_back_as_they_were(tmp_path: Path) -> None:
    db = Path(shutil.copy(hostile(), tmp_path / "attrib.db"))
    rows = [row | {"verdict": "accept"} for row in exported(db)]
    code, counts, messages = take_in(db, rows)
    assert (code, counts["judgements"], messages) == (0, len(rows), [])
