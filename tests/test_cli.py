# Tests for cli.py: each command end to end on the shipped examples with the real models, and its errors.
import getpass
import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from attribution.models import Analysis, Article, Attribution, Span, Speaker, SpeakerKind
from cli import app
from db.open import open_database
from db.save import save, start_run

ROOT = Path(__file__).parent.parent
IRAQ = ROOT / "examples" / "iraq-combat-mission"


def attrib(*args: object, code: int = 0, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in args], input=stdin, env={"COLUMNS": "100", "NO_COLOR": "1"})
    assert result.exit_code == code, (result.output, result.exception)
    return result


def as_json(*args: object) -> Any:
    return json.loads(attrib(*args, "--json").stdout)


def who_said(*args: object) -> list[dict[str, Any]]:
    """All statements that were found, in whatever claim."""
    return [hit for claim in as_json("who-said", *args, "--limit", 0)["claims"] for hit in claim["hits"]]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("db") / "attrib.db"
    out = attrib("ingest", ROOT / "examples", "--db", path).stdout
    assert "articles 34 new, 0 changed, 0 unchanged, 0 failed" in out
    return path


def test_who_said_combat_mission(db: Path) -> None:
    found = as_json("who-said", "combat mission", "--exact", "--limit", 0, "--db", db)
    hits = who_said("combat mission", "--exact", "--db", db)
    assert found["total"] == len(hits) >= 15
    assert len({hit["outlet"] for hit in hits}) == 6
    assert any("Aaraji" in (hit["source"] or "") and hit["kind"] == "direct" for hit in hits)
    for hit in hits:
        text = as_json("show", hit["article"], "--db", db)["article"]["text"]
        for part in [*hit["content"], hit["sentence"]]:
            assert text[part["start"] : part["end"]] == part["text"]
        marked = [p["text"][m["start"] : m["end"]].lower() for p in hit["content"] for m in p["matches"]]
        assert set(" ".join(marked).split()) >= {"combat"}


def test_who_said_prints_for_people(db: Path) -> None:
    out = attrib("who-said", "combat mission", "--limit", 2, "--db", db).stdout
    assert "(2 shown: --limit 0 shows all)" in out
    assert attrib("who-said", "zebra crossing", "--db", db).stdout == "no statements mentioning or meaning zebra crossing\n"


def test_claims_lead_with_what_most_outlets_have_and_tell_who_says_otherwise(db: Path) -> None:
    first = as_json("who-said", "combat mission", "--db", db)["claims"][0]
    assert (first["outlets"], first["origins"]) >= (4, 4)
    assert len(first["hits"]) == len({hit["id"] for hit in first["hits"]}) >= 5
    out = attrib("who-said", "combat mission", "--db", db).stdout
    assert f"{first['outlets']} outlets · {first['origins']} independent origins · " in out
    assert "\n     also " in out


def test_meaning_is_searched_unless_words_alone_are_asked_for(db: Path) -> None:
    query = "troops have stopped fighting in Iraq"
    assert who_said(query, "--exact", "--db", db) == []
    assert any("combat mission" in part["text"] for hit in who_said(query, "--db", db)[:5] for part in hit["content"])


def test_said_and_filters(db: Path) -> None:
    every = as_json("said", "Aaraji", "--limit", 0, "--db", db)["hits"]
    assert len(every) >= 5
    assert [hit["date"] for hit in every] == sorted((hit["date"] for hit in every), reverse=True)
    some = as_json("said", "Aaraji", "--outlet", "The Wexcombe Post", "--kind", "direct", "--db", db)["hits"]
    assert {(hit["outlet"], hit["kind"]) for hit in some} == {("The Wexcombe Post", "direct")}
    assert as_json("said", "Aaraji", "--since", "2022", "--db", db)["hits"] == []


def test_what_is_less_sure_is_hidden_and_counted(db: Path) -> None:
    by_default = as_json("who-said", "the", "--exact", "--db", db)
    every = as_json("who-said", "the", "--exact", "--min-confidence", 0, "--db", db)
    hits = who_said("the", "--exact", "--min-confidence", 0, "--db", db)
    assert by_default["hidden"] > 0 == every["hidden"]
    assert by_default["total"] + by_default["hidden"] == every["total"] == len(hits)
    sure = min(hit["confidence"] for hit in who_said("the", "--exact", "--db", db))
    assert sure >= 0.6 > min(hit["confidence"] for hit in hits)
    assert (
        f"{by_default['hidden']} less sure are hidden: --min-confidence 0 shows all"
        in attrib("who-said", "the", "--exact", "--db", db).stdout
    )
    article = hits[0]["article"]
    shown = [as_json("show", article, "--min-confidence", least, "--db", db) for least in (0, 0.9)]
    assert len(shown[0]["attributions"]) == len(shown[1]["attributions"]) + shown[1]["hidden"]
    assert "MIN_CONFIDENCE" in attrib("who-said", "the", "--min-confidence", 2, "--db", db, code=2).stderr.upper().replace(
        "-", "_"
    )


def test_cue_classes_and_polarity(db: Path) -> None:
    hits = who_said("the", "--exact", "--cue-class", "deny", "--polarity", "denied", "--db", db)
    assert hits
    assert {(hit["cue_class"], hit["polarity"]) for hit in hits} == {("deny", "denied")}
    classes = dict(as_json("stats", "--db", db)["cue_classes"])
    assert classes["say"] > classes["deny"] >= len(hits)


def test_ingesting_twice_changes_nothing(db: Path) -> None:
    before = db.read_bytes()
    summary = as_json("ingest", ROOT / "examples", "--db", db)
    assert summary == {"new": 0, "changed": 0, "unchanged": 34, "failed": 0, "statements": 0, "interrupted": False}
    assert db.read_bytes() == before


def test_show_stats_and_doctor(db: Path) -> None:
    hit = as_json("said", "Aaraji", "--outlet", "The Wexcombe Post", "--db", db)["hits"][0]
    shown = attrib("show", hit["article"][:8], "--db", db).stdout
    assert "‘We have finished with the combat mission,’" in shown
    assert "[1]" in shown
    assert as_json("stats", "--db", db)["articles"] == 34
    assert as_json("doctor", "--db", db)["problems"] == []


def test_extract_prints_what_the_scorers_read() -> None:
    text = "“The combat mission is over,” national security adviser Qassem al-Aaraji said on Thursday."
    row = {"id": "x1", "text": text}
    (line,) = attrib("extract", "-", stdin=json.dumps(row).encode()).stdout.splitlines()
    found = json.loads(line)
    (one,) = found["attributions"]
    assert found["id"] == "x1"
    assert [text[s:e] for s, e in one["source"]] == ["national security adviser Qassem al-Aaraji"]
    assert [text[s:e] for s, e in one["content"]] == ["“The combat mission is over,”"]
    assert (one["kind"], one["speaker"], one["role"]) == ("direct", "Qassem al-Aaraji", "national security adviser")
    assert 0.38 <= one["confidence"] <= 1
    assert {part: 0 < chance <= 1 for part, chance in one["confidences"].items()} == dict.fromkeys(
        ("source", "cue", "content"), True
    )
    assert (one["cue_lemma"], one["cue_class"], one["polarity"]) == ("say", "say", "affirmed")


def test_a_bad_article_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "text": "Okello said that it rained."}\n{"id": 2\n{"id": 3, "text": "“Yes,” Okello said."}\n')
    result = attrib("ingest", path, tmp_path / "none.txt", "--db", tmp_path / "a.db", code=1)
    assert "articles 2 new, 0 changed, 0 unchanged, 2 failed" in result.stdout
    assert f"{path}, line 2: this is broken JSON at column" in result.stderr
    assert f"{tmp_path / 'none.txt'}: there is no such file" in result.stderr
    assert len(attrib("extract", path, code=1).stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["who-said", "x", "--db", "none.db"], "there is no database none.db"),
        (["who-said", "?!", "--db", "ours.db"], "nothing to search for"),
        (["who-said", "x", "--since", "soon", "--db", "ours.db"], "--since soon is no date"),
        (["who-said", "x", "--cue-class", "sing", "--db", "ours.db"], "--cue-class sing is none: there are say, announce, tell"),
        (["show", "zzz", "--db", "ours.db"], "there is no article zzz"),
        (["stats", "--db", "text.db"], "not a database"),
        (["ingest", "x.txt", "--db", "none/a.db"], "there is no folder none"),
        (["ingest", "x.txt", "--db", "/proc/a.db"], "is the folder writable?"),  # a folder in which not even root may write
        (["ingest", "x.txt", "--db", "."], "is a folder: name a database file"),
        (["ingest", "x.txt", "--map", "text"], "write OURS=THEIRS"),
        (["ingest", "x.txt", "--encoding", "klingon", "--db", "new.db"], "klingon is no encoding"),
    ],
)
def test_errors_are_one_line_and_exit_code_1(
    args: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.db").write_text("Dear diary, " * 200)
    attrib("ingest", IRAQ / "kopje-record.md", "--db", "ours.db")
    error = attrib(*args, code=1).stderr
    assert message in error
    assert error.count("\n") == 1


def test_the_database_can_be_named_by_the_environment(db: Path) -> None:
    result = CliRunner().invoke(app, ["stats", "--json"], env={"ATTRIB_DB": str(db)})
    assert json.loads(result.stdout)["articles"] == 34


def test_hostile_text_draws_nothing_on_the_terminal(tmp_path: Path) -> None:
    text = "“We told you that the bridge is [red]safe[/] \u202eand we meant it,\x1b]0;gotcha\x07” Mary Okello said on Monday."
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": text, "title": "\x1b[31mred", "outlet": "[link=x]Post"}))
    attrib("ingest", path, "--db", tmp_path / "a.db")
    (hit,) = who_said("bridge", "--db", tmp_path / "a.db")
    for out in (
        attrib("who-said", "bridge", "--db", tmp_path / "a.db").stdout,
        attrib("show", hit["article"], "--db", tmp_path / "a.db").stdout,
    ):
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
        assert "[red]safe[/]" in out
        assert "[link=x]Post" in out


def test_ctrl_c_keeps_what_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    article = (IRAQ / "kopje-record.md").read_text(encoding="utf-8").split("---")[2]
    path.write_text("".join(json.dumps({"id": n, "text": f"{article} {n}"}) + "\n" for n in range(3000)))
    script = "import cli; cli.app()"
    running = subprocess.Popen(
        [sys.executable, "-c", script, "ingest", str(path), "--db", str(tmp_path / "a.db")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # a suite that runs in the background is started with SIGINT ignored, and so would be its children
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    deadline = time.time() + 120
    while time.time() < deadline:
        time.sleep(0.5)
        if (tmp_path / "a.db").exists() and saved(tmp_path / "a.db"):
            break
    running.send_signal(signal.SIGINT)
    out, error = running.communicate(timeout=120)
    assert running.returncode == 130, error
    assert "stopped before the end: what is saved stays" in out
    assert "Traceback" not in error
    assert 0 < saved(tmp_path / "a.db") < 3000
    assert as_json("doctor", "--db", tmp_path / "a.db")["problems"] == []


def saved(path: Path) -> int:
    import sqlite3

    try:
        with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as db:
            return int(db.execute("select count(*) from articles").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@pytest.mark.parametrize(
    "args", [["--help"], ["who-said", "combat mission", "--exact", "--db"], ["claims", "--db"], ["stats", "--db"]]
)
def test_queries_load_no_model(db: Path, args: list[str]) -> None:
    script = """
import sys, cli
try:
    cli.app()
finally:
    print(sorted({"torch", "stanza", "onnxruntime", "trafilatura"} & set(sys.modules)), file=sys.stderr)
"""
    command = [sys.executable, "-c", script, *args, *([str(db)] if args[-1] == "--db" else [])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_every_command_has_help_that_says_what_it_does() -> None:
    import typer.main

    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        assert command.help, name
        assert attrib(name, "--help").stdout.count("\n") > 5


def test_a_closed_pipe_is_no_error(db: Path) -> None:
    command = f"{sys.executable} -c 'import cli; cli.app()' who-said mission --limit 0 --db {db} | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


ADVISER = "national security adviser"


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A database with speakers made by hand: Aaraji in three spellings and two roles, two John Smiths, unnamed officials."""
    path = tmp_path / "known.db"
    db = open_database(path, create=True)
    run = start_run(db, {"attrib": "0"})

    def add(number: int, outlet: str, date: str, text: str, *rows: tuple[str, str, SpeakerKind, str | None, str]) -> None:
        found = []
        for source, name, kind, role, content in rows:
            parts = [Span(text.index(part), text.index(part) + len(part)) for part in (source, content, role or source)]
            said = parts[2] if role else None
            speaker = Speaker(name, kind, None, 0.9, "so the test says", said, (said,) if said else ())
            found.append(Attribution(parts[0], None, (parts[1],), "indirect", 0.9, speakers=(speaker,)))
        article = Article(text, outlet, "Mission over", None, date, f"https://post.example/{number}")
        save(db, run, Analysis(article, (), tuple(found)))

    text = f"{ADVISER} Qassem al-Aaraji said the combat mission is over. He added that it rains. Two officials agreed."
    aaraji: tuple[str, SpeakerKind, str] = ("Qassem al-Aaraji", "person", ADVISER)
    officials: tuple[str, str, SpeakerKind, None, str] = ("Two officials", "Two officials", "unnamed", None, "agreed")
    first = (f"{ADVISER} Qassem al-Aaraji", *aaraji, "the combat mission is over")
    add(1, "The Post", "2021-12-09", text, first, ("He", *aaraji, "that it rains"), officials)
    text = f"Kassem al-Araji, {ADVISER}, said the combat mission ended."
    add(2, "Wire", "2021-12-10", text, ("Kassem al-Araji", "Kassem al-Araji", "person", ADVISER, "the combat mission ended"))
    text = "Qassem al-Aaraji, interior minister, said police will stay. Senator John Smith said no."
    add(
        *(3, "Wire", "2023-01-05", text),
        ("Qassem al-Aaraji", "Qassem al-Aaraji", "person", "interior minister", "police will stay"),
        ("Senator John Smith", "John Smith", "person", "Senator", "no"),
    )
    text = "John Smith, a striker, said yes."
    add(4, "Wire", "2023-01-06", text, ("John Smith", "John Smith", "person", "a striker", "yes"))
    return path


def test_who_said_leads_with_speaker_and_role(known: Path) -> None:
    out = attrib("who-said", "rains", "--db", known).stdout
    assert out.splitlines()[0] == f"  1  Qassem al-Aaraji, {ADVISER} (He)  indirect · sure 0.90"
    assert f"  1  Qassem al-Aaraji, {ADVISER}  indirect" in attrib("who-said", "over", "--db", known).stdout  # it adds no word
    (hit,) = who_said("rains", "--db", known)
    (speaker,) = hit["speakers"]
    assert (hit["source"], speaker["name"], speaker["role"], speaker["kind"]) == ("He", "Qassem al-Aaraji", ADVISER, "person")


def test_a_speaker_less_sure_than_asked_for_is_the_source_as_the_article_has_it(known: Path) -> None:
    assert "  1  He  indirect" not in attrib("who-said", "rains", "--db", known, "--min-confidence", 0.9).stdout
    db = sqlite3.connect(known)
    db.execute("update statement_speakers set confidence = 0.3")
    db.commit()
    db.close()
    assert attrib("who-said", "rains", "--db", known).stdout.startswith("  1  He  indirect")


def test_speakers_and_roles_are_filters(known: Path) -> None:
    assert as_json("who-said", "combat", "--speaker", "Araji", "--db", known)["total"] == 2
    assert as_json("who-said", "police", "--speaker", "Araji", "--role", "minister", "--db", known)["total"] == 1
    assert as_json("who-said", "police", "--speaker", "Smith", "--db", known)["total"] == 0
    assert as_json("said", "Kassem", "--role", "minister", "--db", known)["total"] == 1
    assert as_json("said", "officials", "--db", known)["total"] == 1
    identifier = as_json("speakers", "Aaraji", "--db", known)["rows"][0]["id"]
    for wanted in (identifier, identifier[:8]):
        assert as_json("said", wanted, "--db", known)["total"] == 4
        assert as_json("speakers", "show", wanted, "--db", known)["speaker"]["name"] == "Qassem al-Aaraji"


def test_speakers_are_listed_without_naming_the_command(known: Path) -> None:
    for args in (["speakers"], ["speakers", "list"]):
        assert [row["name"] for row in as_json(*args, "--db", known)["rows"]] == ["Qassem al-Aaraji", "John Smith", "John Smith"]
    (row,) = as_json("speakers", "araji", "--db", known)["rows"]
    assert (row["role"], row["statements"], row["outlets"]) == ("interior minister", 4, 2)
    assert (row["first_date"], row["last_date"]) == ("2021-12-09", "2023-01-05")
    assert [row["name"] for row in as_json("speakers", "--kind", "unnamed", "--db", known)["rows"]] == ["Two officials"]
    assert "3 speakers (1 shown: --limit 0 shows all)" in attrib("speakers", "--limit", 1, "--db", known).stdout
    assert attrib("speakers", "zebra", "--db", known).stdout == "no speakers called zebra\n"


def test_one_speakers_roles_over_time(known: Path) -> None:
    found = as_json("speakers", "show", "Kassem al-Araji", "--db", known)
    assert [(held["role"], held["first_date"], held["last_date"], held["statements"]) for held in found["roles"]] == [
        (ADVISER, "2021-12-09", "2021-12-10", 3),
        ("interior minister", "2023-01-05", "2023-01-05", 1),
    ]
    assert found["names"] == [["Qassem al-Aaraji", 2], ["Kassem al-Araji", 1]]
    out = attrib("speakers", "show", "Kassem al-Araji", "--db", known).stdout
    assert "9 – 10 Dec 2021 · 3" in out


def test_judging_from_the_command_line(known: Path) -> None:
    article = who_said("ended", "--db", known)[0]["article"]
    out = attrib("speakers", "split", "Kassem al-Araji", "--article", article[:8], "--by", "Ida", "--db", known).stdout
    assert out.startswith(f"1 Kassem al-Araji in {article[:8]} is not Qassem al-Aaraji")
    assert "(Ida 20" in out
    attrib("speakers", "merge", "Kassem al-Araji", "Qassem al-Aaraji", "--db", known)
    attrib("speakers", "rename", "Kassem al-Araji", "Qasim al-Araji", "--db", known)
    assert as_json("speakers", "show", "Qassem al-Aaraji", "--db", known)["speaker"]["name"] == "Qasim al-Araji"
    assert "undone by Bo" in attrib("speakers", "undo", 3, "--by", "Bo", "--db", known).stdout
    rows = as_json("speakers", "judgements", "--db", known)
    assert [(row["id"], row["decision"], bool(row["undone_at"])) for row in rows] == [
        *((3, "name", True), (2, "same", False), (1, "split", False)),
    ]
    assert rows[1]["by"] == getpass.getuser()
    assert attrib("speakers", "judgements", "--db", known).stdout.endswith("3 judgements\n")


def test_proposals_by_script_and_by_question(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = as_json("speakers", "proposals", "--db", known)
    assert "1 proposal" in attrib("speakers", "proposals", "--list", "--db", known).stdout
    assert "1 proposal" in attrib("speakers", "proposals", "--db", known).stdout  # nobody at the terminal
    attrib("speakers", "proposals", "--refuse", one["id"], "--db", known)
    assert as_json("speakers", "proposals", "--db", known) == []
    attrib("speakers", "undo", 1, "--db", known)
    monkeypatch.setattr("commands.speakers.is_asked", lambda: True)
    attrib("speakers", "proposals", "--db", known, stdin=b"s\n")
    attrib("speakers", "proposals", "--db", known, stdin=b"q\n")
    assert len(as_json("speakers", "judgements", "--db", known)) == 1
    out = attrib("speakers", "proposals", "--db", known, stdin=b"what\ny\n").stdout
    assert "John Smith, Senator" in out
    assert "2 John Smith in " in out
    assert len(as_json("speakers", "Smith", "--db", known)["rows"]) == 1


def test_importing_from_the_command_line(known: Path, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,aliases,wikidata\nKassem al-Araji,Abu Zaynab,Q7267925\n,x,\n")
    result = attrib("speakers", "import", path, "--db", known, code=1)
    assert result.stderr == f"{path}, line 3: there is no name\n"
    assert "1 row read, 3 judgements new, 1 failed" in result.stdout
    found = as_json("speakers", "show", "Abu Zaynab", "--db", known)["speaker"]
    assert (found["name"], found["ids"]) == ("Kassem al-Araji", {"wikidata": "Q7267925"})
    assert "wikidata Q7267925" in attrib("speakers", "show", "Abu Zaynab", "--db", known).stdout


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["show", "Nobody"], "there is no speaker Nobody"),
        (["show", "John Smith"], "John Smith may be any of John Smith ("),
        (["show", "x" * 10_000], "there is no speaker xxx"),
        (["show", "\x1b[31m'; drop table speakers\u202e\x07"], "there is no speaker"),
        (["merge", "Araji", "Aaraji"], "are one already"),
        (["split", "Araji", "--article", "zzz"], "there is no article zzz"),
        (["rename", "Araji", "  "], "is no name"),
        (["undo", "7"], "there is no judgement 7"),
        (["proposals", "--accept", "zzz"], "there is no proposal zzz"),
        (["import", "none.csv"], "none.csv cannot be read: No such file"),
    ],
)
def test_errors_about_speakers_are_one_line(known: Path, args: list[str], message: str) -> None:
    error = attrib("speakers", *args, "--db", known, code=1).stderr
    assert message in error
    assert error.count("\n") == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(error)


def test_hostile_names_draw_nothing_on_the_terminal(tmp_path: Path) -> None:
    name = "Eve \x1b]0;gotcha\x07 [red]Okello[/]\u202e'); drop table speakers; --"
    db = open_database(tmp_path / "a.db", create=True)
    text = f"{name} said yes."
    said = Span(text.index("yes"), text.index("yes") + 3)
    who = Speaker(
        name, "person", Span(0, len(name)), 0.9, "so the test says", Span(0, len(name)), (Span(0, len(name)),), (name * 2,)
    )
    found = Attribution(Span(0, len(name)), None, (said,), "direct", 0.9, speakers=(who,))
    save(db, start_run(db, {"attrib": "0"}), Analysis(Article(text, url="https://post.example/1"), (), (found,)))
    for args in (
        ["who-said", "yes"],
        ["speakers"],
        ["speakers", "show", "Okello"],
        ["show", "https://post.example/1"],
        ["stats"],
    ):
        out = attrib(*args, "--db", tmp_path / "a.db").stdout
        assert not {"\x1b", "\x07", "\u202e"} & set(out), args
        assert "[red]Okello[/]" in "".join(out.split("\n")).replace(" ", "") or args == ["speakers"]
    attrib("speakers", "rename", "Okello", "\x1b[31mEve\x07", "--db", tmp_path / "a.db")
    assert "\x07" not in attrib("speakers", "judgements", "--db", tmp_path / "a.db").stdout


def test_show_and_stats_tell_speakers(known: Path) -> None:
    article = who_said("rains", "--db", known)[0]["article"]
    out = attrib("show", article, "--db", known).stdout
    assert f"[2]  Qassem al-Aaraji, {ADVISER} (He)" in out
    found = as_json("stats", "--db", known)
    assert found["speaker_kinds"] | {"person": 6, "unnamed": 1, "unresolved": 0} == found["speaker_kinds"]
    assert found["speakers"][0] == ["Qassem al-Aaraji", 4]
    assert ["The Post", ADVISER, 2] in found["roles"]


def test_quotations_inside_quotations_are_shown_below_them(tmp_path: Path) -> None:
    text = "“I told them ‘never again’ and left,” Okello said."
    outer = (Span(0, 37),)
    rows = (
        Attribution(Span(38, 44), Span(45, 49), outer, "direct", 0.9),
        Attribution(Span(1, 2), Span(3, 7), (Span(13, 26),), "direct", 0.8, within=outer),
    )
    db = open_database(tmp_path / "a.db", create=True)
    save(db, start_run(db, {"attrib": "0"}), Analysis(Article(text, url="https://post.example/1"), (), rows))
    lines = attrib("show", "https://post.example/1", "--db", tmp_path / "a.db").stdout.splitlines()
    assert lines[-2:] == ["  [1]  Okello  said  direct · sure 0.90", "  [2]    I  told  direct · sure 0.80"]
    hits = who_said("never", "--db", tmp_path / "a.db")
    assert sorted(hit["within"] or "" for hit in hits) == sorted(["", next(hit["id"] for hit in hits if not hit["within"])])
