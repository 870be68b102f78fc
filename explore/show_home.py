"""The first page: a place to search, what the database holds, the claims told most, the speakers quoted most."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response
from sqlite_utils import Database

from db.claims import ClaimRow
from db.find_speakers import speakers_of
from db.list_speakers import SPOKEN, latest_role
from explore.find_database import read
from explore.render import SURE, page, render

if TYPE_CHECKING:
    from datasette.app import Datasette

SHOWN = 8  # claims and speakers in a list
CLOSE = 10  # speakers below the last one shown that may belong above it
NAMED = "select count(*) from speakers where kind in ('person', 'organization')"


@dataclass(frozen=True)
class Quoted:
    """A speaker and by how many statements it is quoted."""

    id: str
    name: str
    kind: str
    role: str | None
    statements: int


@dataclass(frozen=True)
class Latest:
    """An article at a glance."""

    id: str
    title: str | None
    outlet: str | None
    outlet_id: str | None
    date: str | None
    statements: int


@dataclass(frozen=True)
class Home:
    """What the first page shows; `numbers` are (how many, of what, where they are listed)."""

    numbers: tuple[tuple[int, str, str], ...]
    first_date: str | None
    last_date: str | None
    told: tuple[ClaimRow, ...]
    contradicted: tuple[ClaimRow, ...]
    quoted: tuple[Quoted, ...]
    latest: tuple[Latest, ...]


@page
async def show_home(datasette: "Datasette", request: Request) -> Response:
    """The first page."""
    return await render(datasette, request, "home", "Who said what", home=await read(datasette, look))


def look(db: Database) -> Home:
    """What the first page shows of a database."""
    numbers = [
        (db.table("articles").count, "article", "outlets"),
        (db.table("outlets").count, "outlet", "outlets"),
        (db.table("statements").count, "statement", "claims"),
        (
            db.execute(NAMED).fetchone()[0],
            "speaker",
            "speakers",
        ),
        (db.execute("select count(*) from claims where origins > 1").fetchone()[0], "shared claim", "claims"),
    ]
    first, last = (db.execute(f"select {which}(date) from articles").fetchone()[0] for which in ("min", "max"))  # noqa: S608
    told = claims_where(db, "c.origins > 1", "c.origins desc, c.statements desc, c.id")
    contradicted = claims_where(db, "c.contradictions > 0", "c.contradictions desc, c.origins desc, c.id")
    return Home(tuple(numbers), first, last, told, contradicted, quoted_most(db), _latest(db))


def claims_where(
    db: Database, condition: str, order: str, values: tuple[object, ...] = (), limit: int = SHOWN, start: int = 0
) -> tuple[ClaimRow, ...]:
    """The claims `c` that meet a condition of ours, in order, each with its clearest statement `s` and who made that."""
    rows = db.execute(
        f"""select c.id, c.text, c.statement, s.source, s.cue, c.statements, c.outlets, c.origins, c.contradictions,
            c.first_date, c.last_date from claims c join statements s on s.id = c.statement
        where {condition} order by {order} limit ? offset ?""",  # noqa: S608 (conditions are constants)
        [*values, limit, start],
    ).fetchall()
    return tuple(ClaimRow(row[0], row[1], speakers_of(db, row[2], SURE), *row[3:]) for row in rows)


def quoted_most(db: Database, limit: int = SHOWN, start: int = 0) -> tuple[Quoted, ...]:
    """The people and bodies with most statements: all are counted roughly, by an index, and those near the top again."""
    rows = db.execute(
        """select p.speaker from (select article_speaker, count(*) as number from statement_speakers group by 1) l
        join article_speakers p on p.id = l.article_speaker where p.kind in ('person', 'organization')
        group by 1 order by sum(l.number) desc, 1 limit ? offset ?""",
        [limit + CLOSE if not start else limit, start],
    ).fetchall()
    counted = db.execute(
        f"""select k.id, k.name, k.kind, count(distinct s.id) {SPOKEN} and k.id in (select value from json_each(:rows))
        group by k.id order by 4 desc, k.name, k.id limit :limit""",  # noqa: S608
        {"least": SURE, "limit": limit, "rows": json.dumps([row[0] for row in rows])},
    ).fetchall()
    return tuple(Quoted(*row[:3], latest_role(db, row[0], SURE), row[3]) for row in counted)  # type: ignore[call-arg]


def _latest(db: Database) -> tuple[Latest, ...]:
    rows = db.execute(
        """select a.id, a.title, o.name, o.id, a.date, (select count(*) from statements s where s.article = a.id)
        from articles a left join outlets o on o.id = a.outlet order by a.date desc, a.id limit ?""",
        [SHOWN],
    )
    return tuple(Latest(*row) for row in rows)
