"""Take in a list of known speakers: names, aliases, kinds and identifiers, a row of CSV each."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from sqlite_utils import Database

from attribution.errors import ReadError
from attribution.models import Failure, SpeakerKind
from attribution.names import LONG, name_of
from attribution.namesakes import Decision, Ref
from db.identify import update
from db.judgements import Mark, record
from db.open import errors_for, path_of

KINDS: tuple[SpeakerKind, ...] = tuple(kind for kind in get_args(SpeakerKind) if kind in ("person", "organization"))
OURS = ("name", "aliases", "kind")
WIKIDATA = re.compile(r"Q[1-9]\d*")


@dataclass
class Imported:
    """What an import did: rows taken in, judgements that are new, rows that are wrong."""

    rows: int = 0
    judgements: int = 0
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """One row: a speaker's name, other names, and identifiers by what they are."""

    mark: Mark
    aliases: tuple[Mark, ...]
    ids: dict[str, str]


def import_speakers(db: Database, path: Path, by: str) -> Imported:
    """Take in the rows of a CSV file; a row that is wrong is reported and left out, and what is known already is left alone.

    Raises ReadError for a file that cannot be read or has no column "name".
    """
    done, touched = Imported(), set[Ref]()
    with errors_for(path_of(db)), db.atomic():
        for row in _rows(path):
            if isinstance(row, Failure):
                done.failures.append(row)
                continue
            done.rows += 1
            before = done.judgements
            done.judgements += _note(db, "name", row.mark, by, value=row.mark.name)
            for alias in row.aliases:
                done.judgements += _note(db, "alias", alias, by, right=row.mark)
            if row.ids:
                done.judgements += _note(db, "ids", row.mark, by, value=json.dumps(row.ids, ensure_ascii=False))
            if done.judgements > before:
                touched |= {row.mark.ref, *(alias.ref for alias in row.aliases)}
        update(db, touched)
    return done


def _note(db: Database, decision: Decision, left: Mark, by: str, right: Mark | None = None, value: str | None = None) -> bool:
    """Whether the judgement is new, and so was recorded."""
    known = db.execute(
        """select 1 from judgements where decision = ? and kind = ? and left_key = ? and left_article = '' and left_name = ?
        and right_key is ? and value is ? and undone_at is null""",
        [decision, left.ref.kind, left.ref.key, left.name, right.ref.key if right else None, value],
    ).fetchone()
    if not known:
        record(db, decision, left, by, right, value)
    return not known


def _rows(path: Path) -> Iterator[Known | Failure]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if "name" not in (reader.fieldnames or ()):
                raise ReadError(f"{path} has no column name: its first line must hold name, and may hold aliases, kind, wikidata")
            for row in reader:
                try:
                    yield _known(row)
                except ValueError as error:
                    yield Failure(f"{path}, line {reader.line_num}", str(error))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8: save it as UTF-8"
        raise ReadError(f"{path} cannot be read: {reason}") from error
    except csv.Error as error:
        yield Failure(f"{path}, line {reader.reader.line_num}", f"this is broken CSV ({error}): mend it, and import it again")


def _known(row: dict[str | None, str | list[str] | None]) -> Known:
    """One row, examined. Raises ValueError that says what is wrong."""
    if None in row:
        raise ValueError("there are more cells than columns: put a cell that holds a comma in quotation marks")
    cells = {name: " ".join(cell.split()) for name, cell in row.items() if name and isinstance(cell, str)}
    given = cells.get("kind") or "person"
    kind = next((kind for kind in KINDS if kind == given), None)
    if kind is None:
        raise ValueError(f"the kind {given[:40]} is none: write {' or '.join(KINDS)}")
    mark = _mark(cells.get("name", ""), kind)
    aliases = [_mark(alias, kind) for alias in cells.get("aliases", "").split("|") if alias.strip()]
    ids = {name: cell for name, cell in cells.items() if name not in OURS and cell}
    if "wikidata" in ids and not WIKIDATA.fullmatch(ids["wikidata"]):
        raise ValueError(f"{ids['wikidata'][:40]} is no Wikidata item: write Q and a number, as Q42")
    return Known(mark, tuple(alias for alias in aliases if alias.ref != mark.ref), dict(sorted(ids.items())))


def _mark(text: str, kind: SpeakerKind) -> Mark:
    name = " ".join(text.split())
    key = name_of(name, kind).key
    if not key:
        raise ValueError("there is no name" if not name else f"{name[:40]!r} is no name: it has no letters")
    if len(name) > LONG:
        raise ValueError(f"{name[:40]}... is longer than {LONG} characters")
    return Mark(Ref(kind, key), name)
