"""Find statements and articles. Whatever a person types is a search for words, never SQL or full-text syntax by accident."""

import json
import re
import sqlite3
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from attribution.classify import class_names
from attribution.errors import DatabaseError
from attribution.models import Kind, Polarity, Span
from db.find_speakers import Who, speakers_named, speakers_of
from db.open import errors_for, path_of

PHRASE = re.compile(r'"([^"]*)"|(\S+)')
WORD = re.compile(r"\w")
MATCH = "\x02", "\x03"  # what SQLite puts around a match; both are told from the text's own by counting
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class Part:
    """A verbatim piece of an article: `start`, `end` are its offsets there, `matches` the ranges within `text` searched for."""

    text: str
    start: int
    end: int
    matches: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One statement: who, by what cue, what, where and how sure. `source` is who as the article says it; ids are for `show`."""

    id: str
    speakers: tuple[Who, ...]
    source: str | None
    cue: str | None
    cue_class: str | None
    polarity: Polarity | None
    content: tuple[Part, ...]
    kind: Kind
    confidence: float
    outlet: str | None
    date: str | None
    title: str | None
    author: str | None
    url: str | None
    path: str | None
    sentence: Part
    article: str
    within: str | None


@dataclass(frozen=True)
class Found:
    """Statements found: those shown, of `total`; `hidden` more are less sure than was asked for."""

    query: str
    total: int
    hidden: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Filters:
    """What to leave out: other outlets, articles before `since` or after `until` (a year, month or day), other kinds of
    quotation, other classes and polarities of cues, other speakers and roles, and what is less sure than `least`.
    """

    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None
    cue_class: str | None = None
    polarity: str | None = None
    least: float = 0.0
    speaker: str | None = None
    role: str | None = None

    def sql(self, db: Database) -> tuple[str, dict[str, Any]]:
        """Conditions and their values; DatabaseError for a date or class that is none."""
        for name in ("since", "until"):
            given = getattr(self, name)
            if given is not None and not DAY.fullmatch(given):
                raise DatabaseError(f"--{name} {given} is no date: write 2021, 2021-12 or 2021-12-09")
        if self.cue_class is not None and self.cue_class not in class_names():
            raise DatabaseError(f"--cue-class {self.cue_class} is none: there are {', '.join(class_names())}")
        parts = {
            "outlet": "o.name = :outlet collate nocase",
            "since": "a.date >= :since",  # ISO dates sort as text; a time after the day changes nothing
            "until": "substr(a.date, 1, length(:until)) <= :until",
            "kind": "s.kind = :kind",
            "cue_class": "s.cue_class = :cue_class",
            "polarity": "s.polarity = :polarity",
        }
        used = {name: getattr(self, name) for name in parts if getattr(self, name) is not None}
        where = "".join(f" and {parts[name]}" for name in used)
        who = []
        if self.speaker is not None:
            who.append("p.speaker in (select value from json_each(:speaker))")
            used["speaker"] = json.dumps(speakers_named(db, self.speaker))
        if self.role is not None:
            who.append("l.role like :role escape '\\'")
            used["role"] = f"%{'%'.join(map(_as_it_is, self.role.split()))}%"
        where += f" and s.id in ({SPOKEN_BY} {' and '.join(who)})" if who else ""
        return where, used | {"least": self.least}


COLUMNS = """s.id, s.source, s.cue, s.cue_class, s.polarity, s.kind, s.confidence, o.name, a.date, a.title, a.author, a.url,
    a.path, s.sentence_start, s.sentence_end,
    substr(a.text, s.sentence_start + 1, s.sentence_end - s.sentence_start), s.article, s.within"""
COUNTS = "count(case when s.confidence >= :least then 1 end), count(case when s.confidence < :least then 1 end)"
JOINED = "statements s join articles a on a.id = s.article left join outlets o on o.id = a.outlet"
SPOKEN_BY = """select l.statement from statement_speakers l join article_speakers p on p.id = l.article_speaker
    where l.confidence >= :least and"""


def _as_it_is(text: str) -> str:
    """`text` as LIKE takes it as it stands."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def words_of(query: str) -> list[str]:
    """The phrases and words of a query, each quoted so that full-text search takes it as it stands."""
    found = [phrase or word for phrase, word in PHRASE.findall(query.replace("\x00", " "))]
    return ['"' + part.replace('"', '""') + '"' for part in found if WORD.search(part)]


def matching(
    db: Database, query: str, filters: Filters, limit: int, *, operators: bool = False
) -> tuple[int, int, list[tuple[Any, ...]]]:
    """How many statements hold every word of `query`, how many more are less sure, and their rows: COLUMNS, then the content with
    its matches marked. Those that hold it as a phrase come first, then the best matches.

    With `operators` the query is SQLite's full-text syntax. `limit` 0 is all. Raises DatabaseError for a query without words.
    """
    words = words_of(query)
    if not words:
        raise DatabaseError("there is nothing to search for: give a word or more")
    match = query if operators else "content : (" + " AND ".join(words) + ")"
    phrase = '"' + " ".join(query.replace('"', " ").split()) + '"'
    where, values = filters.sql(db)
    sql = f"from statements_fts f join {JOINED} where s.rowid = f.rowid and statements_fts match :match{where}"
    exact = "s.rowid in (select rowid from statements_fts where statements_fts match :phrase)"
    values |= {"match": match}
    try:
        total, hidden = db.execute(f"select {COUNTS} {sql}", values).fetchone()
        rows = db.execute(
            f"""select {COLUMNS}, highlight(statements_fts, 0, char(2), char(3)) {sql} and s.confidence >= :least
            order by {exact} desc, f.rank, a.date desc, s.id limit :limit""",
            values | {"phrase": "content : " + phrase, "limit": limit or -1},
        ).fetchall()
    except sqlite3.OperationalError as error:
        if operators and ("fts5" in str(error) or "no such column" in str(error)):
            raise DatabaseError(f"{query} is not SQLite full-text syntax ({error})") from error
        with errors_for(path_of(db)):
            raise
    return total, hidden, rows


def who_said(db: Database, query: str, filters: Filters, limit: int = 20, *, operators: bool = False) -> Found:
    """The statements that `matching` finds, the best first."""
    total, hidden, rows = matching(db, query, filters, limit, operators=operators)
    return Found(query, total, hidden, tuple(hit_of(db, row[:-1], row[-1], filters.least) for row in rows))


def said(db: Database, name: str, filters: Filters, limit: int = 20) -> Found:
    """What whoever is called `name` said, newest first; where nobody is known, what a source named with its every word said.

    Raises DatabaseError for no words.
    """
    words = words_of(name)
    if not words:
        raise DatabaseError("there is nobody to search for: give a name")
    where, values = filters.sql(db)
    values |= {"match": "source : (" + " AND ".join(words) + ")", "named": json.dumps(speakers_named(db, name))}
    sql = f"""from {JOINED} where (s.id in ({SPOKEN_BY} p.speaker in (select value from json_each(:named)))
        or (s.rowid in (select rowid from statements_fts where statements_fts match :match)
            and not exists (select 1 from statement_speakers l where l.statement = s.id and l.confidence >= :least))){where}"""  # noqa: S608
    with errors_for(path_of(db)):
        total, hidden = db.execute(f"select {COUNTS} {sql}", values).fetchone()
        rows = db.execute(
            f"""select {COLUMNS} {sql} and s.confidence >= :least
            order by a.date is null, a.date desc, s.article, s.start limit :limit""",
            values | {"limit": limit or -1},
        ).fetchall()
    return Found(name, total, hidden, tuple(hit_of(db, row, None, filters.least) for row in rows))


def hit_of(db: Database, row: tuple[Any, ...], highlighted: str | None, least: float) -> Hit:
    """One row of COLUMNS as a Hit; `highlighted` is its joined content with the matches between MATCH."""
    identifier, source, cue, cue_class, polarity, kind, confidence, *stated, start, end, sentence, article, within = row
    outlet, date, title, author, url, path = stated
    spans = db.execute(
        "select text, start, \"end\" from statement_spans where statement = ? and role = 'content' order by number",
        [identifier],
    ).fetchall()
    matches = _matches(highlighted) if highlighted is not None else []
    parts, place = [], 0
    for text, first, last in spans:
        inside = [Span(max(m.start - place, 0), min(m.end - place, len(text))) for m in matches]
        parts.append(Part(text, first, last, tuple(m for m in inside if m.start < m.end)))
        place += len(text) + 3  # of db.save.JOIN
    return Hit(
        identifier,
        speakers_of(db, identifier, least),
        source,
        cue,
        cue_class,
        polarity,
        tuple(parts),
        kind,
        confidence,
        outlet,
        date,
        title,
        author,
        url,
        path,
        Part(sentence, start, end),
        article,
        within,
    )


def _matches(highlighted: str) -> list[Span]:
    """The ranges of the text between the marks, in the text without them."""
    found: list[Span] = []
    place = start = 0
    for piece in re.split(r"([\x02\x03])", highlighted):
        if piece == MATCH[0]:
            start = place
        elif piece == MATCH[1]:
            found.append(Span(start, place))
        else:
            place += len(piece)
    return found
