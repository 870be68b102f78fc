"""The page of what people decided: about statements, claims, their status and speakers, the latest first, each to be undone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response
from sqlite_utils import Database

from db import judge_claims, judge_statements, judgements
from db.find_statuses import StatusSet, list_statuses
from explore.find_database import read
from explore.render import page, render

if TYPE_CHECKING:
    from datasette.app import Datasette

SHOWN = 200


@dataclass(frozen=True)
class Decision:
    """A judgement as people read it; `about` and `number` tell which one to undo, `page` is (kind, id) of what it is about."""

    about: str
    number: int
    said: str
    by: str
    at: str
    undone_by: str | None
    undone_at: str | None
    page: tuple[str, str] | None


@page
async def list_judgements(datasette: "Datasette", request: Request) -> Response:
    """All judgements."""
    rows = await read(datasette, look)
    return await render(datasette, request, "judgements", "Judgements", rows=rows[:SHOWN], total=len(rows))


def look(db: Database) -> list[Decision]:
    """The judgements of all kinds, the latest first."""
    found = [
        *(_of("statement", one, ("article", one.article)) for one in judge_statements.history(db)),
        *(_of("claim", one, ("statement", one.statement)) for one in judge_claims.history(db)),
        *(_of("status", one, ("claim", one.claim) if one.claim else None) for one in list_statuses(db)),
        *(_of("speaker", one, None) for one in judgements.history(db)),
    ]
    return sorted(found, key=lambda one: (one.at, one.about, one.number), reverse=True)


def _of(
    about: str,
    one: judge_statements.StatementJudged | judge_claims.ClaimJudged | judgements.Judged | StatusSet,
    page: tuple[str, str] | None,
) -> Decision:
    said = str(one).partition("  ")[2].rpartition("  (")[0]
    return Decision(about, one.id, said, one.by, one.at, one.undone_by, one.undone_at, page)
