# What users of such tools report: each row of tests/failures.py, by the shipped tagger.
from collections import Counter

import pytest

from attribution.models import Attribution
from attribution.tag import Tagger
from tests.failures import FAILING, KINDS, SURE, Row, params, rows, wrong

ROWS = list(rows())


@pytest.fixture(scope="module")
def found() -> dict[str, list[Attribution]]:
    results = Tagger.load().tag([row.text for row in ROWS])
    return {row.name: [a for a in result if a.confidence >= SURE] for row, result in zip(ROWS, results, strict=True)}


@pytest.mark.parametrize("row", params(ROWS, FAILING))
def test_known_failure(row: Row, found: dict[str, list[Attribution]]) -> None:
    assert wrong(row, found[row.name]) == ""


def test_every_kind_has_ten_rows_or_more_and_every_mark_is_read() -> None:
    assert min(Counter(row.kind for row in ROWS).values()) >= 10
    assert not any(brace in row.text for row in ROWS for brace in "{}")
    assert FAILING.keys() <= {row.name for row in ROWS}
    assert len(KINDS) == 12
