"""Group statements into claims: find the neighbours of new wordings, ask the matcher, and cluster again what that touches.

A wording is a node: all statements of one wording are one claim. Two wordings are compared if their vectors are nearer than
LOOSE; what the matcher says is kept and asked again only when it, or who said it and when, has changed. The result depends on
what the database holds alone, not on the order in which it came.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlite_utils import Database

from attribution.cluster import LINKED, Pair, clusters, pair
from attribution.embed import Vectors
from attribution.facts import tells
from attribution.models import Claimed, Relation
from db.embed_wordings import vectors_of
from db.open import errors_for, path_of
from db.update_claims import update_claims

LOOSE = 0.67  # cosine: 96 of 100 pairs annotated as the same are nearer; from .65 on 99, at half as many questions again
AT_ONCE = 500  # wordings that are searched between two commits
ROWS = 4000  # vectors that are compared at a time
UNSURE = 0.4  # the most that a pair not labelled as the same adds to a cluster

Ask = Callable[[Sequence[tuple[Claimed, Claimed]], Sequence[float]], list[Relation]]


@dataclass(frozen=True)
class Grouped:
    """What a grouping did: wordings that were new, pairs that the matcher was asked, claims that changed."""

    wordings: int
    asked: int
    claims: int


def waiting(db: Database, model: int) -> int:
    """How many wordings have no neighbours yet."""
    return int(db.execute("select count(*) from embeddings where model = ? and searched = 0", [model]).fetchone()[0])


def group(db: Database, model: int, matcher: str, ask: Ask, step: Callable[[int], None] = lambda _: None) -> Grouped:
    """Place all statements that have no claim yet, and again those whose claim has lost some; `step` hears of wordings done.

    What is found is saved batch by batch; a run that was stopped is gone on with by the next. `matcher` is its checksum.
    """
    found, asked = 0, 0
    with errors_for(path_of(db)):
        dirty = _forget(db)
        dirty |= {
            row[0] for row in db.execute("select distinct wording from statements where claim is null and wording is not null")
        }
        with db.atomic():
            changed = _profile(db, model, dirty)
        while fresh := [row[0] for row in db.execute(NEXT, [model, AT_ONCE])]:
            with db.atomic():
                asked += _compare(db, matcher, ask, _near(db, model, fresh))
                for wording in fresh:
                    db.execute("update embeddings set searched = 1 where id = ? and model = ?", [wording, model])
            changed -= set(fresh)
            dirty |= set(fresh)
            found += len(fresh)
            step(len(fresh))
        with db.atomic():
            asked += _compare(db, matcher, ask, _known(db, sorted(changed)))
            claims = regroup(db, dirty | changed)
            db.execute("delete from stale_claims")
    return Grouped(found, asked, claims)


NEXT = """select id from embeddings e where model = ? and searched = 0
    and exists (select 1 from statements s where s.wording = e.id) order by id limit ?"""


def _forget(db: Database) -> set[str]:
    """Drop the wordings that no statement has any more; the other wordings of the claims that lost some."""
    stale = [row[0] for row in db.execute("select claim from stale_claims order by claim")]
    if not stale:
        return set()
    with db.atomic():
        gone = db.execute("select id from embeddings e where not exists (select 1 from statements s where s.wording = e.id)")
        for (wording,) in gone.fetchall():
            db.execute("delete from neighbours where left = :w or right = :w", {"w": wording})
            db.execute("delete from embeddings where id = ?", [wording])
    return {row[0] for claim in stale for row in db.execute("select distinct wording from statements where claim = ?", [claim])}


PROFILE = """select a.date, k.name from statements s join articles a on a.id = s.article
    left join statement_speakers l on l.statement = s.id and l.number = 0 and l.confidence >= 0.6
    left join article_speakers p on p.id = l.article_speaker left join speakers k on k.id = p.speaker where s.wording = ?"""


def _profile(db: Database, model: int, wordings: Iterable[str]) -> set[str]:
    """Note who said each wording and when first: a name where all statements of it agree. Those of which that has changed."""
    changed = set()
    for wording in sorted(wordings):
        rows = db.execute(PROFILE, [wording]).fetchall()
        names = {name for _, name in rows}
        speaker = names.pop() if len(names) == 1 else None
        date = min((day for day, _ in rows if day), default=None)
        done = db.execute(
            "update embeddings set speaker = ?, date = ? where id = ? and model = ? and (speaker is not ? or date is not ?)",
            [speaker, date, wording, model, speaker, date],
        )
        if done.rowcount:
            changed.add(wording)
    return changed


def _near(db: Database, model: int, fresh: Sequence[str]) -> dict[Pair, float]:
    """The pairs of a fresh wording and one that was searched before, or another fresh one, whose cosine reaches LOOSE."""
    these = "select id, vector from embeddings where model = ? and id in (select value from json_each(?)) order by id"
    names, blobs = zip(*db.execute(these, [model, json.dumps(fresh)]).fetchall(), strict=True)
    mine = vectors_of(blobs)
    found = _reaching(names, mine, names, mine)
    last = 0
    more = "select id, vector, rowid from embeddings where rowid > ? and +model = ? and searched = 1 order by rowid limit ?"
    while rows := db.execute(more, [last, model, ROWS]).fetchall():  # in the order of the file: several times as fast
        others, blobs, (*_, last) = zip(*rows, strict=True)
        found |= _reaching(names, mine, others, vectors_of(blobs))
    return found


def _reaching(left: Sequence[str], lefts: Vectors, right: Sequence[str], rights: Vectors) -> dict[Pair, float]:
    """The pairs across whose cosine reaches LOOSE."""
    cosines = lefts @ rights.T
    places = np.nonzero(cosines >= LOOSE)
    return {pair(left[i], right[j]): round(float(cosines[i, j]), 4) for i, j in zip(*places, strict=True) if left[i] != right[j]}


def _known(db: Database, wordings: Iterable[str]) -> dict[Pair, float]:
    """The pairs of some wordings that were compared before."""
    rows = [
        row for w in wordings for row in db.execute("select left, right, cosine from neighbours where ? in (left, right)", [w])
    ]
    return {(left, right): cosine for left, right, cosine in rows}


def _compare(db: Database, matcher: str, ask: Ask, pairs: dict[Pair, float]) -> int:
    """Ask how each pair of which both tell something stands, and write it down; how many were asked."""
    claimed = {wording: _claimed(db, wording) for one in pairs for wording in one}
    telling = {wording for wording, claim in claimed.items() if tells(claim.text)}
    order = sorted(one for one in pairs if telling.issuperset(one))
    relations = ask([(claimed[a], claimed[b]) for a, b in order], [pairs[one] for one in order]) if order else []
    for one, said in zip(order, relations, strict=True):
        row = (*one, pairs[one], said.label, said.score, said.same, said.contradict, said.overlap, said.reason, matcher)
        db.execute(f"insert or replace into neighbours values ({', '.join('?' * len(row))})", list(row))  # noqa: S608
    return len(order)


def _claimed(db: Database, wording: str) -> Claimed:
    return Claimed(*db.execute("select text, speaker, date from embeddings where id = ? limit 1", [wording]).fetchone())


def regroup(db: Database, wordings: Collection[str]) -> int:
    """Cluster again all that is linked to some wordings, and write who is in which claim; how many claims changed."""
    scope = _reached(db, wordings)
    links, apart = _links(db, scope)
    together, kept_apart = judged(db, scope)
    made = clusters(scope, links, (apart | kept_apart) - together, together)
    return update_claims(db, made)


LINKING = """select right from neighbours where left = :w and same >= :least
    union select left from neighbours where right = :w and same >= :least
    union select wording from statements indexed by idx_statements_claim
        where claim in (select claim from statements where wording = :w) and wording not null"""


def _reached(db: Database, wordings: Iterable[str]) -> set[str]:
    """The wordings, those of the same claims, and whatever they are linked to."""
    reached: set[str] = set()
    todo = sorted(wordings)
    while todo:
        wording = todo.pop()
        if wording in reached:
            continue
        reached.add(wording)
        todo += [row[0] for row in db.execute(LINKING, {"w": wording, "least": LINKED}) if row[0] not in reached]
        todo += [other for other in _judged_with(db, wording) if other not in reached]
    return reached


def _links(db: Database, scope: Collection[str]) -> tuple[dict[Pair, float], set[Pair]]:
    """The chances to be the same within a scope, and the pairs that contradict each other or of which one holds the other."""
    links, apart = {}, _nested(db, scope)
    for wording in sorted(scope):
        for right, label, same, contradict in db.execute(
            "select right, label, same, contradict from neighbours where left = ?", [wording]
        ):
            if right not in scope:
                continue
            if label == "contradict" or contradict > same:
                apart.add((wording, right))
            links[wording, right] = same if label == "same" else min(same, UNSURE)
    return links, apart


def _nested(db: Database, scope: Collection[str]) -> set[Pair]:
    """The pairs of a scope of which one is quoted within the other: a part of what that says."""
    found = set()
    for wording in scope:
        rows = db.execute(
            "select distinct o.wording from statements s join statements o on o.id = s.within where s.wording = ?", [wording]
        )
        found |= {pair(wording, outer) for (outer,) in rows if outer in scope and outer != wording}
    return found


JUDGED = """select j.decision, s.wording, o.wording from claim_judgements j join statements s on s.id = j.statement
    join statements o on o.id = j.other where j.undone_at is null and s.wording is not null and o.wording is not null"""


def _judged_with(db: Database, wording: str) -> list[str]:
    """The wordings that people said something of together with one."""
    rows = db.execute(f"{JUDGED} and ? in (s.wording, o.wording) order by j.id", [wording])
    return [other for _, *both in rows for other in both if other != wording]


def judged(db: Database, scope: Collection[str]) -> tuple[set[Pair], set[Pair]]:
    """The pairs of a scope that people said to be the same, and those they said to be different; the latest word holds."""
    last: dict[Pair, str] = {}
    for decision, one, other in db.execute(f"{JUDGED} order by j.id"):
        if one in scope and other in scope and one != other:
            last[pair(one, other)] = decision
    by = defaultdict(set)
    for both, decision in last.items():
        by[decision].add(both)
    return by["same"], by["different"]


def is_settled(db: Database) -> bool:
    """Whether every statement with a wording has its claim, and none was lost."""
    with errors_for(path_of(db)):
        open_ones = "select 1 from statements where claim is null union select 1 from stale_claims limit 1"
        return db.execute(open_ones).fetchone() is None
