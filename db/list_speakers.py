"""List speakers, and one speaker's names and roles over time."""

import json
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from db.find_speakers import speakers_named, the_speaker
from db.open import errors_for, path_of

SPOKEN = """from speakers k join article_speakers p on p.speaker = k.id join statement_speakers l on l.article_speaker = p.id
    join statements s on s.id = l.statement join articles a on a.id = p.article left join outlets o on o.id = a.outlet
    where l.confidence >= :least and s.confidence >= :least"""


@dataclass(frozen=True)
class Listed:
    """A speaker at a glance; `role` is the latest, see latest_role."""

    id: str
    name: str
    kind: str
    role: str | None
    statements: int
    outlets: int
    first_date: str | None
    last_date: str | None
    ids: dict[str, str]


@dataclass(frozen=True)
class Speakers:
    """The speakers shown, of `total`."""

    total: int
    rows: tuple[Listed, ...]


@dataclass(frozen=True)
class Held:
    """A role as articles give it: how often, by how many outlets, from when to when."""

    role: str | None
    statements: int
    outlets: int
    first_date: str | None
    last_date: str | None


@dataclass(frozen=True)
class Named:
    """An article that names a speaker, and how."""

    id: str
    outlet: str | None
    date: str | None
    named: str


@dataclass(frozen=True)
class Profile:
    """One speaker: its roles over time, the forms of its name with the number of articles that use each, its articles."""

    speaker: Listed
    roles: tuple[Held, ...]
    names: tuple[tuple[str, int], ...]
    articles: tuple[Named, ...]


def list_speakers(db: Database, query: str | None, kind: str | None, least: float = 0.0, limit: int = 20) -> Speakers:
    """Those who are cited most, first; of all kinds that have names, or of one kind; called `query`, if that is given."""
    with errors_for(path_of(db)):
        where = " and k.kind = :kind" if kind else " and k.kind in ('person', 'organization')"
        values: dict[str, Any] = {"least": least, "kind": kind}
        if query is not None:
            where += " and k.id in (select value from json_each(:named))"
            values["named"] = json.dumps(speakers_named(db, query))
        total = db.execute(f"select count(distinct k.id) {SPOKEN}{where}", values).fetchone()[0]
        rows = db.execute(
            f"""select k.id, k.name, k.kind, count(distinct s.id), count(distinct a.outlet), min(a.date), max(a.date), k.ids
            {SPOKEN}{where} group by k.id order by 4 desc, k.name, k.id limit :limit""",
            values | {"limit": limit or -1},
        ).fetchall()
        return Speakers(total, tuple(_listed(db, row, least) for row in rows))


def _listed(db: Database, row: tuple[Any, ...], least: float) -> Listed:
    identifier, name, kind, statements, outlets, first, last, ids = row
    role = latest_role(db, identifier, least)
    return Listed(identifier, name, kind, role, statements, outlets, first, last, json.loads(ids or "{}"))


def latest_role(db: Database, speaker: str, least: float) -> str | None:
    """The role that articles give a speaker most in the half year up to the latest article that gives one."""
    row = db.execute(
        """with given as (select l.role, substr(a.date, 1, 10) as day from article_speakers p
            join statement_speakers l on l.article_speaker = p.id join articles a on a.id = p.article
            where p.speaker = :speaker and l.role is not null and l.confidence >= :least)
        select max(role) from given where day is null or day >= (select date(max(day), '-183 days') from given)
        or (select date(max(day)) from given) is null
        group by replace(lower(role), char(8217), char(39)) order by count(*) desc, max(day) desc, 1 limit 1""",
        {"speaker": speaker, "least": least},
    ).fetchone()
    return str(row[0]) if row else None


def profile(db: Database, wanted: str, least: float = 0.0) -> Profile:
    """The speaker that `wanted` means. Raises DatabaseError for none and for several."""
    with errors_for(path_of(db)):
        identifier, name = the_speaker(db, wanted)
        values = {"least": least, "id": identifier}
        found = db.execute(
            f"""select k.kind, count(distinct s.id), count(distinct a.outlet), min(a.date), max(a.date), k.ids
            {SPOKEN} and k.id = :id""",
            values,
        ).fetchone()
        kind, ids = db.execute("select kind, ids from speakers where id = ?", [identifier]).fetchone()
        roles = db.execute(
            f"""select max(l.role), count(distinct s.id), count(distinct a.outlet), min(a.date), max(a.date)
            {SPOKEN} and k.id = :id group by replace(lower(l.role), char(8217), char(39))
            order by min(a.date) is null, min(a.date), max(a.date), 1""",
            values,
        )
        names = db.execute("select name, articles from speaker_names where speaker = ? order by 2 desc, 1", [identifier])
        articles = db.execute(
            """select distinct a.id, o.name, a.date, p.name from article_speakers p join articles a on a.id = p.article
            left join outlets o on o.id = a.outlet where p.speaker = ? order by a.date is null, a.date desc, a.id""",
            [identifier],
        )
        listed = _listed(db, (identifier, name, kind, *found[1:5], ids), least)
        return Profile(
            listed, tuple(Held(*row) for row in roles), tuple(names.fetchall()), tuple(Named(*row) for row in articles)
        )
