"""What people decide about claims: two statements claim the same, or do not. Decisions are never deleted, only undone."""

from dataclasses import dataclass

from sqlite_utils import Database

from attribution.cluster import ImpossibleError
from attribution.errors import DatabaseError
from db.embed_wordings import wording_of
from db.group import regroup
from db.open import errors_for, now, path_of


@dataclass(frozen=True)
class ClaimJudged:
    """A decision as people read it."""

    id: int
    decision: str
    statement: str
    statement_text: str
    other: str
    other_text: str
    by: str
    at: str
    undone_by: str | None
    undone_at: str | None

    def __str__(self) -> str:
        """For people, on one line."""
        undone = f"; undone by {self.undone_by} {self.undone_at}" if self.undone_at else ""
        verb = "claims the same as" if self.decision == "same" else "does not claim the same as"
        return f"{self.id}  “{self.statement_text}” {verb} “{self.other_text}”  ({self.by} {self.at}{undone})"


def decide(db: Database, decision: str, one: str, other: str, by: str) -> int:
    """The number of the judgement that two statements claim the same ("same") or do not ("different").

    Each is a statement's id, a claim's (then its clearest statement), or the beginning of one. Raises DatabaseError for none,
    for the same one twice, and for what contradicts earlier judgements.
    """
    with errors_for(path_of(db)), db.atomic():
        left, right = statement_of(db, one), statement_of(db, other)
        if left[0] == right[0]:
            raise DatabaseError(f"{one} and {other} are one statement")
        row = {
            "decision": decision,
            "statement": left[0],
            "statement_text": left[1],
            "other": right[0],
            "other_text": right[1],
            "by": by,
            "at": now(),
        }
        number = int(str(db.table("claim_judgements").insert(row).last_pk))
        try:
            _again(db, [left[0], right[0]])
        except ImpossibleError as error:
            message = "earlier judgements say that these are not the same: undo one first (`attrib claims judgements` lists them)"
            raise DatabaseError(message) from error
        return number


def statement_of(db: Database, wanted: str) -> tuple[str, str]:
    """The id and content of a statement."""
    begins = wanted.replace("%", "").replace("_", "") + "%"
    if len(begins) < 5:
        raise DatabaseError(
            f"{wanted[:40]} is too short: give at least four digits of an id that who-said or `attrib claim` shows"
        )
    rows = db.execute("select id, content from statements where id like ? limit 2", [begins]).fetchall()
    if not rows:
        rows = db.execute(
            "select s.id, s.content from claims c join statements s on s.id = c.statement where c.id like ? limit 2", [begins]
        ).fetchall()
    if len(rows) != 1:
        which = "no statement or claim" if not rows else "more than one statement or claim"
        raise DatabaseError(f"there is {which} {wanted[:40]}: `attrib claim` shows the ids of statements")
    return rows[0][0], rows[0][1]


def _again(db: Database, statements: list[str]) -> None:
    """Name the wordings of statements again, whom people may have set apart, and cluster again."""
    touched = set()
    for statement in statements:
        text, before = db.execute("select alone, wording from statements where id = ?", [statement]).fetchone()
        after = wording_of(db, statement, text)
        if after != before:
            _split_off(db, statement, before, after)
        touched |= {before, after}
    regroup(db, {row for row in touched if db.execute("select 1 from statements where wording = ?", [row]).fetchone()})
    db.execute("delete from stale_claims")


def _split_off(db: Database, statement: str, before: str, after: str) -> None:
    """Give one statement a wording of its own, with the vector and the neighbours of the one it had; or the shared one back."""
    db.execute(
        """insert or ignore into embeddings select ?, model, text, vector, signs, speaker, date, searched from embeddings
        where id = ?""",
        [after, before],
    )
    rows = db.execute("select * from neighbours where ? in (left, right)", [before]).fetchall()
    for left, right, *rest in rows:
        one, two = sorted((after if left == before else left, after if right == before else right))
        marks = ", ".join("?" * (2 + len(rest)))
        db.execute(f"insert or ignore into neighbours values ({marks})", [one, two, *rest])  # noqa: S608
    db.execute("update statements set wording = ? where id = ?", [after, statement])


def history(db: Database, number: int | None = None) -> list[ClaimJudged]:
    """All judgements about claims, or one, the latest first."""
    where, values = ("", []) if number is None else (" where id = ?", [number])
    columns = "id, decision, statement, statement_text, other, other_text, by, at, undone_by, undone_at"
    with errors_for(path_of(db)):
        rows = db.execute(f"select {columns} from claim_judgements{where} order by id desc", values)  # noqa: S608
        return [ClaimJudged(*row) for row in rows]


def undo(db: Database, number: int, by: str) -> ClaimJudged:
    """The judgement that no longer holds. Raises DatabaseError where there is none, or it was undone before."""
    found = history(db, number)
    if not found:
        raise DatabaseError(f"there is no judgement {number}: `attrib claims judgements` lists them")
    if found[0].undone_at:
        raise DatabaseError(f"judgement {number} was undone by {found[0].undone_by} at {found[0].undone_at}")
    with errors_for(path_of(db)), db.atomic():
        at = now()
        db.execute("update claim_judgements set undone_at = ?, undone_by = ? where id = ?", [at, by, number])
        known = [
            one
            for one in (found[0].statement, found[0].other)
            if db.execute("select 1 from statements where id = ?", [one]).fetchone()
        ]
        _again(db, known)
    return history(db, number)[0]
