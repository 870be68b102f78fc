# Tests for db/judgements.py and db/import_speakers.py: people have the last word, whatever is done to the articles.
import contextlib
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from attribution.errors import DatabaseError, ReadError
from db.find_speakers import the_speaker
from db.import_speakers import import_speakers
from db.judgements import decide, history, merge, proposals, rename, split, undo
from db.list_speakers import list_speakers, profile
from db.save import save
from tests.test_identify import DAYS, NAMES, SPEAKERS, analysis, memory, partition, state

ADVISER = ["national security adviser"]
DAY = 9


@pytest.fixture
def db() -> Database:
    """Aaraji in three articles, by another first name in a fourth; two John Smiths; officials."""
    db = memory()
    for number, name in enumerate(["Qassem al-Aaraji", "Qassem al-Aaraji", "Qassem al-Aaraji", "Abu Zaynab al-Aaraji"]):
        save(db, 1, analysis(number, [(name, "person", ADVISER), ("two officials", "unnamed", [])], DAY))
    save(db, 1, analysis(7, [("John Smith", "person", ["senator"])], DAY))
    save(db, 1, analysis(8, [("John Smith", "person", ["striker"])], DAY))
    return db


def article(db: Database, number: int) -> str:
    found = db.execute("select id from articles where url = ?", [f"https://post.example/{number}"]).fetchone()
    return str(found[0])


def speaker_in(db: Database, number: int, kind: str = "person") -> str:
    sql = "select speaker from article_speakers where article = ? and kind = ?"
    return str(db.execute(sql, [article(db, number), kind]).fetchone()[0])


def test_merging_and_undoing(db: Database) -> None:
    before = state(db)
    number = merge(db, "Qassem al-Aaraji", "Abu Zaynab al-Aaraji", "Ida")
    assert speaker_in(db, 0) == speaker_in(db, 3)
    assert profile(db, "Abu Zaynab").speaker.name == "Qassem al-Aaraji"  # the more frequent name
    with pytest.raises(DatabaseError, match="are one already"):
        merge(db, "Qassem al-Aaraji", "Abu Zaynab al-Aaraji", "Ida")
    undone = undo(db, number, "Bo")
    assert (undone.by, undone.undone_by, undone.decision) == ("Ida", "Bo", "same")
    assert undone.at
    assert undone.undone_at
    assert state(db) == before
    assert [one.id for one in history(db)] == [number]  # never deleted
    with pytest.raises(DatabaseError, match="was undone by Bo"):
        undo(db, number, "Bo")


def test_splitting_and_undoing(db: Database) -> None:
    before = state(db)
    number = split(db, "Qassem al-Aaraji", article(db, 1), "Ida")
    assert speaker_in(db, 0) == speaker_in(db, 2) != speaker_in(db, 1)
    undo(db, number, "Ida")
    assert state(db) == before


def test_namesakes_can_be_said_to_be_one(db: Database) -> None:
    assert speaker_in(db, 7) != speaker_in(db, 8)
    with pytest.raises(DatabaseError, match=r"John Smith may be any of John Smith \(\w+\), John Smith \(\w+\)"):
        the_speaker(db, "John Smith")
    merge(db, speaker_in(db, 7), speaker_in(db, 8), "Ida")
    assert speaker_in(db, 7) == speaker_in(db, 8)


def test_a_judgement_holds_whatever_is_done_to_the_articles(db: Database) -> None:
    merge(db, "Qassem al-Aaraji", "Abu Zaynab al-Aaraji", "Ida")
    split(db, "Qassem al-Aaraji", article(db, 1), "Ida")
    with pytest.raises(DatabaseError, match="may be any of"):
        rename(db, "Qassem al-Aaraji", "Q. al-Aaraji", "Ida")
    rename(db, speaker_in(db, 0), "Q. al-Aaraji", "Ida")
    assert speaker_in(db, 0) == speaker_in(db, 2) == speaker_in(db, 3) != speaker_in(db, 1)
    assert [profile(db, speaker_in(db, n)).speaker.name for n in (0, 1)] == ["Q. al-Aaraji", "Qassem al-Aaraji"]
    before = state(db)
    for number, name in enumerate(["Qassem al-Aaraji", "Qassem al-Aaraji", "Qassem al-Aaraji", "Abu Zaynab al-Aaraji"]):
        save(db, 1, analysis(number, [], DAY))  # a model that finds nothing
        save(db, 1, analysis(number, [(name, "person", ADVISER), ("two officials", "unnamed", [])], DAY))
    assert state(db) == before
    for number in range(4):  # all gone, and back in another order
        save(db, 1, analysis(number, [], DAY))
    assert not list_speakers(db, "Aaraji", None).rows
    for number in (3, 1, 0, 2):
        name = "Abu Zaynab al-Aaraji" if number == 3 else "Qassem al-Aaraji"
        save(db, 1, analysis(number, [(name, "person", ADVISER), ("two officials", "unnamed", [])], DAY))
    assert state(db) == before


def test_a_judgement_waits_for_articles_to_come(db: Database) -> None:
    merge(db, "Qassem al-Aaraji", "Abu Zaynab al-Aaraji", "Ida")
    save(db, 1, analysis(20, [("Abu Zaynab al-Aaraji", "person", [])], None))
    save(db, 1, analysis(21, [("Kassem Araji", "person", ADVISER)], DAY))
    assert speaker_in(db, 20) == speaker_in(db, 21) == speaker_in(db, 0)


def test_of_two_judgements_the_later_holds(db: Database) -> None:
    one, other = "Qassem al-Aaraji", "Abu Zaynab al-Aaraji"
    first = merge(db, one, other, "Ida")
    split(db, one, article(db, 3), "Bo")
    assert speaker_in(db, 0) != speaker_in(db, 3)
    last = merge(db, speaker_in(db, 0), speaker_in(db, 3), "Ida")
    assert speaker_in(db, 0) == speaker_in(db, 3)
    undo(db, last, "Ida")
    assert speaker_in(db, 0) != speaker_in(db, 3)
    undo(db, first, "Ida")
    assert speaker_in(db, 0) != speaker_in(db, 3)


def test_what_is_split_the_machine_does_not_join_again(db: Database) -> None:
    split(db, "Qassem al-Aaraji", article(db, 1), "Ida")
    save(db, 1, analysis(30, [("Qasim Araji", "person", ADVISER)], DAY))
    assert speaker_in(db, 30) == speaker_in(db, 0) != speaker_in(db, 1)
    assert not [one for one in proposals(db) if {one.left.id, one.right.id} == {speaker_in(db, 0), speaker_in(db, 1)}]


def test_renaming_keeps_the_old_names_findable(db: Database) -> None:
    number = rename(db, "Qassem al-Aaraji", "  Qasim   al-Araji ", "Ida")
    assert profile(db, "Qasim al-Araji").speaker.name == "Qasim al-Araji"
    assert the_speaker(db, "Qassem al-Aaraji") == the_speaker(db, "Qasim al-Araji")
    rename(db, "Qassem al-Aaraji", "Minister Aaraji", "Bo")
    assert profile(db, "Qassem al-Aaraji").speaker.name == "Minister Aaraji"
    undo(db, number + 1, "Bo")
    assert profile(db, "Qassem al-Aaraji").speaker.name == "Qasim al-Araji"
    for wrong in ("?!", "x" * 500, "\u202e"):
        with pytest.raises(DatabaseError, match="is no name"):
            rename(db, "Qassem al-Aaraji", wrong, "Ida")


def test_proposals_are_accepted_and_refused_once(db: Database) -> None:
    (one,) = proposals(db)
    assert {one.left.roles, one.right.roles} == {("senator",), ("striker",)}
    assert "differs" in one.reason
    decide(db, one.id, False, "Ida")
    assert proposals(db) == []
    assert speaker_in(db, 7) != speaker_in(db, 8)
    undo(db, history(db)[0].id, "Ida")
    decide(db, one.id, True, "Ida")
    assert proposals(db) == []
    assert speaker_in(db, 7) == speaker_in(db, 8)
    with pytest.raises(DatabaseError, match="there is no proposal zzz"):
        decide(db, "zzz", True, "Ida")


@pytest.mark.parametrize(
    ("action", "message"),
    [
        (lambda db: merge(db, "Nobody", "Qassem al-Aaraji", "x"), "there is no speaker Nobody"),
        (lambda db: merge(db, "Aaraji", "John Smith", "x"), "Aaraji may be any of"),
        (lambda db: split(db, "Qassem al-Aaraji", "zzz", "x"), "is not named in article zzz"),
        (lambda db: split(db, "Abu Zaynab al-Aaraji", article(db, 3), "x"), "alone: there is nobody to split from"),
        (lambda db: undo(db, 99, "x"), "there is no judgement 99"),
        (lambda db: merge(db, "'; drop table speakers; --", "%", "x"), "there is no speaker"),
    ],
)
def test_what_cannot_be_judged_is_one_line_and_nothing_is_written(db: Database, action: object, message: str) -> None:
    assert callable(action)
    with pytest.raises(DatabaseError, match=message) as error:
        action(db)
    assert "\n" not in str(error.value)
    assert history(db) == []


def imported(db: Database, tmp_path: Path, text: str, encoding: str = "utf-8") -> tuple[int, int, list[str]]:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding=encoding)
    done = import_speakers(db, path, "Ida")
    return done.rows, done.judgements, [f"{failure.where.rsplit(', ')[-1]}: {failure.message}" for failure in done.failures]


def test_an_import_names_joins_and_identifies(db: Database, tmp_path: Path) -> None:
    before = state(db)
    text = 'name,aliases,kind,wikidata,viaf\nQasim al-Araji,"Abu Zaynab al-Aaraji|Qassem al-Aaraji",person,Q7267925,42\n'
    assert imported(db, tmp_path, text) == (1, 4, [])
    assert imported(db, tmp_path, text) == (1, 0, [])  # twice changes nothing
    assert speaker_in(db, 0) != speaker_in(db, 3)  # nobody is called Qasim al-Araji in an article yet
    save(db, 1, analysis(40, [("Qasim al-Araji", "person", [])], 28))
    assert speaker_in(db, 0) == speaker_in(db, 3) == speaker_in(db, 40)
    found = profile(db, "Abu Zaynab").speaker
    assert (found.name, found.ids) == ("Qasim al-Araji", {"viaf": "42", "wikidata": "Q7267925"})
    save(db, 1, analysis(40, [], 28))
    for one in history(db):
        undo(db, one.id, "Ida")
    assert state(db) == before


def test_an_import_makes_one_word_a_name(db: Database, tmp_path: Path) -> None:
    for number in (50, 51):
        save(db, 1, analysis(number, [("Lula", "person", ["president"]), ("State Department", "organization", [])], number - 40))
    assert len({speaker_in(db, 50), speaker_in(db, 51)}) == 2
    imported(db, tmp_path, "name,kind\nLula,person\nState Department,organization\n")
    assert len({speaker_in(db, 50), speaker_in(db, 51)}) == 1
    assert len({speaker_in(db, n, "organization") for n in (50, 51)}) == 1
    undo(db, history(db)[-1].id, "Ida")
    assert len({speaker_in(db, 50), speaker_in(db, 51)}) == 2


def test_a_surname_as_an_alias_is_joined_unless_another_of_it_is_in_the_news(db: Database, tmp_path: Path) -> None:
    save(db, 1, analysis(60, [("Luiz da Silva", "person", [])], 3))
    save(db, 1, analysis(61, [("Lula", "person", [])], 27))
    imported(db, tmp_path, "name,aliases\nLuiz da Silva,Lula\n")
    assert speaker_in(db, 60) == speaker_in(db, 61)
    save(db, 1, analysis(62, [("Ana Lula", "person", [])], 26))
    assert speaker_in(db, 60) != speaker_in(db, 61)


def test_an_alias_of_two_is_nobodys(db: Database, tmp_path: Path) -> None:
    for number, name in enumerate(["Anna Berg Holm", "Anna Berg Lund", "Annie Berg"]):
        save(db, 1, analysis(70 + number, [(name, "person", [])], DAY))
    imported(db, tmp_path, "name,aliases\nAnna Berg Holm,Annie Berg\nAnna Berg Lund,Annie Berg\n")
    assert len({speaker_in(db, number) for number in (70, 71, 72)}) == 3


def test_bad_rows_are_reported_by_line_and_the_rest_goes_on(db: Database, tmp_path: Path) -> None:
    rows = ["name,aliases,kind,wikidata", "Mary Okello,,person,Q1", ",,person,", "A,,martian,", "B Be,,,42", '"C\nCe",,person,']
    rows += ["D De,,person,,,extra", f"{'x' * 300},,,", "?!,,,", "E Ee,?!,,", "F Ef,|F. Eff|,,"]
    assert imported(db, tmp_path, "\n".join(rows) + "\n") == (
        3,
        5,
        [
            "line 3: there is no name",
            "line 4: the kind martian is none: write person or organization",
            "line 5: 42 is no Wikidata item: write Q and a number, as Q42",
            "line 8: there are more cells than columns: put a cell that holds a comma in quotation marks",
            f"line 9: {'x' * 40}... is longer than 200 characters",
            "line 10: '?!' is no name: it has no letters",
            "line 11: '?!' is no name: it has no letters",
        ],
    )


def test_a_file_that_is_no_csv_of_speakers_is_one_line(db: Database, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be read: No such file"):
        import_speakers(db, tmp_path / "none.csv", "x")
    with pytest.raises(ReadError, match="has no column name"):
        imported(db, tmp_path, "person,qid\nA,B\n")
    with pytest.raises(ReadError, match="has no column name"):
        imported(db, tmp_path, "")
    with pytest.raises(ReadError, match="not UTF-8"):
        imported(db, tmp_path, "name\nJosé\n", "latin-1")
    assert imported(db, tmp_path, 'name\nMary Okello\n"broken') == (
        1,
        1,
        ["line 3: this is broken CSV (unexpected end of data): mend it, and import it again"],
    )


ARTICLE_NUMBERS = st.integers(0, 5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), ARTICLE_NUMBERS, st.lists(SPEAKERS, max_size=3, unique_by=lambda s: s[:2]), DAYS),
        st.tuples(st.just("merge"), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.just("split"), st.integers(0, 9), ARTICLE_NUMBERS),
        st.tuples(st.just("rename"), st.integers(0, 9), st.sampled_from(["Somebody Else", "Q. Aaraji", "Bush"])),
        st.tuples(st.just("undo"), st.integers(1, 4)),
        st.tuples(st.just("alias"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    ),
    max_size=12,
)


def take(db: Database, step: tuple[Any, ...], tmp_path: Path) -> None:
    """One step; what cannot be done leaves everything as it is."""
    speakers = [row[0] for row in db.execute("select id from speakers where kind = 'person' order by name, id")]
    with contextlib.suppress(DatabaseError, IndexError, TypeError):
        match step:
            case "save", number, rows, day:
                save(db, 1, analysis(number, rows, day))
            case "merge", one, other:
                merge(db, speakers[one], speakers[other], "Ida")
            case "split", who, number:
                split(db, speakers[who], article(db, number), "Ida")
            case "rename", who, name:
                rename(db, speakers[who], name, "Ida")
            case "undo", number:
                undo(db, number, "Ida")
            case "alias", name, alias:
                imported(db, tmp_path, f"name,aliases\n{name},{alias}\n")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.randoms(use_true_random=False))
def test_who_is_who_is_made_from_articles_and_judgements_alone(
    tmp_path: Path, steps: list[tuple[Any, ...]], chance: random.Random
) -> None:
    db, clean = memory(), memory()
    for step in steps:
        take(db, step, tmp_path)
    clean.table("judgements").insert_all(list(db.table("judgements").rows))
    last = {step[1]: step for step in steps if step[0] == "save"}
    for number in chance.sample(sorted(last), len(last)):
        take(clean, last[number], tmp_path)
    assert state(clean) == state(db)


def test_partition_is_whole(db: Database) -> None:
    assert sum(map(len, partition(db))) == db.table("article_speakers").count
