"""Find speakers by any form of their names, and say who made a statement."""

import json
import re
from dataclasses import dataclass

from sqlite_utils import Database

from attribution.errors import DatabaseError
from attribution.models import SpeakerKind
from attribution.names import name_of

WORD = re.compile(r"\w+")
ID = re.compile(r"[0-9a-f]{8,16}")


@dataclass(frozen=True)
class Who:
    """Who made a statement: `name` across articles, `named` in this one; `role` is verbatim, `reason` says why this one."""

    id: str
    name: str
    kind: SpeakerKind
    role: str | None
    confidence: float
    reason: str
    named: str


def speakers_of(db: Database, statement: str, least: float) -> tuple[Who, ...]:
    """Who made a statement, in the order of the source; none that is less sure than `least`."""
    rows = db.execute(
        """select k.id, k.name, k.kind, l.role, l.confidence, l.reason, p.name from statement_speakers l
        join article_speakers p on p.id = l.article_speaker join speakers k on k.id = p.speaker
        where l.statement = ? and l.confidence >= ? order by l.number""",
        [statement, least],
    )
    return tuple(Who(*row) for row in rows)


def speakers_named(db: Database, wanted: str) -> list[str]:
    """The ids of the speakers one form of whose names has every word of `wanted`; failing that, of those spelt otherwise."""
    words = WORD.findall(wanted.replace("\x00", " "))
    if not words:
        return []
    by_id = _with_id(db, wanted)
    if by_id:
        return [row[0] for row in by_id]
    match = " AND ".join(f'"{word}"' for word in words)
    found = db.execute(
        """select distinct n.speaker from speaker_names_fts f join speaker_names n on n.id = f.rowid
        where speaker_names_fts match ? order by 1""",
        [match],
    ).fetchall()
    return [row[0] for row in found] or _sounding_like(db, wanted)


def _with_id(db: Database, wanted: str) -> list[tuple[str, str]]:
    """The (id, name) of the speakers whose id `wanted` is or begins."""
    if not ID.fullmatch(wanted):
        return []
    return db.execute("select id, name from speakers where id between ? and ? order by id", [wanted, f"{wanted}g"]).fetchall()


def _sounding_like(db: Database, wanted: str) -> list[str]:
    """The ids of the people whose full names have the words of `wanted` in another spelling."""
    sounds = set(name_of(wanted, "person").sounds)
    rows = db.execute(
        """select distinct p.speaker, p.key from name_blocks b join article_speakers p on p.kind = b.kind and p.key = b.key
        where b.block = ? and p.speaker is not null order by 1""",
        [f"={max(sounds, key=len, default='')}"],
    )
    return sorted({speaker for speaker, key in rows if sounds <= set(name_of(key, "person").sounds)})


def the_speaker(db: Database, wanted: str) -> tuple[str, str]:
    """The (id, name) of the only speaker that `wanted` means: an id or its beginning, a name, or a part of one.

    Raises DatabaseError for none and for several; one whose whole name it is comes before those of whose names it is a part.
    """
    rows = _with_id(db, wanted)
    if not rows:
        found = speakers_named(db, wanted)
        rows = db.execute(
            "select id, name from speakers where id in (select value from json_each(?)) order by name, id", [json.dumps(found)]
        ).fetchall()
        exact = [row for row in rows if _is_called(db, row[0], wanted)]
        rows = exact or rows
    if not rows:
        raise DatabaseError(f"there is no speaker {wanted[:100]}: `attrib speakers list` shows those there are")
    if len(rows) > 1:
        some = ", ".join(f"{name} ({identifier[:8]})" for identifier, name in rows[:8]) + (", ..." if len(rows) > 8 else "")
        raise DatabaseError(f"{wanted[:100]} may be any of {some}: give the whole name or the id")
    return rows[0][0], rows[0][1]


def _is_called(db: Database, speaker: str, wanted: str) -> bool:
    """Whether all of `wanted` is one form of a speaker's name, but for case, accents and titles."""
    names = db.execute("select k.kind, n.name from speaker_names n join speakers k on k.id = n.speaker where k.id = ?", [speaker])
    return any(name_of(name, kind).key == name_of(wanted, kind).key for kind, name in names)
