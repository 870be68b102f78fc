"""What people decide about one statement: accept it, reject it, correct who made it or in what role.

A decision is about an article and the text of a statement, so it holds when the article is read again and by other models: it
is found again by its id, else by its words. What the machine found is kept in `overruled` and comes back when the decision is
undone. Decisions are never deleted.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sqlite_utils import Database

from attribution.errors import DatabaseError
from attribution.models import SpeakerKind
from attribution.names import LONG, name_of
from attribution.namesakes import Ref
from attribution.roles import traits_of
from db.find_again import ALIKE, plain, shared
from db.find_speakers import speakers_named
from db.identify import update
from db.open import errors_for, now, path_of
from db.refresh import hashed
from db.update_claims import refresh_claim

Verdict = Literal["accept", "reject", "speaker", "role"]
SENTENCES: dict[str, str] = {
    "accept": "“{content}” is right",
    "reject": "“{content}” is no quotation",
    "speaker": "“{content}” was said by {value}",
    "role": "“{content}” was said as {value}",
}


@dataclass(frozen=True)
class StatementJudged:
    """A decision as people read it."""

    id: int
    decision: Verdict
    statement: str
    article: str
    content: str
    value: str | None
    kind: SpeakerKind | None
    by: str
    at: str
    undone_by: str | None
    undone_at: str | None

    def __str__(self) -> str:
        """For people, on one line."""
        undone = f"; undone by {self.undone_by} {self.undone_at}" if self.undone_at else ""
        value = self.value or ("nobody known" if self.decision == "speaker" else "nothing in particular")
        said = SENTENCES[self.decision].format(content=self.content, value=value)
        return f"{self.id}  {said}  ({self.by} {self.at}{undone})"


COLUMNS = "id, decision, statement, article, content, value, kind, by, at, undone_by, undone_at"


def decide(db: Database, decision: Verdict, wanted: str, by: str, value: str = "", kind: SpeakerKind | None = None) -> int:
    """The number of the judgement on a statement, by its id. `value` is who said it (a name, a speaker's id, or nothing for
    nobody known) or in what role (words of the article, or nothing for none); `kind` tells a new speaker's kind.

    Raises DatabaseError for no such statement, no name, and a role that the article does not give.
    """
    with errors_for(path_of(db)), db.atomic():
        row = db.execute("select article, content from statements where id = ?", [wanted]).fetchone()
        if not row:
            raise DatabaseError(f"there is no statement {wanted[:40]}: it may have gone with a newer version of its article")
        article, content = row
        given: str | None = " ".join(value.split()) or None
        if decision == "speaker" and given:
            given, kind = _speaker(db, given, kind)
        if decision == "role" and given and not _places(db, article, given):
            raise DatabaseError(f"the article does not say {given[:60]!r}: copy the role from its text")
        new = {"decision": decision, "statement": wanted, "article": article, "content": content, "value": given}
        new |= {"kind": kind if decision == "speaker" and given else None, "by": by, "at": now()}
        number = int(str(db.table("statement_judgements").insert(new).last_pk))
        _again(db, wanted)
        return number


def _speaker(db: Database, given: str, kind: SpeakerKind | None) -> tuple[str, SpeakerKind]:
    """The name and kind of who is meant: a speaker's that goes by it, if there is only one, else as given."""
    known = db.execute("select name, kind from speakers where id = ?", [given]).fetchone()
    if not known:
        ids = json.dumps(speakers_named(db, given))
        rows = db.execute("select name, kind from speakers where id in (select value from json_each(?))", [ids]).fetchall()
        same = [row for row in rows if name_of(row[0], row[1]).key == name_of(given, row[1]).key]
        known = same[0] if len(same) == 1 else (given, kind or "person")
    if not name_of(known[0], known[1]).key or len(known[0]) > LONG:
        raise DatabaseError(f"{given[:40]!r} is no name: give one with letters, of {LONG} characters at most")
    if known[1] not in get_args(SpeakerKind):
        raise DatabaseError(f"{known[1]!r} is no kind of speaker: there are {', '.join(get_args(SpeakerKind))}")
    return known[0], known[1]


def undo(db: Database, number: int, by: str) -> StatementJudged:
    """The judgement that no longer holds. Raises DatabaseError where there is none, or it was undone before."""
    found = history(db, number)
    if not found:
        raise DatabaseError(f"there is no judgement {number} about a statement")
    if found[0].undone_at:
        raise DatabaseError(f"judgement {number} was undone by {found[0].undone_by} at {found[0].undone_at}")
    with errors_for(path_of(db)), db.atomic():
        db.execute("update statement_judgements set undone_at = ?, undone_by = ? where id = ?", [now(), by, number])
        statement = _found_again(db, found[0])
        if statement:
            _again(db, statement)
    return history(db, number)[0]


def history(db: Database, number: int | None = None, article: str | None = None) -> list[StatementJudged]:
    """All judgements about statements, or one, or those about one article; the latest first."""
    conditions = {"id = ?": number, "article = ?": article}
    used = {condition: value for condition, value in conditions.items() if value is not None}
    where = f"where {' and '.join(used)}" if used else ""
    with errors_for(path_of(db)):
        rows = db.execute(f"select {COLUMNS} from statement_judgements {where} order by id desc", list(used.values()))  # noqa: S608
        return [StatementJudged(*row) for row in rows]


def reapply(db: Database, article: str) -> None:
    """Apply what people decided to the statements of an article that has just been saved as the machine found them."""
    db.execute("delete from overruled where statement in (select id from statements where article = ?)", [article])
    found = {_found_again(db, one) for one in history(db, article=article) if not one.undone_at}
    for statement in sorted(one for one in found if one):
        _again(db, statement)


def _again(db: Database, statement: str) -> None:
    """Bring a statement to what the machine found, then to what people decided, the latest last."""
    article, claim = db.execute("select article, claim from statements where id = ?", [statement]).fetchone()
    before = _restore(db, statement)
    decisions: dict[str, StatementJudged] = {}
    for one in reversed(history(db, article=article)):
        if not one.undone_at and _found_again(db, one) == statement:
            decisions["verdict" if one.decision in ("accept", "reject") else one.decision] = one
    if decisions:
        _keep(db, statement, decisions)
    verdict = decisions.get("verdict")
    if decisions:
        sure = 0.0 if verdict and verdict.decision == "reject" else 1.0
        db.execute("update statements set confidence = ? where id = ?", [sure, statement])
    if "speaker" in decisions:
        before |= _name_speaker(db, statement, article, decisions["speaker"])
    if "role" in decisions:
        _give_role(db, statement, article, decisions["role"])
    _tidy(db, article, before)
    if claim:
        refresh_claim(db, claim)


def _keep(db: Database, statement: str, decisions: dict[str, StatementJudged]) -> None:
    """Write down what the machine found, and the verdict."""
    rows = db.execute("select * from statement_speakers where statement = ? order by number", [statement]).fetchall()
    (confidence,) = db.execute("select confidence from statements where id = ?", [statement]).fetchone()
    verdict = decisions["verdict"].decision if "verdict" in decisions else "accept"
    row = {"statement": statement, "verdict": verdict, "confidence": confidence, "speakers": json.dumps(rows)}
    db.table("overruled").insert(row)


def _restore(db: Database, statement: str) -> set[str]:
    """Bring back what the machine found; the ids of the article's speakers that this takes the statement from."""
    row = db.execute("select confidence, speakers from overruled where statement = ?", [statement]).fetchone()
    if not row:
        return set()
    made = {one for (one,) in db.execute("select article_speaker from statement_speakers where statement = ?", [statement])}
    db.execute("update statements set confidence = ? where id = ?", [row[0], statement])
    _write_speakers(db, statement, json.loads(row[1]))
    db.execute("delete from overruled where statement = ?", [statement])
    return made


def _write_speakers(db: Database, statement: str, rows: Sequence[Sequence[object]]) -> None:
    db.execute("delete from statement_speakers where statement = ?", [statement])
    for row in rows:
        db.execute("insert into statement_speakers values (?, ?, ?, ?, ?, ?, ?, ?)", list(row))


def _name_speaker(db: Database, statement: str, article: str, judged: StatementJudged) -> set[str]:
    """Write who made a statement; the ids of the article's speakers that this concerns."""
    if not judged.value or not judged.kind:
        _write_speakers(db, statement, [])
        return set()
    name, kind = judged.value, judged.kind
    key, identifier = name_of(name, kind).key, hashed(article, kind, name)
    (date,) = db.execute("select date from articles where id = ?", [article]).fetchone()
    row = {"id": identifier, "article": article, "name": name, "kind": kind, "forms": "[]", "key": key}
    db.table("article_speakers").insert({**row, "traits": str(traits_of(())), "date": date}, pk="id", ignore=True)
    blocks = [{"block": block, "kind": kind, "key": key} for block in name_of(name, kind).entries()]
    db.table("name_blocks").insert_all(blocks, ignore=True)
    reason = f"{judged.by} said so on {judged.at[:10]}"
    _write_speakers(db, statement, [(statement, 0, identifier, None, None, None, 1.0, reason)])
    update(db, [Ref(kind, key, article)])
    return {identifier}


def _give_role(db: Database, statement: str, article: str, judged: StatementJudged) -> None:
    """Write in what role a statement was made: where the article gives it nearest to the statement."""
    (start,) = db.execute("select start from statements where id = ?", [statement]).fetchone()
    places = _places(db, article, judged.value) if judged.value else []
    text, first, last = min(places, key=lambda place: abs(place[1] - start), default=(None, None, None))
    db.execute(
        "update statement_speakers set role = ?, role_start = ?, role_end = ? where statement = ?", [text, first, last, statement]
    )


def _places(db: Database, article: str, words: str) -> list[tuple[str, int, int]]:
    """Where an article says `words`, in any case: verbatim, with half-open offsets."""
    (text,) = db.execute("select text from articles where id = ?", [article]).fetchone()
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [(match.group(), *match.span()) for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)]


def _tidy(db: Database, article: str, concerned: set[str]) -> None:
    """Drop speakers that people named in an article and that no statement has any more, before or after judging."""
    for identifier in sorted(concerned):
        row = db.execute("select kind, key, speaker from article_speakers where id = ?", [identifier]).fetchone()
        used = db.execute(
            """select 1 from statement_speakers where article_speaker = :id union
            select 1 from overruled o join statements s on s.id = o.statement
            where s.article = :article and instr(o.speakers, :id) limit 1""",
            {"id": identifier, "article": article},
        ).fetchone()
        if row and not used:
            db.execute("delete from article_speakers where id = ?", [identifier])
            update(db, [Ref(row[0], row[1], article)], None, [row[2]] if row[2] else [])


def _found_again(db: Database, judged: StatementJudged) -> str | None:
    """The statement that a judgement is about: by its id, else the one of the article most of whose text it shares."""
    rows = db.execute("select id, content from statements where article = ? order by start, id", [judged.article]).fetchall()
    if any(identifier == judged.statement for identifier, _ in rows):
        return judged.statement
    mine = plain(judged.content)
    shares = [(shared(mine, plain(content)), identifier) for identifier, content in rows]
    best = max(shares, key=lambda one: one[0], default=(0.0, ""))
    return best[1] if best[0] >= ALIKE else None
