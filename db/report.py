"""Gather all that a report shows: statements with their citations, who made them, their claims, what contradicts them."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Database

from attribution.errors import DatabaseError
from attribution.reported import Cited, ClaimTold, Method, Model, Pair, Quote, Report, RoleHeld
from db.load_quotes import load_quotes
from db.open import errors_for, path_of
from db.select_statements import Selected

PAIRS = """select min(r.claim, r.other), max(r.claim, r.other), r.statement, r.other_statement, r.reason, r.score
    from claim_relations r where r.relation = 'contradicts' and r.claim in (select value from json_each(?))
    order by r.score desc, r.claim, r.other"""


def gather(db: Database, found: Selected, least: float, made: str) -> Report:
    """The report on the statements `found`; `made` is its date. Raises DatabaseError where there are none."""
    if not found.ids:
        less = f"; {found.hidden:,} are less sure: --min-confidence 0 shows them" if found.hidden else ""
        raise DatabaseError(f"there is nothing to report: no statements for {found.subject[:60]}{less}")
    with errors_for(path_of(db)):
        quotes = sorted(load_quotes(db, found.ids, least), key=_when)
        days = [quote.date for quote in quotes if quote.date]
        return Report(
            found.about,
            found.subject,
            made,
            found.total,
            found.hidden,
            len({quote.outlet for quote in quotes}),
            len({quote.article for quote in quotes}),
            len({quote.origin for quote in quotes}),
            min(days, default=None),
            max(days, default=None),
            tuple(quotes),
            _speakers(quotes),
            _claims(db, quotes),
            _contradictions(db, quotes, least),
            _method(db, quotes, least),
        )


def _when(quote: Quote) -> tuple[bool, str, str, str, int, str]:
    return (quote.date is None, quote.date or "", quote.outlet or "", quote.article, quote.passage.start, quote.id)


def _speakers(quotes: Sequence[Quote]) -> tuple[Cited, ...]:
    """Those who are cited most, first."""
    places = defaultdict[str, list[int]](list)
    voices = {}
    for place, quote in enumerate(quotes):
        for voice in quote.voices:
            voices[voice.id] = voice
            places[voice.id].append(place)
    rows = []
    for identifier, indices in places.items():
        mine = list(dict.fromkeys(indices))
        days = [date for date in (quotes[n].date for n in mine) if date]
        voice, outlets = voices[identifier], {quotes[n].outlet for n in mine}
        span = (min(days, default=None), max(days, default=None))
        roles = _roles(identifier, [quotes[n] for n in mine])
        rows.append(Cited(identifier, voice.name, voice.kind, len(mine), len(outlets), *span, roles, tuple(mine)))
    return tuple(sorted(rows, key=lambda row: (-row.statements, -row.outlets, row.name, row.id)))


def _roles(speaker: str, quotes: Sequence[Quote]) -> tuple[RoleHeld, ...]:
    """A speaker's roles, in any case one, each as it is written most often; the most frequent first."""
    written, days = defaultdict[str, Counter[str]](Counter), defaultdict[str, list[str]](list)
    for quote in quotes:
        for role in sorted({voice.role for voice in quote.voices if voice.id == speaker and voice.role}):
            key = role.casefold().replace("’", "'")
            written[key][role] += 1
            days[key] += [quote.date] if quote.date else []
    rows = [
        RoleHeld(
            min(forms, key=lambda form: (-forms[form], form)),
            sum(forms.values()),
            min(days[key], default=None),
            max(days[key], default=None),
        )
        for key, forms in written.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.statements, row.first_date or "", row.role)))


def _claims(db: Database, quotes: Sequence[Quote]) -> tuple[ClaimTold, ...]:
    """The claims of the statements, those told by most independent origins first."""
    places = defaultdict[str, list[int]](list)
    for place, quote in enumerate(quotes):
        if quote.claim:
            places[quote.claim].append(place)
    rows = db.execute(
        """select id, statement, statements, outlets, origins, contradictions, first_date, last_date from claims
        where id in (select value from json_each(?)) order by origins desc, outlets desc, statements desc, first_date, id""",
        [json.dumps(sorted(places))],
    ).fetchall()
    told = []
    for identifier, statement, statements, outlets, origins, contradictions, first, last in rows:
        mine = places[identifier]
        clearest = next((n for n in mine if quotes[n].id == statement), max(mine, key=lambda n: (quotes[n].confidence, -n)))
        told.append(ClaimTold(identifier, clearest, statements, outlets, origins, contradictions, first, last, tuple(mine)))
    return tuple(told)


def _contradictions(db: Database, quotes: Sequence[Quote], least: float) -> tuple[Pair, ...]:
    """The pairs of statements for which a claim of the report and another cannot both hold, the surest first, each once."""
    claims = {quote.claim for quote in quotes if quote.claim}
    rows = db.execute(PAIRS, [json.dumps(sorted(claims))]).fetchall()
    known = {one.id: one for one in load_quotes(db, sorted({one for row in rows for one in row[2:4]}), least)}
    pairs: dict[tuple[str, str], Pair] = {}
    for one, other, left, right, reason, score in rows:
        if left in known and right in known and (one, other) not in pairs:
            first, second = sorted((known[left], known[right]), key=_when)
            pairs[one, other] = Pair(first, second, reason, score)
    return tuple(pairs.values())


def _method(db: Database, quotes: Sequence[Quote], least: float) -> Method:
    """The versions and checksums of what read the articles and grouped the statements."""
    runs = db.execute(
        """select distinct r.models from runs r join statements s on s.run = r.id
        where s.id in (select value from json_each(?)) order by r.id""",
        [json.dumps([quote.id for quote in quotes])],
    ).fetchall()
    versions = defaultdict[str, dict[str, None]](dict)
    for (models,) in runs:
        for name, checksum in json.loads(models).items():
            versions[Path(name).as_posix()][checksum] = None
    for name, checksum in db.execute("select name, checksum from embedding_models order by id"):
        versions[name][checksum] = None
    attrib = ", ".join(versions.pop("attrib", {}))
    models_used = tuple(Model(name, checksum) for name in sorted(versions) for checksum in versions[name])
    return Method(attrib, models_used, least, sum(quote.checked is not None for quote in quotes))
