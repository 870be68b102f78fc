"""A claim's page: who told it when, in what words, from what origin, and who says otherwise."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response
from sqlite_utils import Database

from attribution.statuses import MEANING
from db.claims import Claim, Told, load_claim
from explore.compare_wordings import Compared, compare_wordings
from explore.draw import TimeLine, draw_time_line
from explore.find_database import read
from explore.render import SURE, page, render

if TYPE_CHECKING:
    from datasette.app import Datasette

TOLD = 200  # statements on the page


@dataclass(frozen=True)
class Wording:
    """A wording beside the clearest one, and the statements that have it."""

    compared: Compared
    told: tuple[Told, ...]


@dataclass(frozen=True)
class ClaimPage:
    """All that the page shows; `origins` are (where from, outlets that have it from there)."""

    claim: Claim
    first: Told | None
    wordings: tuple[Wording, ...]
    line: TimeLine | None
    origins: tuple[tuple[str, tuple[str, ...]], ...]
    rejected: int
    unshown: int


@page
async def show_claim(datasette: "Datasette", request: Request) -> Response:
    """The page of the claim whose id is in the address."""
    found = await read(datasette, lambda db: look(db, request.url_vars["id"]))
    return await render(datasette, request, "claim", found.claim.text, found=found, claim=found.claim, meaning=MEANING)


def look(db: Database, wanted: str) -> ClaimPage:
    """What the page shows of a claim. DatabaseError where there is none."""
    whole = load_claim(db, wanted, SURE)
    told = tuple(one for one in whole.timeline if one.confidence > 0)
    claim = replace(whole, timeline=told[:TOLD])
    by_id = {one.id: one for one in claim.timeline}
    compared = compare_wordings(claim.text, [(one.id, one.text) for one in claim.timeline])
    return ClaimPage(
        claim,
        next((one for one in claim.timeline if one.id == claim.statement), None),
        tuple(Wording(one, tuple(by_id[key] for key in one.keys)) for one in compared),
        draw_time_line([(one.outlet, one.date) for one in claim.timeline]),
        _origins(db, claim),
        len(whole.timeline) - len(told),
        len(told) - len(claim.timeline),
    )


def _origins(db: Database, claim: Claim) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Where the outlets have the claim from, those with most outlets first; an article that stands for itself by its title."""
    outlets: dict[str, dict[str, None]] = defaultdict(dict)
    for one in claim.timeline:
        outlets[one.origin][one.outlet or "no outlet"] = None
    titles = {one.article: one.title or one.article for one in claim.timeline}
    names = dict(db.execute("select lower(name), name from outlets"))
    shown = [(names.get(origin) or titles.get(origin) or origin, tuple(rows)) for origin, rows in outlets.items()]
    return tuple(sorted(shown, key=lambda one: (-len(one[1]), one[0])))
