# Tests for db/keep_watches.py, db/gather_news.py, db/find_changes.py and commands/watch.py: a digest tells what is new, once.
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import commands.watch
from attribution.diff_words import diff_words
from db.gather_news import gather
from db.judge_status import set_status, undo
from db.keep_watches import list_watches, mark_told
from db.open import open_database
from tests.tracked import as_json, attrib, claim_with, delete, ingest

ROOT = Path(__file__).parent.parent
SORTS = ("statements", "speakers", "wordings", "contradictions", "statuses")
SAFE = "safe and will hold"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One article, and a watch that has told it."""
    path = tmp_path_factory.mktemp("watch") / "made.db"
    ingest(path, "safe")
    attrib("watch", "add", "dam safe", "--name", "dam", "--db", path)
    assert counts(path) == {"statements": 1, "speakers": 1, "wordings": 0, "contradictions": 0, "statuses": 0}
    return path


@pytest.fixture
def db(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "attrib.db"))


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("watch") / "examples.db"
    attrib("ingest", ROOT / "examples" / "iraq-combat-mission", "--db", path)
    return path


def digest(db: Path, *args: object) -> dict[str, Any]:
    """The news of the only watch, or of one that is named."""
    (news,) = as_json("digest", *args, "--db", db)
    assert isinstance(news, dict)
    return news


def counts(db: Path, *args: object) -> dict[str, int]:
    news = digest(db, *args)
    return {sort: len(news[sort]) for sort in SORTS}


NOTHING = dict.fromkeys(SORTS, 0)


def test_what_is_new_is_told_once(db: Path) -> None:
    assert counts(db) == NOTHING
    ingest(db, "not safe")
    assert counts(db, "--peek") == counts(db, "--peek")
    news = digest(db)
    assert [one["statement"]["outlet"] for one in news["statements"]] == ["Inland Herald"]
    assert [(one["name"], one["role"]) for one in news["speakers"]] == [("Tomas Brandt", "engineer")]
    assert news["speakers"][0]["statements"] == [news["statements"][0]["statement"]["id"]]
    (one,) = news["contradictions"]
    assert {one["one"]["claim"], one["other"]["claim"]} == {claim_with(db, SAFE), claim_with(db, "is not safe")}
    assert {one["one"]["outlet"], one["other"]["outlet"]} == {"Harbor Post", "Inland Herald"}
    assert one["reason"]
    assert counts(db) == NOTHING
    assert "dam · dam safe  nothing new since " in attrib("digest", "--db", db).stdout


def test_other_words_are_shown_against_those_told(db: Path) -> None:
    ingest(db, "reworded")
    (one,) = digest(db, "--peek")["wordings"]
    assert one["claim"] == claim_with(db, SAFE)
    assert "will hold this winter" in one["before"]
    assert "would hold through the winter" in one["after"]
    kinds = {kind: [words for k, words in one["edits"] if k == kind] for kind in ("dropped", "added")}
    assert "will" in " ".join(kinds["dropped"])
    assert "would" in " ".join(kinds["added"])
    out = attrib("digest", "--db", db).stdout
    assert "1 claim in other words" in out
    assert "[-will-] {+would+} hold [-this-]" in " ".join(out.split())
    assert "new statement" not in out  # each is shown once
    assert "speaker" not in out
    assert counts(db) == NOTHING


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The dam is safe.", "the dam is safe", [("kept", "the dam is safe")]),
        ("some 2,500 stay", "some 3,000 stay", [("kept", "some"), ("dropped", "2,500"), ("added", "3,000"), ("kept", "stay")]),
        ("", "all new", [("added", "all new")]),
        ("all gone", "", [("dropped", "all gone")]),
    ],
)
def test_words_that_differ(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert list(diff_words(before, after)) == expected


def test_the_same_words_in_another_outlet_are_a_new_statement_alone(db: Path) -> None:
    ingest(db, "reprint")
    assert counts(db) == NOTHING | {"statements": 1}


def analysed_by_others(db: Path) -> None:
    """As if other models had read it before: all is analysed again, and the bounds of what was said shift a little."""
    database = open_database(db)
    with database.atomic():
        database.execute("update runs set models = '{}'")
        database.execute("update watch_statements set statement = 'old' || substr(statement, 4), content = content || ' indeed'")
    ingest(db, "safe")


def read_from_elsewhere(db: Path) -> None:
    ingest(db, "safe", url="")


def change_headline(db: Path) -> None:
    ingest(db, "safe", title="A better headline")


def change_elsewhere(db: Path) -> None:
    text = open_database(db).execute("select text from articles").fetchone()[0]
    ingest(db, "safe", text=f"Corrected.\n\n{text}")


def join_claims(db: Path) -> None:
    attrib("claims", "same", claim_with(db, SAFE), claim_with(db, "harvest"), "--db", db)


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([(ingest, "safe")], id="read again"),
        pytest.param([(delete, "Harbor Post")], id="deleted"),
        pytest.param([(delete, "Harbor Post"), (ingest, "safe")], id="deleted and read again"),
        pytest.param([(delete, "Harbor Post"), (read_from_elsewhere,)], id="deleted and read from elsewhere"),
        pytest.param([(change_headline,)], id="headline changed"),
        pytest.param([(change_elsewhere,)], id="text changed elsewhere"),
        pytest.param([(ingest, "festival")], id="something else came"),
        pytest.param([(analysed_by_others,)], id="other models"),
        pytest.param([(delete, "Harbor Post"), (analysed_by_others,)], id="deleted, other models"),
        pytest.param([(join_claims,)], id="claims became one"),
    ],
)
def test_what_is_no_news(db: Path, steps: list[tuple[Any, ...]]) -> None:
    for step, *args in steps:
        step(db, *args)
    assert counts(db) == NOTHING


def test_an_article_that_was_edited_and_says_something_else_is_news(db: Path) -> None:
    words = (
        '"The dam at Kestrel Lake has been safe for forty years, and every inspector of this ministry knows that," Oliveira said.'
    )
    ingest(db, "safe", text="The energy minister, Marta Oliveira, spoke again.\n\n" + words)
    news = digest(db)
    assert [one["statement"]["content"][0]["text"][:20] for one in news["statements"]] == ['"The dam at Kestrel ']
    assert news["speakers"] == []


def test_no_number_is_used_twice_by_articles_that_came(db: Path) -> None:
    delete(db, "Harbor Post")
    ingest(db, "not safe")
    assert counts(db)["statements"] == 1
    delete(db, "Inland Herald")
    ingest(db, "reprint")
    assert [one["statement"]["outlet"] for one in digest(db)["statements"]] == ["Lake Gazette"]


def test_contradictions_are_not_told_again_when_articles_come_back(db: Path) -> None:
    ingest(db, "not safe")
    assert counts(db)["contradictions"] == 1
    for outlet, name in (("Inland Herald", "not safe"), ("Harbor Post", "safe")):
        delete(db, outlet)
        ingest(db, name)
    assert counts(db) == NOTHING
    ingest(db, "reprint")
    assert counts(db) == NOTHING | {"statements": 1}  # the same contradiction, told by one more


def test_statuses(db: Path) -> None:
    claim, aside = claim_with(db, SAFE), claim_with(db, "harvest")
    set_status(open_database(db), aside, "false", "Bo")
    assert counts(db) == NOTHING
    number = set_status(
        open_database(db), claim, "disputed", "Ada", "An engineer says otherwise", "https://evidence.example/1"
    ).id
    assert "unchecked → disputed · Ada" in attrib("digest", "--peek", "--db", db).stdout
    (one,) = digest(db)["statuses"]
    expected = (claim, "unchecked", "disputed", "Ada", "https://evidence.example/1")
    assert (one["claim"], one["before"], one["after"], one["by"], one["evidence"]) == expected
    assert counts(db) == NOTHING
    undo(open_database(db), number, "Ada")
    (one,) = digest(db)["statuses"]
    assert (one["before"], one["after"], one["by"]) == ("disputed", "unchecked", None)
    undo(open_database(db), set_status(open_database(db), claim, "false", "Ada").id, "Ada")
    assert counts(db) == NOTHING


def test_a_digest_that_is_stopped_has_told_nothing(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest(db, "not safe")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(commands.watch, "_print_news", stop)
        assert attrib("digest", "--db", db, code=130).stderr == "attrib: stopped\n"
    assert counts(db, "--peek")["statements"] == 1
    command = [sys.executable, "-c", "import sys; from cli import app; sys.argv[0] = 'attrib'; app()", "digest", "--db", str(db)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as unread:
        assert unread.stdout
        unread.stdout.close()
    assert counts(db)["statements"] == 1  # nobody read it
    assert counts(db) == NOTHING


def test_marks_are_written_all_or_none(db: Path) -> None:
    attrib("watch", "add", "festival", "--db", db)
    ingest(db, "festival", "not safe")
    database = open_database(db)
    database.execute(
        "create trigger full before insert on watch_speakers when new.watch = 2 begin select raise(abort, 'disk is full'); end"
    )
    database.conn.commit()
    assert "the disk is full" in attrib("digest", "--db", db, code=1).stderr
    database.execute("drop trigger full")
    database.conn.commit()
    assert [len(one["statements"]) for one in as_json("digest", "--db", db)] == [1, 2]
    assert [len(one["statements"]) for one in as_json("digest", "--db", db)] == [0, 0]


def test_watches_by_speaker_outlet_and_meaning(examples: Path, tmp_path: Path) -> None:
    db = Path(shutil.copy(examples, tmp_path / "attrib.db"))
    query = "troops have stopped fighting"
    for args in ((), ("--speaker", "Aaraji", "--name", "aaraji"), ("--outlet", "meridian wire")):
        attrib("watch", "add", query, *args, "--db", db)
    every, aaraji, outlet = (one["statements"] for one in as_json("digest", "--db", db))
    found = as_json("who-said", query, "--limit", 0, "--db", db)["claims"]
    assert {one["statement"]["id"] for one in every} == {hit["id"] for claim in found for hit in claim["hits"]} != set()
    assert {who["name"] for one in aaraji for who in one["statement"]["speakers"]} == {"Qassem al-Aaraji"}
    assert {one["statement"]["outlet"] for one in outlet} == {"Meridian Wire"}
    assert len(every) > len(aaraji) > 0 < len(outlet) < len(every)
    assert all(counts(db, name) == NOTHING for name in (query, "aaraji", 3))


def test_a_watch_from_now_on_leaves_out_what_is_here(examples: Path, tmp_path: Path) -> None:
    db = Path(shutil.copy(examples, tmp_path / "attrib.db"))
    attrib("watch", "add", "combat mission", "--from-now", "--db", db)
    assert counts(db) == NOTHING
    attrib("ingest", ROOT / "examples" / "ferry-sinking", "--no-claims", "--db", db)
    assert counts(db)["wordings"] == 0


def test_a_digest_groups_what_was_left_ungrouped(db: Path) -> None:
    file = db.with_suffix(".jsonl")
    ingest(db, "safe", "not safe")
    delete(db, "Inland Herald")
    attrib("ingest", file, "--no-claims", "--db", db)
    news = digest(db)
    assert [one["claim"] for one in news["statements"]] == [claim_with(db, "is not safe")]
    assert len(news["contradictions"]) == 1


def test_adding_listing_removing(db: Path) -> None:
    attrib("watch", "add", "harvest festival", "--speaker", "Oliveira", "--db", db)
    found = as_json("watch", "list", "--db", db)
    assert [(one["id"], one["name"], bool(one["digested"])) for one in found] == [
        (1, "dam", True),
        (2, "harvest festival · Oliveira", False),
    ]
    assert "never" in attrib("watch", "list", "--db", db).stdout
    assert attrib("watch", "remove", "dam", "--db", db).stdout == "watch 1 removed: dam\n"
    assert [one["name"] for one in as_json("watch", "list", "--db", db)] == ["harvest festival · Oliveira"]
    database = open_database(db)
    for table in ("watch_statements", "watch_speakers", "watch_contradictions"):
        assert database.table(table).count == 0
    attrib("watch", "remove", 2, "--db", db)
    assert as_json("digest", "--db", db) == []
    for command in (("watch", "list"), ("digest",)):
        assert attrib(*command, "--db", db).stdout == "no watches: make one with `attrib watch add QUERY`\n"
    attrib("watch", "add", "dam safe", "--name", "dam", "--db", db)
    assert counts(db)["statements"] == 1  # a watch of the same name begins anew


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("watch", "add", "..."), "there is nothing to watch for"),
        (("watch", "add", "dam", "--name", "dam"), "there is a watch dam already"),
        (("watch", "add", "dam", "--name", "12"), "is no name for a watch"),
        (("watch", "add", "dam", "--name", " "), "is no name for a watch"),
        (("watch", "remove", "ferry"), "there is no watch ferry"),
        (("digest", "ferry"), "there is no watch ferry"),
    ],
)
def test_what_cannot_be_watched_is_one_line(db: Path, args: tuple[str, ...], said: str) -> None:
    error = attrib(*args, "--db", db, code=1).stderr
    assert said in error
    assert error.count("\n") == 1


def test_hostile_text_is_neutralised(db: Path) -> None:
    words = '"The dam is safe \x1b[31m\u202ered\u202c and [bold]will[/bold] hold," said Tomas Brandt, an engineer.'
    ingest(db, "not safe", text=words)
    attrib("watch", "add", "dam'; drop table watches; --", "--name", "\x1b[2J[red]x", "--db", db)
    out = attrib("digest", "dam", "--db", db).stdout + attrib("watch", "list", "--db", db).stdout
    assert "[bold]will[/bold]" in out
    assert "[red]x" in out
    assert not {"\x1b", "\u202e"} & set(out)


def test_a_removed_watch_is_not_marked(db: Path) -> None:
    database = open_database(db)
    found = [gather(database, one, None, 0.6) for one in list_watches(database)]
    attrib("watch", "remove", "dam", "--db", db)
    mark_told(database, found)
    assert database.table("watch_statements").count == 0
