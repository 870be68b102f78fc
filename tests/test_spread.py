# Tests for attribution/spread.py: several processor cores find what one finds, in the same order.
import json
import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest
from typer.testing import CliRunner

from attribution.embed import Embedder
from attribution.models import Analysis, Article, Claimed, Failure
from attribution.pipeline import Models, analyse
from attribution.read import ReadOptions, read_paths
from attribution.relate import Matcher
from attribution.spread import spread
from attribution.tag import Tagger
from cli import app

EXAMPLES = Path(__file__).parent.parent / "examples" / "iraq-combat-mission"


def test_results_keep_their_order_whichever_is_done_first() -> None:
    first, second = threading.Event(), threading.Event()

    def work(number: int) -> int:
        (first if number == 0 else second).set()
        assert (second if number == 0 else first).wait(10)  # each waits for the other: they do run at once
        return number

    assert spread(work, [0, 1], 2) == [0, 1]


def test_what_fails_is_raised_and_what_has_not_begun_is_left_out() -> None:
    begun: list[int] = []

    def work(number: int) -> None:
        begun.append(number)
        if number == 0:
            raise ValueError("no")
        threading.Event().wait(0.1)  # so that all 200 would take ten seconds

    with pytest.raises(ValueError, match="no"):
        spread(work, range(200), 2)
    assert len(begun) < 200


def test_cores_change_nothing_that_is_found() -> None:
    articles = [row for row in read_paths([str(EXAMPLES)], ReadOptions()) if isinstance(row, Article)]
    models = Models(Tagger.load())
    one, two = analyse(models, articles), analyse(replace(models, threads=3), articles)
    assert len(one) > 5
    assert one == two
    assert all(isinstance(row, Analysis) and row.attributions for row in one)
    texts = [span for row in one if isinstance(row, Analysis) for span in (a.alone for a in row.attributions) if span]
    embedder, matcher = Embedder.load(), Matcher.load()
    vectors = embedder.embed(texts)
    assert (vectors == replace(embedder, threads=3).embed(texts)).all()
    pairs = [(Claimed(a), Claimed(b)) for a, b in pairwise(texts)]
    cosines = [float(a @ b) for a, b in pairwise(vectors)]
    assert matcher.relate(pairs, cosines) == replace(matcher, threads=3).relate(pairs, cosines)


def test_an_article_that_the_models_fail_on_is_reported_alone() -> None:
    class Failing:
        def __getattr__(self, name: str) -> object:
            return getattr(tagger, name)

        def read(self, texts: list[str]) -> object:
            if "bridge" in texts[0]:
                raise RuntimeError("out of\nmemory")
            return tagger.read(texts)

    tagger = Tagger.load()
    texts = ("Ana Ruiz said the dam was safe.", "Ana Ruiz said the bridge was safe.", "Bo Lind said no.")
    rows = analyse(Models(cast(Tagger, Failing()), threads=2), [Article(text, path=f"{n}.txt") for n, text in enumerate(texts)])
    assert [type(row).__name__ for row in rows] == ["Analysis", "Failure", "Analysis"]
    assert rows[1] == Failure("1.txt", "the models failed on it (RuntimeError: out of memory): please report it")


def test_threads_are_an_option(tmp_path: Path) -> None:
    article = str(EXAMPLES / "meridian-wire.md")
    lines = [CliRunner().invoke(app, ["extract", article, "--threads", n]).stdout for n in ("1", "2")]
    assert lines[0] == lines[1]
    assert json.loads(lines[0])["attributions"]
    none = CliRunner().invoke(app, ["ingest", article, "--threads", "0", "--db", str(tmp_path / "a.db")])
    assert none.exit_code == 2
    assert not (tmp_path / "a.db").exists()
