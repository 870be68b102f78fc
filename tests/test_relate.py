# Tests for `attrib relate` by the shipped models: same, contradicting, overlapping or different, whichever comes first.
import json
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from attribution.embed import Embedder
from attribution.models import Claimed, Relation
from attribution.relate import Matcher
from cli import app

PAIRS = [  # one, other, label; * where it is known to fail
    ("The combat mission has ended", "The combat mission is over", "same"),
    ("The dam is safe and will hold this winter", "The dam is safe and will hold this winter", "same"),
    ("17 people died when the ferry sank", "Seventeen people were killed when the ferry sank", "same"),
    ("Turnout was 71 percent", "Turnout reached 71%", "same"),
    ("The army denied that the village was shelled", "It is not true that the village was shelled, the army said", "same"),
    ("The minister will resign on Monday", "The minister is to step down on Monday", "same"),
    ("The combat mission has ended", "The combat mission has not ended", "contradict"),
    ("The dam is safe", "The dam is not safe", "contradict"),
    ("17 people died when the ferry sank", "21 people died when the ferry sank", "contradict"),
    ("The ferry carried 64 people", "The ferry carried 112 people", "contradict"),
    ("The bank raised the rate", "The bank cut the rate", "contradict"),
    ("The minister will resign", "The minister will not resign", "contradict"),
    ("Nobody was warned", "Everybody was warned", "contradict"),
    ("Taxes will rise next year", "Taxes will fall next year", "contradict"),
    ("The summit is on Monday", "The summit is on Tuesday", "contradict"),
    ("The combat mission has ended", "The coalition no longer fights in Iraq", "same*"),
    ("Water will be rationed from May", "The mayor thanked the engineers", "different"),
    ("The combat mission has ended", "The election was rigged", "different"),
    ("17 people died when the ferry sank", "17 people were arrested at the border", "different"),
    ("The company was warned nine times", "The film has been sold to thirty countries", "different"),
]


@cache
def related(one: str, other: str) -> Relation:
    a, b = embedder().embed([one, other])
    return matcher().relate([(Claimed(one), Claimed(other))], [float(a @ b)])[0]


@cache
def embedder() -> Embedder:
    return Embedder.load()


@cache
def matcher() -> Matcher:
    return Matcher.load()


def rows() -> list[object]:
    fails = pytest.mark.xfail(strict=True, reason="worded too far apart for the matcher")
    return [pytest.param(a, b, label.rstrip("*"), marks=[fails] if "*" in label else []) for a, b, label in PAIRS]


@pytest.mark.parametrize(("one", "other", "label"), rows())
def test_how_two_claims_stand_to_each_other(one: str, other: str, label: str) -> None:
    assert related(one, other).label == label


@pytest.mark.parametrize(("one", "other"), [row[:2] for row in PAIRS])
def test_it_does_not_matter_which_comes_first(one: str, other: str) -> None:
    left, right = related(one, other), related(other, one)
    assert left.label == right.label
    assert abs(left.score - right.score) < 1e-3


@pytest.mark.parametrize(("one", "other", "label"), PAIRS)
def test_figures_and_polarity_agree_where_it_says_the_same(one: str, other: str, label: str) -> None:
    found = related(one, other)
    assert 0 <= found.same + found.contradict + found.overlap <= 1.6
    assert found.label != "same" or label.rstrip("*") == "same"


def test_a_file_of_pairs_comes_back_with_labels_and_all_that_it_held(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    rows = [
        {"id": 7, "a": {"text": "The dam is safe", "speaker": "Ana Lopes"}, "b": {"text": "The dam is not safe"}},
        {"a": {"text": "A\u2028line", "date": "2024-05-01"}, "b": {"text": "A line", "doc": 3}, "label": "same"},
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["relate", "--jsonl", str(path)])
    assert result.exit_code == 0
    found = [json.loads(line) for line in result.stdout.split("\n") if line]
    assert [(row["a"], row["b"]) for row in found] == [(row["a"], row["b"]) for row in rows]
    assert (found[0]["id"], found[0]["label"], found[1]["gold"]) == (7, "contradict", "same")
    assert all(0 <= row["score"] <= 1 and row["reason"] for row in found)


@pytest.mark.parametrize("line", ["no json", "[]", '{"a": {"text": "x"}}', '{"a": {"text": 3}, "b": {"text": "x"}}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"a": {"text": "x"}, "b": {"text": "y"}}\n' + line + "\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["relate", "--jsonl", str(path)])
    assert result.exit_code == 1
    assert "line 2" in result.output
