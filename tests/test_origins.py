# Tests for attribution/origins.py and db/origins.py: whose text an article is, and how many got the news themselves.
from dataclasses import replace

import pytest
from sqlite_utils import Database

from attribution.models import Analysis, Article
from attribution.origins import contained, credit_of, print_of, relayed
from db.save import save
from tests.test_identify import memory

BODY = """The minister said on Monday that the bridge over the Kesh would open in May, two years late and at twice the cost.
Engineers had found cracks in three of its eleven pillars, he told reporters in the capital, and these had been mended over the
winter. Ferries would run until then. The opposition asked for an inquiry, and shopkeepers said that half of them had closed."""
OTHER = """Two years late, the Kesh bridge is to open in May, according to the minister. The delay came from cracks in its
pillars; the price has doubled. On the far bank, where Ana Pires sells bread, nobody believes it. “I have heard May before.”"""

CREDITS = [
    ("KESH (Reuters) - " + BODY, "reuters"),
    ("KESH, May 3 (Reuters) – " + BODY, "reuters"),
    ("KESH (AP) — " + BODY, "associated press"),
    ("KESH (AFP) - " + BODY, "agence france-presse"),
    (BODY + "\n\n(Reporting by Ana Field; Editing by Jo Smith)", "reuters"),
    (BODY + "\n\nReporting by Ana Field; writing by Jo Smith", "reuters"),
    (BODY + "\n\nSource: Xinhua", "xinhua"),
    (BODY + "\n\n(With inputs from PTI)", "press trust of india"),
    (BODY + "\n\n(AFP)", "agence france-presse"),
    ("KESH (Meridian Wire) — " + BODY, "meridian wire"),
    (BODY, None),
    (BODY + "\n\nReuters contributed to this report.", None),
    (BODY.replace("Ferries", "Reuters reported that ferries"), None),
    ("The APs of the city met. " + BODY, None),
]


@pytest.mark.parametrize(("text", "agency"), CREDITS)
def test_credits(text: str, agency: str | None) -> None:
    assert credit_of(text) == agency


@pytest.mark.parametrize(
    ("sentence", "medium"),
    [
        ("“It is over,” he told Reuters.", "reuters"),
        ("She told the Associated Press that it was over.", "associated press"),
        ("He said so in an interview with AFP.", "agence france-presse"),
        ("He told reporters that it was over.", None),
        ("He told the court that Reuters was wrong.", None),
    ],
)
def test_statements_made_to_another_medium(sentence: str, medium: str | None) -> None:
    assert relayed(sentence) == medium


def test_a_cut_copy_is_a_reprint_and_another_report_is_none() -> None:
    cut = "Bridge to open in May\n\n" + BODY[:330]
    assert contained(print_of(BODY), print_of(cut)) >= 0.6
    assert contained(print_of(BODY), print_of(BODY.upper())) == 1
    assert contained(print_of(BODY), print_of(OTHER)) < 0.2


def put(db: Database, outlet: str, text: str, day: int | None = 1) -> None:
    date = f"2024-05-{day:02d}" if day else None
    save(db, 1, Analysis(Article(text, outlet, None, None, date, f"https://{outlet}.example/1"), (), (), ()))


def origins(db: Database) -> dict[str, str]:
    sql = "select u.name, g.origin from article_origins g join articles a on a.id = g.article join outlets u on u.id = a.outlet"
    return dict(db.execute(sql).fetchall())


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]])
def test_a_reprint_has_the_origin_of_what_it_reprints_in_whatever_order_they_come(order: list[int]) -> None:
    articles = [
        ("post", BODY, 1),
        ("herald", "Late bridge\n\n" + BODY[:330], 2),
        ("gazette", BODY + " So it goes.", 3),
        ("star", OTHER, 1),
    ]
    db = memory()
    for number in order:
        put(db, *articles[number])
    assert origins(db) == {"post": "post", "herald": "post", "gazette": "post", "star": "star"}


def test_a_credit_is_the_origin_of_all_copies() -> None:
    db = memory()
    put(db, "post", BODY, 1)
    put(db, "herald", "KESH (Reuters) - " + BODY, 2)
    assert origins(db) == {"post": "reuters", "herald": "reuters"}


def test_an_article_that_changes_is_a_copy_no_more() -> None:
    db = memory()
    put(db, "post", BODY, 1)
    put(db, "herald", BODY, 2)
    assert origins(db)["herald"] == "post"
    article = Article(BODY, "herald", None, None, "2024-05-02", "https://herald.example/1")
    save(db, 1, Analysis(replace(article, text=OTHER), (), (), ()))
    assert origins(db) == {"post": "post", "herald": "herald"}
