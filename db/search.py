"""Find statements and articles. Whatever a person types is a search for words, never SQL or full-text syntax by accident."""

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from attribution.classify import class_names
from attribution.errors import DatabaseError
from attribution.models import Article, Attribution, Confidences, Kind, Polarity, Span
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
    """One statement: who (as the article names the source), by what cue, what, where and how sure. Ids are for `attrib show`."""

    id: str
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


@dataclass(frozen=True)
class Found:
    """Statements found: those shown, of `total`; `hidden` more are less sure than was asked for."""

    query: str
    total: int
    hidden: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Version:
    """One version of an article's text, the first being number 1."""

    number: int
    seen: str
    title: str | None
    date: str | None
    sha256: str
    text: str


@dataclass(frozen=True)
class Stored:
    """An article with what it attributes to whom, how many attributions are less sure than was asked for, and all versions."""

    id: str
    article: Article
    attributions: tuple[Attribution, ...]
    hidden: int
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Filters:
    """What to leave out: other outlets, articles before `since` or after `until` (a year, month or day), other kinds of
    quotation, other classes and polarities of cues, and what is less sure than `least`.
    """

    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None
    cue_class: str | None = None
    polarity: str | None = None
    least: float = 0.0

    def sql(self) -> tuple[str, dict[str, Any]]:
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
        return "".join(f" and {parts[name]}" for name in used), used


COLUMNS = """s.id, s.source, s.cue, s.cue_class, s.polarity, s.kind, s.confidence, o.name, a.date, a.title, a.author, a.url,
    a.path, s.sentence_start, s.sentence_end,
    substr(a.text, s.sentence_start + 1, s.sentence_end - s.sentence_start), s.article"""
COUNTS = "count(case when s.confidence >= :least then 1 end), count(case when s.confidence < :least then 1 end)"
JOINED = "statements s join articles a on a.id = s.article left join outlets o on o.id = a.outlet"


def words_of(query: str) -> list[str]:
    """The phrases and words of a query, each quoted so that full-text search takes it as it stands."""
    found = [phrase or word for phrase, word in PHRASE.findall(query.replace("\x00", " "))]
    return ['"' + part.replace('"', '""') + '"' for part in found if WORD.search(part)]


def who_said(db: Database, query: str, filters: Filters, limit: int = 20, *, operators: bool = False) -> Found:
    """The statements whose content holds every word of `query`; those that hold it as a phrase first, then the best matches.

    With `operators` the query is SQLite's full-text syntax. `limit` 0 is all. Raises DatabaseError for a query without words.
    """
    words = words_of(query)
    if not words:
        raise DatabaseError("there is nothing to search for: give a word or more")
    match = query if operators else "content : (" + " AND ".join(words) + ")"
    phrase = '"' + " ".join(query.replace('"', " ").split()) + '"'
    where, values = filters.sql()
    sql = f"from statements_fts f join {JOINED} where s.rowid = f.rowid and statements_fts match :match{where}"
    exact = "s.rowid in (select rowid from statements_fts where statements_fts match :phrase)"
    values |= {"match": match, "least": filters.least}
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
    return Found(query, total, hidden, tuple(_hit(db, row[:-1], row[-1]) for row in rows))


def said(db: Database, name: str, filters: Filters, limit: int = 20) -> Found:
    """The statements whose source is named with every word of `name`, newest first. Raises DatabaseError for no words."""
    words = words_of(name)
    if not words:
        raise DatabaseError("there is nobody to search for: give a name")
    where, values = filters.sql()
    values |= {"match": "source : (" + " AND ".join(words) + ")", "least": filters.least}
    sql = f"from {JOINED} where s.rowid in (select rowid from statements_fts where statements_fts match :match){where}"  # noqa: S608
    with errors_for(path_of(db)):
        total, hidden = db.execute(f"select {COUNTS} {sql}", values).fetchone()
        rows = db.execute(
            f"""select {COLUMNS} {sql} and s.confidence >= :least
            order by a.date is null, a.date desc, s.article, s.start limit :limit""",
            values | {"limit": limit or -1},
        ).fetchall()
    return Found(name, total, hidden, tuple(_hit(db, row, None) for row in rows))


def _hit(db: Database, row: tuple[Any, ...], highlighted: str | None) -> Hit:
    """One row of COLUMNS as a Hit; `highlighted` is its joined content with the matches between MATCH."""
    identifier, source, cue, cue_class, polarity, kind, confidence, *stated, start, end, sentence, article = row
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


def article(db: Database, wanted: str, least: float = 0.0) -> Stored:
    """The article of an id, the beginning of one, a URL, a file or the input's own id. DatabaseError for none or several."""
    with errors_for(path_of(db)):
        begins = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        rows = db.execute(
            """select a.id, o.name, a.title, a.author, a.date, a.url, a.path, a.input_id, a.reader, a.text
            from articles a left join outlets o on o.id = a.outlet
            where a.id like :begins escape '\\' or a.url = :wanted or a.path in (:wanted, :path) or a.input_id = :wanted
            order by a.id = :wanted desc, a.id limit 6""",
            {"wanted": wanted, "begins": begins, "path": str(Path(wanted).absolute())},
        ).fetchall()
    if not rows:
        raise DatabaseError(f"there is no article {wanted}: give an id that who-said shows, a URL or a file")
    if len(rows) > 1 and rows[0][0] != wanted:
        some = ", ".join(f"{row[0]} ({row[2] or row[5] or row[6]})" for row in rows[:5])
        raise DatabaseError(f"{wanted} is the beginning of several articles: {some}")
    identifier, outlet, title, author, date, url, path, input_id, reader, text = rows[0]
    stored = Article(text, outlet, title, author, date, url, path, input_id, reader)
    found = _attributions(db, identifier)
    sure = tuple(row for row in found if row.confidence >= least)
    return Stored(identifier, stored, sure, len(found) - len(sure), _versions(db, identifier))


def _attributions(db: Database, identifier: str) -> tuple[Attribution, ...]:
    rows = db.execute(
        """select s.id, s.kind, s.confidence, p.role, p.start, p."end", s.source_confidence, s.cue_confidence,
            s.content_confidence, s.cue_lemma, s.cue_class, s.polarity from statements s
        join statement_spans p on p.statement = s.id where s.article = ? order by s.start, s.id, p.role, p.number""",
        [identifier],
    ).fetchall()
    grouped: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        grouped.setdefault(row[0], []).append(row)
    found = []
    for parts in grouped.values():
        spans: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
        for part in parts:
            spans[part[3]].append(Span(part[4], part[5]))
        source, cue = (spans[role][0] if spans[role] else None for role in ("source", "cue"))
        _, kind, confidence, _, _, _, *chances, lemma, cue_class, polarity = parts[0]
        sure = None if chances[0] is None else Confidences(*chances)
        found.append(Attribution(source, cue, tuple(spans["content"]), kind, confidence, sure, lemma, cue_class, polarity))
    return tuple(found)


def _versions(db: Database, identifier: str) -> tuple[Version, ...]:
    rows = db.execute(
        """select v.number, r.started, v.title, v.date, v.sha256, v.text from article_versions v join runs r on r.id = v.run
        where v.article = ? order by v.number""",
        [identifier],
    )
    return tuple(Version(*row) for row in rows)
