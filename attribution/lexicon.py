"""Look words up in the lists of people.toml: roles, courtesy titles, given names, documents, bodies."""

import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

PEOPLE = Path(__file__).parent / "people.toml"


@cache
def lexicon(table: str, row: str = "words") -> frozenset[str]:
    """A list of words of people.toml, folded."""
    return frozenset(map(folded, tables()[table][row].split()))


@cache
def tables() -> dict[str, dict[str, str]]:
    """All of people.toml."""
    return tomllib.loads(PEOPLE.read_text("utf-8"))


@cache
def given_names() -> frozenset[str]:
    """Given names that tell a gender."""
    return lexicon("given", "f") | lexicon("given", "m")


@cache
def courtesies() -> frozenset[str]:
    """Titles that are no part of a name and no role."""
    return (lexicon("courtesy", "m") | lexicon("courtesy", "f") | lexicon("courtesy", "none")) - given_names()


@cache
def titles() -> frozenset[str]:
    """What may stand before a name and is none itself; "Dean Smith", "Pope Francis" and "Major Garrett" are names."""
    return courtesies() | (lexicon("roles") - given_names() - lexicon("names"))


@cache
def endings() -> tuple[str, ...]:
    """What the nouns for people end in."""
    return tuple(sorted(lexicon("roles", "endings")))


@lru_cache(1 << 16)
def folded(word: str) -> str:
    """A word without case, accents, points and typographic marks."""
    if word.isascii():
        return word.lower().replace(".", "")
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return plain.casefold().replace("’", "'").replace("‘", "'").replace(".", "")
