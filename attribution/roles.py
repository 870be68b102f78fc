"""Roles as articles give them: whether two may be one person's, and whether they speak for its being one."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from attribution.names import fold

WORD = re.compile(r"[^\W\d_]+")
PLACE = r"(?:of|for|from) (?:the )?((?:[A-Z][\w.-]+ ?)+)"


@dataclass(frozen=True, order=True)
class Traits:
    """What roles say that only one of two namesakes can be: fields of work, and (office, place) of which there is one."""

    fields: tuple[str, ...] = ()
    offices: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=100_000)
def traits_of(roles: tuple[str, ...]) -> Traits:
    """The traits that `roles` show together."""
    words = set(WORD.findall(fold(" ".join(roles))))
    fields = (name for name, listed in _lists()["fields"].items() if words & set(listed.split()))
    offices = {(office.lower(), fold(place).strip()) for role in roles for office, place in _office().findall(role)}
    return Traits(tuple(sorted(fields)), tuple(sorted(offices)))


def contradict(one: Traits, other: Traits) -> bool:
    """Whether no one is likely to have both: other fields of work, or the same office of another place."""
    if one.fields and other.fields and not set(one.fields) & set(other.fields):
        return True
    places = dict(one.offices)
    others = [(place, places[office]) for office, place in other.offices if office in places]
    return bool(others) and not any(set(a.split()) & set(b.split()) for a, b in others)


def shared_words(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """The words that tell, which some role of each has."""
    return tuple(sorted(_words_of(one) & _words_of(other)))


def _words_of(roles: Iterable[str]) -> set[str]:
    return set().union(*map(role_words, roles))


@lru_cache(maxsize=100_000)
def role_words(role: str) -> frozenset[str]:
    """The words of a role that tell it from others, without case and accents."""
    words = WORD.findall(fold(role.replace("’s", "").replace("'s", "")))
    return frozenset(words) - frozenset(_lists()["weak"].split())


@cache
def _office() -> re.Pattern[str]:
    return re.compile(rf"\b((?i:{'|'.join(_lists()['offices'].split())})) {PLACE}")


@cache
def _lists() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))["roles"]
    return found
