# Tests for attribution/compare.py: what keeps two claims from being the same, by their figures, dates and noes.
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.compare import compare
from attribution.facts import tells

# one, other, whether only one is negated
NEGATED = [
    ("The mission has ended", "The mission has not ended", True),
    ("The mission is over", "it is not true that the mission is over", True),
    ("The dam is not safe and will not hold this winter", "The dam is safe and will hold this winter", True),
    ("it is not true that the dam is not safe", "The dam is safe", False),
    ("The US would not be on a mission by the end of the year", "The mission would be over by the end of the year", False),
    ("They no longer fight", "They have stopped fighting", False),
    ("The mission goes on", "The mission has not ended", False),
    ("Nobody was told", "Everybody was told", True),
    ("a ban on Muslims who are not citizens", "a ban on Muslims", False),
    ("a ban on Muslims who are citizens", "there is no ban on Muslims", True),
    ("not to allow refugees to enter", "to ban refugees from entering", False),
    ("to allow refugees to enter", "to ban refugees from entering", False),
]


@pytest.mark.parametrize(("one", "other", "negated"), NEGATED)
def test_noes_and_endings(one: str, other: str, negated: bool) -> None:
    assert compare(one, other).negated == compare(other, one).negated == negated


# one, other, what clashes
CLASHES = [
    ("17 people died", "21 people died", "other figures: 17 and 21"),
    ("seventeen people died", "17 people died", None),
    ("prices rose by 4 percent", "prices rose by 5%", "other figures: 4 and 5"),
    ("the vote is on Monday", "the vote is on Tuesday", "other dates: monday and tuesday"),
    ("more than 300,000 homes are served", "310,000 homes are served", None),
    ("rates rose by ¾ of a point", "rates rose by ½ a point", "other figures: ¾ and ½"),
    ("2½ tonnes of rice came", "2.5 tonnes of rice came", None),
    ("not to allow refugees to enter", "to ban refugees from entering", None),
    ("to allow refugees to enter", "to ban refugees from entering", "opposite words: allow and ban"),
    ("taxes will rise", "taxes will fall", "opposite words: rise and fall"),
    ("40 tonnes of rice came by sea", "the rice came by sea", None),
]


@pytest.mark.parametrize(("one", "other", "clash"), CLASHES)
def test_other_facts_are_named(one: str, other: str, clash: str | None) -> None:
    assert compare(one, other).clash() == clash


@pytest.mark.parametrize(
    ("one", "other", "alone"),
    [
        ("The ferry carried 64 people", "The ferry carried 112 people", True),
        ("The ferry carried 64 people", "The ferry carried 64 people", False),
        ("17 miners died in Kesh", "21 miners died in Oldfield", False),
        ("26 debates in all", "six debates for five candidates are few", False),
    ],
)
def test_nothing_else_sets_them_apart(one: str, other: str, alone: bool) -> None:
    assert compare(one, other).clash_alone() == compare(other, one).clash_alone() == alone


@given(st.text(max_size=40), st.text(st.sampled_from("0123456789.,½¾²①㋀٣ 'ıßﬁ́ー$%ab-"), max_size=20))
def test_any_text_can_be_compared(one: str, other: str) -> None:
    assert compare(one, one).clash() is None
    assert compare(one, other).shared == compare(other, one).shared


@pytest.mark.parametrize(
    "text", ["him", "Jorge Salinas", "Mr. Salinas", "the change", "not to be named", "it is not true that anything changed"]
)
def test_fragments_are_no_claims(text: str) -> None:
    assert not tells(text)


@pytest.mark.parametrize(
    "text", ["there were 91", "all American troops out", "Salinas lost", "it is untrue that the dam was safe"]
)
def test_short_claims_are_claims(text: str) -> None:
    assert tells(text)
