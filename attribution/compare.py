"""Compare the facts of two claims: whether figures, dates, names and polarity agree, and how many words they share."""

from dataclasses import dataclass

from attribution.facts import Facts, Figure, facts, opposites
from attribution.facts import words as word_list

NEAR = 0.05  # figures of which one is only about right agree when they differ by so little
ROUNDED = 0.02
ALIKE = 0.75  # the least part of all words that two claims share which differ in one thing alone


@dataclass(frozen=True)
class Comparison:
    """How the facts of two claims stand to each other; shares and counts, none of them decides alone.

    `shared` is the part of all content words that both have (Jaccard), `contained` the part of the shorter one's that the other
    has. `figures`, `dates` and `names` count what agrees, the `other_` ones what differs; `missing` the figures that only one
    has. `negated` says that one denies once more than the other, by an ending ("is over", "no longer") if not by a no; `opposed`
    names words that say the opposite. `rest` is the part of all other words than noes and these that both have.
    """

    shared: float
    contained: float
    figures: int
    other_figures: tuple[tuple[str, str], ...]
    missing: int
    dates: int
    other_dates: tuple[tuple[str, str], ...]
    names: int
    other_names: int
    negated: bool
    opposed: tuple[tuple[str, str], ...]
    length: float
    rest: float

    def clash_alone(self) -> bool:
        """Whether nothing else sets the two apart than what clashes: "17 people died", "21 people died"."""
        clashes = sum(map(bool, (self.other_figures, self.opposed, self.negated)))
        return clashes == 1 and self.rest >= ALIKE and not self.other_names and not self.other_dates and not self.missing

    def clash(self) -> str | None:
        """In words, what keeps the two from being the same if they are about the same; None for nothing."""
        if self.other_figures:
            return "other figures: {} and {}".format(*self.other_figures[0])
        if self.other_dates:
            return "other dates: {} and {}".format(*self.other_dates[0])
        if self.opposed:
            return "opposite words: {} and {}".format(*self.opposed[0])
        return "only one is negated" if self.negated else None


def compare(one: str, other: str) -> Comparison:
    """How the facts of two texts stand to each other."""
    return compared(facts(one), facts(other))


def compared(a: Facts, b: Facts) -> Comparison:
    """The same for facts that were read before."""
    both, either = a.words & b.words, a.words | b.words
    least = min(len(a.words), len(b.words))
    agreeing, other, missing = _figures(a.figures, b.figures)
    opposed, negated = _opposed(a, b)
    apart = {word for pair in opposed for word in pair}
    noes = word_list("negators")
    if negated and any(noes.isdisjoint(pair) for pair in opposed[:1]) and len(opposed) == 1:
        negated, opposed = False, ()  # "not allow" is "ban"
    elif negated:
        opposed = tuple(pair for pair in opposed if noes.isdisjoint(pair))  # "nobody" and "everybody" differ by the no
    rest_both, rest_either = both - apart - noes, either - apart - noes
    dates, other_dates = _dates(a.dates, b.dates)
    return Comparison(
        shared=len(both) / len(either) if either else 0.0,
        contained=len(both) / least if least else 0.0,
        figures=agreeing,
        other_figures=other,
        missing=missing,
        dates=dates,
        other_dates=other_dates,
        names=len(a.names & b.names),
        other_names=min(len(a.names - b.names), len(b.names - a.names)),
        negated=negated,
        opposed=opposed,
        length=least / max(len(a.words), len(b.words), 1),
        rest=len(rest_both) / len(rest_either) if rest_either else 1.0,
    )


def _opposed(a: Facts, b: Facts) -> tuple[tuple[tuple[str, str], ...], bool]:
    """The words of one that say the opposite of words of the other, and whether only one is negated."""
    only_a, only_b = a.words - b.words, b.words - a.words
    table = opposites()
    return tuple((word, o) for word in sorted(only_a) for o in sorted(table.get(word, frozenset()) & only_b)), _negated(a, b)


TWICE = {"true", "untrue", "false", "wrong", "deny", "nothing", "nobody"}  # with a further no, these may say yes


def _negated(a: Facts, b: Facts) -> bool:
    """Whether one denies what the other says: by an odd number of noes, or by a no in each of two parts of it."""
    more = abs(a.negations - b.negations)
    if more % 2:
        return (more + a.endings - b.endings) % 2 == 1
    return more > 0 and not TWICE & (a.words ^ b.words)


def _figures(left: tuple[Figure, ...], right: tuple[Figure, ...]) -> tuple[int, tuple[tuple[str, str], ...], int]:
    """How many agree, which of the same thing differ, and how many have no counterpart."""
    open_left, open_right = list(left), list(right)
    agreeing = 0
    for one in left:
        found = next((row for row in open_right if _agree(one, row)), None)
        if found:
            agreeing += 1
            open_left.remove(one)
            open_right.remove(found)
    other = []
    for one in open_left[:]:
        found = next((row for row in open_right if one.of & row.of), None)
        if found:
            other.append((one.text, found.text))
            open_left.remove(one)
            open_right.remove(found)
    return agreeing, tuple(other), len(open_left) + len(open_right)


def _agree(one: Figure, other: Figure) -> bool:
    apart = abs(one.value - other.value)
    largest = max(abs(one.value), abs(other.value))
    if one.of and other.of and not one.of & other.of and (one.of | other.of) & {"%", "$", "€", "£", "¥"}:
        return False
    return apart <= largest * (NEAR if one.rough or other.rough else 0) or (largest >= 1e6 and apart <= largest * ROUNDED)


def _dates(left: frozenset[str], right: frozenset[str]) -> tuple[int, tuple[tuple[str, str], ...]]:
    """How many agree, and which of the same sort (weekday, month, day, year) differ."""
    other = []
    for sort in ("day of the week", "month", "day", "year"):
        a, b = ({date for date in dates if _sort(date) == sort} for dates in (left, right))
        if a and b and not a & b:
            other.append((min(a), min(b)))
    return len(left & right), tuple(other)


def _sort(date: str) -> str:
    if date.startswith("day "):
        return "day"
    return "year" if date.isdigit() else "day of the week" if date.endswith("day") else "month"
