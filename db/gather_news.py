"""Gather what is new for a watch since it was last answered.

A statement is new if it answers the watch, its article came or was changed since, and it was not told before: neither it nor, in
the same article, one of nearly the same words. So nothing is new because an article was deleted, read again or by other models,
or because claims were grouped anew. Whether a statement answers depends on it alone, not on how many others do.
"""

import difflib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from attribution.diff_words import diff_words
from attribution.embed import Vectors
from attribution.names import name_of
from db.answer import FLOOR
from db.embed_wordings import vectors_of
from db.find_again import plain, shared
from db.find_changes import Scope, contradictions_of, statuses_of
from db.find_statuses import UNCHECKED, standings
from db.news import Gathered, Marks, News, NewSpeaker, NewStatement, NewWording, Watch
from db.open import errors_for, path_of
from db.refresh import hashed
from db.search import COLUMNS, JOINED, Filters, hit_of, matching

SAME = 0.7  # the least share of the longer text that two statements of one article have in common if they are one, read again
ROWS = 4000  # vectors that are compared at a time


@dataclass(frozen=True)
class Told:
    """What a watch has told: statements by id, their words by article and edition; for each claim of today, the texts of it."""

    ids: frozenset[str]
    words: dict[str, list[str]]
    claims: dict[str, list[str]]


def gather(db: Database, watch: Watch, query: tuple[int, Vectors] | None, least: float) -> Gathered:
    """What is new for a watch, as it stands at one moment. `query` is the model and the vector (dimensions,) of what it asks.

    Nothing is written; `keep_watches.mark_told` does that.
    """
    with errors_for(path_of(db)), db.atomic():
        read_to, decided_to = db.execute("select arrivals, events from watches where id = ?", [watch.id]).fetchone()
        fresh = {row[0] for row in db.execute("select article from arrivals where id > ?", [read_to])}
        rows = _answering(db, watch, query, least, fresh)
        told = _told(db, watch.id, least)
        new = [row for row in rows if not _is_told(told, row)]
        standing = standings(db)
        statements = tuple(
            NewStatement(hit_of(db, row.columns, None, least), row.claim, standing.get(row.claim or "", UNCHECKED).status)
            for row in new
        )
        speakers = _new_speakers(db, watch.id, statements, least)
        scope = Scope(watch.id, frozenset({*told.claims, *(row.claim for row in rows if row.claim)}), frozenset(fresh), least)
        contradictions, pairs = contradictions_of(db, scope)
        statuses = statuses_of(db, scope, decided_to)
        news = News(watch, statements, speakers, _new_wordings(told, new), contradictions, statuses)
        marks = Marks(
            db.execute("select coalesce(max(id), 0) from arrivals").fetchone()[0],
            db.execute("select coalesce(max(id), 0) from status_events").fetchone()[0],
            tuple((row.id, row.article, row.edition, row.wording, row.content) for row in rows),
            tuple((w.id, w.kind, name_of(w.name, w.kind).key) for one in statements for w in one.statement.speakers),
            pairs,
        )
        return Gathered(news, marks)


@dataclass(frozen=True)
class _Row:
    """A statement that answers a watch; `columns` are those of db.search."""

    id: str
    article: str
    edition: str
    wording: str | None
    content: str
    claim: str | None
    columns: tuple[Any, ...]


def _answering(db: Database, watch: Watch, query: tuple[int, Vectors] | None, least: float, fresh: set[str]) -> list[_Row]:
    """The statements of fresh articles that hold the words of a watch or are near it in meaning, the newest first."""
    filters = Filters(outlet=watch.outlet, speaker=watch.speaker, least=least)
    found = {row[0] for row in matching(db, watch.query, filters, 0)[2] if row[-3] in fresh}
    found |= _near(db, query, filters, fresh) if query else set()
    rows = db.execute(
        f"""select s.id, s.article, a.sha256, coalesce(a.outlet, ''), coalesce(a.title, ''), s.wording, s.content, s.claim,
            {COLUMNS} from {JOINED} where s.id in (select value from json_each(?))
        order by a.date is null, a.date desc, o.name, s.article, s.start, s.id""",  # noqa: S608
        [json.dumps(sorted(found))],
    ).fetchall()
    return [_Row(row[0], row[1], hashed(*row[2:5]), row[5], row[6], row[7], row[8:]) for row in rows]


def _near(db: Database, query: tuple[int, Vectors], filters: Filters, fresh: set[str]) -> set[str]:
    """The statements of fresh articles whose vectors are near a query's."""
    where, values = filters.sql(db)
    rows = db.execute(
        f"""select s.id, e.vector from {JOINED} join embeddings e on e.id = s.wording and e.model = :model
        where s.article in (select value from json_each(:fresh)) and s.confidence >= :least{where}""",  # noqa: S608
        values | {"model": query[0], "fresh": json.dumps(sorted(fresh))},
    )
    found: set[str] = set()
    while some := rows.fetchmany(ROWS):
        cosines = vectors_of([row[1] for row in some]) @ query[1]
        found |= {row[0] for row, cosine in zip(some, cosines, strict=True) if cosine >= FLOOR}
    return found


def _told(db: Database, watch: int, least: float) -> Told:
    ids, words, claims = set(), defaultdict(list), defaultdict(list)
    for statement, article, edition, content in db.execute(
        "select statement, article, edition, content from watch_statements where watch = ?", [watch]
    ):
        ids.add(statement)
        for place in {article, edition}:
            words[place].append(plain(content))
    for claim, content in db.execute(
        """select distinct s.claim, w.content from watch_statements w
        join statements s on s.id = w.statement or s.wording = w.wording
        where w.watch = ? and s.claim is not null and s.confidence >= ? order by 1, 2""",
        [watch, least],
    ):
        claims[claim].append(content)
    return Told(frozenset(ids), words, claims)


def _is_told(told: Told, row: _Row) -> bool:
    """Whether a statement, or one of nearly the same words in the same article, was told."""
    if row.id in told.ids:
        return True
    mine = plain(row.content)
    return any(shared(mine, other) >= SAME for place in (row.article, row.edition) for other in told.words.get(place, ()))


def _new_speakers(db: Database, watch: int, statements: Sequence[NewStatement], least: float) -> tuple[NewSpeaker, ...]:
    """The people and bodies among the speakers who were not among them before, under whatever id, in order of appearance."""
    known = {
        row[0]
        for row in db.execute(
            """select distinct p.speaker from watch_statements w join statement_speakers l on l.statement = w.statement
            join article_speakers p on p.id = l.article_speaker where w.watch = ? and l.confidence >= ?""",
            [watch, least],
        )
    }
    names = set()
    for speaker, kind, key, is_here in db.execute(
        "select speaker, kind, key, exists (select 1 from speakers where id = speaker) from watch_speakers where watch = ?",
        [watch],
    ):
        known.add(speaker)
        names |= set() if is_here else {(kind, key)}
    found: dict[str, NewSpeaker] = {}
    for one in statements:
        for who in one.statement.speakers:
            if (
                who.kind not in ("person", "organization")
                or who.id in known
                or (who.kind, name_of(who.name, who.kind).key) in names
            ):
                continue
            before = found.get(who.id)
            role = (before and before.role) or who.role
            said = (*(before.statements if before else ()), one.statement.id)
            found[who.id] = NewSpeaker(who.id, who.name, who.kind, role, said)
    return tuple(found.values())


def _new_wordings(told: Told, new: Sequence[_Row]) -> tuple[NewWording, ...]:
    """The new statements of claims that were told in other words, each wording once."""
    found, seen = [], {claim: [plain(text) for text in texts] for claim, texts in told.claims.items()}
    for row in reversed(new):
        if row.claim is None or row.claim not in seen:
            continue
        mine = plain(row.content)
        if any(shared(mine, other) >= SAME for other in seen[row.claim]):
            continue
        seen[row.claim].append(mine)
        before = max(
            told.claims[row.claim], key=lambda text: difflib.SequenceMatcher(None, plain(text).split(), mine.split()).ratio()
        )
        found.append(NewWording(row.claim, row.id, before, row.content, diff_words(before, row.content)))
    return tuple(reversed(found))
