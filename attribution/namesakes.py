"""Speakers as articles have them, and what people judged of them; namesakes are told apart by their roles."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Literal

from attribution.models import SpeakerKind
from attribution.names import Name, name_of
from attribution.roles import Traits, contradict, traits_of

Decision = Literal["same", "different", "split", "alias", "name", "ids"]

DOMINANT = 10  # times as often as all others: then a name without a role is this one's


@dataclass(frozen=True, order=True)
class Ref:
    """What no re-run changes and a judgement is about: a kind and a normalized name, in one article or (with none) wherever."""

    kind: SpeakerKind
    key: str
    article: str = ""


@dataclass(frozen=True)
class Appearance:
    """A speaker as one article has it: `forms` are the other names, `roles` what it is called there."""

    article: str
    kind: SpeakerKind
    name: str
    forms: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    date: str | None = None

    @cached_property
    def called(self) -> Name:
        """The name, ready to compare."""
        return name_of(self.name, self.kind)

    @property
    def ref(self) -> Ref:
        """What it is known by."""
        return Ref(self.kind, self.called.key, self.article)

    @cached_property
    def day(self) -> int | None:
        """The number of its day; None without a full date."""
        try:
            return date.fromisoformat((self.date or "")[:10]).toordinal()
        except ValueError:
            return None


@dataclass(frozen=True)
class Judgement:
    """A person's decision; of two that contradict each other the one with the higher number holds."""

    number: int
    decision: Decision
    left: Ref
    right: Ref | None = None
    value: str | None = None


@dataclass(frozen=True, eq=False)
class Node:
    """Appearances that are one by name and role; `part` tells namesakes apart, `ref` has an article if it is that one's alone."""

    ref: Ref
    part: str
    appearances: tuple[Appearance, ...]

    @property
    def anchor(self) -> tuple[str, ...]:
        """What an id is made from."""
        return (self.ref.kind, self.ref.key, self.ref.article, self.part)

    @property
    def called(self) -> Name:
        """The name, ready to compare."""
        return self.appearances[0].called

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """All roles, each once."""
        return tuple(sorted({role for row in self.appearances for role in row.roles}))

    @cached_property
    def traits(self) -> Traits:
        """What its roles show."""
        return traits_of(self.roles)

    @cached_property
    def articles(self) -> frozenset[str]:
        """The ids of its articles."""
        return frozenset(row.article for row in self.appearances)

    @cached_property
    def days(self) -> tuple[tuple[int, str], ...]:
        """(day, article) in order."""
        return tuple(sorted((row.day, row.article) for row in self.appearances if row.day is not None))


def is_shared(name: Name, known: frozenset[Ref]) -> bool:
    """Whether a name may mean the same speaker in every article: a full name, or one that a person has named."""
    return name.kind in ("person", "organization") and bool(name.key) and (name.is_full or Ref(name.kind, name.key) in known)


def known_names(judgements: Iterable[Judgement]) -> frozenset[Ref]:
    """The names that a person has named as somebody's."""
    return frozenset(Ref(j.left.kind, j.left.key) for j in judgements if j.decision in ("name", "ids") and not j.left.article)


def nodes_of(appearances: Iterable[Appearance], judgements: Sequence[Judgement]) -> list[Node]:
    """The appearances grouped by name, namesakes whose roles contradict each other and those split off apart."""
    known = known_names(judgements)
    alone = {j.left for j in judgements if j.decision == "split"}
    groups: dict[Ref, list[Appearance]] = defaultdict(list)
    for row in appearances:
        shared = is_shared(row.called, known) and row.ref not in alone
        groups[Ref(row.kind, row.called.key) if shared else row.ref].append(row)
    found = []
    for ref, rows in sorted(groups.items()):
        rows.sort(key=lambda row: (row.article, row.name))
        for part, members in [("", rows)] if ref.article else _namesakes(rows):
            found.append(Node(ref, part, tuple(members)))
    return found


def _namesakes(rows: list[Appearance]) -> list[tuple[str, list[Appearance]]]:
    """One name's appearances as one person's, or as several' where roles contradict each other; the most frequent first."""
    traits = [traits_of(row.roles) for row in rows]
    joined = _bridged(traits)
    traits = [Traits(tuple(sorted({joined.get(f, f) for f in t.fields})), t.offices) for t in traits]
    counts = Counter(traits)
    telling = {t for pair in combinations(sorted(counts), 2) if contradict(*pair) for t in pair}
    if not telling:
        return [("", rows)]
    persons: list[list[Traits]] = []
    unclear: list[Traits] = []

    def size(person: list[Traits]) -> int:
        return sum(counts[t] for t in person)

    for one in sorted(counts, key=lambda t: (t not in telling, -counts[t], t)):
        fitting = [person for person in persons if not any(contradict(one, other) for other in person)]
        fitting.sort(key=size, reverse=True)
        if not fitting:
            persons.append([one])
        elif len(fitting) == 1 or size(fitting[0]) >= DOMINANT * sum(map(size, fitting[1:])):
            fitting[0].append(one)
        else:
            unclear.append(one)
    persons.sort(key=lambda person: (-size(person), person[0]))
    whose = {one: number for number, person in enumerate(persons) for one in person}
    labels = ["", *(_label(person[0]) for person in persons[1:]), "?"]
    parts: dict[str, list[Appearance]] = defaultdict(list)
    for row, one in zip(rows, traits, strict=True):
        parts[labels[whose.get(one, -1)]].append(row)
    return list(parts.items())


def _label(traits: Traits) -> str:
    return ", ".join([*traits.fields, *(f"{office} of {place}" for office, place in traits.offices)])


def _bridged(traits: Iterable[Traits]) -> dict[str, str]:
    """Fields of work that some article gives one person together, each by the first of them."""
    first: dict[str, str] = {}
    for one in sorted(set(traits)):
        groups = {first.setdefault(field, field) for field in one.fields}
        first |= {field: min(groups) for field, group in first.items() if group in groups}
    return first
