# Tests for `attrib export`: every format is read by a reader that others wrote, and gives back what the database holds.
import csv
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet
import pytest
import rdflib
from typer.testing import CliRunner

from attribution.models import Analysis, Article, Attribution, Confidences, Span
from attribution.tabulate import COLUMNS, FORMULA, JUDGED, neutralised, plain_cell
from cli import app
from commands.claims import place
from db.judge_status import set_status
from db.open import open_database
from db.save import save, start_run
from tests.explored import FORMULA as CELL
from tests.explored import examples, hostile, some

ANNOTATION = {  # the MUSTs of the Web Annotation Data Model for what is written here
    "type": "object",
    "required": ["id", "type", "target"],
    "properties": {
        "id": {"type": "string", "pattern": "^urn:uuid:[0-9a-f-]{36}$"},
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["identifying", "describing", "tagging", "classifying"]},
        "body": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "value"],
                "properties": {
                    "type": {"const": "TextualBody"},
                    "value": {"type": "string", "minLength": 1},
                    "purpose": {"enum": ["identifying", "describing", "tagging", "classifying"]},
                },
            },
        },
        "target": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["type", "source", "selector"],
                "properties": {
                    "source": {"type": "string", "pattern": "^(https?://|ni:///sha-256;)"},
                    "selector": {
                        "type": "array",
                        "prefixItems": [
                            {
                                "properties": {
                                    "type": {"const": "TextQuoteSelector"},
                                    "exact": {"type": "string", "minLength": 1},
                                },
                                "required": ["type", "exact"],
                            },
                            {
                                "properties": {
                                    "type": {"const": "TextPositionSelector"},
                                    "start": {"type": "integer", "minimum": 0},
                                    "end": {"type": "integer", "minimum": 1},
                                },
                                "required": ["type", "start", "end"],
                            },
                        ],
                        "minItems": 2,
                    },
                },
            },
        },
    },
}
PAGE = {
    "type": "object",
    "required": ["@context", "id", "type", "items"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "type": {"const": "AnnotationPage"},
        "items": {"type": "array", "items": ANNOTATION},
    },
}
GRAPH_LINE = {  # https://blog.gdeltproject.org/announcing-the-global-quotation-graph/
    "type": "object",
    "required": ["date", "url", "title", "lang", "quotes"],
    "properties": {
        "lang": {"type": "string"},
        "quotes": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["pre", "quote", "post"],
                "properties": {name: {"type": "string"} for name in ("pre", "quote", "post")},
            },
        },
    },
}


def export(path: Path, *args: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["export", *args, "--db", str(path)])
    assert result.exit_code == code, result.output
    return result.stdout


def texts(path: Path) -> dict[str, str]:
    """The articles of a database by id."""
    return dict(open_database(path).execute("select id, text from articles").fetchall())


@pytest.fixture(params=["examples", "hostile"])
def path(request: pytest.FixtureRequest) -> Path:
    return {"examples": examples, "hostile": hostile}[request.param]()


def test_a_table_opens_in_a_spreadsheet_and_proves_its_quotes(path: Path, tmp_path: Path) -> None:
    export(path, "--min-confidence", "0", "-o", str(tmp_path / "all.csv"))
    assert (tmp_path / "all.csv").read_bytes().startswith(b"\xef\xbb\xbfstatement,speaker,role,")
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [*COLUMNS, *JUDGED]
    assert len(rows) == int(some(path, "select count(*) from statements"))
    assert not any((cell or "").startswith(tuple(FORMULA)) for row in rows for cell in row.values())
    known = texts(path)
    for row in rows:
        text = known[row["article"]]
        pieces = [text[slice(*map(int, place.split(":")))] for place in row["places"].split()]
        assert " … ".join(pieces) == plain_cell(row["content"])
        assert hashlib.sha256(text.encode()).hexdigest() == row["sha256"]
        assert not any(row[name] for name in JUDGED)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "＝1", "'=1", "''=1", "'tis", "a=1", "", "—", CELL])
def test_no_cell_is_a_formula_and_none_is_changed_for_good(cell: str) -> None:
    assert not neutralised(cell).startswith(tuple(FORMULA))
    assert plain_cell(neutralised(cell)) == cell


def test_lines_of_json_hold_all_that_is_known(path: Path) -> None:
    rows = [json.loads(line) for line in export(path, "--format", "jsonl", "--min-confidence", "0").splitlines()]
    known = texts(path)
    assert len({row["id"] for row in rows}) == len(rows) == int(some(path, "select count(*) from statements"))
    for row in rows:
        for piece in row["content"]:
            text = known[row["article"]]
            assert text[piece["start"] : piece["end"]] == piece["text"]
            assert text[: piece["start"]].endswith(piece["before"])
            assert text[piece["end"] :].startswith(piece["after"])
        assert row["claim"]["status"] == "unchecked"


def test_parquet_has_real_types(path: Path, tmp_path: Path) -> None:
    export(path, "-o", str(tmp_path / "some.parquet"))
    table = pyarrow.parquet.read_table(tmp_path / "some.parquet")
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["confidence"], types["day"]) == ("double", "date32[day]")
    assert types["spans"] == "list<element: struct<start: int64, end: int64>>"
    known = texts(path)
    for row in table.to_pylist():
        assert " … ".join(known[row["article"]][one["start"] : one["end"]] for one in row["spans"]) == row["content"]
        assert row["confidence"] >= 0.6
        assert row["day"].isoformat() == row["date"][:10]


def test_annotations_are_what_the_data_model_asks_for(path: Path) -> None:
    page = json.loads(export(path, "--format", "annotations"))
    jsonschema.validate(page, PAGE, jsonschema.Draft202012Validator)
    assert len({one["id"] for one in page["items"]}) == len(page["items"]) > 5
    every = list(texts(path).values())
    for one in page["items"][:80]:
        for target in one["target"]:
            quote, place = target["selector"]
            whole = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert any(whole in text and text[place["start"] : place["end"]] == quote["exact"] for text in every)
    page["@context"] = {"@vocab": "http://www.w3.org/ns/oa#", "id": "@id", "type": "@type"}
    graph = rdflib.Graph().parse(data=json.dumps(page), format="json-ld")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    assert len(set(graph.subjects(rdflib.RDF.type, oa.Annotation))) == len(page["items"])
    assert len(set(graph.subjects(rdflib.RDF.type, oa.TextPositionSelector))) >= len(page["items"])


def read_claims(text: str) -> tuple[list[dict[str, Any]], rdflib.Graph]:
    """The nodes of a schema.org document, and its triples."""
    document = json.loads(text)
    assert document["@context"] == "https://schema.org"
    document["@context"] = {"@vocab": "https://schema.org/"}
    return document["@graph"], rdflib.Graph().parse(data=json.dumps(document), format="json-ld")


def test_claims_are_published_with_drafts_that_rate_nothing(path: Path) -> None:
    nodes, graph = read_claims(export(path, "--format", "claims"))
    schema = rdflib.Namespace("https://schema.org/")
    claims = set(graph.subjects(rdflib.RDF.type, schema.Claim))
    assert len(claims) == sum(node["@type"] == "Claim" for node in nodes) > 2
    assert set(graph.objects(None, schema.itemReviewed)) == claims
    assert not list(graph.triples((None, schema.reviewRating, None)))
    assert not list(graph.triples((None, schema.ratingValue, None)))
    assert {str(one) for one in graph.objects(None, schema.creativeWorkStatus)} == {"Draft"}
    said = {str(text) for one in graph.subjects(rdflib.RDF.type, schema.Quotation) for text in graph.objects(one, schema.text)}
    assert said == {row[0] for row in open_database(path).execute("select content from statements where confidence >= 0.6")}


def test_a_rating_is_what_a_person_found(tmp_path: Path) -> None:
    path = Path(shutil.copy(examples(), tmp_path / "rated.db"))
    db = open_database(path)
    claim = some(path, "select id from claims order by origins desc, id limit 1")
    set_status(db, claim, "disputed", "Ada", "The militia denies it", "https://evidence.example/1")
    nodes, _ = read_claims(export(path, "--claim", claim, "--format", "claims", "--min-confidence", "0"))
    _, review = nodes
    assert review["author"] == {"@type": "Person", "name": "Ada"}
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "disputed"}
    assert (review["reviewBody"], review["citation"]) == ("The militia denies it", "https://evidence.example/1")
    assert "creativeWorkStatus" not in review


def test_lines_are_shaped_as_gdelts_and_name_the_speaker(path: Path) -> None:
    lines = [json.loads(line) for line in export(path, "--format", "gqg").splitlines()]
    every = list(texts(path).values())
    for line in lines:
        jsonschema.validate(line, GRAPH_LINE)
        for one in line["quotes"]:
            assert any(one["pre"] + one["quote"] + one["post"] in text for text in every)
    found = [one for line in lines for one in line["quotes"] if one["speaker"]]
    assert found
    assert all(set(one) == {"pre", "quote", "post", "speaker", "role", "kind"} for one in found)


def test_a_question_a_speaker_and_an_outlet_select() -> None:
    path = examples()
    for args in (("combat mission",), ("--speaker", "Aaraji"), ("--outlet", "the wexcombe post"), ("--kind", "direct")):
        rows = list(csv.DictReader(export(path, *args).removeprefix("\ufeff").splitlines(keepends=True)))
        assert 0 < len(rows) < 200
        if args[0] == "--speaker":
            assert {row["speaker"] for row in rows} == {"Qassem al-Aaraji"}
        if args[0] == "--kind":
            assert {row["kind"] for row in rows} == {"direct"}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--format", "parquet"), "cannot go to standard output"),
        (("mission", "--outlet", "The Kopje Record"), "give at most one of"),
        (("--outlet", "No Such Outlet"), "there is no outlet No Such Outlet"),
        (("-o", "/no/such/folder/x.csv"), "cannot be written"),
    ],
)
def test_what_cannot_be_exported_is_said(args: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(app, ["export", *args, "--db", str(examples())])
    assert result.exit_code in (1, 2)
    assert said in " ".join(result.output.replace("│", " ").split())


def test_a_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "out.csv"
    output.write_text("old", encoding="utf-8")
    monkeypatch.setattr("attribution.tabulate.row_of", lambda *_: 1 / 0)
    assert CliRunner().invoke(app, ["export", "-o", str(output), "--db", str(examples())]).exit_code != 0
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]
    assert output.read_text(encoding="utf-8") == "old"
    copy = Path(shutil.copy(examples(), tmp_path / "copy.db"))
    result = CliRunner().invoke(app, ["export", "-o", str(copy), "--db", str(copy)])
    assert (result.exit_code, "another file" in result.output) == (2, True)
    assert int(some(copy, "select count(*) from statements")) > 0


ODD = "😀 the 𝔘-bahn 👩‍👩‍👧 will\r\n=open\u202e in May\u202c"  # beyond the BMP, joined, turned, formula on a line


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One article whose quote is what breaks offsets counted in anything but code points."""
    path = tmp_path_factory.mktemp("odd") / "odd.db"
    db = open_database(path, create=True)
    text = f"𝔗he mayor 😀 said {ODD}.\n\nThe end."
    source, cue = Span(0, 9), Span(12, 16)
    content = Span(text.index(ODD), text.index(ODD) + len(ODD))
    sure = Confidences(0.9, 0.9, 0.9)
    row = Attribution(source, cue, (content,), "indirect", 0.9, sure, "say", "say", "affirmed", (), (), ODD)
    save(db, start_run(db, {"attrib": "0"}), Analysis(Article(text, "Post", date="2024-05-01"), (), (row,), ()))
    db.conn.close()
    place(path, quiet=True)
    return path


def test_offsets_count_code_points_in_every_format(odd: Path, tmp_path: Path) -> None:
    (text,) = texts(odd).values()
    export(odd, "-o", str(tmp_path / "odd.csv"))
    with (tmp_path / "odd.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert plain_cell(row["content"]) == ODD == text[slice(*map(int, row["places"].split(":")))]
    (piece,) = json.loads(export(odd, "--format", "jsonl"))["content"]
    assert text[piece["start"] : piece["end"]] == piece["text"] == ODD
    export(odd, "-o", str(tmp_path / "odd.parquet"))
    (cells,) = pyarrow.parquet.read_table(tmp_path / "odd.parquet").to_pylist()
    assert text[cells["spans"][0]["start"] : cells["spans"][0]["end"]] == cells["content"] == ODD
    quote, position = json.loads(export(odd, "--format", "annotations"))["items"][0]["target"][0]["selector"]
    assert text[position["start"] : position["end"]] == quote["exact"] == ODD
    assert json.loads(export(odd, "--format", "gqg"))["quotes"][0]["quote"] == ODD
    nodes, _ = read_claims(export(odd, "--format", "claims"))
    assert nodes[0]["appearance"][0]["hasPart"]["text"] == ODD
