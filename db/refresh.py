"""Keep the rows of speakers in step with those whom articles name: their names, all forms of these, and what people added."""

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from sqlite_utils import Database

from attribution.identify import best_name
from attribution.models import SpeakerKind


def hashed(*parts: str) -> str:
    """16 hexadecimal digits made from `parts`: the same from the same."""
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def refresh(db: Database, speakers: Iterable[str]) -> None:
    """Bring each speaker's row and names up to date; one whom no article names any more is gone."""
    for speaker in sorted(set(speakers)):
        rows = db.execute(
            """select kind, key, name, forms, count(*) from article_speakers where speaker = ?
            group by kind, key, name, forms""",
            [speaker],
        ).fetchall()
        if not rows:
            db.execute("delete from speaker_names where speaker = ?", [speaker])
            db.execute("delete from speakers where id = ?", [speaker])
            continue
        named, forms, kinds = Counter[str](), Counter[str](), Counter[SpeakerKind]()
        for its_kind, _, name, listed, number in rows:
            named[name] += number
            kinds[its_kind] += number
            for form in {name, *json.loads(listed)}:
                forms[form] += number
        given, aliases, ids = _added(db, speaker, sorted({row[:2] for row in rows}))
        kind: SpeakerKind = max(sorted(kinds), key=lambda kind: kinds[kind])
        row = {"name": given or best_name(named, kind), "kind": kind, "ids": ids}
        _write(db, speaker, row)
        _write_names(db, speaker, dict.fromkeys([*([given] if given else []), *aliases], 0) | dict(forms))


def _added(db: Database, speaker: str, names: Iterable[tuple[str, str]]) -> tuple[str | None, list[str], str | None]:
    """What people added to a speaker called `names`: the name to show, aliases, and identifiers as JSON; the latest hold."""
    said: dict[int, tuple[str, str]] = {}
    aliases: set[str] = set()
    for kind, key in names:
        said |= {
            number: (decision, value)
            for number, decision, value in db.execute(
                """select id, decision, value from judgements where kind = :kind and left_key = :key and undone_at is null
                and decision in ('name', 'ids') and (left_article = '' or exists (select 1 from article_speakers p
                    where p.article = left_article and p.kind = :kind and p.key = :key and p.speaker = :speaker))""",
                {"kind": kind, "key": key, "speaker": speaker},
            )
        }
        aliases |= {
            name
            for (name,) in db.execute(
                """select left_name from judgements where right_kind = ? and right_key = ? and undone_at is null
                and decision = 'alias'""",
                [kind, key],
            )
        }
    shown: str | None = None
    ids: dict[str, str] = {}
    for _, (decision, value) in sorted(said.items()):
        if decision == "name":
            shown = value
        else:
            ids |= json.loads(value)
    return shown, sorted(aliases), json.dumps(dict(sorted(ids.items())), ensure_ascii=False) if ids else None


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
