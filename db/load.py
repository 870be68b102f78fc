"""Load an article with what it attributes to whom, and who these are."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from attribution.errors import DatabaseError
from attribution.models import Article, Attribution, Confidences, Span, Speaker
from db.open import errors_for, path_of


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
    sure = tuple(
        replace(row, speakers=tuple(one for one in row.speakers if one.confidence >= least))
        for row in found
        if row.confidence >= least
    )
    return Stored(identifier, stored, sure, len(found) - len(sure), _versions(db, identifier))


def _attributions(db: Database, identifier: str) -> tuple[Attribution, ...]:
    rows = db.execute(
        """select s.id, s.kind, s.confidence, p.role, p.start, p."end", s.source_confidence, s.cue_confidence,
            s.content_confidence, s.cue_lemma, s.cue_class, s.polarity, s.within from statements s
        join statement_spans p on p.statement = s.id where s.article = ? order by s.start, s.id, p.role, p.number""",
        [identifier],
    ).fetchall()
    grouped: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        grouped.setdefault(row[0], []).append(row)
    contents = {s: tuple(Span(r[4], r[5]) for r in parts if r[3] == "content") for s, parts in grouped.items()}
    speakers = _speakers(db, identifier)
    return tuple(_attribution(parts, contents, speakers.get(statement, ())) for statement, parts in grouped.items())


def _attribution(
    parts: list[tuple[Any, ...]], contents: dict[str, tuple[Span, ...]], speakers: tuple[Speaker, ...]
) -> Attribution:
    """One statement's rows as an Attribution."""
    source, cue = (next((Span(r[4], r[5]) for r in parts if r[3] == role), None) for role in ("source", "cue"))
    statement, kind, confidence, _, _, _, *chances, lemma, cue_class, polarity, within = parts[0]
    sure = None if chances[0] is None else Confidences(*chances)
    outer = contents.get(within, ())
    return Attribution(source, cue, contents[statement], kind, confidence, sure, lemma, cue_class, polarity, speakers, outer)


def _speakers(db: Database, article: str) -> dict[str, tuple[Speaker, ...]]:
    """The speakers of each statement of an article, by the names that they have across articles."""
    roles: dict[str, list[Span]] = {}
    for row in db.execute(
        """select r.article_speaker, r.start, r."end" from article_speaker_roles r join article_speakers p
        on p.id = r.article_speaker where p.article = ? order by r.article_speaker, r.number""",
        [article],
    ):
        roles.setdefault(row[0], []).append(Span(row[1], row[2]))
    found: dict[str, tuple[Speaker, ...]] = {}
    for statement, speaker, name, kind, first, last, sure, reason, start, end, here, forms in db.execute(
        """select l.statement, p.id, k.name, p.kind, p.start, p."end", l.confidence, l.reason, l.role_start, l.role_end,
            p.name, p.forms from statement_speakers l join article_speakers p on p.id = l.article_speaker
        join speakers k on k.id = p.speaker where p.article = ? order by l.statement, l.number""",
        [article],
    ):
        span, role = (None if a is None else Span(a, b) for a, b in ((first, last), (start, end)))
        other = [form for form in dict.fromkeys([here, *json.loads(forms)]) if form != name]
        one = Speaker(name, kind, span, sure, reason, role, tuple(roles.get(speaker, ())), tuple(other))
        found[statement] = (*found.get(statement, ()), one)
    return found


def _versions(db: Database, identifier: str) -> tuple[Version, ...]:
    rows = db.execute(
        """select v.number, r.started, v.title, v.date, v.sha256, v.text from article_versions v join runs r on r.id = v.run
        where v.article = ? order by v.number""",
        [identifier],
    )
    return tuple(Version(*row) for row in rows)
