"""Set what people find of a claim, with why, on what evidence, who and when. Decisions are never deleted, only undone."""

import json
from urllib.parse import urlsplit

from sqlite_utils import Database

from attribution.errors import DatabaseError
from attribution.statuses import MEANING, Status
from db.claims import the_claim
from db.find_statuses import StatusSet, list_statuses
from db.open import errors_for, now, path_of

LONGEST = 2000  # characters of a note or an address


def set_status(
    db: Database, wanted: str, status: Status, by: str, note: str | None = None, evidence: str | None = None
) -> StatusSet:
    """The decision that a claim is `status`. `wanted` is the id of the claim or of a statement of it, or the beginning of one.

    Raises DatabaseError for no such claim, no such status, evidence that is no http or https address, and nobody who decides.
    """
    if status not in MEANING:
        raise DatabaseError(f"there is no status {status[:40]}: there are {', '.join(MEANING)}")
    who, why = by.strip(), " ".join((note or "").split())
    if not who:
        raise DatabaseError("nobody decides: give a name with --by")
    if len(why) > LONGEST:
        raise DatabaseError(f"the note has {len(why):,} characters: {LONGEST:,} at most")
    link = checked(evidence) if evidence else None
    with errors_for(path_of(db)), db.atomic():
        claim = the_claim(db, wanted)
        row = {
            "status": status,
            **_anchor(db, claim, wanted),
            "note": why or None,
            "evidence": link,
            "replaces": json.dumps([one.id for one in list_statuses(db) if one.claim == claim and not one.undone_at]),
            "by": who,
            "at": now(),
        }
        number = int(str(db.table("claim_statuses").insert(row).last_pk))
        db.execute(
            "insert into status_members select ?, id, wording from statements where claim = ?",
            [number, claim],
        )
        db.execute("insert into status_events (status, undone) values (?, 0)", [number])
    return _with_number(db, number)


def _anchor(db: Database, claim: str, wanted: str) -> dict[str, str]:
    """The statement that a decision is about: the one that was named, else the clearest of the claim."""
    begins = wanted.replace("%", "").replace("_", "") + "%"
    row = db.execute(
        """select s.id, s.content, s.article, s.wording from statements s join claims c on c.id = s.claim where c.id = ?
        order by s.id like ? desc, s.id = c.statement desc, s.id limit 1""",
        [claim, begins],
    ).fetchone()
    return dict(zip(("statement", "statement_text", "article", "wording"), row, strict=True))


def checked(address: str) -> str:
    """An http or https address. Raises DatabaseError for anything else, and for what could pass for another address."""
    given = address.strip()
    try:
        parts = urlsplit(given)
        well_formed = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        well_formed &= parts.port is None or parts.port > 0
    except ValueError:
        well_formed = False
    if not well_formed or not given.isprintable() or " " in given or len(given) > LONGEST:
        raise DatabaseError(f"{given[:100]!r} is no link to evidence: give one that begins with http:// or https://")
    return given


def undo(db: Database, number: int, by: str) -> StatusSet:
    """The decision that no longer holds; the one before holds again. Raises DatabaseError for none, or one undone before."""
    found = _with_number(db, number)
    if found.undone_at:
        raise DatabaseError(f"decision {number} was undone by {found.undone_by} at {found.undone_at}")
    with errors_for(path_of(db)), db.atomic():
        db.execute("update claim_statuses set undone_at = ?, undone_by = ? where id = ?", [now(), by, number])
        db.execute("insert into status_events (status, undone) values (?, 1)", [number])
    return _with_number(db, number)


def _with_number(db: Database, number: int) -> StatusSet:
    for one in list_statuses(db):
        if one.id == number:
            return one
    raise DatabaseError(f"there is no decision {number} about a claim's status: `attrib claims history` lists them")
