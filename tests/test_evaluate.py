# Tests for attribution/read_gold.py and evaluate.py: each format, bad input, figures counted by hand and by the project's scorer.
import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from attribution.evaluate import Score, evaluate
from attribution.models import Attribution, Failure, Span
from attribution.read_gold import Gold, GoldArticle, read_gold
from cli import app

SCORER = Path(__file__).parents[2] / "shared" / "tools" / "score_attributions.py"
TEXT = "“The dam holds,” Diallo said. Engineers say it may leak soon.\n\nThe mayor said rain was “a gift” to all."


def at(part: str) -> Span:
    return Span(TEXT.index(part), TEXT.index(part) + len(part))


def found(source: str | None, cue: str, *content: str, confidence: float = 0.9) -> Attribution:
    return Attribution(at(source) if source else None, at(cue), tuple(map(at, content)), "direct", confidence)


MARKED = GoldArticle(
    "a",
    TEXT,
    (
        Gold((at("Diallo"),), (at("said"),), (at("“The dam holds,”"),)),
        Gold((at("Engineers"),), (at("say"),), (at("it may leak soon"),)),
        Gold((at("The mayor"),), (at("said"),), (at("rain was “a gift” to all"),)),
    ),
)
MINE = [
    found("Diallo", "said", "The dam holds", confidence=0.95),
    found("Diallo", "say", "it may leak soon", confidence=0.8),
    found("Engineers", "said", "Engineers say", confidence=0.6),
]


def test_figures_counted_by_hand() -> None:
    report = evaluate([MARKED], [MINE])
    assert (report.articles, report.marked, report.found) == (1, 3, 3)
    assert report.scores["content_match"] == Score(2 / 3, 2 / 3, 2 / 3)
    assert report.scores["content_exact"] == Score(2 / 3, 2 / 3, 2 / 3)
    assert report.scores["attr"] == Score(1 / 3, 1 / 3, 1 / 3)
    assert report.scores["attr_direct"] == Score(1.0, 1.0, 1.0)
    assert report.scores["attr_mixed"].f1 == 0
    assert report.source_given_content == 0.5
    assert [(miss.wrong, miss.kind) for miss in report.misses] == [
        ("wrong source", "indirect"),
        ("invented", "indirect"),
        ("missed", "mixed"),
    ]
    assert report.misses[0].marked == ("Engineers", "say", "it may leak soon")
    assert report.misses[0].found == ("Diallo", "say", "it may leak soon")


def test_nothing_marked_and_nothing_found() -> None:
    report = evaluate([GoldArticle("a", TEXT, ())], [[]])
    assert report.scores["attr"] == Score(0.0, 0.0, 0.0)
    assert report.misses == ()


def some_spans(chance: random.Random, text: str, most: int) -> list[list[int]]:
    starts = [chance.randrange(len(text) - 1) for _ in range(chance.randint(0, most))]
    return [[start, chance.randint(start + 1, min(len(text), start + 40))] for start in starts]


def as_found(row: dict[str, Any]) -> Attribution:
    source, cue = (Span(*row[role][0]) if row[role] else None for role in ("source", "cue"))
    return Attribution(source, cue, tuple(Span(*span) for span in row["content"]), "direct", 0.5)


@pytest.mark.skipif(not SCORER.exists(), reason="the scorer is not part of the project")
@pytest.mark.parametrize("seed", range(20))
def test_figures_equal_those_of_the_scorer(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311
    texts = ["".join(chance.choice("ab'  “”\"«».\n\n") for _ in range(200)) for _ in range(3)]
    sides: list[list[dict[str, Any]]] = [
        [
            {
                "id": str(n),
                "text": text,
                "attributions": [
                    {
                        "source": some_spans(chance, text, 1),
                        "cue": some_spans(chance, text, 1),
                        "content": some_spans(chance, text, 3),
                    }
                    for _ in range(5)
                ],
            }
            for n, text in enumerate(texts)
        ]
        for _ in range(2)
    ]
    for name, rows in zip(("gold", "mine"), sides, strict=True):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    spec = importlib.util.spec_from_file_location("scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    wanted = scorer.score(str(tmp_path / "gold.jsonl"), str(tmp_path / "mine.jsonl"))
    gold = [row for row in read_gold(tmp_path / "gold.jsonl") if isinstance(row, GoldArticle)]
    mine = [[as_found(a) for a in row["attributions"]] for row in sides[1]]
    report = evaluate(gold, mine)
    for name, score in report.scores.items():
        if name in wanted:
            assert (score.precision, score.recall, score.f1) == pytest.approx(wanted[name]), name
    assert report.source_given_content == pytest.approx(wanted["source_match_given_content"])


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = {"id": "x", "text": "He said no.", "attributions": [{"source": [[0, 2]], "cue": [[3, 7]], "content": [[8, 10]]}]}
    path.write_text(json.dumps(row) + "\n\n{broken\n" + json.dumps(row | {"attributions": [{"content": [[8, 99]]}]}) + "\n[1]\n")
    first, *failures = read_gold(path)
    assert first == GoldArticle("x", "He said no.", (Gold((Span(0, 2),), (Span(3, 7),), (Span(8, 10),)),))
    assert [f.where for f in failures if isinstance(f, Failure)] == [f"{path}, line {n}" for n in (3, 4, 5)]
    assert "outside the text's 11 characters" in failures[1].message  # type: ignore[union-attr]


BRAT = """T1\tSource 0 2\tHe
T2\tCue 3 7\tsaid
T3\tContent 8 10;12 15\tno now
T4\tSource 17 20\tShe
T5\tCue 21 24\tsay
T6\tContent 25 28\tyes
"""


@pytest.mark.parametrize(
    "links",
    [
        "E1\tCue:T2 Source:T1 Content:T3\nE2\tCue:T5 Source:T4 Content:T6\n",
        "R1\tsays Arg1:T1 Arg2:T2\nR2\tsaid Arg1:T2 Arg2:T3\t\nR3\tsays Arg1:T5 Arg2:T4\nR4\tx Arg1:T6 Arg2:T5\n",
    ],
)
def test_brat_standoff(links: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("He said no, now. She say yes")
    (tmp_path / "a.ann").write_text(BRAT + links + "#1\tNote T1\tsure\n")
    (article,) = read_gold(tmp_path)
    assert isinstance(article, GoldArticle)
    assert set(article.attributions) == {
        Gold((Span(0, 2),), (Span(3, 7),), (Span(8, 10), Span(12, 15))),
        Gold((Span(17, 20),), (Span(21, 24),), (Span(25, 28),)),
    }


def test_sources_shared_by_two_cues_stay_two_attributions(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("He said no, now. She say yes")
    (tmp_path / "a.ann").write_text(BRAT + "E1\tCue:T2 Source:T1 Content:T3\nE2\tCue:T5 Source:T1 Content:T6\n")
    (article,) = read_gold(tmp_path / "a.ann")
    assert isinstance(article, GoldArticle)
    assert [a.source for a in article.attributions] == [(Span(0, 2),)] * 2


def test_citron(tmp_path: Path) -> None:
    quote = {
        "cue": {"start": 3, "end": 7, "text": "said"},
        "sources": [{"start": 0, "end": 2}],
        "contents": [{"start": 8, "end": 10}],
    }
    (tmp_path / "a.json").write_text(json.dumps({"text": "He said no.", "quotes": [quote, quote | {"sources": []}]}))
    (article,) = read_gold(tmp_path / "a.json")
    assert isinstance(article, GoldArticle)
    assert article.id == "a"
    assert article.attributions[0] == Gold((Span(0, 2),), (Span(3, 7),), (Span(8, 10),))
    assert article.attributions[1].source == ()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonl", b"\xff\xfe{", "not UTF-8"),
        ("a.ann", b"T1\tSource 0 2\tHe\n", "a.txt cannot be read"),
        ("a.json", b"[" * 100_000, "broken JSON"),
        ("a.json", b'{"text": "x"}', "no article of Citron's"),
    ],
)
def test_bad_files_are_one_line(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    (failure,) = read_gold(tmp_path / name)
    assert isinstance(failure, Failure)
    assert message in failure.message


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    parts = {"source": "Mary Okello", "cue": "said", "content": "the bridge would be closed for a month"}
    text = "Mary Okello said the bridge would be closed for a month.\n\nThe ministry denied that the bridge was unsafe."
    marks = {role: [[text.index(part), text.index(part) + len(part)]] for role, part in parts.items()}
    path.write_text(json.dumps({"id": "x", "text": text, "attributions": [marks]}) + "\n")
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"})
    result = json.loads(runner.invoke(app, ["evaluate", str(path), "--json"]).stdout)
    assert result["scores"]["attr"]["recall"] == 1.0
    assert [(m["wrong"], m["found"][0]) for m in result["misses"]] == [("invented", "The ministry")]
    out = runner.invoke(app, ["evaluate", str(path)]).stdout
    assert "1 article, 1 attribution marked, 2 found" in out
    assert "invented" in out
    missing = runner.invoke(app, ["evaluate", str(tmp_path / "none.jsonl")])
    assert missing.exit_code == 1
    assert "there is no such file" in missing.stderr
