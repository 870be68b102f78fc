"""An article's page: its text with source, cue and content coloured, and what each attribution says of whom."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Request, Response
from sqlite_utils import Database

from attribution.errors import DatabaseError
from db.find_speakers import Who, speakers_of
from db.judge_statements import StatementJudged, history
from explore.find_database import read
from explore.mark import Marked, Segment, mark
from explore.render import SURE, page, render

if TYPE_CHECKING:
    from datasette.app import Datasette


@dataclass(frozen=True)
class Cited:
    """One attribution of the article; `number` is its place on the page, `verdict` what people decided."""

    id: str
    number: int
    kind: str
    confidence: float
    cue: str | None
    cue_class: str | None
    polarity: str | None
    source: str | None
    content: str
    claim: str | None
    told: int
    contradictions: int
    verdict: str | None
    speakers: tuple[Who, ...]
    judged: tuple[StatementJudged, ...]


@dataclass(frozen=True)
class ArticlePage:
    """All that the page shows."""

    id: str
    title: str | None
    author: str | None
    date: str | None
    url: str | None
    outlet: str | None
    outlet_id: str | None
    paragraphs: list[list[Segment]]
    cited: tuple[Cited, ...]
    rejected: tuple[Cited, ...]
    hidden: int
    versions: int


@page
async def show_article(datasette: "Datasette", request: Request) -> Response:
    """The page of the article whose id is in the address; `all` shows the less sure attributions, too."""
    least = 0.0 if request.args.get("all") else SURE
    found = await read(datasette, lambda db: look(db, request.url_vars["id"], least))
    return await render(datasette, request, "article", found.title or "Article", found=found, everything=not least)


@page
async def go_to_statement(datasette: "Datasette", request: Request) -> Response:
    """From a statement's id to its place in its article."""
    wanted = request.url_vars["id"]
    rows = await read(datasette, lambda db: db.execute("select article from statements where id = ?", [wanted]).fetchall())
    if not rows:
        raise DatabaseError(f"there is no statement {wanted}")
    return Response.redirect(datasette.urls.path(f"/article/{rows[0][0]}?all=1#s-{wanted}"))


STATEMENTS = """select s.id, s.kind, s.confidence, s.cue, s.cue_class, s.polarity, s.source, s.content, s.claim,
    coalesce(c.statements, 1), coalesce(c.contradictions, 0), v.verdict from statements s
    left join claims c on c.id = s.claim left join overruled v on v.statement = s.id where s.article = ? order by s.start, s.id"""


def look(db: Database, wanted: str, least: float) -> ArticlePage:
    """What the page shows of an article. DatabaseError where there is none."""
    row = db.execute(
        """select a.id, a.title, a.author, a.date, a.url, o.name, o.id, a.text from articles a
        left join outlets o on o.id = a.outlet where a.id = ?""",
        [wanted],
    ).fetchone()
    if not row:
        raise DatabaseError(f"there is no article {wanted}")
    rows = db.execute(STATEMENTS, [wanted]).fetchall()
    judged = history(db, article=wanted)
    shown = [one for one in rows if one[2] >= least and one[11] != "reject"]
    cited = tuple(_cited(db, number, one, judged) for number, one in enumerate(shown, 1))
    rejected = tuple(_cited(db, 0, one, judged) for one in rows if one[11] == "reject")
    (versions,) = db.execute("select count(*) from article_versions where article = ?", [wanted]).fetchone()
    paragraphs = mark(row[7], _marks(db, wanted, {one.id: one.number for one in cited}))
    hidden = len(rows) - len(cited) - len(rejected)
    return ArticlePage(*row[:7], paragraphs, cited, rejected, hidden, versions)  # type: ignore[call-arg]


def _cited(db: Database, number: int, row: tuple[Any, ...], judged: list[StatementJudged]) -> Cited:
    mine = tuple(one for one in judged if one.statement == row[0] and not one.undone_at)
    return Cited(row[0], number, *row[1:], speakers_of(db, row[0], SURE), mine)  # type: ignore[call-arg]


def _marks(db: Database, article: str, numbers: dict[str, int]) -> list[Marked]:
    rows = db.execute(
        """select p.start, p."end", p.role, p.statement from statement_spans p join statements s on s.id = p.statement
        where s.article = ? order by p.start""",
        [article],
    )
    return [Marked(start, end, role, numbers[statement]) for start, end, role, statement in rows if statement in numbers]
