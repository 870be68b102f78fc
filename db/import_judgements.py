"""Take back what people filled in on an exported table: verdicts, speakers, roles, claims that are the same, statuses."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from sqlite_utils import Database

from attribution.errors import DatabaseError, ReadError
from attribution.models import Failure
from attribution.statuses import Status
from attribution.tabulate import JUDGED, plain_cell
from db import judge_claims, judge_statements
from db.claims import the_claim
from db.find_speakers import speakers_named, speakers_of
from db.find_statuses import UNCHECKED, standings
from db.judge_status import set_status
from db.open import errors_for, path_of

NOBODY = "-"  # in a cell: nobody known, no role
LONGEST = 1_000_000  # characters of a cell


@dataclass
class Imported:
    """What an import did: rows with something filled in, judgements that are new, rows that are wrong."""

    rows: int = 0
    judgements: int = 0
    failures: list[Failure] = field(default_factory=list)


def import_judgements(db: Database, path: Path, by: str, step: Callable[[int], None] = lambda _: None) -> Imported:
    """Take in the judgements of a CSV file; a row that is wrong is reported and left out, what was decided before is left alone.

    Each row is a transaction of its own; `step` hears of each. Raises ReadError for a file that is no exported table.
    """
    done = Imported()
    for where, row in _rows(path):
        try:
            if isinstance(row, str):
                raise ReadError(row)
            judged = {name: row[name].strip() for name in JUDGED if row.get(name, "").strip()}
            if judged:
                done.rows += 1
                with errors_for(path_of(db)), db.atomic():
                    done.judgements += _judge(db, row, judged, by)
        except (ReadError, DatabaseError) as error:
            done.failures.append(Failure(where, str(error)))
        step(1)
    return done


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str] | str]]:
    """Where each row stands, and its cells by column, or what is wrong with it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            csv.field_size_limit(LONGEST)
            head = file.readline()
            file.seek(0)
            reader = csv.reader(file, delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
            header = next(reader, [])
            if "statement" not in header or not set(header) & set(JUDGED):
                raise ReadError(f"{path} is no table that `attrib export` wrote: its columns statement and verdict are missing")
            for cells in reader:
                where = f"{path}, line {reader.line_num}"
                if len(cells) != len(header) and any(cells):
                    yield where, f"this row has {len(cells)} cells, the header has {len(header)}"
                elif any(cells):
                    yield where, {name: plain_cell(cell) for name, cell in zip(header, cells, strict=True)}
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8: save it as CSV UTF-8"
        raise ReadError(f"{path} cannot be read: {reason}") from error
    except csv.Error as error:
        yield f"{path}, line {reader.line_num}", f"this is broken CSV ({error}): the rows after it are not read"


def _judge(db: Database, row: dict[str, str], judged: dict[str, str], by: str) -> int:
    """Write down what a row says, but for what was decided before; how much that was. Raises ReadError and DatabaseError."""
    statement = row["statement"].strip()
    known = db.execute("select content from statements where id = ?", [statement]).fetchone()
    if not known:
        raise ReadError(f"there is no statement {statement[:40]!r} any more: export again, and judge that")
    if "content" in row and _words(row["content"]) != _words(known[0]):
        raise ReadError(f"the content is not what the database holds: judge in the last columns, {', '.join(JUDGED)}")
    made = _verdict(db, statement, judged.get("verdict"), by)
    for column, decision in (("correct_speaker", "speaker"), ("correct_role", "role")):
        if column in judged:
            made += _decide(db, decision, statement, "" if judged[column] == NOBODY else judged[column], by)
    for column, decision in (("same_as", "same"), ("not_same_as", "different")):
        made += sum(_relate(db, decision, statement, other, by) for other in judged.get(column, "").split())
    return made + _status(db, statement, judged, by)


def _words(text: str) -> str:
    """A text without what spreadsheets change: line ends and spaces."""
    return " ".join(text.split())


def _verdict(db: Database, statement: str, given: str | None, by: str) -> int:
    if not given:
        return 0
    if given.lower() not in ("accept", "reject"):
        raise ReadError(f"the verdict {given[:40]!r} is none: write accept or reject")
    return _decide(db, given.lower(), statement, "", by)


def _decide(db: Database, decision: Any, statement: str, value: str, by: str) -> int:
    """1 for a new judgement about a statement, 0 where the latest of its sort says so already."""
    (article,) = db.execute("select article from statements where id = ?", [statement]).fetchone()
    sort = {"accept", "reject"} if decision in ("accept", "reject") else {decision}
    mine = [one for one in judge_statements.history(db, article=article) if one.statement == statement and not one.undone_at]
    latest = next((one for one in mine if one.decision in sort), None)
    if latest and latest.decision == decision and _is_so(db, decision, statement, value, latest.value):
        return 0
    judge_statements.decide(db, decision, statement, by, value)
    return 1


def _is_so(db: Database, decision: str, statement: str, value: str, before: str | None) -> bool:
    """Whether a value is what was decided before: the same words, or another form of that speaker's name."""
    if _words(value) == (before or ""):
        return True
    if decision != "speaker" or not value or not before:
        return False
    return {who.id for who in speakers_of(db, statement, 0.0)} <= set(speakers_named(db, value))


def _relate(db: Database, decision: str, statement: str, other: str, by: str) -> int:
    """1 for a new judgement that two statements claim the same or do not, 0 where the latest about them says so already."""
    about = {statement, judge_claims.statement_of(db, other)[0]}
    latest = next((one for one in judge_claims.history(db) if {one.statement, one.other} == about and not one.undone_at), None)
    if latest and latest.decision == decision:
        return 0
    judge_claims.decide(db, decision, statement, other, by)
    return 1


def _status(db: Database, statement: str, judged: dict[str, str], by: str) -> int:
    """1 where a statement's claim gets a status, 0 where it has it already."""
    given: Any = judged.get("status", "").lower()
    if not given:
        if "note" in judged or "evidence" in judged:
            raise ReadError("a note or evidence needs a status beside it")
        return 0
    if given not in get_args(Status):
        raise ReadError(f"the status {given[:40]!r} is none: there are {', '.join(get_args(Status))}")
    holds = standings(db).get(the_claim(db, statement), UNCHECKED).holds
    note, evidence = _words(judged.get("note", "")) or None, judged.get("evidence")
    if holds and (given, note, evidence) == (holds.status, holds.note, holds.evidence):
        return 0
    set_status(db, statement, given, by, note, evidence)
    return 1
