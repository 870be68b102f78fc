# Tests for db/group.py by the real models: claims depend on what the database holds, not on how it came there.
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from attribution.embed import Embedder
from attribution.models import Analysis, Article, Attribution, Claimed, Confidences, Relation, Span, Speaker
from attribution.relate import Matcher
from db.embed_wordings import embed_wordings
from db.group import group
from db.judge_claims import decide, undo
from db.save import save
from tests.test_identify import memory

SAID = [  # who, what, day: the same claim told in several ways, its opposite, other figures, and other things
    ("Ana Lopes", "the dam at Kesh is safe and will hold this winter", 1),
    ("Ana Lopes", "the Kesh dam is safe and will hold through the winter", 1),
    ("Ministry of Water", "the dam at Kesh is safe and will hold this winter", 2),
    ("Ivan Petrov", "the dam at Kesh is not safe and will not hold this winter", 2),
    ("Ivan Petrov", "the Kesh dam is unsafe", 3),
    ("Ana Lopes", "17 people were killed when the ferry sank off Vanoa", 1),
    ("Coast Guard", "17 people died when the ferry sank off Vanoa", 1),
    ("Coast Guard", "21 people died when the ferry sank off Vanoa", 2),
    ("Jo Field", "the central bank will raise its main rate to 6.25 percent", 1),
    ("Bank of Orsava", "the central bank raised its main rate to 6.25 percent", 1),
    ("Jo Field", "the central bank will cut its main rate", 2),
    ("Mei Tanaka", "taps will run every other day from May", 1),
    ("Mei Tanaka", "water will be supplied every other day from May", 1),
    ("Mei Tanaka", "him", 1),
    ("Jo Field", "him", 1),
]
Groups = set[frozenset[str]]


def analysis(number: int) -> Analysis:
    """An article with one statement."""
    who, what, day = SAID[number]
    text = f"{who} said that {what}.\n\nArticle {number} ends here."
    source, cue = Span(0, len(who)), Span(len(who) + 1, len(who) + 5)
    content = Span(text.index(what), text.index(what) + len(what))
    speaker = Speaker(who, "person", source, 0.95, "named in the source", None, (), ())
    article = Article(text, f"Outlet {number % 4}", None, None, f"2024-05-{day:02d}", f"https://news.example/{number}")
    sure = Confidences(0.9, 0.9, 0.9)
    row = Attribution(source, cue, (content,), "indirect", 0.9, sure, "say", "say", "affirmed", (speaker,), (), what)
    return Analysis(article, (), (row,), ())


@cache
def embedder() -> Embedder:
    """The shipped model, each text embedded once."""
    loaded = Embedder.load()
    return Embedder(loaded.name, loaded.checksum, cache(loaded.run))


@cache
def related(one: Claimed, other: Claimed, cosine: float) -> Relation:
    return matcher().relate([(one, other)], [cosine])[0]


@cache
def matcher() -> Matcher:
    return Matcher.load()


def ask(pairs: Sequence[tuple[Claimed, Claimed]], cosines: Sequence[float]) -> list[Relation]:
    """What the shipped matcher says, each pair asked once."""
    return [related(one, other, cosine) for (one, other), cosine in zip(pairs, cosines, strict=True)]


def take_in(db: Database, numbers: Sequence[int]) -> None:
    for number in numbers:
        save(db, 1, analysis(number))
    place(db)


def place(db: Database) -> int:
    return group(db, embed_wordings(db, embedder(), lambda _: None), "checksum", ask).claims


def groups(db: Database) -> Groups:
    """The claims, by the addresses of the articles."""
    found: dict[str, set[str]] = {}
    for claim, url in db.execute("select s.claim, a.url from statements s join articles a on a.id = s.article"):
        found.setdefault(claim, set()).add(url)
    return {frozenset(urls) for urls in found.values()}


def state(db: Database) -> list[list[tuple[object, ...]]]:
    """Everything about claims."""
    tables = ("statements", "claims", "claim_relations", "embeddings", "neighbours")
    return [db.execute(f"select * from {name} order by 1, 2").fetchall() for name in tables]


def of(db: Database, number: int, column: str = "id") -> str:
    sql = f"select s.{column} from statements s join articles a on a.id = s.article where a.url = ?"
    return str(db.execute(sql, [f"https://news.example/{number}"]).fetchone()[0])


@cache
def at_once() -> Groups:
    db = memory()
    take_in(db, range(len(SAID)))
    return groups(db)


def test_the_same_is_together_and_the_opposite_and_other_figures_apart() -> None:
    home = {int(url.rpartition("/")[2]): one for one in at_once() for url in one}
    assert home[0] == home[1] == home[2]
    assert home[5] == home[6]
    assert home[0] not in (home[3], home[4])
    assert home[7] != home[5]
    assert len(home[13]) == len(home[14]) == 1  # "him" is no claim


@given(st.permutations(range(len(SAID))), st.lists(st.integers(1, 6), min_size=4, max_size=15))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_order_and_any_batches_make_the_same_claims(order: list[int], sizes: list[int]) -> None:
    db, rest = memory(), list(order)
    for size in [*sizes, len(SAID)]:
        take_in(db, rest[:size])
        rest = rest[size:]
    assert groups(db) == at_once()
    before = state(db)
    take_in(db, order)
    assert place(db) == 0
    assert state(db) == before


def test_claims_keep_their_ids_when_articles_are_added() -> None:
    db = memory()
    take_in(db, [0, 3, 5, 8])
    before = {number: of(db, number, "claim") for number in (0, 3, 5, 8)}
    take_in(db, [1, 2, 4, 6, 7, 9, 10])
    assert {number: of(db, number, "claim") for number in before} == before


@pytest.mark.parametrize(("decision", "one", "other"), [("different", 0, 1), ("same", 0, 8)])
def test_a_judgement_holds_when_articles_are_read_again_and_all_is_grouped_anew(decision: str, one: int, other: int) -> None:
    db = memory()
    take_in(db, range(len(SAID)))
    before = groups(db)
    number = decide(db, decision, of(db, one), of(db, other), "Ada")
    judged = groups(db)
    assert (of(db, one, "claim") == of(db, other, "claim")) == (decision == "same")
    take_in(db, [*range(7, len(SAID)), *range(7)])
    assert groups(db) == judged
    db.execute("update statements set claim = null")
    db.execute("delete from neighbours")
    db.execute("update embeddings set searched = 0")
    place(db)
    assert groups(db) == judged
    undo(db, number, "Bo")
    assert groups(db) == before


ORPHANS = {
    "embeddings": "select id from embeddings where id not in (select wording from statements)",
    "neighbours": """select left from neighbours where left not in (select id from embeddings)
        or right not in (select id from embeddings)""",
    "claims": "select id from claims where id not in (select claim from statements)",
    "relations": "select claim from claim_relations where statement not in (select id from statements)",
    "stale": "select claim from stale_claims",
}


def test_a_changed_article_leaves_no_orphans() -> None:
    db = memory()
    take_in(db, range(len(SAID)))
    old = analysis(0)
    text = old.article.text.replace("is safe and will hold this winter", "was inspected by two engineers")
    said = Span(text.index("the dam"), text.index(".\n"))
    row = replace(old.attributions[0], content=(said,), alone=text[said.start : said.end])
    save(db, 1, replace(old, article=replace(old.article, text=text), attributions=(row,)))
    place(db)
    assert {name: db.execute(sql).fetchall() for name, sql in ORPHANS.items()} == {name: [] for name in ORPHANS}
    assert of(db, 0, "claim") != of(db, 1, "claim") == of(db, 2, "claim")
