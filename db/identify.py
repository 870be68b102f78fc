"""Keep who is one across articles up to date: what an article or a judgement can change is worked out again, nothing else."""

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlite_utils import Database

from attribution.identify import JOINABLE, finder, is_open, join, target
from attribution.names import compare, name_of
from attribution.namesakes import Appearance, Judgement, Ref, is_shared, known_names, nodes_of
from attribution.weigh import NEARBY, Companions, guess, is_near
from db.refresh import hashed, refresh

COLUMNS = "id, article, kind, name, forms, date, speaker"
JUDGED = """select id, decision, kind, left_key, left_article, right_kind, right_key, right_article, value from judgements
    where undone_at is null"""


@dataclass(frozen=True, eq=False)
class Row:
    """An appearance as the database has it: its id and whom it is assigned to."""

    id: str
    speaker: str | None
    appearance: Appearance


def update(
    db: Database, touched: Iterable[Ref], days: Iterable[int] | None = None, lost: Iterable[str] = (), *, grown: bool = False
) -> None:
    """Work out again who `touched` are, and the bare surnames that may mean them: of articles around `days`, or of all.

    `lost` are speakers who have just lost a row. With `grown` nothing was lost or altered: `touched` are one article's, and those
    of whom it tells nothing new stay who they are.
    """
    settled = {ref: who for ref in set(touched) if grown and (who := _settled(db, ref))}
    people = companions_of(db)
    scope, judgements = closure(db, set(touched) - settled.keys())
    rows = appearances(db, scope)
    nodes = nodes_of([row.appearance for row in rows.values()], judgements)
    joined = join(nodes, judgements, people)
    known = {row.id: row for ref in settled for row in appearances(db, [ref]).values()}
    assigned = {row.id: settled[row.appearance.ref] for row in known.values()}
    open_rows: dict[str, Row] = {}
    for speaker in joined.speakers:
        for row in (rows[identity(one)] for one in speaker.appearances):
            if len(speaker.nodes) == 1 and is_open(speaker.nodes[0], joined.groups):
                open_rows[row.id] = row
            else:
                assigned[row.id] = hashed(*speaker.anchor)
    moved = any(row.speaker and row.id in assigned and assigned[row.id] != row.speaker for row in rows.values())
    stale = _assign(db, [row for row in (*rows.values(), *known.values()) if row.id in assigned], assigned)
    words = _words([*((ref, None) for ref in scope), *settled.items()])
    near = _bare(db, sorted(words), None if moved else days)
    others = {row.id: row for row in near if words[row.appearance.called.sounds[-1]] != {row.speaker}}
    guesses = _guesses(db, list((open_rows | others).values()), people)
    stale |= _assign(db, (open_rows | others).values(), guesses)
    refresh(db, {*stale, *assigned.values(), *(guesses[row] for row in open_rows), *lost})


def _words(names: Iterable[tuple[Ref, str | None]]) -> dict[str, set[str | None]]:
    """The words of the full names among `names`, and whose they are: a bare surname that is already theirs alone stays it."""
    found: dict[str, set[str | None]] = defaultdict(set)
    for ref, speaker in names:
        name = name_of(ref.key, ref.kind)
        for word in name.sounds if name.is_full else ():
            found[word].add(speaker)
    return found


def _settled(db: Database, ref: Ref) -> str | None:
    """The speaker of a name, where all alike are one and say no less of it than this article: then it changes nothing."""
    name = name_of(ref.key, ref.kind)
    if not name.is_full or name.kind not in ("person", "organization"):
        return None
    mine = _speakers_of(db, ref, ref.article)
    for alike in _alike(db, ref):
        theirs = _speakers_of(db, alike, ref.article)
        if theirs <= mine and not _speakers_of(db, alike, "", ref.article):
            continue
        if name.kind != "person" or not _are_apart(db, ref, alike):
            return None
    news = db.execute(
        """select 1 from article_speakers p where p.kind = :kind and p.key = :key and p.article = :article and not exists (
            select 1 from article_speakers o where o.kind = p.kind and o.key = p.key and o.traits = p.traits
            and o.article != p.article)
        union select 1 from judgements where kind = :kind and left_key = :key and (left_article = :article or decision = 'split')
        union select 1 from judgements where right_kind = :kind and right_key = :key and right_article = :article""",
        {"kind": ref.kind, "key": ref.key, "article": ref.article},
    ).fetchone()
    return mine.pop() if len(mine) == 1 and not news else None


def _speakers_of(db: Database, ref: Ref, but: str, only: str = "") -> set[str]:
    """Who has a name, in all articles but one, or in one only."""
    sql = "select distinct coalesce(speaker, '') from article_speakers where kind = ? and key = ? and article"
    row = [ref.kind, ref.key, only or but]
    return {str(found[0]) for found in db.execute(f"{sql} {'=' if only else '!='} ?", row)}


def _are_apart(db: Database, one: Ref, other: Ref) -> bool:
    """Whether an article, not `one`'s own, names both: then they are two for good."""
    both = db.execute(
        """select 1 from article_speakers a join article_speakers b on b.article = a.article and b.kind = a.kind
        where a.kind = ? and a.key = ? and b.key = ? and a.article != ? limit 1""",
        [one.kind, one.key, other.key, one.article],
    )
    return both.fetchone() is not None


def _guesses(db: Database, rows: Sequence[Row], people: Companions) -> dict[str, str]:
    """For each bare surname the id of its speaker: who is meant if that is safe, else itself."""
    scope, judgements = closure(db, {row.appearance.ref for row in rows})
    if judgements:
        nodes = nodes_of([row.appearance for row in appearances(db, scope).values()], judgements)
    else:
        nodes = nodes_of([row.appearance for row in rows], ())
    joined = join(nodes, judgements, people)
    ids = {node: hashed(*speaker.anchor) for speaker in joined.speakers for node in speaker.nodes}
    found = finder(nodes)
    near = _named_in_full(db, rows)
    assigned = {}
    for row in rows:
        node = found[row.appearance.ref]
        if not is_open(node, joined.groups):
            assigned[row.id] = ids[node]
            continue
        apart = {ids[other] for other in nodes if joined.groups.kept_apart(node, other)}
        around: dict[Any, list[Appearance]] = defaultdict(list)
        for other in _within(near.get(row.appearance.called.sounds[-1:], []), row.appearance.day):
            if other.speaker and other.speaker not in apart and is_near(row.appearance, other.appearance):
                around[other.speaker].append(other.appearance)
        named = target(node, judgements, found)
        who = guess(row.appearance, around, people, ids[named] if named else None).speaker
        assigned[row.id] = str(who or ids[node])
    return assigned


def closure(db: Database, refs: Iterable[Ref]) -> tuple[set[Ref], list[Judgement]]:
    """`refs` and all that a change of them can reach by alike names and judgements, and these judgements."""
    judgements: dict[int, Judgement] = {}
    found: set[Ref] = set()
    todo = list(refs)
    while todo:
        ref = todo.pop()
        mine = judgements_on(db, ref.kind, ref.key)
        shared = is_shared(name_of(ref.key, ref.kind), known_names(mine))
        ref = Ref(ref.kind, ref.key) if shared else ref
        if ref in found:
            continue
        found.add(ref)
        for one in mine:
            sides = [side for side in (one.left, one.right) if side]
            if shared or any(side in (ref, Ref(ref.kind, ref.key)) for side in sides):
                judgements[one.number] = one
                todo += sides
        if shared:
            todo += _alike(db, ref)
    return found, [judgements[number] for number in sorted(judgements)]


def _alike(db: Database, ref: Ref) -> list[Ref]:
    """The names that may be joined with a name."""
    name = name_of(ref.key, ref.kind)
    keys = db.execute(
        """select distinct o.key from name_blocks b join name_blocks o on o.block = b.block and o.kind = b.kind and o.key != b.key
        where b.kind = ? and b.key = ? and b.block not like '=%'""",
        [ref.kind, ref.key],
    )
    return [Ref(ref.kind, key) for (key,) in keys if compare(name, name_of(key, ref.kind)) in JOINABLE]


def judgements_on(db: Database, kind: str, key: str) -> list[Judgement]:
    """What holds of what people decided about a name."""
    rows = db.execute(
        f"{JUDGED} and kind = :kind and left_key = :key union {JUDGED} and right_kind = :kind and right_key = :key order by id",
        {"kind": kind, "key": key},
    )
    return [judgement_of(row) for row in rows]


def judgement_of(row: tuple[Any, ...]) -> Judgement:
    """A row of JUDGED as a Judgement."""
    number, decision, kind, key, article, right_kind, right_key, right_article, value = row
    right = None if right_key is None else Ref(right_kind, right_key, right_article)
    return Judgement(number, decision, Ref(kind, key, article), right, value)


def identity(one: Appearance) -> tuple[str, str, str]:
    """What tells the rows of article_speakers apart."""
    return one.article, one.kind, one.name


def appearances(db: Database, refs: Iterable[Ref]) -> dict[tuple[str, str, str], Row]:
    """The rows of all names in `refs`."""
    found: dict[tuple[str, str, str], Row] = {}
    for ref in sorted(refs):
        where, values = "kind = ? and key = ?", [ref.kind, ref.key]
        if ref.article:
            where, values = where + " and article = ?", [*values, ref.article]
        found |= {identity(row.appearance): row for row in rows_where(db, where, values)}
    return found


def rows_where(db: Database, where: str, values: Sequence[Any]) -> list[Row]:
    """The rows of article_speakers that fit a condition."""
    roles: dict[str, list[str]] = defaultdict(list)
    mine = f"select id from article_speakers where {where}"  # noqa: S608
    of_mine = f"select article_speaker, text from article_speaker_roles where article_speaker in ({mine})"  # noqa: S608
    for row, text in db.execute(of_mine, values):
        roles[row].append(text)
    rows = db.execute(f"select {COLUMNS} from article_speakers where {where} order by id", values)  # noqa: S608
    return [
        Row(i, speaker, Appearance(article, kind, name, tuple(json.loads(forms)), tuple(roles[i]), date))
        for i, article, kind, name, forms, date, speaker in rows
    ]


def companions_of(db: Database) -> Companions:
    """The people whom an article names in full, as a function of its id."""

    @cache
    def companions(article: str) -> frozenset[str]:
        names = db.execute("select name from article_speakers where article = ? and kind = 'person'", [article])
        return frozenset(name.key for (text,) in names if (name := name_of(text, "person")).is_full)

    return companions


def _bare(db: Database, words: Sequence[str], days: Iterable[int] | None) -> list[Row]:
    """The bare surnames among `words`, in articles around `days`; in all if None."""
    keys = [row[0] for word in words for row in db.execute("select key from name_blocks where block = ?", [f"~{word}"])]
    found: dict[str, Row] = {}
    for key in keys:
        for day in [None] if days is None else sorted(set(days)):
            where, values = "kind = 'person' and key = ?", [key]
            if day is not None:
                where, values = where + " and date between ? and ?", [*values, *_around(day)]
            found |= {row.id: row for row in rows_where(db, where, values)}
    return list(found.values())


def _around(day: int) -> tuple[str, str]:
    """The first and last date near a day, as text that dates with and without a time are compared with."""
    return date.fromordinal(max(day - NEARBY, 1)).isoformat(), date.fromordinal(min(day + NEARBY, 3_652_058)).isoformat() + "~"


def _named_in_full(db: Database, rows: Iterable[Row]) -> dict[tuple[str, ...], list[Row]]:
    """For the surname of each of `rows`, the full names with it in articles nearby."""
    days: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in rows:
        if row.appearance.day is not None and row.appearance.called.sounds:
            days[row.appearance.called.sounds[-1:]].append(row.appearance.day)
    found = {}
    for sounds, around in days.items():
        condition = "(kind, key) in (select kind, key from name_blocks where block = ?) and date between ? and ?"
        named = rows_where(db, condition, [f"={sounds[0]}", _around(min(around))[0], _around(max(around))[1]])
        found[sounds] = sorted((row for row in named if row.appearance.day), key=lambda row: row.appearance.day or 0)
    return found


def _within(rows: list[Row], day: int | None) -> list[Row]:
    """Those of `rows`, which are in order of their days, that are near a day."""
    if day is None:
        return []
    first = bisect_left(rows, day - NEARBY, key=lambda row: row.appearance.day or 0)
    return rows[first : bisect_right(rows, day + NEARBY, key=lambda row: row.appearance.day or 0)]


def _assign(db: Database, rows: Iterable[Row], speakers: dict[str, str]) -> set[str]:
    """Write whom each row is; what comes back are the speakers that lost one."""
    stale = set()
    for row in rows:
        who = speakers[row.id]
        if who != row.speaker:
            values = [who, row.appearance.name, row.appearance.kind]
            db.execute("insert into speakers (id, name, kind) values (?, ?, ?) on conflict do nothing", values)
            db.execute("update article_speakers set speaker = ? where id = ?", [who, row.id])
            stale |= {who, *([row.speaker] if row.speaker else [])}
    return stale
