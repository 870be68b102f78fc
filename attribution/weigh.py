"""Weigh whether two speakers of different articles are one: how likely, and why, in words that a person can check."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from attribution.names import LIKELY, REASONS, Level, compare, may_call, name_of
from attribution.namesakes import Appearance, Node
from attribution.roles import contradict, shared_words, traits_of

Companions = Callable[[str], frozenset[str]]  # the full names that an article has, by its id

CLOSE = 7  # days between two spellings of a name in the news at the same time
STORY = 3  # days between two articles on one event
NEARBY = 14  # days around a bare surname in which its full name is looked for
PROPOSED = 0.5  # of the score, from which a person is asked


@dataclass(frozen=True)
class Edge:
    """Two nodes that may be one: how likely, why, and whether the machine may join them."""

    left: Node
    right: Node
    level: Level
    score: float
    reason: str
    safe: bool


@dataclass(frozen=True)
class Guess:
    """Whom a bare surname stands for: `speaker` if that is safe, else None, and those it may be; how likely and why."""

    speaker: Hashable | None
    choices: tuple[Hashable, ...]
    score: float
    reason: str


def weigh(one: Node, other: Node, companions: Companions) -> Edge | None:
    """How likely two nodes are one, and why; None where they cannot be."""
    level = compare(one.called, other.called)
    if level is None or (level != "same" and one.ref.kind == "person" and one.articles & other.articles):
        return None
    alike = shared_words(one.roles, other.roles)
    gap = _days_between(one, other)
    against = contradict(one.traits, other.traits)
    score, reasons = LIKELY[level], [REASONS[level]]
    if alike:
        reasons.append(f"both are called {alike[0]}" if len(alike) == 1 else f"both are called {' '.join(alike[:3])}")
    if gap is not None and gap <= CLOSE:
        reasons.append("on the same day" if gap == 0 else f"{gap} day{'s' * (gap != 1)} apart")
    story = not (alike or against) and gap is not None and gap <= STORY and _in_one_story(one, other, companions)
    if story:
        reasons.append("in articles that name the same others")
    stated = level == "acronym" and _is_stated(one, other)
    if stated:
        reasons.append("an article uses both")
    if against:
        reasons.append("but what they are called differs")
    score += 0.15 * bool(alike) + 0.05 * (gap is not None and gap <= CLOSE) + 0.1 * story + 0.3 * stated - 0.3 * against
    safe = (
        not against
        and not (one.ref.article or other.ref.article)
        and (
            (level == "variant" and bool(alike or (gap is not None and gap <= CLOSE)))
            or (level in ("middle", "fuller", "nickname") and bool(alike or story))
            or (level == "acronym" and stated)
        )
    )
    return Edge(one, other, level, round(min(score, 0.99), 2), "; ".join(reasons), safe)


def _is_stated(one: Node, other: Node) -> bool:
    """Whether an article gives one's name as another form of the other's."""
    pairs = ((one, other), (other, one))
    return any(name_of(form, a.ref.kind).key == b.ref.key for a, b in pairs for row in a.appearances for form in row.forms)


def _days_between(one: Node, other: Node) -> int | None:
    short, long = sorted((one.days, other.days), key=len)
    gaps = []
    for day, _ in short:
        place = bisect_left(long, (day, ""))
        gaps += [abs(day - there) for there, _ in long[max(place - 1, 0) : place + 1]]
    return min(gaps, default=None)


def _in_one_story(one: Node, other: Node, companions: Companions) -> bool:
    short, long = sorted((one.days, other.days), key=len)
    for day, article in short:
        for _, there in long[bisect_left(long, (day - STORY, "")) : bisect_left(long, (day + STORY + 1, ""))]:
            if companions(article) & companions(there):
                return True
    return False


def guess(
    bare: Appearance, near: Mapping[Hashable, Sequence[Appearance]], companions: Companions, named: Hashable = None
) -> Guess:
    """Whom of those named in full nearby a bare surname means: the only one, if role or story agree, or whom people `named`."""
    choices = sorted(
        (who for who, rows in near.items() if not contradict(traits_of(bare.roles), traits_of(_roles(rows)))), key=str
    )
    if named is not None:
        only = set(choices) <= {named}
        return Guess(named if only else None, (*choices, *([named] if only and not choices else [])), 0.9, "a person named it so")
    if len(choices) != 1 or any(row.article == bare.article for row in near[choices[0]]):
        return Guess(None, tuple(choices), 0.5 if choices else 0.0, f"{len(choices)} of that surname are in the news at the time")
    who = choices[0]
    alike = shared_words(bare.roles, _roles(near[who]))
    story = any(is_same_day(bare, row, STORY) and companions(bare.article) & companions(row.article) for row in near[who])
    if alike or story:
        reason = f"both are called {' '.join(alike[:3])}" if alike else "in articles that name the same others"
        return Guess(who, (who,), 0.85, f"the only one of that surname in the news at the time; {reason}")
    return Guess(None, (who,), 0.6, "the only one of that surname in the news at the time")


def _roles(rows: Iterable[Appearance]) -> tuple[str, ...]:
    return tuple(sorted({role for row in rows for role in row.roles}))


def is_same_day(one: Appearance, other: Appearance, apart: int) -> bool:
    """Whether two articles are at most so many days apart."""
    return one.day is not None and other.day is not None and abs(one.day - other.day) <= apart


def is_near(bare: Appearance, row: Appearance) -> bool:
    """Whether `row` names in full, within days, somebody whom `bare` may mean."""
    return row.called.is_full and is_same_day(bare, row, NEARBY) and may_call(bare.called, row.called)
