# Tests for attribution/pair.py: paragraphs, and which quotation marks belong together.
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.pair import MARK, State, paragraphs, quotes, states

QUOTED = [
    pytest.param('He said "hello there," and left.', ['"hello there,"'], id="straight"),
    pytest.param("“We won,” she said. “Twice.”", ["“We won,”", "“Twice.”"], id="curly"),
    pytest.param("‘We won’t,’ he said. The players’ wages rose.", ["‘We won’t,’"], id="single curly with an apostrophe"),
    pytest.param("'We won,' he said. 'It's ours.'", ["'We won,'", "'It's ours.'"], id="single straight with an apostrophe"),
    pytest.param(
        "'It's the students' vote that counts,' he said.",
        ["'It's the students' vote that counts,'"],
        id="plural possessive inside",
    ),
    pytest.param("The forces' \"big\" plan and the students' vote.", ['"big"'], id="plural possessive outside"),
    pytest.param("US says 'committed' to peace", ["'committed'"], id="headline"),
    pytest.param("``Well,'' he said, ``it's ok.''", ["``Well,''", "``it's ok.''"], id="doubled"),
    pytest.param("«Oui», dit-il", ["«Oui»"], id="guillemets"),
    pytest.param("„Na ja“, sagte er", [], id="low mark closed by an opening one: no guess"),
    pytest.param("\"He told me 'go home' twice,\" she said.", ["\"He told me 'go home' twice,\"", "'go home'"], id="nested"),
    pytest.param("He is 5'10\" and the door 6' 2\" high.", [], id="feet and inches"),
    pytest.param("rock ’n’ roll in the ’90s", [], id="apostrophes that begin a word"),
    pytest.param("“One.\n\n“Two.\n\n“Three,” she said.", ["“One.", "“Two.", "“Three,”"], id="over several paragraphs"),
    pytest.param('"One.\n\n"Two," he said. She said, "Why?"', ['"One.', '"Two,"', '"Why?"'], id="over several, straight"),
    pytest.param('A stray " mark here.\n\n"Fine," he said.', ['"Fine,"'], id="a stray mark upsets nothing after it"),
    pytest.param('He said "never closed.\n\nShe said "closed" though.', ['"closed"'], id="never closed"),
    pytest.param("» First point\n\nHe said «yes» then.", ["«yes»"], id="a mark as a bullet"),
    pytest.param("”Backwards” said he", [], id="two closing marks"),
    pytest.param("", [], id="nothing"),
]


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_quotes(text: str, expected: list[str]) -> None:
    assert [text[q.opens.start : q.closes.end] for q in quotes(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.\r\n\r\nThree.", ["One.", "Two.", "Three."]),
        ("One.\nTwo.", ["One.", "Two."]),  # no line is blank: each line is a paragraph
        ("One\nstill one.\n\nTwo.", ["One\nstill one.", "Two."]),
        ("  \n \n", []),
        ("", []),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [text[p.start : p.end] for p in paragraphs(text)] == expected


def test_states_tell_inside_from_outside() -> None:
    text = 'He "won" it'
    assert states(text, [0, 3, 4, 7, 9]).tolist() == [State.OUTSIDE, State.OPENS, State.INSIDE, State.CLOSES, State.OUTSIDE]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="aS .,\n0\"'“”‘’«»„`-", max_size=60))
def test_any_jumble_of_marks_gives_pairs_in_order_within_a_paragraph(text: str) -> None:
    for quote in quotes(text):
        assert MARK.match(text, quote.opens.start)
        assert quote.opens.end <= quote.closes.start
        assert any(p.start <= quote.opens.start and quote.closes.end <= p.end for p in paragraphs(text))
    assert len(states(text, list(range(len(text))))) == len(text)
