"""The pages that list speakers, claims and outlets."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Request, Response
from sqlite_utils import Database

from db.claims import ClaimRow
from db.find_speakers import speakers_named
from db.list_speakers import latest_role
from explore.find_database import read
from explore.render import SURE, page, render
from explore.show_home import Quoted, claims_where, quoted_most

if TYPE_CHECKING:
    from datasette.app import Datasette

STEP = 30  # rows on a page
FARTHEST = 100_000
ORDERS = {
    "origins": ("Told most independently", "c.origins > 1", "c.origins desc, c.statements desc, c.id"),
    "contradicted": ("Most contradicted", "c.contradictions > 0", "c.contradictions desc, c.origins desc, c.id"),
    "newest": ("Newest", "c.statements > 1", "c.last_date desc, c.origins desc, c.id"),
}


@dataclass(frozen=True)
class OutletRow:
    """An outlet in a list."""

    id: str
    name: str
    articles: int
    statements: int
    first_date: str | None
    last_date: str | None


def number_in(request: Request, name: str) -> int:
    """A whole number from the address, 0 where it is none."""
    given = request.args.get(name) or ""
    return min(int(given), FARTHEST) if given.isascii() and given.isdigit() and len(given) < 10 else 0


@page
async def list_claims(datasette: "Datasette", request: Request) -> Response:
    """Claims by how many tell them independently, by date, or by what contradicts them."""
    order = request.args.get("by") or "origins"
    order = order if order in ORDERS else "origins"
    start = number_in(request, "from")
    _, condition, by = ORDERS[order]

    def look(db: Database) -> tuple[ClaimRow, ...]:
        return claims_where(db, condition, by, (), STEP, start)

    rows = await read(datasette, look)
    shown: dict[str, Any] = {"rows": rows, "order": order, "orders": ORDERS, "start": start, "step": STEP}
    return await render(datasette, request, "claims", "Claims", **shown)


@page
async def list_speakers(datasette: "Datasette", request: Request) -> Response:
    """Speakers by how often they are quoted, or those called `q`; the only one called exactly so at once."""
    q = (request.args.get("q") or "").strip()[:200]
    start = number_in(request, "from")
    rows = await read(datasette, lambda db: _called(db, q) if q else quoted_most(db, STEP, start))
    exact = [row for row in rows if q and row.name.casefold() == q.casefold()]
    if len(exact) == 1:
        return Response.redirect(datasette.urls.path(f"/speaker/{exact[0].id}"))
    return await render(datasette, request, "speakers", "Speakers", rows=rows, q=q, start=start, step=STEP)


def _called(db: Database, q: str) -> tuple[Quoted, ...]:
    """The speakers one form of whose names has every word of `q`, with the numbers of their statements."""
    found = []
    for speaker in speakers_named(db, q)[:STEP]:
        name, kind = db.execute("select name, kind from speakers where id = ?", [speaker]).fetchone()
        (number,) = db.execute(
            """select count(distinct s.id) from article_speakers p join statement_speakers l on l.article_speaker = p.id
            join statements s on s.id = l.statement where p.speaker = ? and l.confidence >= ? and s.confidence >= ?""",
            [speaker, SURE, SURE],
        ).fetchone()
        found.append(Quoted(speaker, name, kind, latest_role(db, speaker, SURE), number))
    return tuple(sorted(found, key=lambda one: (-one.statements, one.name, one.id)))


@page
async def list_outlets(datasette: "Datasette", request: Request) -> Response:
    """Outlets by how much they quote."""

    def look(db: Database) -> list[OutletRow]:
        rows = db.execute(
            """select o.id, o.name, count(*), sum((select count(*) from statements s where s.article = a.id)),
                min(a.date), max(a.date)
            from outlets o join articles a on a.outlet = o.id group by o.id order by 4 desc, o.name limit 500"""
        )
        return [OutletRow(*row) for row in rows]

    rows = await read(datasette, look)
    name = request.args.get("q")
    exact = [row for row in rows if row.name == name]
    if exact:
        return Response.redirect(datasette.urls.path(f"/outlet/{exact[0].id}"))
    return await render(datasette, request, "outlets", "Outlets", rows=rows)
