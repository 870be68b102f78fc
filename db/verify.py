"""Check a quote against everything in the database: who said it, where, and in which words."""

import re
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from attribution.errors import DatabaseError
from attribution.verify import ALTERED, Edit, Likeness, Quote, Verdict, liken, read_quote
from db.find_speakers import Who, speakers_named, speakers_of
from db.open import errors_for, path_of

CANDIDATES = 40  # statements and articles that are compared word by word
WORDS = 12  # of a quote by which candidates are sought: the longest, which are rare
NEAREST = 0.4  # the least share of a quote's words in the nearest statement for it to be shown
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Place:
    """Where the words stand: a statement, or an article's text where `statement` is None; offsets are the article's."""

    statement: str | None
    article: str
    start: int
    end: int
    text: str
    speakers: tuple[Who, ...]
    source: str | None
    outlet: str | None
    date: str | None
    title: str | None
    url: str | None
    tolerated: tuple[str, ...]


@dataclass(frozen=True)
class Verified:
    """What a check found: the verdict, every place of an exact or partial quote or the closest one, and what was changed."""

    quote: str
    by: str | None
    verdict: Verdict
    places: tuple[Place, ...]
    edits: tuple[tuple[Edit, str], ...]


def verify(db: Database, text: str, by: str | None = None) -> Verified:
    """Whether a quote was said, by `by` if given. Raises DatabaseError for a quote without words and for an unknown speaker."""
    quote = read_quote(text)
    if not quote.words:
        raise DatabaseError("there is nothing to check: give the words of a quote")
    with errors_for(path_of(db)):
        whose = set(speakers_named(db, by)) if by else set()
        if by and not whose:
            raise DatabaseError(f"there is no speaker {by[:60]}: `attrib speakers list` shows those there are")
        found = [(liken(quote, row[4]), row) for row in _statements(db, quote)]
        verbatim = [(like, row) for like, row in found if like.verbatim]
        theirs = [(like, row) for like, row in verbatim if not by or _is_by(db, row[0], whose)]
        if theirs:
            whole = any(like.whole for like, _ in theirs)
            ranked = sorted(theirs, key=lambda one: (not one[0].whole, one[1][6] or "9", one[1][0]))
            return Verified(text, by, "exact" if whole else "partial", tuple(_place(db, *one) for one in ranked), ())
        if verbatim:
            return Verified(text, by, "someone else's", tuple(_place(db, *one) for one in verbatim), ())
        return _unsaid(db, text, by, quote, found, whose)


def _unsaid(
    db: Database, text: str, by: str | None, quote: Quote, found: list[tuple[Likeness, tuple[Any, ...]]], whose: set[str]
) -> Verified:
    """What to say of a quote that no statement holds word for word: altered, an article's own words, or not found."""
    ranked = sorted(found, key=lambda one: (-one[0].share, one[1][0]))
    altered = [one for one in ranked if one[0].share >= ALTERED and len(quote.words) > 2]
    theirs = [one for one in altered if not by or _is_by(db, one[1][0], whose)]
    if altered:
        verdict: Verdict = "altered" if theirs else "someone else's"
        like, row = (theirs or altered)[0]
        return Verified(text, by, verdict, (_place(db, like, row),), like.edits)
    articles = _articles(db, quote)
    if articles:
        return Verified(text, by, "not a quotation", tuple(articles), ())
    if ranked and ranked[0][0].share >= NEAREST:
        return Verified(text, by, "not found", (_place(db, *ranked[0]),), ranked[0][0].edits)
    return Verified(text, by, "not found", (), ())


COLUMNS = """s.id, s.article, s.start, s."end", s.content, s.source, a.date, o.name, a.title, a.url"""


def _statements(db: Database, quote: Quote) -> list[tuple[Any, ...]]:
    """The statements that share most of the quote's rare words."""
    words = sorted(
        {part.casefold() for word in quote.words if not word.free for part in WORD.findall(word.written)},
        key=lambda w: (-len(w), w),
    )
    if not words:
        return []
    match = "content : (" + " OR ".join(f'"{word}"' for word in words[:WORDS]) + ")"
    return db.execute(
        f"""select {COLUMNS} from statements_fts f join statements s on s.rowid = f.rowid join articles a on a.id = s.article
        left join outlets o on o.id = a.outlet where statements_fts match ? order by f.rank, s.id limit ?""",  # noqa: S608
        [match, CANDIDATES],
    ).fetchall()


def _articles(db: Database, quote: Quote) -> list[Place]:
    """The places of the quote in articles' own text: no statement is made of it."""
    phrases = []
    for piece in quote.pieces:
        words = [part for word in piece if not word.free for part in WORD.findall(word.written)]
        if len(words) > 2 and not any(word.free for word in piece):
            phrases.append('"' + " ".join(words) + '"')
    if not phrases:
        return []
    rows = db.execute(
        """select a.id, a.text, a.date, o.name, a.title, a.url from articles_fts f join articles a on a.rowid = f.rowid
        left join outlets o on o.id = a.outlet where articles_fts match ? order by f.rank, a.id limit 5""",
        ["text : (" + " AND ".join(phrases) + ")"],
    ).fetchall()
    found = []
    for article, text, date, outlet, title, url in rows:
        like = liken(quote, text)
        if like.verbatim:
            shown = text[like.start : like.end]
            found.append(Place(None, article, like.start, like.end, shown, (), None, outlet, date, title, url, like.tolerated))
    return found


def _is_by(db: Database, statement: str, whose: set[str]) -> bool:
    return any(who.id in whose for who in speakers_of(db, statement, 0.0))


def _place(db: Database, like: Likeness, row: tuple[Any, ...]) -> Place:
    statement, article, start, end, content, source, date, outlet, title, url = row
    return Place(
        statement, article, start, end, content, speakers_of(db, statement, 0.0), source, outlet, date, title, url, like.tolerated
    )
