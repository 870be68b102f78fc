"""Search: what is said, by words and by meaning, and whose name it is."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response
from sqlite_utils import Database

from attribution.errors import DatabaseError
from db.answer import FLOOR, Answer, answer
from db.find_speakers import speakers_named
from db.near import latest_model, near
from db.search import Filters
from explore.find_database import read
from explore.render import SURE, page, render

if TYPE_CHECKING:
    from datasette.app import Datasette

    from attribution.embed import Embedder

STEP, MOST = 10, 100  # claims on a page at first, and at most
LONGEST = 300  # characters of a query that are read
KINDS = ("direct", "mixed", "indirect")


@dataclass(frozen=True)
class Asked:
    """What a person asked for, as the form has it."""

    q: str
    outlet: str
    speaker: str
    since: str
    until: str
    kind: str
    n: int

    @property
    def filters(self) -> Filters:
        """The same for the search: what is empty filters nothing."""
        kind = self.kind if self.kind in KINDS else None
        outlet, since, until, speaker = (given or None for given in (self.outlet, self.since, self.until, self.speaker))
        return Filters(outlet, since, until, kind, least=SURE, speaker=speaker)

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self.outlet or self.speaker or self.since or self.until or self.kind)


@dataclass(frozen=True)
class Results:
    """What was found: claims with their statements, and (id, name, kind) of the speakers called so."""

    answer: Answer | None
    speakers: tuple[tuple[str, str, str], ...]
    problem: str | None = None


@page
async def find(datasette: "Datasette", request: Request) -> Response:
    """The page of results; without a question, the form alone."""
    given = {name: (request.args.get(name) or "").strip() for name in ("q", "outlet", "speaker", "since", "until", "kind")}
    n = request.args.get("n") or ""
    shown = min(int(n), MOST) if n.isascii() and n.isdigit() else STEP
    asked = Asked(**(given | {"q": given["q"][:LONGEST]}), n=max(shown, 1))
    results = await read(datasette, lambda db: look(db, asked))
    outlets = await read(datasette, outlets_of)
    title = f"“{asked.q}”" if asked.q else "Search"
    more = asked.n + STEP if results.answer and results.answer.claims_total > asked.n < MOST else None
    return await render(datasette, request, "find", title, asked=asked, found=results, outlets=outlets, more=more, kinds=KINDS)


def look(db: Database, asked: Asked) -> Results:
    """The claims and speakers that are found; a problem in words where the question is none."""
    if not asked.q:
        return Results(None, ())
    ids = json.dumps(speakers_named(db, asked.q))
    named = db.execute(
        """select id, name, kind from speakers where kind in ('person', 'organization')
        and id in (select value from json_each(?)) order by length(name), name, id limit 6""",
        [ids],
    ).fetchall()
    try:
        found = answer(db, asked.q, asked.filters, asked.n, near=by_meaning(db, asked.q))
    except DatabaseError as error:
        return Results(None, tuple(named), str(error).replace("--", ""))
    return Results(found, tuple(named))


def by_meaning(db: Database, query: str) -> list[tuple[str, float]]:
    """The wordings near a query, nearest first; none where nothing is embedded yet."""
    model = latest_model(db)
    return near(db, model[0], _embedder(model[1]).embed([query])[0], FLOOR) if model else []


@lru_cache(maxsize=1)
def _embedder(name: str) -> "Embedder":
    """The model that embedded the statements, loaded once for all questions."""
    from attribution.embed import Embedder

    return Embedder.load(name, once=True)


def outlets_of(db: Database) -> list[str]:
    """The names of all outlets."""
    return [row[0] for row in db.execute("select name from outlets order by name limit 500")]
