"""Write claims: which statements are in each, its clearest wording, its counts, and the claims that contradict it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from attribution.models import UNTOLD
from db.embed_wordings import vectors_of
from db.refresh import hashed

OPPOSED = 0.5  # the least probability with which two claims are shown as contradicting each other, where something shows that
SURELY = 0.7  # the same where nothing does
WORDS = (6, 35)  # of a clear statement: not a fragment, and not a paragraph


def update_claims(db: Database, made: Sequence[tuple[str, ...]]) -> int:
    """Bring the claims of all wordings in `made`, a cluster each, up to date; how many claims changed.

    A claim keeps its id as long as it keeps most of its wordings: each cluster takes the id that most of its statements have,
    the cluster with the most of them first. A claim that is new is named after its first wording.
    """
    before = {wording: _claims_of(db, wording) for cluster in made for wording in cluster}
    ids = _named(db, made, before)
    touched = {claim for claims in before.values() for claim in claims}
    changed = set()
    for cluster, claim in zip(made, ids, strict=True):
        stay = all(set(before[wording]) == {claim} and None not in before[wording] for wording in cluster)
        known = db.execute("select 1 from claims where id = ?", [claim]).fetchone()
        if not known:
            db.execute("insert into claims values (?, '', '', 0, 0, 0, 0, 0, null, null)", [claim])
        if not stay or not known:
            changed.add(claim)
            for wording in cluster:
                db.execute("update statements set claim = ? where wording = ? and claim is not ?", [claim, wording, claim])
    stale = {row[0] for row in db.execute("select claim from stale_claims")}
    for claim in sorted({*ids, *(claim for claim in touched if claim), *stale}):
        refresh_claim(db, claim)
    for claim in sorted(set(ids)):
        _relate(db, claim)
    return len(changed)


def _claims_of(db: Database, wording: str) -> Counter[str | None]:
    return Counter(row[0] for row in db.execute("select claim from statements where wording = ?", [wording]))


def _named(db: Database, made: Sequence[tuple[str, ...]], before: dict[str, Counter[str | None]]) -> list[str]:
    """The id of each cluster's claim."""
    votes = []
    for n, cluster in enumerate(made):
        for claim, number in sum((before[wording] for wording in cluster), Counter()).items():
            if claim:
                votes.append((-number, claim, cluster, n))
    taken: dict[int, str] = {}
    used: set[str] = set()
    for _, claim, _, n in sorted(votes):
        if n not in taken and claim not in used:
            taken[n] = claim
            used.add(claim)
    for n, cluster in enumerate(made):
        claim, tries = hashed("claim", cluster[0]), 0
        while n not in taken and (claim in used or db.execute("select 1 from claims where id = ?", [claim]).fetchone()):
            tries += 1
            claim = hashed("claim", cluster[0], str(tries))
        taken.setdefault(n, claim)
        used.add(taken[n])
    return [taken[n] for n in range(len(made))]


ROWS = """select s.id, s.content, s.kind, s.confidence, e.vector, exists (select 1 from statement_speakers l
        join article_speakers p on p.id = l.article_speaker where l.statement = s.id and p.kind in ('person', 'organization')),
    a.date, s.source_confidence
    from statements s join articles a on a.id = s.article
    left join embeddings e on e.id = s.wording where s.claim = ? group by s.id order by s.id"""


def refresh_claim(db: Database, claim: str) -> None:
    """The counts and the clearest statement of a claim, without what people rejected; one without statements is gone."""
    rows = db.execute(ROWS, [claim]).fetchall()
    if not rows:
        db.execute("delete from claims where id = ?", [claim])
        return
    best = clearest([row for row in rows if row[3] > 0] or rows)
    counts = db.execute(
        """select count(distinct s.id), count(distinct p.speaker), count(distinct coalesce(a.outlet, '')),
            count(distinct o.origin), min(a.date), max(a.date)
        from statements s join articles a on a.id = s.article join statement_origins o on o.statement = s.id
        left join statement_speakers l on l.statement = s.id left join article_speakers p on p.id = l.article_speaker
        where s.claim = ? and s.confidence > 0""",
        [claim],
    ).fetchone()
    db.execute(
        """update claims set text = ?, statement = ?, statements = ?, speakers = ?, outlets = ?, origins = ?, first_date = ?,
        last_date = ? where id = ?""",
        [best[1], best[0], *counts, claim],
    )


def clearest(rows: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The statement that says it best: neither a fragment nor a paragraph, by somebody known, sure, quoted, near the middle."""
    blobs = [row[4] for row in rows if row[4]]
    middle = vectors_of(blobs).mean(axis=0) if blobs else None

    def merit(row: tuple[Any, ...]) -> tuple[float, str]:
        words = len(row[1].split())
        near = float(vectors_of([row[4]])[0] @ middle) if row[4] and middle is not None else 0.0
        length = 1.0 if WORDS[0] <= words <= WORDS[1] else 0.5 if words > WORDS[1] else 0.2
        quoted = {"direct": 1.0, "mixed": 0.7}.get(row[2], 0.6)
        return (-(length + 0.5 * bool(row[5]) + 0.5 * row[3] + 0.3 * quoted + near), row[0])

    return min(rows, key=merit)


PAIRS = """select n.label, n.score, n.contradict, n.overlap, n.reason, s.id, o.id, o.claim from statements s
    join (select left as mine, right as theirs, label, score, contradict, overlap, reason from neighbours
        union all select right, left, label, score, contradict, overlap, reason from neighbours) n on n.mine = s.wording
    join statements o on o.wording = n.theirs
    where s.claim = ? and o.claim is not null and o.claim != s.claim
    and (n.label = 'overlap' or (n.label = 'contradict' and n.contradict >= case when n.reason = ? then ? else ? end))"""


def _relate(db: Database, claim: str) -> None:
    """Write how a claim stands to others, both ways round: the surest pair of statements shows it, a contradiction first."""
    best: dict[str, tuple[Any, ...]] = {}
    for label, _, contradict, overlap, reason, mine, theirs, other in db.execute(PAIRS, [claim, UNTOLD, SURELY, OPPOSED]):
        contradicts = label == "contradict"
        row = (contradicts, contradict if contradicts else overlap, reason, mine, theirs)
        if other not in best or (row[:2], mine, theirs) > (best[other][:2], best[other][3], best[other][4]):
            best[other] = row
    others = {row[0] for row in db.execute("select other from claim_relations where claim = ?", [claim])}
    db.execute("delete from claim_relations where claim = :claim or other = :claim", {"claim": claim})
    for other, (contradicts, score, reason, mine, theirs) in sorted(best.items()):
        relation = "contradicts" if contradicts else "overlaps"
        for one, two, left, right in ((claim, other, mine, theirs), (other, claim, theirs, mine)):
            values = [one, two, relation, score, reason, left, right]
            db.execute("insert or replace into claim_relations values (?, ?, ?, ?, ?, ?, ?)", values)
    for one in sorted({claim, *others, *best}):
        _count(db, one)


def _count(db: Database, claim: str) -> None:
    db.execute(
        """update claims set contradictions = (select count(*) from claim_relations where claim = :claim
        and relation = 'contradicts') where id = :claim""",
        {"claim": claim},
    )
