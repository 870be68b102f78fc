"""Keep the rows of speakers in step with those whom articles name: their names, all forms of these, and what people added."""

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from sqlite_utils import Database

from attribution.identify import best_name

MENTIONED = """from judgements j join article_speakers p on p.kind = j.{side}kind and p.key = j.{side}key
    and j.{side}article in ('', p.article) where p.speaker = ? and j.undone_at is null and j.decision = ?"""
LEFT = MENTIONED.format(side="left_").replace("j.left_kind", "j.kind")
RIGHT = MENTIONED.format(side="right_")


def hashed(*parts: str) -> str:
    """16 hexadecimal digits made from `parts`: the same from the same."""
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def refresh(db: Database, speakers: Iterable[str]) -> None:
    """Bring each speaker's row and names up to date; one whom no article names any more is gone."""
    for speaker in sorted(set(speakers)):
        rows = db.execute("select kind, name, forms from article_speakers where speaker = ?", [speaker]).fetchall()
        if not rows:
            db.execute("delete from speaker_names where speaker = ?", [speaker])
            db.execute("delete from speakers where id = ?", [speaker])
            continue
        named = Counter(name for _, name, _ in rows)
        forms = named + Counter(form for _, name, listed in rows for form in json.loads(listed) if form != name)
        given = [row[0] for row in db.execute(f"select j.value {LEFT} order by j.id desc limit 1", [speaker, "name"])]
        added = [row[0] for row in db.execute(f"select distinct j.left_name {RIGHT}", [speaker, "alias"])]
        row = {"name": given[0] if given else best_name(named), "kind": _kind(rows), "ids": _ids(db, speaker)}
        _write(db, speaker, row)
        _write_names(db, speaker, dict.fromkeys([*given, *added], 0) | dict(forms))


def _kind(rows: Iterable[tuple[Any, ...]]) -> str:
    """The most frequent kind."""
    counts = Counter(str(row[0]) for row in rows)
    return max(sorted(counts), key=lambda kind: counts[kind])


def _ids(db: Database, speaker: str) -> str | None:
    """The identifiers that people gave, the latest of each kind, as JSON."""
    found: dict[str, str] = {}
    for (value,) in db.execute(f"select j.value {LEFT} group by j.id order by j.id", [speaker, "ids"]):
        found |= json.loads(value)
    return json.dumps(dict(sorted(found.items())), ensure_ascii=False) if found else None


def _write(db: Database, speaker: str, row: dict[str, Any]) -> None:
    known = db.execute("select name, kind, ids from speakers where id = ?", [speaker]).fetchone()
    if known != tuple(row.values()):
        db.execute("update speakers set name = :name, kind = :kind, ids = :ids where id = :id", {**row, "id": speaker})


def _write_names(db: Database, speaker: str, names: dict[str, int]) -> None:
    """Write the forms of a name whose numbers have changed."""
    known = dict(db.execute("select name, articles from speaker_names where speaker = ?", [speaker]))
    for name in known.keys() - names.keys():
        db.execute("delete from speaker_names where speaker = ? and name = ?", [speaker, name])
    for name, articles in sorted(names.items()):
        if known.get(name) != articles:
            db.execute(
                """insert into speaker_names (speaker, name, articles) values (?, ?, ?)
                on conflict (speaker, name) do update set articles = excluded.articles""",
                [speaker, name, articles],
            )
