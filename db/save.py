"""Save what was found: one article is one transaction, and what is there already is left alone."""

import json
import platform
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from sqlite_utils import Database

from attribution.errors import DatabaseError
from attribution.models import Analysis, Article, Attribution, Failure, Span
from db.embed_wordings import wording_of
from db.judge_statements import reapply
from db.open import errors_for, now, path_of
from db.origins import save_origin
from db.refresh import hashed
from db.save_speakers import save_speakers

State = Literal["new", "unchanged", "changed", "outdated"]
JOIN = " … "  # between the parts of an interrupted quotation, where they are shown or searched as one
METADATA = ("outlet", "title", "author", "date", "url", "path", "input_id", "reader")


def start_run(db: Database, models: Mapping[str, str]) -> int:
    """The number of a new run, which says what made the rows: versions and the models' checksums."""
    row = {
        "started": now(),
        "models": json.dumps(dict(sorted(models.items()))),
        "attrib": models["attrib"],
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }
    with errors_for(path_of(db)), db.atomic():
        return int(str(db.table("runs").insert(row).last_pk))


def finish_run(db: Database, run: int, counts: Mapping[str, int]) -> None:
    """Write a run's end and counts."""
    with errors_for(path_of(db)), db.atomic():
        db.table("runs").update(run, {"finished": now(), **counts})


def record_failure(db: Database, run: int, failure: Failure) -> None:
    """Keep what could not be read, and why."""
    with errors_for(path_of(db)), db.atomic():
        db.table("run_errors").insert({"run": run, "location": failure.where, "message": failure.message})


def key_of(article: Article) -> str:
    """What an article is known by: its URL, or its file and id in the file, or its file, or its text."""
    if article.url:
        parts = urlsplit(article.url)
        return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, parts.query, ""))
    if article.path and article.path != "-" and (article.id or article.reader not in ("jsonl", "csv")):
        return article.path + (f"#{article.id}" if article.id else "")
    return article.id or checksum(article)


def checksum(article: Article) -> str:
    """The SHA-256 of the text."""
    return sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()


def id_of(db: Database, article: Article) -> str:
    """The id of an article, here or to come: the same text of the same outlet and title is one article wherever it lies."""
    known = hashed(key_of(article))
    if article.url or db.execute("select 1 from articles where id = ?", [known]).fetchone():
        return known
    same = db.execute(
        """select a.id from articles a left join outlets o on o.id = a.outlet
        where a.sha256 = ? and o.name is ? and a.title is ? order by a.id limit 1""",
        [checksum(article), article.outlet, article.title],
    ).fetchone()
    return str(same[0]) if same else known


def state_of(db: Database, article: Article, models: Mapping[str, str]) -> State:
    """What saving this article would do; "outdated" is the same article, last analysed by other models."""
    with errors_for(path_of(db)):
        row = db.execute(
            """select v.sha256, v.outlet, v.title, v.author, v.date, v.url, r.models from articles a
            join article_versions v on v.article = a.id join runs r on r.id = a.run
            where a.id = ? order by v.number desc limit 1""",
            [id_of(db, article)],
        ).fetchone()
    if not row:
        return "new"
    stated = (checksum(article), article.outlet, article.title, article.author, article.date, article.url)
    if tuple(row[:6]) != stated:
        return "changed"
    return "unchanged" if json.loads(row[6]) == dict(models) else "outdated"


def save(db: Database, run: int, analysis: Analysis) -> int:
    """The number of statements saved. Raises DatabaseError; then nothing of the article is written.

    A changed article keeps its id, its old version stays in article_versions, and its statements are redone.
    """
    with errors_for(path_of(db)), db.atomic():
        article = analysis.article
        identifier = id_of(db, article)
        _save_article(db, run, identifier, article)
        kept = {row[0] for row in db.execute("select id from statements where article = ?", [identifier])}
        rows = statement_rows(identifier, run, analysis)
        for gone in kept - {row["id"] for row, _ in rows}:
            db.execute("delete from statements where id = ?", [gone])
        db.execute("delete from statement_spans where statement in (select id from statements where article = ?)", [identifier])
        worded = [{**row, "wording": wording_of(db, row["id"], row["alone"])} for row, _ in rows]
        db.table("statements").upsert_all(worded, pk="id")
        db.table("statement_spans").insert_all([span for _, spans in rows for span in spans])
        statements = [row["id"] for row, _ in rows]
        save_speakers(db, identifier, analysis, statements)
        save_origin(db, identifier, analysis, statements)
        reapply(db, identifier)
        return len(rows)


def _save_article(db: Database, run: int, identifier: str, article: Article) -> None:
    outlet = None
    if article.outlet:
        outlet = hashed(article.outlet)
        db.table("outlets").insert({"id": outlet, "name": article.outlet}, pk="id", ignore=True)
    stated: dict[str, Any] = {name: getattr(article, name, None) for name in METADATA}
    stated |= {"input_id": article.id, "sha256": checksum(article), "text": article.text, "run": run}
    last = db.execute(
        "select number, sha256, outlet, title, author, date, url from article_versions where article = ? order by number desc",
        [identifier],
    ).fetchone()
    db.table("articles").upsert({"id": identifier, **stated, "outlet": outlet}, pk="id")
    if not last or tuple(last[1:]) != tuple(stated[k] for k in ("sha256", "outlet", "title", "author", "date", "url")):
        db.table("article_versions").insert({"article": identifier, "number": last[0] + 1 if last else 1, **stated})


def statement_rows(identifier: str, run: int, analysis: Analysis) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The rows of each attribution: a statement, and its spans. An id is made from the article's id and what was said."""
    text, seen = analysis.article.text, Counter[str]()
    rows, outer = [], dict[tuple[Span, ...], str]()
    for found in analysis.attributions:
        content = JOIN.join(text[s.start : s.end] for s in found.content)
        seen[content] += 1
        statement = hashed(identifier, content, str(seen[content]))
        start, end = min(s.start for s in found.content), max(s.end for s in found.content)
        sentence = sentence_of(analysis, found)
        row = {
            "id": statement,
            "article": identifier,
            "start": start,
            "end": end,
            "kind": found.kind,
            "source": _text(text, found.source),
            "cue": _text(text, found.cue),
            "content": content,
            "sentence_start": sentence.start,
            "sentence_end": sentence.end,
            "confidence": found.confidence,
            "cue_lemma": found.lemma,
            "cue_class": found.cue_class,
            "polarity": found.polarity,
            **{f"{part}_confidence": chance for part, chance in (asdict(found.confidences) if found.confidences else {}).items()},
            "alone": found.alone or content,
            "run": run,
        }
        outer.setdefault(found.content, statement)
        rows.append((row, _span_rows(statement, text, found)))
    for (row, _), found in zip(rows, analysis.attributions, strict=True):
        row["within"] = outer.get(found.within)
    return rows


def _span_rows(statement: str, text: str, found: Attribution) -> list[dict[str, Any]]:
    """The verbatim parts of an attribution; DatabaseError for a part outside the text."""
    parts = [("source", found.source), ("cue", found.cue), *(("content", span) for span in found.content)]
    rows: list[dict[str, Any]] = []
    for role, span in parts:
        if span is None:
            continue
        if not 0 <= span.start < span.end <= len(text):
            raise DatabaseError(f"a {role} at {span.start}:{span.end} lies outside its article's {len(text)} characters")
        number = sum(row["role"] == role for row in rows)
        rows.append(
            {"statement": statement, "role": role, "number": number, "start": span.start, "end": span.end}
            | {"text": text[span.start : span.end]}
        )
    return rows


def _text(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span else None


def sentence_of(analysis: Analysis, found: Attribution) -> Span:
    """The sentences that source, cue and content stand in, as one range; the range of the parts where there are none."""
    parts = [span for span in (found.source, found.cue, *found.content) if span]
    start, end = min(p.start for p in parts), max(p.end for p in parts)
    inside = [s.span for s in analysis.sentences if s.span.start < end and start < s.span.end]
    return Span(min([start, *(s.start for s in inside)]), max([end, *(s.end for s in inside)]))
