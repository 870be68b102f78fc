# Tests for db/: what is saved, what a second time changes, what goes wrong with files, and searching. No models are needed.
import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from attribution.errors import DatabaseError
from attribution.models import Analysis, Article, Attribution, Failure, Kind, Sentence, Span, Speaker
from db.doctor import faults
from db.load import article
from db.migrations import migrations
from db.open import open_database
from db.save import finish_run, record_failure, save, start_run, state_of
from db.search import Filters, Found, said, who_said
from db.stats import stats

MODELS = {"attrib": "0.1.0", "tagger": "abc"}
TEXT = "“The combat mission is over,” Aaraji said. “We thank them.” The ministry denied the mission had failed."


def analysis(text: str = TEXT, **stated: str) -> Analysis:
    """An article with two attributions: an interrupted direct one, and an indirect one if the text has it."""

    def at(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    def found(source: str, cue: str, kind: Kind, *content: str) -> Attribution:
        return Attribution(at(source), at(cue), tuple(map(at, content)), kind, 0.9)

    rows = [found("Aaraji", "said", "direct", "“The combat mission is over,”", "“We thank them.”")]
    if "denied" in text:
        rows.append(found("The ministry", "denied", "indirect", "the mission had failed"))
    sentence = Sentence(Span(0, text.index("said.") + 5), ())
    defaults = {"outlet": "The Post", "title": "Mission over", "date": "2021-12-09", "url": "https://post.example/1"}
    return Analysis(Article(text, **{**defaults, **stated}), (sentence,), tuple(rows))


def ingest(db: Database, *rows: Analysis) -> None:
    run = start_run(db, MODELS)
    saved = [save(db, run, row) for row in rows if state_of(db, row.article, MODELS) != "unchanged"]
    finish_run(db, run, {"new": len(saved), "changed": 0, "unchanged": 0, "failed": 0, "statements": sum(saved)})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "attrib.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    db = open_database(path, create=True)
    yield db
    db.close()


def contents(found: Found) -> list[str]:
    return [" … ".join(part.text for part in hit.content) for hit in found.hits]


def test_schema_made_from_nothing(db: Database) -> None:
    assert {"articles", "article_versions", "outlets", "statements", "statement_spans", "runs", "run_errors"} < set(
        db.table_names()
    )
    assert set(db.view_names()) == {
        "who_said",
        "outlet_summary",
        "source_summary",
        "speakers_by_role",
        "statement_origins",
        "status_claims",
    }
    assert not migrations.pending(db)


def test_every_step_can_be_the_last_one_applied(tmp_path: Path) -> None:
    for step in migrations.pending(Database(memory=True)):
        path = tmp_path / f"{step.name}.db"
        old = Database(path)
        migrations.apply(old, stop_before=step.name)
        old.close()
        if step.name != "m001_articles":
            assert not migrations.pending(open_database(path))


def test_an_older_database_keeps_its_statements_and_gains_speakers(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old = Database(path)
    migrations.apply(old, stop_before="m006_speakers")
    old.execute("insert into runs (id, started, models, attrib, python, sqlite) values (1, '2026', '{}', '0.1.0', '3', '3')")
    old.execute(
        "insert into articles (id, reader, sha256, text, run) values ('a', 'text', 'x', 'Okello said that it rained.', 1)"
    )
    columns = 'id, article, start, "end", kind, source, content, sentence_start, sentence_end, confidence, run'
    old.execute(
        f"insert into statements ({columns}) values ('s', 'a', 12, 26, 'indirect', 'Okello', 'that it rained', 0, 27, 0.9, 1)"
    )
    old.conn.commit()
    old.close()
    db = open_database(path)
    assert [(hit.id, hit.speakers, hit.within) for hit in said(db, "Okello", Filters()).hits] == [("s", (), None)]
    assert stats(db).speaker_kinds["unresolved"] == 1
    ingest(db, spoken())
    assert db.table("speakers").count == 2


def test_what_is_saved_is_verbatim_and_in_its_sentence(db: Database) -> None:
    ingest(db, analysis())
    spans = list(db.table("statement_spans").rows)
    assert [TEXT[row["start"] : row["end"]] for row in spans] == [row["text"] for row in spans]
    first = next(db.query("select * from who_said where cue = 'said'"))
    assert first["content"] == "“The combat mission is over,” … “We thank them.”"
    assert first["sentence"].startswith("“The combat mission is over,” Aaraji said.")
    assert (first["outlet"], first["date"], first["source"]) == ("The Post", "2021-12-09", "Aaraji")


def test_the_same_article_again_changes_nothing(db: Database) -> None:
    ingest(db, analysis())
    tables = ("articles", "article_versions", "statements", "statement_spans", "outlets")
    before = {table: list(db.table(table).rows) for table in tables}
    assert state_of(db, analysis().article, MODELS) == "unchanged"
    save(db, 1, analysis())
    assert {table: list(db.table(table).rows) for table in tables} == before


def test_the_same_text_in_another_file_is_the_same_article(db: Database) -> None:
    here, there = (Article(TEXT, outlet="Post", title="T", path=f"/{place}/a.txt") for place in ("here", "there"))
    ingest(db, replace(analysis(), article=here))
    assert state_of(db, there, MODELS) == "unchanged"
    assert state_of(db, replace(there, outlet="Another"), MODELS) == "new"


def test_a_changed_article_keeps_its_id_and_its_old_text(db: Database) -> None:
    ingest(db, analysis())
    before = {row["content"]: row["id"] for row in db.table("statements").rows}
    shorter = analysis("CORRECTED. “The combat mission is over,” Aaraji said. “We thank them.”")
    assert state_of(db, shorter.article, MODELS) == "changed"
    ingest(db, shorter)
    assert {row["content"]: row["id"] for row in db.table("statements").rows}.items() < before.items()
    (only,) = db.table("articles").rows
    found = article(db, only["id"])
    assert [version.text for version in found.versions] == [TEXT, shorter.article.text]
    assert found.article.text == shorter.article.text
    assert who_said(db, "failed", Filters()).total == 0  # the search index follows


def test_a_corrected_date_is_a_version_too(db: Database) -> None:
    ingest(db, analysis())
    ingest(db, analysis(date="2021-12-10"))
    (hit, _) = who_said(db, "mission", Filters()).hits
    assert hit.date == "2021-12-10"
    assert [v.date for v in article(db, hit.article).versions] == ["2021-12-09", "2021-12-10"]


def test_other_models_redo_an_article(db: Database) -> None:
    ingest(db, analysis())
    assert state_of(db, analysis().article, {**MODELS, "tagger": "new"}) == "outdated"


def test_a_span_outside_the_text_is_refused_and_nothing_is_written(db: Database) -> None:
    run = start_run(db, MODELS)
    wrong = replace(analysis(), attributions=(Attribution(None, None, (Span(5, 5000),), "direct", 0.5),))
    with pytest.raises(DatabaseError, match="outside"):
        save(db, run, wrong)
    assert db.table("articles").count == 0
    assert db.table("outlets").count == 0


def test_ctrl_c_in_the_middle_leaves_nothing_of_the_article(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    run = start_run(db, MODELS)
    save(db, run, analysis())
    before = list(db.conn.iterdump())

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("db.save.statement_rows", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(db, run, analysis(url="https://post.example/2"))
    assert list(db.conn.iterdump()) == before


def test_a_full_disk_is_one_line_and_leaves_nothing_of_the_article(db: Database) -> None:
    run = start_run(db, MODELS)
    save(db, run, analysis())
    before = list(db.conn.iterdump())
    db.execute(f"pragma max_page_count = {db.execute('pragma page_count').fetchone()[0]}").fetchall()
    with pytest.raises(DatabaseError, match=r"attrib\.db: the disk is full"):
        save(db, run, analysis(TEXT + " More." * 20_000, url="https://post.example/2"))
    assert list(db.conn.iterdump()) == before


@pytest.mark.usefixtures("db")
def test_a_locked_database_is_one_line(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("begin exclusive")
    with pytest.raises(DatabaseError, match="another program is writing"):
        start_run(open_database(path, wait=0.01), MODELS)
    other.close()


def test_a_read_only_database_is_read_but_not_written(db: Database, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest(db, analysis())
    connect = sqlite3.connect

    def as_if_read_only(name: str, **options: bool | float) -> sqlite3.Connection:
        return connect(name.replace("mode=rwc", "mode=ro").replace("mode=rw", "mode=ro"), **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sqlite3, "connect", as_if_read_only)  # the suite may run as root, whom no file mode stops
    found = open_database(path)
    assert who_said(found, "mission", Filters()).total == 2
    assert faults(found) == []
    with pytest.raises(DatabaseError, match="read-only"):
        start_run(found, MODELS)


def make_not_ours(path: Path) -> None:
    Database(path).table("recipes").insert({"name": "soup"})


def make_newer(path: Path) -> None:
    db = open_database(path, create=True)
    db.table("_sqlite_migrations").insert({"migration_set": "attrib", "name": "m999_from_the_future", "applied_at": "2030"})


def make_damaged(path: Path) -> None:
    ingest(open_database(path, create=True), analysis())
    data = bytearray(path.read_bytes())
    data[100:3000] = b"\xff" * 2900
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.write_text("Dear diary, " * 200), "not a database"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: None, "there is no database"),  # noqa: ARG005
        (make_not_ours, "another program's database"),
        (make_newer, "made by a newer attrib"),
        (make_damaged, "damaged"),
    ],
)
def test_what_is_no_database_of_ours_is_one_line(path: Path, make: object, message: str) -> None:
    assert callable(make)
    make(path)
    with pytest.raises(DatabaseError, match=message) as error:
        open_database(path)
    assert "\n" not in str(error.value)


def test_a_folder_that_is_missing_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="there is no folder"):
        open_database(tmp_path / "missing" / "a.db", create=True)


def test_phrases_come_first_and_matches_are_marked(db: Database) -> None:
    other = "“The mission? Others combat it,” Aaraji said. “We thank them.”"
    scattered = Attribution(Span(33, 39), Span(40, 44), (Span(0, 32),), "direct", 0.9)
    one = Analysis(Article(other, date="2022-01-01", url="https://post.example/0"), (), (scattered,))
    ingest(db, one, analysis())
    found = who_said(db, "combat mission", Filters())
    assert contents(found)[0].startswith("“The combat mission is over")
    assert found.total == 2  # the denial holds no combat
    part = found.hits[0].content[0]
    assert [part.text[m.start : m.end] for m in part.matches] == ["combat", "mission"]
    assert TEXT[part.start : part.end] == part.text


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), 2),
        (Filters(kind="indirect"), 1),
        (Filters(outlet="the post"), 2),
        (Filters(outlet="Another"), 0),
        (Filters(since="2021-12-09"), 2),
        (Filters(since="2021-12-10"), 0),
        (Filters(until="2021-12-09"), 2),
        (Filters(until="2021"), 2),
        (Filters(until="2021-11"), 0),
        (Filters(since="2021", until="2021-12"), 2),
    ],
)
def test_filters(db: Database, filters: Filters, expected: int) -> None:
    ingest(db, analysis(date="2021-12-09T18:40:00+03:00"))
    assert who_said(db, "mission", filters).total == expected


def test_a_filter_that_is_no_date_is_one_line(db: Database) -> None:
    with pytest.raises(DatabaseError, match="--since yesterday is no date"):
        who_said(db, "mission", Filters(since="yesterday"))


def test_said_finds_a_source_by_part_of_its_name(db: Database) -> None:
    ingest(db, analysis())
    assert contents(said(db, "ministry", Filters())) == ["the mission had failed"]
    assert said(db, "mission", Filters()).total == 0  # said, not sayer


@pytest.mark.parametrize(
    "query",
    ["combat AND", "a-b", '"', "mission*", "NEAR(", "content:mission", "'; drop table statements; --", "(", "^x"],
)
def test_what_a_person_types_is_words(db: Database, query: str) -> None:
    ingest(db, analysis())
    if any(c.isalnum() for c in query):
        who_said(db, query, Filters())
        said(db, query, Filters())
    else:
        with pytest.raises(DatabaseError, match="nothing to search for"):
            who_said(db, query, Filters())
    assert db.table("statements").count == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_no_query_raises_anything_but_its_one_error(db: Database, query: str) -> None:
    for search in (who_said, said):
        with contextlib.suppress(DatabaseError):
            search(db, query, Filters())


def test_operators_are_understood_when_asked_for(db: Database) -> None:
    ingest(db, analysis())
    assert who_said(db, "combat OR failed", Filters(), operators=True).total == 2
    assert who_said(db, "mission NOT combat", Filters(), operators=True).total == 1
    with pytest.raises(DatabaseError, match="not SQLite full-text syntax"):
        who_said(db, "combat AND", Filters(), operators=True)


def test_limit_and_total(db: Database) -> None:
    ingest(db, *(analysis(url=f"https://post.example/{n}") for n in range(5)))
    found = who_said(db, "mission", Filters(), 3)
    assert (len(found.hits), found.total) == (3, 10)
    assert len(who_said(db, "mission", Filters(), 0).hits) == 10


def test_search_uses_the_full_text_index(db: Database) -> None:
    plan = " ".join(
        row[3] for row in db.execute("explain query plan select rowid from statements_fts where statements_fts match 'a'")
    )
    assert "VIRTUAL TABLE INDEX" in plan


def test_an_article_is_found_by_id_its_beginning_and_url(db: Database) -> None:
    ingest(db, analysis(), analysis(url="https://post.example/2"))
    first, second = (row["id"] for row in db.table("articles").rows)
    assert article(db, first).id == first
    assert article(db, second[:9]).id == second
    assert article(db, "https://post.example/2").article.url == "https://post.example/2"
    with pytest.raises(DatabaseError, match="several articles"):
        article(db, "")
    for missing in ("%", "_", "zzz"):
        with pytest.raises(DatabaseError, match="there is no article"):
            article(db, missing)
    assert article(db, first).attributions == analysis().attributions


def test_stats_count(db: Database) -> None:
    ingest(db, analysis())
    run = start_run(db, MODELS)
    record_failure(db, run, Failure("a.txt", "holds no text"))
    found = stats(db)
    assert (found.articles, found.statements, found.failures) == (1, 2, 1)
    assert found.kinds == {"direct": 1, "mixed": 0, "indirect": 1}
    assert found.sources == (("Aaraji", 1), ("The ministry", 1))


def test_doctor_finds_a_quote_that_is_not_verbatim(db: Database) -> None:
    ingest(db, analysis(), spoken())
    assert faults(db) == []
    db.execute("update articles set text = replace(replace(text, 'combat', 'kombat'), 'adviser', 'advisor')")
    assert any("roles are not verbatim" in line for line in faults(db))
    assert any("not verbatim" in line for line in faults(db))


def test_sql_in_an_article_is_text(db: Database) -> None:
    text = "“'; drop table articles; --” Aaraji said. “We thank them.”"
    row = Analysis(Article(text, outlet="x'); --", title='"', url="https://post.example/x"), (), ())
    ingest(db, row)
    assert next(db.query("select name from outlets"))["name"] == "x'); --"


NATIONAL = "“We are done,” national security adviser Qassem al-Aaraji said. “Yes,” he told the New York Times. Officials agreed."


def spoken(text: str = NATIONAL, url: str = "https://post.example/9", date: str = "2021-12-09") -> Analysis:
    """An article in which Aaraji speaks twice, the second time as "he", and unnamed officials once."""

    def at(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    role = at("national security adviser")
    aaraji = Speaker(
        "Qassem al-Aaraji", "person", at("Qassem al-Aaraji"), 0.9, "named beside the cue", role, (role,), ("Aaraji",)
    )
    him = replace(aaraji, confidence=0.7, reason="the last man named")
    officials = Speaker("Officials", "unnamed", at("Officials"), 0.95, "not named")
    rows = (
        Attribution(at("national security adviser Qassem al-Aaraji"), at("said"), (at("“We are done,”"),), "direct", 0.9),
        Attribution(at("he"), at("told"), (at("“Yes,”"),), "direct", 0.9),
        Attribution(at("Officials"), None, (at("agreed"),), "indirect", 0.9),
    )
    speakers = ((aaraji,), (him,), (officials,))
    found = tuple(replace(row, speakers=who) for row, who in zip(rows, speakers, strict=True))
    return Analysis(Article(text, "The Post", "Done", None, date, url), (), found)


SPEAKER_TABLES = ("speakers", "speaker_names", "article_speakers", "article_speaker_roles", "statement_speakers", "name_blocks")


def test_speakers_and_their_roles_are_saved_verbatim(db: Database) -> None:
    ingest(db, spoken())
    rows = list(db.query("select speaker, role, source from who_said order by content"))
    assert {(row["speaker"], row["role"], row["source"]) for row in rows} == {
        ("Qassem al-Aaraji", "national security adviser", "national security adviser Qassem al-Aaraji"),
        ("Qassem al-Aaraji", "national security adviser", "he"),
        ("Officials", None, "Officials"),
    }
    for row in db.table("statement_speakers").rows:
        assert row["role"] is None or NATIONAL[row["role_start"] : row["role_end"]] == row["role"]
    assert {row["name"] for row in db.table("speaker_names").rows} == {"Qassem al-Aaraji", "Aaraji", "Officials"}
    assert list(db.query("select speaker, role, statements from speakers_by_role where kind = 'person'")) == [
        {"speaker": "Qassem al-Aaraji", "role": "national security adviser", "statements": 2}
    ]


def test_a_statement_that_nobody_is_known_to_have_made_has_null_for_speaker(db: Database) -> None:
    ingest(db, analysis())
    assert {row["speaker"] for row in db.query("select speaker from who_said")} == {None}


def test_saving_speakers_twice_changes_nothing(db: Database) -> None:
    ingest(db, spoken(), spoken(url="https://post.example/10"))
    before = {table: sorted(map(str, db.table(table).rows)) for table in SPEAKER_TABLES}
    save(db, 1, spoken())
    assert {table: sorted(map(str, db.table(table).rows)) for table in SPEAKER_TABLES} == before


def test_an_article_without_speakers_any_more_leaves_none(db: Database) -> None:
    ingest(db, spoken())
    save(db, 1, replace(spoken(), attributions=()))
    assert {table: db.table(table).count for table in SPEAKER_TABLES if table != "name_blocks"} == {
        table: 0 for table in SPEAKER_TABLES if table != "name_blocks"
    }


def test_a_role_outside_the_text_is_refused(db: Database) -> None:
    first, *rest = spoken().attributions
    wrong = replace(first.speakers[0], role=Span(5, 5000))
    with pytest.raises(DatabaseError, match="a role at 5:5000 lies outside"):
        ingest(db, replace(spoken(), attributions=(replace(first, speakers=(wrong,)), *rest)))


def test_a_quotation_in_another_knows_it(db: Database) -> None:
    text = "“I told them ‘never again’ and left,” Okello said."
    outer = (Span(0, 38),)
    inner = Attribution(Span(1, 2), Span(3, 7), (Span(13, 26),), "direct", 0.8, within=outer)
    one = Attribution(Span(39, 45), Span(46, 50), outer, "direct", 0.9)
    ingest(db, Analysis(Article(text, url="https://post.example/7"), (), (inner, one)))
    (hit,) = who_said(db, "never", Filters(kind="direct", least=0.85)).hits
    assert [row["within"] for row in db.query("select within from statements order by start")] == [None, hit.id]
    assert article(db, hit.article).attributions == (one, inner)
    save(db, 1, Analysis(Article(text, url="https://post.example/7"), (), (one,)))
    assert db.table("statements").count == 1


def test_said_follows_the_speaker_and_falls_back_on_the_words(db: Database) -> None:
    ingest(db, spoken(), analysis())
    for name in ("Aaraji", "qassem al aaraji", "Qasim al-Araji"):
        assert {hit.source for hit in said(db, name, Filters()).hits} >= {"he"}, name
    assert [hit.source for hit in said(db, "Aaraji", Filters(outlet="The Post")).hits].count("Aaraji") == 1
    assert [hit.source for hit in said(db, "ministry", Filters()).hits] == ["The ministry"]


def test_who_is_less_sure_than_asked_for_is_nobody(db: Database) -> None:
    ingest(db, spoken())
    by_least = {least: said(db, "Aaraji", Filters(least=least)).hits for least in (0.0, 0.8)}
    assert [len(hits) for hits in by_least.values()] == [2, 1]
    (hit,) = (hit for hit in who_said(db, "yes", Filters(least=0.8)).hits)
    assert (hit.source, hit.speakers) == ("he", ())


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(speaker="Aaraji"), {"“We are done,”", "“Yes,”"}),
        (Filters(role="security adviser"), {"“We are done,”", "“Yes,”"}),
        (Filters(role="100%"), set()),
        (Filters(speaker="Aaraji", role="minister"), set()),
        (Filters(speaker="officials"), {"agreed"}),
        (Filters(speaker="x' or 1=1 --"), set()),
    ],
)
def test_filters_by_speaker_and_role(db: Database, filters: Filters, expected: set[str]) -> None:
    ingest(db, spoken())
    found = who_said(db, "yes OR done OR agreed", filters, operators=True)
    assert set(contents(found)) == expected
