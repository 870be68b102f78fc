# Tests for what pages are made of: charts, marked text, wordings compared, dates and shares.
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explore.compare_wordings import compare_wordings
from explore.draw import draw_bars, draw_range, draw_time_line
from explore.mark import Marked, mark
from explore.render import day, percent, period
from explore.show_outlet import half_of

TEXTS = st.text(alphabet="ab \n.“”", max_size=60)


@given(
    TEXTS, st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20), st.sampled_from(["source", "cue", "content"])), max_size=8)
)
def test_marked_text_is_the_text(text: str, ranges: list[tuple[int, int, Any]]) -> None:
    marks = [Marked(a, min(a + n, len(text)), role, i) for i, (a, n, role) in enumerate(ranges, 1) if a < len(text)]
    shown = mark(text, marks)
    assert "".join("".join(piece.text for paragraph in shown for piece in paragraph).split()) == "".join(text.split())
    for one in marks:
        if one.role == "content" and text[one.start : one.end].strip():
            pieces = [piece.text for paragraph in shown for piece in paragraph if one.number in piece.numbers]
            assert "".join("".join(pieces).split()) == "".join(text[one.start : one.end].split())


@pytest.mark.parametrize(
    ("clearest", "other", "expected"),
    [
        ("The dam is closed.", "The dam is not closed.", [("kept", "The dam is"), ("added", " not"), ("kept", " closed.")]),
        (
            "about 2,500 men are there",
            "about 4,000 men are there",
            [("kept", "about"), ("dropped", " 2,500"), ("added", " 4,000")],
        ),
        ("The dam is closed.", "Nobody knows anything about it", [("kept", "Nobody knows anything about it")]),
    ],
)
def test_wordings_are_compared_word_by_word(clearest: str, other: str, expected: list[tuple[str, str]]) -> None:
    found = compare_wordings(clearest, [("a", clearest), ("b", other)])[-1]
    assert [(piece.mark, piece.text) for piece in found.pieces][: len(expected)] == expected


def test_equal_words_are_one_wording() -> None:
    found = compare_wordings("“It is over,”", [("a", "It is over"), ("b", "“It is over,”"), ("c", "It was over")])
    assert [(one.keys, one.differs) for one in found] == [(("a", "b"), False), (("c",), True)]


@pytest.mark.parametrize(
    ("dates", "unit", "labels", "numbers"),
    [
        ([("2021-12-09", 3), ("2021-12-11", 1)], "day", ["9 Dec 2021", "10 Dec 2021", "11 Dec 2021"], [3, 0, 1]),
        ([("2021-11-09", 3), ("2022-01-02T10:00:00Z", 1)], "month", ["Nov 2021", "Dec 2021", "Jan 2022"], [3, 0, 1]),
        ([("2009-11-09", 3), ("2021-01-02", 1)], "year", [str(year) for year in range(2009, 2022)], [3, *[0] * 11, 1]),
    ],
)
def test_bars_cover_all_the_time(dates: list[tuple[str, int]], unit: str, labels: list[str], numbers: list[int]) -> None:
    found = draw_bars(dates)
    assert found
    assert (found.unit, [bar.label for bar in found.bars], [bar.number for bar in found.bars]) == (unit, labels, numbers)
    assert max(bar.height for bar in found.bars) == found.height
    assert all(bar.x >= 0 and bar.x + bar.width <= found.width + 0.1 for bar in found.bars)


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw_bars([("soon", 1)]) is None
    assert draw_time_line([("Post", "2021-12-09"), ("Wire", "2021-12-09"), ("Wire", None)]) is None
    assert draw_range("2021", None, ("2021-01-01", "2021-02-01")) is None
    assert draw_range("2021-01-11", "2021-01-21", ("2021-01-01", "2021-01-21")) == (50.0, 50.0)


@pytest.mark.parametrize(("numbers", "half"), [([], 0), ([5], 1), ([1, 1, 1, 1], 2), ([10, 1, 1], 1), ([3, 2, 2, 2], 2)])
def test_how_few_make_half(numbers: list[int], half: int) -> None:
    assert half_of(numbers) == half


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2021-12-09", "9 Dec 2021"),
        ("2021-12", "Dec 2021"),
        ("2021", "2021"),
        (None, "no date"),
        ("2021-12-09T10:00Z", "9 Dec 2021"),
    ],
)
def test_dates_are_for_people(date: str | None, shown: str) -> None:
    assert day(date) == shown
    assert period(date, date) == shown


@pytest.mark.parametrize(("share", "shown"), [(0.0, "0%"), (0.001, "1%"), (0.999, "99%"), (1.0, "100%"), (0.424, "42%")])
def test_a_share_is_never_all_or_nothing_by_rounding(share: float, shown: str) -> None:
    assert percent(share) == shown
