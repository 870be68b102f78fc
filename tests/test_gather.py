# Tests for attribution/gather.py and forms.py: the forms of a name in an article are one figure, and others are not.
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.forms import name_words, same_person
from attribution.gather import figures
from attribution.models import Mention, MentionLabel, Span
from attribution.read_names import trimmed

PERSON: MentionLabel = "person"
ORGANIZATION: MentionLabel = "organization"
PLACE: MentionLabel = "place"


def named(text: str, *names: tuple[str, MentionLabel]) -> list[Mention]:
    """Every occurrence of each name, those inside a longer one left out."""
    found: list[Mention] = []
    for name, label in sorted(names, key=lambda n: -len(n[0])):
        start = text.find(name)
        while start >= 0:
            span = Span(start, start + len(name))
            if not any(m.span.start < span.end and span.start < m.span.end for m in found):
                found.append(Mention(span, label, 1.0))
            start = text.find(name, span.end)
    return sorted(found, key=lambda m: m.span)


def people(*names: str) -> list[tuple[str, MentionLabel]]:
    return [(name, "person") for name in names]


ROWS = [
    ("Qassem al-Aaraji spoke. Al-Aaraji left. Aaraji's car waited.", people("Qassem al-Aaraji", "Al-Aaraji", "Aaraji's"), {"Qassem al-Aaraji": 3}),
    ("Ursula von der Leyen spoke, then von der Leyen left.", people("Ursula von der Leyen", "von der Leyen"), {"Ursula von der Leyen": 2}),
    ("Kim Jong-un spoke. Kim smiled.", people("Kim Jong-un", "Kim"), {"Kim Jong-un": 2}),
    ("Jorge G. Castañeda wrote. Jorge Castañeda and Castaneda agreed.", people("Jorge G. Castañeda", "Jorge Castañeda", "Castaneda"), {"Jorge G. Castañeda": 3}),
    ("Claudia Sheinbaum Pardo won. Claudia Sheinbaum Pardo and Claudia Sheinbaum wave.", people("Claudia Sheinbaum Pardo", "Claudia Sheinbaum"), {"Claudia Sheinbaum Pardo": 3}),
    ("Mr. Okonkwo came with Chidi Okonkwo.", people("Mr. Okonkwo", "Chidi Okonkwo"), {"Chidi Okonkwo": 2}),
    ("Ana Ruiz and Pedro Ruiz came. Mrs. Ruiz left.", people("Ana Ruiz", "Pedro Ruiz", "Ruiz"), {"Ana Ruiz": 2, "Pedro Ruiz": 1}),
    ("Eric Schneiderman sued. Scheiderman won.", people("Eric Schneiderman", "Scheiderman"), {"Eric Schneiderman": 2}),
    ("Mary Okello met John Okello.", people("Mary Okello", "John Okello"), {"Mary Okello": 1, "John Okello": 1}),
    ("Okello came. Mukasa came.", people("Okello", "Mukasa"), {"Okello": 1, "Mukasa": 1}),
    ("Boris Nemtsov met Boris Johnson.", people("Boris Nemtsov", "Boris Johnson"), {"Boris Nemtsov": 1, "Boris Johnson": 1}),
    ("Tom Clarke runs it. Tom says so, and Clarke too.", people("Tom Clarke", "Tom", "Clarke"), {"Tom Clarke": 3}),
    ("Jair Bolsonaro lost. BOLSONARO LEAVES", people("Jair Bolsonaro", "BOLSONARO"), {"Jair Bolsonaro": 2}),
    ("Donald Trump met Donald Trump Jr. on Monday.", people("Donald Trump", "Donald Trump Jr"), {"Donald Trump": 1, "Donald Trump Jr": 1}),
    ("Mitt Romney left. Mrs. Romney stayed.", people("Mitt Romney", "Romney"), {"Mitt Romney": 1, "Romney": 1}),
    ("Dmitry Medvedev won. Medvedeva lost.", people("Dmitry Medvedev", "Medvedeva"), {"Dmitry Medvedev": 1, "Medvedeva": 1}),
    ("President Rodrigo Duterte and Mayor Sara Duterte came. Mayor Duterte left.", people("Rodrigo Duterte", "Sara Duterte", "Duterte"), {"Rodrigo Duterte": 1, "Sara Duterte": 2}),
    ("Ivanka Trump met Donald Trump. Ivanka Trump spoke. Trump left. Ivanka stayed.", people("Ivanka Trump", "Donald Trump", "Trump", "Ivanka"), {"Ivanka Trump": 3, "Donald Trump": 2}),
    ("Cal Ripken Jr. met Cal Ripken. Ripken spoke. Cal Ripken Jr. left.", people("Cal Ripken Jr", "Cal Ripken", "Ripken"), {"Cal Ripken Jr": 2, "Cal Ripken": 2}),
    ("Cal Ripken Jr. came. Ripken spoke.", people("Cal Ripken Jr", "Ripken"), {"Cal Ripken Jr": 2}),
    ("Bernie Sanders Burns Hillary Clinton\n\nBernie Sanders spoke. Hillary Clinton did not. Clinton left.", people("Bernie Sanders Burns Hillary Clinton", "Bernie Sanders", "Hillary Clinton", "Clinton"), {"Bernie Sanders": 2, "Hillary Clinton": 2}),
    ("The storm passed. Hurricane Irma was over.", people("Irma"), {}),
    (
        "Nana Akufo-Addo Wins Again\n\nNana Akufo-Addo spoke. Akufo-Addo won.",
        people("Nana Akufo-Addo Wins", "Nana Akufo-Addo", "Akufo-Addo"),
        {"Nana Akufo-Addo": 3},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names", "expected"), ROWS)
def test_forms_of_a_name_are_one_person(text: str, names: list[tuple[str, MentionLabel]], expected: dict[str, int]) -> None:
    assert {f.name: len(f.spans) for f in figures(text, named(text, *names))} == expected


BODIES: list[tuple[str, list[tuple[str, MentionLabel]], dict[str, int]]] = [
    ("The United Nations met. The UN agreed.", [("United Nations", ORGANIZATION), ("UN", ORGANIZATION)], {"United Nations": 2}),
    ("The UN met. The United Nations agreed.", [("United Nations", ORGANIZATION), ("UN", ORGANIZATION)], {"United Nations": 2}),
    ("Peabody Energy paid. Peabody closed.", [("Peabody Energy", ORGANIZATION), ("Peabody", PERSON)], {"Peabody Energy": 2}),
    ("John Stumpf resigned. Stumpf left.", [("John Stumpf", PERSON), ("Stumpf", ORGANIZATION)], {"John Stumpf": 1, "Stumpf": 1}),
    ("Henry Ford was born there. Ford said it would cut jobs.", [("Henry Ford", PERSON), ("Ford", ORGANIZATION)], {"Henry Ford": 1, "Ford": 1}),
    ("Obama, who beat Clinton, left. The Obama administration said no.", [("Obama administration", ORGANIZATION), ("Obama", PERSON)], {"Obama": 1, "Obama administration": 1}),
    ("Deutsche Bank and Deutsche Telekom fell. Deutsche said no.", [("Deutsche Bank", ORGANIZATION), ("Deutsche Telekom", ORGANIZATION), ("Deutsche", ORGANIZATION)], {"Deutsche Bank": 1, "Deutsche Telekom": 1, "Deutsche": 1}),
    ("The Bank of Orsava said. The World Bank said.", [("Bank of Orsava", ORGANIZATION), ("World Bank", ORGANIZATION)], {"Bank of Orsava": 1, "World Bank": 1}),
    ("The Urban-Brookings Tax Policy Center wrote. The Tax Policy Center said.", [("Urban-Brookings Tax Policy Center", ORGANIZATION), ("Tax Policy Center", ORGANIZATION)], {"Urban-Brookings Tax Policy Center": 2}),
    ("The Liberal Democratic Party won. The Democratic Party lost.", [("Liberal Democratic Party", ORGANIZATION), ("Democratic Party", ORGANIZATION)], {"Liberal Democratic Party": 1, "Democratic Party": 1}),
    ("The firm, D-Wave, fell.", [("D-Wave", ORGANIZATION)], {"D-Wave": 1}),
    ("China and Russia agreed.", [("China", PLACE), ("Russia", PLACE)], {"China": 1, "Russia": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names", "expected"), BODIES)
def test_forms_of_a_body_are_one(text: str, names: list[tuple[str, MentionLabel]], expected: dict[str, int]) -> None:
    assert {f.name: len(f.spans) for f in figures(text, named(text, *names))} == expected


def test_a_shared_name_is_not_that_of_who_is_named_in_full_again_and_again() -> None:
    text = "Ana Ruiz has a plan. Eva Ruiz likes it. Ruiz wrote it. Eva Ruiz spoke. Ruiz left. Eva Ruiz stayed."
    for before, unsure in (("", 2), ("A plan by Ana Ruiz. ", 0), ("Ruiz is back. ", 0)):
        (ana, eva) = figures(before + text, named(before + text, *people("Ana Ruiz", "Eva Ruiz", "Ruiz")))
        assert len([s for s in ana.spans if len(range(s.start, s.end)) == len("Ruiz")]) == 2 + (before == "Ruiz is back. ")
        assert len(eva.spans) == 3
        assert len(ana.unsure) == unsure  # Ana, named but once, may be no more than mentioned


def test_a_name_that_a_crowd_has_is_nobody_s() -> None:
    crowd = [f"{chr(65 + n // 26)}{chr(97 + n % 26)}xo Smith" for n in range(60)]
    text = f"{' came. '.join(crowd)} came. Smith left. Smith slept."
    found = figures(text, named(text, *people(*crowd, "Smith")))
    assert {f.name: len(f.spans) for f in found} == dict.fromkeys(crowd, 1) | {"Smith": 2}


def test_who_is_meant_by_a_shared_name_is_said_to_be_unsure() -> None:
    text = "Ana Ruiz met Pedro Ruiz. Ruiz left."
    (ana, pedro) = figures(text, named(text, *people("Ana Ruiz", "Pedro Ruiz", "Ruiz")))
    assert not ana.unsure
    assert [text[s.start : s.end] for s in pedro.unsure] == ["Ruiz"]


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("J. Smith", "John Smith", True),
        ("John Smith", "John Michael Smith", True),
        ("John Smith", "John Smythe", False),
        ("Hillary Clinton", "Bill Clinton", False),
        ("Smith", "John Smith", False),
    ],
)
def test_full_names_that_are_one(short: str, full: str, expected: bool) -> None:
    assert same_person(name_words(short), name_words(full)) is expected


@given(st.text(max_size=60))
def test_a_name_stays_a_piece_of_its_text(text: str) -> None:
    span = trimmed(text, Span(0, len(text)))
    assert 0 <= span.start <= span.end <= len(text)
    assert text[span.start : span.end] in text
