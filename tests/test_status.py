# Tests for db/judge_status.py, db/find_statuses.py and commands/status.py: a status stays with what was said.
import shutil
import sqlite3
from pathlib import Path
from typing import Any, get_args

import pytest

from attribution.errors import DatabaseError
from attribution.statuses import MEANING, Status
from db.find_statuses import list_statuses, standings
from db.judge_status import checked, set_status, undo
from db.open import open_database
from tests.tracked import as_json, attrib, claim_with, delete, ingest

SAFE, NOT_SAFE = "safe and will hold", "is not safe"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("status") / "made.db"
    ingest(path, "safe", "reworded", "not safe")
    assert claim_with(path, SAFE) == claim_with(path, "through the winter") != claim_with(path, NOT_SAFE)
    return path


@pytest.fixture
def db(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "attrib.db"))


def statuses(db: Path) -> list[tuple[str, str, str]]:
    """Status, who and text of what is not undone, by claims that are here."""
    found = standings(open_database(db)).values()
    return sorted((one.status, one.holds.by, one.holds.statement_text) for one in found if one.holds)


def test_a_status_shows_wherever_its_claim_does(db: Path) -> None:
    claim = claim_with(db, SAFE)
    link = "https://evidence.example/report?page=2"
    args = (claim[:8], "disputed", "--note", "An engineer\nsays otherwise", "--evidence", link, "--by", "Ada", "--db", db)
    out = attrib("claims", "status", *args).stdout
    assert "is disputed: An engineer says otherwise: https://evidence" in out
    assert "(attrib claims undo-status 1)" in out
    shown = as_json("claim", claim, "--db", db)
    assert (shown["status"], shown["status_set"]["by"], shown["status_set"]["evidence"]) == ("disputed", "Ada", link)
    assert [one["status"] for one in shown["status_history"]] == ["disputed"]
    (row,) = as_json("claims", "--status", "disputed", "--db", db)["claims"]
    assert (row["id"], row["status"], row["status_set"]["note"]) == (claim, "disputed", "An engineer says otherwise")
    found = {one["claim"]: one["status"] for one in as_json("who-said", "dam safe", "--db", db)["claims"]}
    assert found == {claim: "disputed", claim_with(db, NOT_SAFE): "unchecked"}
    for command in (("claim", claim), ("claims", "dam"), ("who-said", "dam safe")):
        assert "disputed · Ada · " in attrib(*command, "--db", db).stdout
    (opposed,) = [
        one for one in as_json("claim", claim_with(db, NOT_SAFE), "--db", db)["contradicted_by"] if one["claim"] == claim
    ]
    assert opposed["status"] == "disputed"
    assert "  disputed" in next(line for line in attrib("claim", claim_with(db, NOT_SAFE), "--db", db).stdout.split("but ")[1:])
    others = {one["id"] for one in as_json("claims", "--status", "unchecked", "--all", "--limit", 0, "--db", db)["claims"]}
    assert claim_with(db, NOT_SAFE) in others
    assert others | {claim} == {one["id"] for one in as_json("claims", "--all", "--limit", 0, "--db", db)["claims"]} != others


def test_every_decision_stays_and_can_be_undone(db: Path) -> None:
    claim = claim_with(db, SAFE)
    for number, status in enumerate(["supported", "false"], 1):
        assert as_json("claims", "status", claim, status, "--by", "Ada", "--db", db)["id"] == number
    assert as_json("claim", claim, "--db", db)["status_conflict"] is None
    assert as_json("claims", "undo-status", 2, "--by", "Bo", "--db", db)["undone_by"] == "Bo"
    assert as_json("claim", claim, "--db", db)["status"] == "supported"
    attrib("claims", "undo-status", 1, "--by", "Bo", "--db", db)
    shown = as_json("claim", claim, "--db", db)
    assert (shown["status"], shown["status_set"]) == ("unchecked", None)
    assert [one["id"] for one in as_json("claims", "history", claim, "--db", db)] == [2, 1]
    assert "undone by Bo" in attrib("claim", claim, "--db", db).stdout
    assert "attrib: decision 2 was undone by Bo" in attrib("claims", "undo-status", 2, "--db", db, code=1).stderr
    assert "there is no decision 9" in attrib("claims", "undo-status", 9, "--db", db, code=1).stderr


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://evidence.example/",
        "evidence.example/report",
        "https://",
        "https://evidence.example@other.example/",
        "https://evidence.example/a b",
        "https://evidence.example/\u202ecod.exe",
        "https://evidence.example/\x1b[2J",
        "https://[evidence/",
        "https://evidence.example:99999/",
        "https://evidence.example/" + "a" * 2000,
    ],
)
def test_evidence_is_an_address_that_can_be_opened(address: str) -> None:
    with pytest.raises(DatabaseError, match="is no link to evidence"):
        checked(address)


def test_what_cannot_be_decided_is_one_line(db: Path) -> None:
    claim = claim_with(db, SAFE)
    assert checked(" HTTPS://evidence.example/ü?q=1#top ") == "HTTPS://evidence.example/ü?q=1#top"
    assert "is no link to evidence" in attrib("claims", "status", claim, "false", "--evidence", "x", "--db", db, code=1).stderr
    assert "there is no claim" in attrib("claims", "status", "ffffffff", "false", "--db", db, code=1).stderr
    assert "nobody decides" in attrib("claims", "status", claim, "false", "--by", " ", "--db", db, code=1).stderr
    assert "2,000 at most" in attrib("claims", "status", claim, "false", "--note", "n" * 2001, "--db", db, code=1).stderr
    assert "unproven" in attrib("claims", "status", claim, "wrong", "--db", db, code=2).stderr
    status: Any = "wrong"
    with pytest.raises(DatabaseError, match="there is no status wrong: there are unchecked, supported"):
        set_status(open_database(db), claim, status, "Ada")
    assert list_statuses(open_database(db)) == []


def test_the_statuses_of_the_database_and_of_the_commands_are_the_same(db: Path) -> None:
    assert set(MEANING) == set(get_args(Status))
    database = open_database(db)
    for status in get_args(Status):
        assert set_status(database, claim_with(db, SAFE), status, "Ada").status == status
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("update claim_statuses set status = 'wrong'")


def gone(db: Path) -> None:
    for outlet in ("Harbor Post", "Valley News"):
        delete(db, outlet)


def edit(db: Path) -> None:
    ingest(db, "safe", text="Oliveira spoke again.\n\n" + '"The dam at Kestrel Lake is safe and will hold," the minister said.')


def rename_claims(db: Path) -> None:
    """Give every claim another id, as a rebuilding from nothing may."""
    database = open_database(db)
    with database.atomic():
        database.execute("pragma defer_foreign_keys = on")
        database.execute("update statements set claim = claim || 'x'")
        database.execute("delete from claim_relations")
        database.execute("update claims set id = id || 'x'")


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        pytest.param([(delete, "Harbor Post")], "through the winter", id="article gone"),
        pytest.param([(delete, "Harbor Post"), (ingest, "safe")], SAFE, id="article back"),
        pytest.param([(gone,), (ingest, "reprint")], SAFE, id="same words elsewhere"),
        pytest.param([(gone,), (ingest, "reworded")], "through the winter", id="other wording back"),
        pytest.param([(edit,)], SAFE, id="text edited"),
        pytest.param([(delete, "Valley News"), (edit,)], SAFE, id="edited, and the other gone"),
        pytest.param([(rename_claims,)], SAFE, id="other ids"),
        pytest.param([(ingest, "reprint", "festival")], SAFE, id="more articles"),
    ],
)
def test_a_status_survives(db: Path, steps: list[tuple[Any, ...]], words: str) -> None:
    statement = open_database(db).execute("select id from statements where content like ?", [f"%{SAFE}%"]).fetchone()[0]
    set_status(open_database(db), statement, "false", "Ada")
    for step, *args in steps:
        step(db, *args)
    assert [row[:2] for row in statuses(db)] == [("false", "Ada")]
    assert as_json("claim", claim_with(db, words), "--db", db)["status"] == "false"
    assert as_json("claim", claim_with(db, NOT_SAFE), "--db", db)["status"] == "unchecked"


def test_a_status_without_its_claim_is_kept_and_comes_back(db: Path) -> None:
    set_status(open_database(db), claim_with(db, NOT_SAFE), "supported", "Ada")
    delete(db, "Inland Herald")
    assert statuses(db) == []
    assert "[of no claim that is here now]" in attrib("claims", "history", "--db", db).stdout
    ingest(db, "not safe")
    assert [row[:2] for row in statuses(db)] == [("supported", "Ada")]


def test_when_claims_become_one_both_histories_show_and_the_latest_decides(db: Path) -> None:
    one, other = claim_with(db, SAFE), claim_with(db, "harvest festival")
    database = open_database(db)
    set_status(database, one, "supported", "Ada")
    set_status(database, other, "false", "Bo")
    attrib("claims", "same", one, other, "--by", "Cy", "--db", db)
    claim = claim_with(db, "harvest festival")
    shown = as_json("claim", claim, "--db", db)
    assert [(row["status"], row["by"]) for row in shown["status_history"]] == [("false", "Bo"), ("supported", "Ada")]
    assert shown["status"] == "false"
    assert "it was also found supported (Ada, " in shown["status_conflict"]
    assert "the latest decision holds" in attrib("claim", claim, "--db", db).stdout
    answer = set_status(open_database(db), claim, "supported", "Cy")
    assert as_json("claim", claim, "--db", db)["status_conflict"] is None  # whoever decides now has seen both
    undo(open_database(db), answer.id, "Cy")
    assert as_json("claim", claim, "--db", db)["status_conflict"]
    attrib("claims", "undo", 1, "--db", db)
    assert [row[:2] for row in statuses(db)] == [("false", "Bo"), ("supported", "Ada")]
