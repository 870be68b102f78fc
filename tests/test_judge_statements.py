# Tests for db/judge_statements.py: what people say of one statement holds at once, lasts, and can be taken back.
from dataclasses import replace
from typing import Any

import pytest
from sqlite_utils import Database

from attribution.errors import DatabaseError
from attribution.models import Analysis, Article, Attribution, Confidences, Span, Speaker
from db.judge_statements import decide, history, undo
from db.save import save
from tests.test_identify import memory

TEXT = "Mayor Ann Smith, a former judge, said the dam is safe. He denied that the dam leaks, the mayor said later."
TABLES = ("statements", "statement_speakers", "article_speakers", "speakers", "speaker_names", "overruled", "claims")


def analysis(contents: tuple[str, ...] = ("the dam is safe", "that the dam leaks"), text: str = TEXT) -> Analysis:
    found = []
    for content in contents:
        parts = [Span(text.index(part), text.index(part) + len(part)) for part in ("Ann Smith", "said", content, "Mayor")]
        who = Speaker("Ann Smith", "person", parts[0], 0.9, "named", parts[3], (parts[3],))
        said = Attribution(parts[0], parts[1], (parts[2],), "indirect", 0.8, Confidences(0.9, 0.9, 0.9), speakers=(who,))
        found.append(said)
    article = Article(text, "Post", "The dam", None, "2024-05-01", "https://post.example/dam")
    return Analysis(article, (), tuple(found), ())


def state(db: Database) -> dict[str, list[Any]]:
    """All that judging may change."""
    return {name: sorted(db.execute(f"select * from {name}").fetchall(), key=str) for name in TABLES}


def the(db: Database, content: str) -> str:
    return str(db.execute("select id from statements where content = ?", [content]).fetchone()[0])


def said_by(db: Database, content: str) -> list[tuple[str, str | None, float]]:
    return db.execute(
        """select k.name, l.role, l.confidence from statements s join statement_speakers l on l.statement = s.id
        join article_speakers p on p.id = l.article_speaker join speakers k on k.id = p.speaker where s.content = ?""",
        [content],
    ).fetchall()


def confidence(db: Database, content: str) -> float:
    return float(db.execute("select confidence from statements where content = ?", [content]).fetchone()[0])


@pytest.fixture
def db() -> Database:
    made = memory()
    save(made, 1, analysis())
    return made


def test_accepting_and_rejecting(db: Database) -> None:
    before = state(db)
    safe = the(db, "the dam is safe")
    first = decide(db, "accept", safe, "Ida")
    assert confidence(db, "the dam is safe") == 1.0
    second = decide(db, "reject", safe, "Bo")
    assert confidence(db, "the dam is safe") == 0.0
    assert confidence(db, "that the dam leaks") == 0.8
    undo(db, second, "Bo")
    assert confidence(db, "the dam is safe") == 1.0  # the earlier judgement holds again
    undone = undo(db, first, "Cy")
    assert (undone.by, undone.undone_by) == ("Ida", "Cy")
    assert state(db) == before
    assert [one.id for one in history(db)] == [second, first]
    with pytest.raises(DatabaseError, match="was undone by Cy"):
        undo(db, first, "Cy")


def test_correcting_speaker_and_role(db: Database) -> None:
    before = state(db)
    leaks = the(db, "that the dam leaks")
    numbers = [decide(db, "speaker", leaks, "Ida", "Lee Wong", "person"), decide(db, "role", leaks, "Ida", "A  Former Judge")]
    assert said_by(db, "that the dam leaks") == [("Lee Wong", "a former judge", 1.0)]  # the role verbatim, as the article has it
    assert said_by(db, "the dam is safe") == [("Ann Smith", "Mayor", 0.9)]
    assert db.execute("select reason from statement_speakers where confidence = 1").fetchone()[0].startswith("Ida said so on 20")
    numbers.append(decide(db, "speaker", leaks, "Bo", ""))
    assert said_by(db, "that the dam leaks") == []
    for number in reversed(numbers):
        undo(db, number, "Ida")
    assert state(db) == before


def test_a_speaker_who_is_known_is_taken_by_any_form_of_the_name(db: Database) -> None:
    leaks = the(db, "that the dam leaks")
    decide(db, "speaker", leaks, "Ida", "Lee Wong", "person")
    decide(db, "speaker", leaks, "Ida", "ann smith", "organization")
    assert said_by(db, "that the dam leaks") == [("Ann Smith", None, 1.0)]
    assert db.execute("select count(*) from speakers").fetchone()[0] == 1  # nobody is left who says nothing


@pytest.mark.parametrize(
    ("again", "content"),
    [
        (analysis(), "that the dam leaks"),
        (analysis(("the dam leaks",)), "the dam leaks"),  # another model cuts it otherwise
        (analysis(("the dam is safe", "that the dam leaks"), "Corrected. " + TEXT), "that the dam leaks"),
    ],
    ids=["the same", "cut otherwise", "a changed article"],
)
def test_judgements_outlast_reading_again(db: Database, again: Analysis, content: str) -> None:
    leaks = the(db, "that the dam leaks")
    number = decide(db, "speaker", leaks, "Ida", "Lee Wong", "person")
    other = decide(db, "accept", leaks, "Ida")
    save(db, 1, again)
    assert said_by(db, content) == [("Lee Wong", None, 1.0)]
    assert confidence(db, content) == 1.0
    undo(db, number, "Ida")
    undo(db, other, "Ida")
    fresh = memory()
    save(fresh, 1, analysis())
    save(fresh, 1, again)
    assert state(db) == state(fresh)


def test_a_statement_that_is_gone_and_comes_back_is_judged_again(db: Database) -> None:
    decide(db, "reject", the(db, "that the dam leaks"), "Ida")
    save(db, 1, analysis(("the dam is safe",)))
    assert db.execute("select count(*) from overruled").fetchone()[0] == 0
    save(db, 1, analysis())
    assert confidence(db, "that the dam leaks") == 0.0
    assert confidence(db, "the dam is safe") == 0.8


@pytest.mark.parametrize(
    ("decision", "value", "problem"),
    [
        ("role", "empress of the moon", "does not say 'empress of the moon'"),
        ("speaker", "...", "is no name"),
        ("speaker", "x" * 300, "is no name"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(db: Database, decision: Any, value: str, problem: str) -> None:
    before = state(db)
    with pytest.raises(DatabaseError, match=problem):
        decide(db, decision, the(db, "that the dam leaks"), "Ida", value)
    assert state(db) == before
    assert history(db) == []


def test_there_must_be_a_statement(db: Database) -> None:
    with pytest.raises(DatabaseError, match="there is no statement ffff"):
        decide(db, "accept", "ffff", "Ida")
    with pytest.raises(DatabaseError, match="there is no judgement 7"):
        undo(db, 7, "Ida")


def test_hostile_words_are_words(db: Database) -> None:
    leaks = the(db, "that the dam leaks")
    name = "Robert'); DROP TABLE statements;-- <b>"
    decide(db, "speaker", leaks, "Ida", name, "person")
    assert said_by(db, "that the dam leaks")[0][0] == name
    assert str(history(db)[0]).startswith(f"1  “that the dam leaks” was said by {name}  (Ida ")


def test_the_claim_counts_what_is_left(db: Database) -> None:
    save(db, 1, replace(analysis(), article=replace(analysis().article, url="https://post.example/dam2", outlet="Wire")))
    with db.atomic():
        db.execute("insert into claims values ('c1', '', '', 0, 0, 0, 0, 0, null, null)")
        db.execute("update statements set claim = 'c1' where content = 'the dam is safe'")
    rows = db.execute("select id from statements where content = 'the dam is safe' order by id").fetchall()
    counts = "select statements, outlets, speakers from claims where id = 'c1'"
    number = decide(db, "reject", rows[0][0], "Ida")
    assert db.execute(counts).fetchone() == (1, 1, 1)
    undo(db, number, "Ida")
    assert db.execute(counts).fetchone() == (2, 2, 1)
