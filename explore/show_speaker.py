"""A speaker's page: roles over time, statements by month and outlet, claims, who contradicts them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response
from sqlite_utils import Database

from db.claims import ClaimRow
from db.find_speakers import Who, speakers_of
from db.list_speakers import SPOKEN, Held, Profile, profile
from db.search import COLUMNS, Hit, hit_of
from explore.draw import Bars, draw_bars, draw_range
from explore.find_database import read
from explore.list_all import number_in
from explore.render import SURE, page, render
from explore.show_home import claims_where

if TYPE_CHECKING:
    from datasette.app import Datasette

STATEMENTS, CLAIMS, OUTLETS = 20, 12, 12  # in a list


@dataclass(frozen=True)
class Role:
    """A role, and where its time lies within the speaker's: start and length, of 100."""

    held: Held
    place: tuple[float, float] | None


@dataclass(frozen=True)
class Contradicted:
    """A statement of the speaker's claim, and one of another claim that contradicts it."""

    mine: str
    claim: str
    other: str
    theirs: str
    speakers: tuple[Who, ...]
    source: str | None
    cue: str | None
    outlet: str | None
    date: str | None
    reason: str


@dataclass(frozen=True)
class Person:
    """All that the page shows; `outlets` are (id, name, statements), `alike` other speakers that may be the same."""

    profile: Profile
    roles: tuple[Role, ...]
    bars: Bars | None
    outlets: tuple[tuple[str | None, str, int], ...]
    claims: tuple[ClaimRow, ...]
    contradicted: tuple[Contradicted, ...]
    statements: tuple[Hit, ...]
    alike: tuple[tuple[str, str], ...]


@page
async def show_speaker(datasette: "Datasette", request: Request) -> Response:
    """The page of the speaker whose id is in the address."""
    start = number_in(request, "from")
    one = await read(datasette, lambda db: look(db, request.url_vars["id"], start))
    return await render(datasette, request, "speaker", one.profile.speaker.name, one=one, start=start, step=STATEMENTS)


def look(db: Database, wanted: str, start: int) -> Person:
    """What the page shows of a speaker, its statements from the `start`th on. DatabaseError where there is none."""
    known = profile(db, wanted, SURE)
    whom = {"id": known.speaker.id, "least": SURE}
    dates = db.execute(f"select substr(a.date, 1, 10), count(distinct s.id) {SPOKEN} and k.id = :id group by 1", whom).fetchall()
    outlets = db.execute(
        f"""select o.id, coalesce(o.name, 'no outlet'), count(distinct s.id) {SPOKEN} and k.id = :id
        group by o.id order by 3 desc, 2 limit {OUTLETS}""",
        whom,
    ).fetchall()
    rows = db.execute(
        f"""select distinct {COLUMNS} {SPOKEN} and k.id = :id order by a.date is null, a.date desc, s.article, s.start
        limit {STATEMENTS} offset :start""",
        whom | {"start": start},
    ).fetchall()
    whole = (known.speaker.first_date, known.speaker.last_date)
    return Person(
        known,
        tuple(Role(held, draw_range(held.first_date, held.last_date, whole)) for held in known.roles),
        draw_bars((date, number) for date, number in dates if date),
        tuple(outlets),
        _claims(db, known.speaker.id),
        _contradicted(db, known.speaker.id),
        tuple(hit_of(db, row, None, SURE) for row in rows),
        _alike(db, known.speaker.id),
    )


MADE = """c.id in (select s.claim from article_speakers p join statement_speakers l on l.article_speaker = p.id
    join statements s on s.id = l.statement where p.speaker = ? and l.confidence >= 0.6 and s.confidence >= 0.6)"""


def _claims(db: Database, speaker: str) -> tuple[ClaimRow, ...]:
    """The claims that a speaker makes, those with most independent origins first."""
    return claims_where(db, MADE, "c.origins desc, c.statements desc, c.last_date desc, c.id", (speaker,), CLAIMS)


def _contradicted(db: Database, speaker: str) -> tuple[Contradicted, ...]:
    """What others say against the claims that a speaker makes: each claim once, against what it contradicts most surely."""
    rows = db.execute(
        f"""select m.content, c.id, r.other, t.content, t.id, t.source, t.cue, o.name, a.date, r.reason
        from claims c join claim_relations r on r.claim = c.id and r.relation = 'contradicts'
        join statements m on m.id = r.statement join statements t on t.id = r.other_statement
        join articles a on a.id = t.article left join outlets o on o.id = a.outlet
        where {MADE} and m.confidence > 0 and t.confidence > 0 order by r.score desc, r.other limit {4 * CLAIMS}""",  # noqa: S608
        [speaker],
    ).fetchall()
    surest = {row[2]: row for row in reversed(rows)}
    return tuple(
        Contradicted(*row[:4], speakers_of(db, row[4], SURE), *row[5:])  # type: ignore[call-arg]
        for row in reversed(surest.values())
    )


def _alike(db: Database, speaker: str) -> tuple[tuple[str, str], ...]:
    """Other speakers of the same kind that share a word of a name's sound: suggestions for who may be the same."""
    rows = db.execute(
        """select distinct o.id, o.name from article_speakers p join name_blocks b on b.kind = p.kind and b.key = p.key
        join name_blocks d on d.block = b.block and d.kind = b.kind
        join article_speakers q on q.kind = d.kind and q.key = d.key join speakers o on o.id = q.speaker
        where p.speaker = ? and o.id != p.speaker order by o.name, o.id limit 12""",
        [speaker],
    )
    return tuple((row[0], row[1]) for row in rows)
