# Tests for `attrib verify` on the shipped examples: what stands, what was altered, who else said it, what nobody said.
import json
from pathlib import Path

import pytest
from sqlite_utils import Database
from typer.testing import CliRunner

from attribution.errors import DatabaseError
from cli import app
from db.open import open_database
from db.verify import verify
from tests.explored import examples

TEA = "This is a city that queues for its tea"
RIFLE = "There is no end to a combat mission while there is one American rifle in Iraq"
LUNCH = "There was no such request, by letter, by telephone or at lunch"
DOOR = "She took water over the bow door, and she was gone in 10 minutes"

# quote, by whom, verdict, what is tolerated (None: not looked at)
CHECKS: list[tuple[str, str | None, str, tuple[str, ...] | None]] = [
    # word for word
    (RIFLE, None, "exact", None),
    (LUNCH, None, "exact", None),
    ("We sell pumps in euros and pay welders in crowns. Do the arithmetic.", None, "exact", None),
    # by somebody
    (LUNCH, "Kryvenko", "exact", None),
    (LUNCH, "Bohdan Kryvenko", "exact", None),
    (LUNCH, "Aaraji", "someone else's", None),
    (RIFLE, "Abu Haidar al-Basri", "exact", None),
    (RIFLE, "Qassem al-Aaraji", "someone else's", None),
    # marks, capitals, spaces, spelling
    (f"“{RIFLE}.”", None, "exact", None),
    (f"‘{RIFLE}’", None, "exact", ()),
    (f"«{RIFLE}»", None, "exact", None),
    (RIFLE.upper(), None, "exact", ("capital letters changed",)),
    (RIFLE.replace("There", "there", 1), None, "exact", ("capital letters changed",)),
    ("  " + RIFLE.replace(" ", "\n\t "), None, "exact", ()),
    (LUNCH.replace(",", ""), None, "exact", ("other punctuation or quotation marks",)),
    ("I did the sum on the tram - it comes to a pair of children's shoes", None, "partial", None),
    ("They ve finally stopped apologising for doing their job", None, "altered", None),
    ("They've finally stopped apologising for doing their job", None, "exact", ("other punctuation or quotation marks",)),
    # ellipses and brackets
    ("There is no end to a combat mission ... American rifle in Iraq", None, "partial", ("words left out at an ellipsis",)),
    ("There is no end … while there is one American rifle in Iraq", None, "partial", ("words left out at an ellipsis",)),
    ("There is no end to a [US] combat mission", None, "partial", ("words in brackets are the editor's",)),
    ("[The ferry] took water over the bow door", None, "partial", ("words in brackets are the editor's",)),
    ("There was no such request […] or at lunch", None, "partial", ("words left out at an ellipsis",)),
    (". . . one American rifle in Iraq", None, "partial", ()),
    ("rifle in Iraq ... There is no end to a combat mission", None, "altered", None),
    # part of more
    (TEA, None, "partial", ()),
    ("It can queue for its water", None, "partial", ()),
    ("one American rifle in Iraq", None, "partial", ()),
    # altered
    (RIFLE.replace("American", "foreign"), None, "altered", None),
    (RIFLE.replace("no end", "an end"), None, "altered", None),
    (RIFLE.replace("one", "a single"), None, "altered", None),
    (DOOR.replace("10", "20"), None, "altered", None),
    (LUNCH.replace("no such", "such a"), None, "altered", None),
    (LUNCH.replace("by letter, by telephone", "by telephone, by letter"), None, "altered", None),
    (RIFLE.replace("American", "foreign"), "Abu Haidar al-Basri", "altered", None),
    (RIFLE.replace("American", "foreign"), "Qassem al-Aaraji", "someone else's", None),
    # no quotation, or not there
    ("BAGHDAD (Meridian Wire) — The U.S.-led coalition", None, "not a quotation", None),
    ("The moon is made of green cheese and nobody can deny it", None, "not found", None),
    ("queues", None, "partial", None),
    ("Zanzibar", None, "not found", None),
    # hostile
    ('" OR 1=1 --', None, "not found", None),
    ("NEAR(combat mission, 5) AND content:*", None, "not found", None),
    ("Robert'); DROP TABLE statements;--", None, "not found", None),
    ("combat\x00mission \u202e[[[[ ]]]] (((", None, "partial", None),
    ("mission " * 10_000, None, "not found", None),
    ("[only] [brackets]", None, "not found", None),
]


@pytest.fixture(scope="module")
def db() -> Database:
    return open_database(examples())


@pytest.mark.parametrize(("quote", "by", "verdict", "tolerated"), CHECKS, ids=[str(n) for n in range(len(CHECKS))])
def test_what_was_said(db: Database, quote: str, by: str | None, verdict: str, tolerated: tuple[str, ...] | None) -> None:
    found = verify(db, quote, by)
    assert found.verdict == verdict
    if tolerated is not None:
        assert found.places[0].tolerated == tolerated
    for place in found.places:
        (text,) = db.execute("select text from articles where id = ?", [place.article]).fetchone()
        if place.statement is None:
            assert text[place.start : place.end] == place.text


def test_every_statement_of_the_examples_is_found_as_it_stands(db: Database) -> None:
    rows = db.execute("select id, content from statements where length(content) > 40 order by id").fetchall()
    wrong = [(content, found.verdict) for one, content in rows for found in [verify(db, content)] if found.verdict != "exact"]
    assert len(rows) > 200
    assert wrong == []


def test_the_word_diff_says_what_was_changed(db: Database) -> None:
    found = verify(db, RIFLE.replace("one American", "a foreign"))
    assert [edit for edit in found.edits if edit[0] != "kept"] == [("dropped", "one American"), ("added", "a foreign")]
    assert " ".join(words for edit, words in found.edits if edit != "added") == RIFLE
    (place,) = found.places
    assert place.speakers[0].name == "Abu Haidar al-Basri"
    assert RIFLE in place.text


def test_the_full_form_of_a_part_is_shown(db: Database) -> None:
    (place,) = verify(db, TEA).places
    assert place.text == "‘This is a city that queues for its tea,’ … ‘It can queue for its water.’"
    assert (place.speakers[0].name, place.outlet) == ("Shabnam Qureshi", "The Wexcombe Post")


def test_all_places_are_shown_the_whole_and_the_earliest_first(db: Database) -> None:
    found = verify(db, "The Ofalau Star sailed within the terms of its license")
    assert len(found.places) >= 2
    assert [place.date for place in found.places] == sorted(place.date or "" for place in found.places)
    assert {who.name for place in found.places for who in place.speakers} == {"Gregory Chu Fong"}


@pytest.mark.parametrize(
    ("quote", "by", "message"), [("…", None, "nothing to check"), (TEA, "No Body", "there is no speaker No Body")]
)
def test_what_cannot_be_checked_is_said(db: Database, quote: str, by: str | None, message: str) -> None:
    with pytest.raises(DatabaseError, match=message):
        verify(db, quote, by)


@pytest.mark.parametrize(
    ("args", "code"), [((RIFLE,), 0), ((TEA,), 0), ((RIFLE.replace("no end", "an end"),), 2), (("Zanzibar",), 2)]
)
def test_the_exit_code_says_whether_a_quote_stands(args: tuple[str, ...], code: int) -> None:
    assert CliRunner().invoke(app, ["verify", *args, "--db", str(examples())]).exit_code == code


def test_many_are_checked_at_once(tmp_path: Path) -> None:
    lines = [{"quote": LUNCH, "by": "Kryvenko"}, {"quote": TEA}, {"quote": "Zanzibar"}]
    (tmp_path / "quotes.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    result = CliRunner().invoke(app, ["verify", "--jsonl", str(tmp_path / "quotes.jsonl"), "--db", str(examples())])
    assert [json.loads(line)["verdict"] for line in result.stdout.splitlines()] == ["exact", "partial", "not found"]
    assert result.exit_code == 2
    (tmp_path / "quotes.jsonl").write_text('{"quote": 3}\n', encoding="utf-8")
    broken = CliRunner().invoke(app, ["verify", "--jsonl", str(tmp_path / "quotes.jsonl"), "--db", str(examples())])
    assert broken.exit_code == 1
    assert "line 1" in str(broken.exception) + broken.output
