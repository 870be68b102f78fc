"""An outlet's page: whom it quotes, how often somebody named, what kinds of sources, and how few they are."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response
from sqlite_utils import Database

from attribution.errors import DatabaseError
from explore.find_database import read
from explore.list_all import number_in
from explore.render import SURE, page, render
from explore.show_home import Latest

if TYPE_CHECKING:
    from datasette.app import Datasette

SPEAKERS, ARTICLES, FEW = 15, 20, 5  # in a list; the few whose share is told
NAMED = ("person", "organization", "document", "author")
KINDS = {
    "person": "people by name",
    "organization": "organizations",
    "group": "groups of people",
    "unnamed": "people without a name",
    "document": "documents",
    "author": "the author",
    "unresolved": "nobody that is known",
}


@dataclass(frozen=True)
class OutletPage:
    """All that the page shows; `kinds` are (kind, in words, statements), `speakers` (id, name, kind, statements)."""

    id: str
    name: str
    articles: int
    statements: int
    first_date: str | None
    last_date: str | None
    forms: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, str, int], ...]
    named: int
    speakers: tuple[tuple[str, str, str, int], ...]
    speakers_total: int
    few: int
    half: int
    latest: tuple[Latest, ...]


@page
async def show_outlet(datasette: "Datasette", request: Request) -> Response:
    """The page of the outlet whose id is in the address."""
    start = number_in(request, "from")
    one = await read(datasette, lambda db: look(db, request.url_vars["id"], start))
    return await render(datasette, request, "outlet", one.name, one=one, start=start, step=ARTICLES, few=FEW)


SAID = "from articles a join statements s on s.article = a.id where a.outlet = :id and s.confidence >= :least"
BY = """from articles a join statements s on s.article = a.id join statement_speakers l on l.statement = s.id
    join article_speakers p on p.id = l.article_speaker join speakers k on k.id = p.speaker
    where a.outlet = :id and s.confidence >= :least and l.confidence >= :least"""


def look(db: Database, wanted: str, start: int) -> OutletPage:
    """What the page shows of an outlet, its articles from the `start`th on. DatabaseError where there is none."""
    row = db.execute("select id, name from outlets where id = ?", [wanted]).fetchone()
    if not row:
        raise DatabaseError(f"there is no outlet {wanted}")
    which = {"id": wanted, "least": SURE}
    counts = db.execute("select count(*), min(date), max(date) from articles where outlet = ?", [wanted]).fetchone()
    forms = db.execute(f"select s.kind, count(*) {SAID} group by 1 order by 2 desc, 1", which).fetchall()
    kinds = _kinds(db, which)
    speakers = db.execute(f"select k.id, k.name, k.kind, count(distinct s.id) {BY} group by k.id order by 4 desc, 2, 1", which)
    quoted = [one for one in speakers.fetchall() if one[2] in ("person", "organization")]
    statements = sum(number for _, number in forms)
    return OutletPage(
        row[0],
        row[1],
        counts[0],
        statements,
        counts[1],
        counts[2],
        tuple(forms),
        tuple((kind, KINDS[kind], kinds[kind]) for kind in KINDS if kinds.get(kind)),
        sum(kinds.get(kind, 0) for kind in NAMED),
        tuple(quoted[:SPEAKERS]),
        len(quoted),
        sum(one[3] for one in quoted[:FEW]),
        half_of([one[3] for one in quoted]),
        _articles(db, wanted, start),
    )


def _kinds(db: Database, which: dict[str, object]) -> dict[str, int]:
    """Statements by the kind of who made them, the first where there are several."""
    rows = db.execute(
        """select coalesce(p.kind, 'unresolved'), count(*) from articles a join statements s on s.article = a.id
        left join statement_speakers l on l.statement = s.id and l.number = 0 and l.confidence >= :least
        left join article_speakers p on p.id = l.article_speaker
        where a.outlet = :id and s.confidence >= :least group by 1""",
        which,
    )
    return dict(rows.fetchall())


def half_of(numbers: list[int]) -> int:
    """How many of the numbers, the greatest first, make half of their sum."""
    so_far, whole = 0, sum(numbers)
    for n, number in enumerate(numbers, 1):
        so_far += number
        if 2 * so_far >= whole:
            return n
    return 0


def _articles(db: Database, outlet: str, start: int) -> tuple[Latest, ...]:
    rows = db.execute(
        f"""select a.id, a.title, null, null, a.date, (select count(*) from statements s where s.article = a.id)
        from articles a where a.outlet = ? order by a.date is null, a.date desc, a.id limit {ARTICLES} offset ?""",  # noqa: S608
        [outlet, start],
    )
    return tuple(Latest(*row) for row in rows)
