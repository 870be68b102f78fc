# Tests for names.py, roles.py, namesakes.py, weigh.py, identify.py and db/identify.py: who is one across articles.
import random
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from attribution.identify import identify
from attribution.models import Analysis, Article, Attribution, Span, Speaker, SpeakerKind
from attribution.names import name_of
from attribution.namesakes import Appearance
from db.migrations import migrations
from db.save import save, start_run

MINISTER = "minister of finance"


def verdict(one: Appearance, other: Appearance) -> str:
    """What becomes of two appearances: "one" speaker, "asked" of a person, or "apart"."""
    found = identify([one, other])
    if len(found.speakers) == 1:
        return "one"
    return "asked" if found.proposals else "apart"


def appearance(name: str, article: str, kind: SpeakerKind = "person", **given: Any) -> Appearance:
    defaults: dict[str, Any] = {"roles": (MINISTER,), "date": "2021-12-09"}
    return Appearance(article, kind, name, **{**defaults, **given})


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Arabic
        ("Qassem al-Aaraji", "Qasim al-Araji", "one"),
        ("Qassem al-Aaraji", "Qassem Aaraji", "one"),
        ("Mustafa al-Kadhimi", "Mustafa Kazemi", "one"),
        ("Mustafa al-Kadhemi", "Mustafa al-Kadhimi", "one"),
        ("Mohammed Shia al-Sudani", "Muhammad al-Sudani", "one"),
        ("Moammar Gadhafi", "Muammar Qaddafi", "one"),
        ("Hussein Salami", "Hossein Salami", "one"),
        ("Abdel Fattah el-Sisi", "Abdel Fattah Al-Sisi", "one"),
        ("Saleh al-Arouri", "Salih al-Aruri", "one"),
        ("Ahmed Ali", "Mohammed Ali", "apart"),
        ("Mahmoud Abbas", "Mohammed Abbas", "apart"),
        # Slavic
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", "one"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelenskiy", "one"),
        ("Sergei Shoigu", "Sergey Shoygu", "one"),
        ("Alexander Lukashenko", "Aleksandr Lukashenko", "one"),
        ("Yevgeny Prigozhin", "Evgeniy Prigozhin", "one"),
        ("Volodymyr Zelensky", "Vladimir Zelensky", "apart"),
        ("Ramzan Kadyrov", "Ramzan Kadyrow", "one"),
        ("Ayman Kadyrov", "Ayman Kadyrova", "apart"),
        ("Aleksandar Vučić", "Aleksandar Vucic", "one"),
        ("Wisława Szymborska", "Wislawa Szymborska", "one"),
        # Chinese and Korean: syllables are not to be blurred
        ("Xi Jinping", "Xi Jin-ping", "one"),
        ("Li Peng", "Li Ping", "apart"),
        ("Wang Yi", "Wang Yu", "apart"),
        ("Kim Jong-un", "Kim Jong Un", "one"),
        ("Kim Jong-un", "Kim Jong-il", "apart"),
        ("Moon Jae-in", "Moon Jaein", "one"),
        ("Lee Jae-myung", "Lee Jae-yong", "apart"),
        ("Zhang Wei", "Wei Zhang", "asked"),
        ("Nguyễn Phú Trọng", "Nguyen Phu Trong", "one"),
        ("Aung San Suu Kyi", "Suu Kyi", "one"),
        ("Hun Sen", "Hun Manet", "apart"),
        # Turkish, Persian, Amharic, Igbo
        ("Recep Tayyip Erdoğan", "Tayyip Erdogan", "one"),
        ("Ismail Haniyeh", "Ismail Haniya", "one"),
        ("Ali Khamenei", "Ruhollah Khomeini", "apart"),
        ("Abiy Ahmed", "Abiy Ahmed Ali", "one"),
        ("Ngozi Okonjo-Iweala", "Ngozi Okonjo Iweala", "one"),
        ("Mohammed bin Salman", "Mohammed bin Zayed", "apart"),
        # Spanish and Portuguese
        ("Pedro Sánchez", "Pedro Sánchez Pérez-Castejón", "one"),
        ("José García", "Jose Garcia", "one"),
        ("José García López", "José García Pérez", "apart"),
        ("Luiz Inácio Lula da Silva", "Lula da Silva", "one"),
        ("João Lourenço", "Joao Lourenco", "one"),
        ("Maria Silva", "Mario Silva", "apart"),
        # Dutch, German, Scandinavian, Icelandic
        ("Ursula von der Leyen", "Ursula Von Der Leyen", "one"),
        ("Jan van den Berg", "Jan van der Berg", "apart"),
        ("Jan van den Berg", "Jan Berg", "one"),
        ("Robert Müller", "Robert Mueller", "one"),
        ("Mette Frederiksen", "Mette Fredriksen", "asked"),
        ("Katrín Jakobsdóttir", "Katrin Jakobsdottir", "one"),
        ("Guðni Jóhannesson", "Gudni Johannesson", "one"),
        ("Katrín Jakobsdóttir", "Katrín Júlíusdóttir", "apart"),
        # initials, middle names, Jr., short forms, titles
        ("John F. Kerry", "John Kerry", "one"),
        ("George W. Bush", "George H.W. Bush", "apart"),
        ("J.D. Vance", "JD Vance", "one"),
        ("J. D. Vance", "JD Vance", "one"),
        ("Joe Biden", "Joseph Biden", "one"),
        ("Joe Biden", "Joe Biden Jr.", "asked"),
        ("Robert Kennedy Jr.", "Robert Kennedy Sr.", "apart"),
        ("Sen. Tom Cotton", "Tom Cotton", "one"),
        ("Dr. Anthony Fauci", "Tony Fauci", "one"),
        ("Prof. Dr. Christian Drosten", "Christian Drosten", "one"),
        ("Ben Wallace", "Benjamin Wallace", "one"),
        ("Al Gore", "Albert Gore", "apart"),
        ("Conor O’Brien", "Conor O'Brien", "one"),
        ("Mary Smith-Jones", "Mary Smith Jones", "one"),
        ("TOM COTTON", "Tom Cotton", "one"),
        # only a surname: nobody else of it is in the news then, and the role agrees
        ("Qassem al-Aaraji", "Aaraji", "one"),
        ("Qassem al-Aaraji", "al-Araji", "one"),
        ("Xi Jinping", "Xi", "one"),
        ("Pedro Sánchez Pérez-Castejón", "Sánchez", "one"),
        ("Mark van der Berg", "Van der Berg", "one"),
        ("John Kerry", "J. Kerry", "one"),
        ("John Kerry", "T. Kerry", "apart"),
        ("John Kerry", "John", "apart"),
        ("Aaraji", "Aaraji", "apart"),
    ],
)
def test_people_with_the_same_role_in_the_same_days(one: str, other: str, expected: str) -> None:
    first, second = appearance(one, "a"), appearance(other, "b", date="2021-12-11")
    assert verdict(first, second) == expected
    assert verdict(second, first) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("United Nations", "the United Nations", "one"),
        ("Ministry of Defence of Iraq", "Ministry of Defense of Iraq", "one"),
        ("Apple Inc.", "Apple", "one"),
        ("Reuters", "Reuters", "one"),
        ("the Health Ministry", "the Health Ministry", "apart"),
        ("the company", "the company", "apart"),
        ("Her party", "her party", "apart"),
        ("the Iraqi Health Ministry", "Iraqi Health Ministry", "one"),
        ("United Nations", "UN", "asked"),
        ("United Nations", "NATO", "apart"),
        ("World Health Organisation", "WHO", "asked"),
        ("Organization of the Petroleum Exporting Countries", "OPEC", "asked"),
        ("Bank of England", "Bank of Ireland", "apart"),
    ],
)
def test_organizations(one: str, other: str, expected: str) -> None:
    given: dict[str, Any] = {"kind": "organization", "roles": ()}
    assert verdict(appearance(one, "a", **given), appearance(other, "b", **given)) == expected


def test_an_acronym_that_an_article_explains_is_joined_everywhere() -> None:
    explained = appearance("United Nations", "a", "organization", forms=("UN",), roles=())
    assert len(identify([explained, appearance("U.N.", "b", "organization", roles=())]).speakers) == 1
    rival = appearance("University of Nebraska", "c", "organization", forms=("UN",), roles=())
    assert len(identify([explained, rival, appearance("U.N.", "b", "organization", roles=())]).speakers) == 3


@pytest.mark.parametrize("kind", ["unnamed", "group", "document", "author"])
def test_a_source_without_a_name_is_its_articles_alone(kind: SpeakerKind) -> None:
    found = identify([appearance("two senior officials", "a", kind), appearance("two senior officials", "b", kind)])
    assert len(found.speakers) == 2
    assert not found.proposals


@pytest.mark.parametrize(
    ("name", "one", "other", "expected"),
    [
        ("John Smith", "senator", "striker", "asked"),
        ("John Smith", "mayor of Leeds", "mayor of Hull", "asked"),
        ("John Smith", "mayor of Leeds", "the Leeds mayor", "one"),
        ("John Smith", "senator", "president", "one"),
        ("John Smith", "senator", "", "one"),
        ("Li Na", "tennis player", "witness", "one"),  # player is in no list: what is not known is no contradiction
        ("Maria Lopez", "witness", "goalkeeper", "asked"),
        ("Maria Lopez", "trauma surgeon", "candidate", "one"),
    ],
)
def test_namesakes_are_told_apart_by_their_roles(name: str, one: str, other: str, expected: str) -> None:
    roles = [(role,) if role else () for role in (one, other)]
    assert verdict(appearance(name, "a", roles=roles[0]), appearance(name, "b", roles=roles[1])) == expected


def test_who_is_both_is_one() -> None:
    roles = [("cricketer and bowler",), ("prime minister",), ("bowler turned prime minister",)]
    assert len(identify(appearance("Imran Khan", str(n), roles=r) for n, r in enumerate(roles)).speakers) == 1


def test_names_of_one_article_are_never_one_person() -> None:
    for one, other in (("Mohammed al-Sudani", "Muhammad al-Sudani"), ("George Bush", "George W. Bush")):
        assert verdict(appearance(one, "a"), appearance(other, "a")) == "apart"


def test_a_name_that_fits_two_is_neither() -> None:
    names = ["George Bush", "George W. Bush", "George H.W. Bush"]
    found = identify(appearance(name, str(n)) for n, name in enumerate(names))
    assert len(found.speakers) == 3
    assert len(found.proposals) == 2


def test_spellings_without_role_or_date_are_asked() -> None:
    given: dict[str, Any] = {"roles": ()}
    one, other = appearance("Hussein Salami", "a", **given), appearance("Hossein Salami", "b", **given)
    far = appearance("Hossein Salami", "b", date="2023-01-01", **given)
    assert verdict(one, other) == "one"
    assert verdict(one, far) == "asked"


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([("Hillary Clinton", "2021-12-10", "secretary of state")], True),
        ([("Hillary Clinton", "2022-12-10", "secretary of state")], False),  # long after
        ([("Hillary Clinton", "2021-12-10", "author")], False),  # the role does not agree
        ([("Hillary Clinton", "2021-12-10", "secretary of state"), ("Bill Clinton", "2021-12-08", "former president")], False),
        ([("Hillary Clinton", "2021-12-10", "secretary of state"), ("Bill Clinton", "2023-12-08", "former president")], True),
        ([("Hillary Clinton", None, "secretary of state")], False),
    ],
)
def test_a_surname_alone_is_the_only_one_of_it_in_the_news(others: list[tuple[str, str, str]], expected: bool) -> None:
    bare = appearance("Mrs. Clinton", "bare", roles=("the secretary of state",))
    rows = [appearance(name, str(n), date=day, roles=(role,)) for n, (name, day, role) in enumerate(others)]
    found = identify([bare, *rows])
    assert (len(found.speakers) == len(rows)) is expected


NAMES = ["Qassem al-Aaraji", "Qasim Araji", "Aaraji", "Joe Biden", "Joseph Biden", "Biden", "George Bush", "George W. Bush"]
NAMES += ["George H.W. Bush", "Bush", "Mohammed al-Sudani", "Muhammad Shia al-Sudani", "Sudani", "Lula da Silva", "Da Silva"]
NAMES += ["Luiz Inácio Lula da Silva", "Kim Jong-un", "Kim Jong Un", "Kim", "Kim Jong-il", "J. Biden", "Joe Biden Jr."]
ROLES = ["minister", "president of Iraq", "striker", "senator from Ohio", "senator from Utah", "national security adviser"]
SPEAKERS = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["person", "person", "person", "unnamed"]),
    st.lists(st.sampled_from(ROLES), max_size=2),
)
DAYS = st.sampled_from([None, *range(1, 29)])
ARTICLES = st.lists(st.tuples(st.lists(SPEAKERS, max_size=3, unique_by=lambda s: s[:2]), DAYS), max_size=8)


def memory() -> Database:
    db = Database(memory=True)
    migrations.apply(db)
    db.execute("pragma foreign_keys = on")
    start_run(db, {"attrib": "0"})
    return db


def analysis(number: int, speakers: Iterable[tuple[str, SpeakerKind, Sequence[str]]], day: int | None) -> Analysis:
    """An article in which each of `speakers` says something, called by the roles."""
    text, rows = "", []
    for place, (name, kind, roles) in enumerate(speakers):
        spans = []
        for role in roles:
            spans.append(Span(len(text), len(text) + len(role)))
            text += role + " "
        speaker = Speaker(name, kind, None, 0.9, "so the test says", spans[0] if spans else None, tuple(spans))
        content = Span(len(text), len(text) + 2)
        text += f"{place:02d} "
        rows.append(Attribution(None, None, (content,), "direct", 0.9, speakers=(speaker,)))
    stated = None if day is None else f"2021-12-{day:02d}"
    return Analysis(Article(text or "-", date=stated, url=f"https://post.example/{number}"), (), tuple(rows))


def state(db: Database) -> tuple[Any, ...]:
    """Who is whom, and how everybody is called."""
    return (
        sorted(db.execute("select article, kind, name, speaker from article_speakers").fetchall()),
        sorted(db.execute("select id, name, kind, ids from speakers").fetchall()),
        sorted(db.execute("select speaker, name, articles from speaker_names").fetchall()),
    )


def partition(db: Database) -> set[frozenset[tuple[str, str, str]]]:
    found: dict[str, set[tuple[str, str, str]]] = {}
    for article, kind, name, speaker in state(db)[0]:
        found.setdefault(speaker, set()).add((article, kind, name))
    return {frozenset(group) for group in found.values()}


@settings(max_examples=60, deadline=None)
@given(ARTICLES, st.randoms(use_true_random=False))
def test_the_order_of_ingestion_changes_nothing(given_articles: Any, chance: random.Random) -> None:
    rows = [analysis(number, *row) for number, row in enumerate(given_articles)]
    db, other = memory(), memory()
    for row in rows:
        save(db, 1, row)
    again = [*rows, *rows[:2]]
    chance.shuffle(again)
    for row in again:
        save(other, 1, row)
    assert state(db) == state(other)


@settings(max_examples=60, deadline=None)
@given(ARTICLES)
def test_article_by_article_is_the_same_as_all_at_once(given_articles: Any) -> None:
    db = memory()
    rows = [analysis(number, *row) for number, row in enumerate(given_articles)]
    for row in rows:
        save(db, 1, row)
    found = identify(
        Appearance(article, kind, name, (), tuple(r[0] for r in roles), date)
        for identifier, article, kind, name, date in db.execute("select id, article, kind, name, date from article_speakers")
        for roles in [db.execute("select text from article_speaker_roles where article_speaker = ?", [identifier]).fetchall()]
    )
    expected = {frozenset((r.article, r.kind, r.name) for r in one.appearances) for one in found.speakers}
    assert partition(db) == expected


@settings(max_examples=30, deadline=None)
@given(ARTICLES, ARTICLES)
def test_an_article_that_changes_leaves_no_trace_of_what_it_was(before: Any, after: Any) -> None:
    db, clean = memory(), memory()
    for number, row in enumerate(before[: len(after)]):
        save(db, 1, analysis(number, *row))
    for number, row in enumerate(after):
        save(db, 1, analysis(number, *row))
        save(clean, 1, analysis(number, *row))
    assert state(db) == state(clean)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["person", "organization", "unnamed"]))
def test_a_key_is_the_key_of_its_name(text: str, kind: SpeakerKind) -> None:
    assert astuple(name_of(name_of(text, kind).key, kind)) == astuple(name_of(text, kind))


@pytest.mark.parametrize(
    "name",
    [
        "'; drop table speakers; --",
        "\x00\x1b[31m",
        "\u202eadmin",
        "x " * 5000,
        "é" * 10_000,
        "?",
        " ",
        "👩‍🚀 🚀",
        "%",
        "Robert'); --",
    ],
)
@pytest.mark.parametrize("kind", ["person", "organization"])
def test_hostile_names_are_kept_as_names(name: str, kind: SpeakerKind) -> None:
    db = memory()
    for number in range(2):
        save(db, 1, analysis(number, [(name, kind, ["minister"]), ("Joe Biden", "person", [])], 3))
    assert {row[0] for row in db.execute("select name from speakers")} == {name, "Joe Biden"}
