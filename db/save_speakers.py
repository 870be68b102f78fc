"""Save who made each statement: the speakers of one article, their roles there, and who they are across articles."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlite_utils import Database

from attribution.errors import DatabaseError
from attribution.models import Analysis, Span, Speaker
from attribution.names import name_of
from attribution.namesakes import Ref
from attribution.roles import traits_of
from db.identify import update
from db.refresh import hashed

DROP_ROLES = "delete from article_speaker_roles where article_speaker in (select id from article_speakers where article = ?)"
Key = tuple[str, str]  # the kind and name of a speaker


def save_speakers(db: Database, article: str, analysis: Analysis, statements: Sequence[str]) -> None:
    """Write the speakers of an article whose attributions are `statements`, and work out again who these are."""
    found: dict[Key, list[Speaker]] = {}
    for attribution in analysis.attributions:
        for speaker in attribution.speakers:
            found.setdefault((speaker.kind, speaker.name), []).append(speaker)
    before = db.execute(
        "select id, kind, key, date, speaker, traits from article_speakers where article = ?", [article]
    ).fetchall()
    rows = [_article_row(article, analysis, mentions) for mentions in found.values()]
    db.table("article_speakers").upsert_all(rows, pk="id")
    _save_entries(db, rows)
    _save_roles(db, article, analysis.article.text, [(row["id"], found[row["kind"], row["name"]]) for row in rows])
    _save_statements(db, article, analysis, statements)
    gone = {row[0] for row in before} - {row["id"] for row in rows}
    for identifier in sorted(gone):
        db.execute("delete from article_speakers where id = ?", [identifier])
    touched = {Ref(kind, key, article) for _, kind, key, *_ in before}
    touched |= {Ref(row["kind"], row["key"], article) for row in rows}
    dates = {row[3] for row in before} | {analysis.article.date}
    lost = {row[4] for row in before if row[0] in gone and row[4]}
    grown = {(row[0], row[2], row[3], row[5]) for row in before} <= {(r["id"], r["key"], r["date"], r["traits"]) for r in rows}
    if touched:
        update(db, touched, [day for text in dates if (day := _day(text))], lost, grown=grown)


def _article_row(article: str, analysis: Analysis, mentions: Sequence[Speaker]) -> dict[str, Any]:
    first = mentions[0]
    forms = dict.fromkeys(form for one in mentions for form in one.aliases if form != first.name)
    span = next((one.span for one in mentions if one.span), None)
    return {
        "id": hashed(article, first.kind, first.name),
        "article": article,
        "name": first.name,
        "kind": first.kind,
        "forms": json.dumps(list(forms), ensure_ascii=False),
        "start": span.start if span else None,
        "end": span.end if span else None,
        "key": name_of(first.name, first.kind).key,
        "traits": str(traits_of(tuple(sorted({_verbatim(analysis.article.text, span) for span in _roles_of(mentions)})))),
        "date": analysis.article.date,
    }


def _save_entries(db: Database, speakers: Sequence[dict[str, Any]]) -> None:
    """Keep names in the index of names, if they are new."""
    known = "select 1 from name_blocks where kind = ? and key = ? limit 1"
    rows = [
        {"block": block, "kind": row["kind"], "key": row["key"]}
        for row in speakers
        if not db.execute(known, [row["kind"], row["key"]]).fetchone()
        for block in name_of(row["name"], row["kind"]).entries()
    ]
    db.table("name_blocks").insert_all(rows, ignore=True)


def _save_roles(db: Database, article: str, text: str, speakers: Sequence[tuple[str, Sequence[Speaker]]]) -> None:
    rows = [
        {"article_speaker": identifier, "number": number, "start": span.start, "end": span.end, "text": _verbatim(text, span)}
        for identifier, mentions in speakers
        for number, span in enumerate(_roles_of(mentions))
    ]
    db.execute(DROP_ROLES, [article])
    db.table("article_speaker_roles").insert_all(rows)


def _roles_of(mentions: Sequence[Speaker]) -> list[Span]:
    return sorted({span for one in mentions for span in (*one.roles, *([one.role] if one.role else []))})


def _save_statements(db: Database, article: str, analysis: Analysis, statements: Sequence[str]) -> None:
    text = analysis.article.text
    rows = [
        {
            "statement": statement,
            "number": number,
            "article_speaker": hashed(article, one.kind, one.name),
            "role": _verbatim(text, one.role) if one.role else None,
            "role_start": one.role.start if one.role else None,
            "role_end": one.role.end if one.role else None,
            "confidence": one.confidence,
            "reason": one.reason,
        }
        for statement, found in zip(statements, analysis.attributions, strict=True)
        for number, one in enumerate(found.speakers)
    ]
    db.execute("delete from statement_speakers where statement in (select id from statements where article = ?)", [article])
    db.table("statement_speakers").insert_all(rows)


def _verbatim(text: str, span: Span) -> str:
    if not 0 <= span.start < span.end <= len(text):
        raise DatabaseError(f"a role at {span.start}:{span.end} lies outside its article's {len(text)} characters")
    return text[span.start : span.end]


def _day(text: str | None) -> int | None:
    try:
        return date.fromisoformat((text or "")[:10]).toordinal()
    except ValueError:
        return None
