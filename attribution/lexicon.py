"""Look words up in the lists of people.toml: roles, courtesy titles, given names, documents, bodies."""

import tomllib
import unicodedata
from functools import cache
from pathlib import Path

PEOPLE = Path(__file__).parent / "people.toml"


@cache
def lexicon(table: str, row: str = "words") -> frozenset[str]:
    """A list of words of people.toml."""
    return frozenset(tomllib.loads(PEOPLE.read_text("utf-8"))[table][row].split())


@cache
def courtesies() -> frozenset[str]:
    """Titles that are no part of a name and no role."""
    return lexicon("courtesy", "m") | lexicon("courtesy", "f") | lexicon("courtesy", "none")


@cache
def titles() -> frozenset[str]:
    """What may stand before a name and is none itself; "Dean Smith" has a given name."""
    return courtesies() | (lexicon("roles") - lexicon("given", "f") - lexicon("given", "m"))


def folded(word: str) -> str:
    """A word without case, accents, points and typographic marks."""
    if word.isascii():
        return word.lower().replace(".", "")
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return plain.casefold().replace("’", "'").replace("‘", "'").replace(".", "")
