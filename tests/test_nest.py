# Tests for attribution/nest.py: the shipped tagger on quotations inside quotations, and on anything at all.
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attribution.models import Attribution, Kind, Span
from attribution.nest import alone, bared, nested, tells
from attribution.tag import Tagger
from tests.failures import Row, params, shown, wrong
from tests.nests import FAILING, KINDS, rows

ROWS = list(rows())


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load()


@pytest.mark.parametrize("row", params(ROWS, FAILING))
def test_a_quotation_inside_another(tagger: Tagger, row: Row) -> None:
    (outer,) = tagger.tag([row.text])
    found = nested(row.text, outer, tagger.tag)
    assert len(found) == len(row.expected), [shown(row.text, inner) for inner in found]
    assert wrong(row, found) == ""
    assert {inner.within for inner in found} <= {each.content for each in outer}


def test_every_row_is_read() -> None:
    assert len(ROWS) == sum(len(texts) for texts in KINDS.values())
    assert not any(brace in row.text for row in ROWS for brace in "{}")
    assert FAILING.keys() <= {row.name for row in ROWS}
    assert min(Counter(row.kind for row in ROWS).values()) >= 4


SAID = "“He told me ‘you are fired’ and I left,” said Anna Kovács."
OUTER = Attribution(Span(46, 57), Span(41, 45), (Span(0, 40),), "direct", 0.98)
INNER = Attribution(Span(1, 3), Span(4, 8), (Span(12, 27),), "direct", 0.95, lemma="tell", cue_class="tell", polarity="affirmed")


def test_what_is_tagged_again_has_no_outer_marks_and_double_inner_ones() -> None:
    assert alone(SAID, OUTER.content).text == " He told me “you are fired” and I left, "
    assert bared("‘She said “go” and I went,’") == " She said “go” and I went, "
    assert bared("«Er sagte ‹komm›»") == " Er sagte “komm” "
    assert bared("“It was dark.\n\n“They said, 'Run!'”") == " It was dark.\n\n They said, “Run!” "
    assert bared("that it was “a disgrace”") == "that it was “a disgrace”"
    assert alone("that the boat was safe", [Span(0, 22)]).text == "     the boat was safe"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said no.", True),
        ("They asked when it would end.", True),
        ("I thought ‘no’.", True),
        ("I thought so.", False),
        ("The line is long.", False),
        ("It rained all day.", False),
        ("", False),
    ],
)
def test_only_what_tells_of_speech_is_tagged_again(text: str, expected: bool) -> None:
    assert tells(text) is expected


def test_what_is_not_sure_known_or_nested_twice_is_left_out() -> None:
    def fake(texts: Sequence[str], sure: float = 0.95) -> list[list[Attribution]]:
        return [[replace(INNER, confidence=sure)] for _ in texts]

    (found,) = nested(SAID, [OUTER], fake)
    assert found == replace(INNER, within=OUTER.content)
    assert nested(SAID, [OUTER], lambda texts: fake(texts, 0.6)) == []
    assert nested(SAID, [OUTER, INNER], fake) == []
    assert nested(SAID, [replace(OUTER, within=(Span(0, 58),))], fake) == []
    assert nested(SAID, [], fake) == []


def test_a_content_that_reaches_over_a_gap_stands_in_two_spans() -> None:
    text = "“Ana told us,” Okello said, “that it,” he added, “was over.”"
    part = alone(text, [Span(0, 14), Span(28, 38), Span(49, 60)])
    start = part.text.index("that")
    found = list(part.back(Span(start, part.text.index("over") + 4)))
    assert [text[s.start : s.end] for s in found] == ["that it,", "was over"]


BITS = [
    "He",
    "said",
    "that",
    "Ana",
    "told",
    "us",
    "“",
    "”",
    "‘",
    "’",
    '"',
    "'",
    "«",
    "»",
    "``",
    "''",
    ",",
    ".",
    " ",
    "\n\n",
    "İ",
    "𝔘",
]


def spans_of(text: str, numbers: Sequence[int]) -> tuple[Span, ...]:
    """Ranges of `text` that do not overlap, between each two of `numbers`."""
    places = sorted({n % (len(text) + 1) for n in numbers})
    return tuple(Span(a, b) for a, b in zip(places[::2], places[1::2], strict=False))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(BITS), max_size=60), st.text(max_size=40), st.lists(st.integers(0, 400), min_size=2, max_size=8))
def test_inner_spans_lie_in_the_outer_content_whatever_it_is(
    tagger: Tagger, bits: list[str], end: str, numbers: list[int]
) -> None:
    text = "He told us " + " ".join(bits) + end
    content = spans_of(text, [0, *numbers])
    if not content:
        return
    part = alone(text, content)
    for where in (Span(0, len(part.text)), *spans_of(part.text, numbers)):
        for back in part.back(where):
            assert any(s.start <= back.start < back.end <= s.end for s in content)
            assert text[back.start : back.end].strip() == text[back.start : back.end]

    def fake(texts: Sequence[str]) -> list[list[Attribution]]:
        told = replace(INNER, source=Span(0, 2), cue=Span(3, 7))
        contents = [spans_of(each, [8, *numbers]) or (Span(0, len(each)),) for each in texts]
        return [[replace(told, content=said, kind=kind) for kind in get_args(Kind)] for said in contents]

    outer = Attribution(None, None, content, "direct", 1.0)
    for found in [*nested(text, [outer], tagger.tag), *nested(text, [outer], fake)]:
        assert found.within == content
        assert found.source
        assert found.cue
        for span in (found.source, found.cue, *found.content):
            assert any(s.start <= span.start < span.end <= s.end for s in content)
            assert text[span.start : span.end].strip() == text[span.start : span.end]
