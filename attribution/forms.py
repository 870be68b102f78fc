"""Compare the forms that one name has within an article: whether a short one may be a full one's."""

import re
from collections.abc import Sequence

from attribution.lexicon import folded, given_names

WORD = re.compile(r"[^\s,;:()\[\]\"“”«»]*\w[^\s,;:()\[\]\"“”«»]*")
POSSESSIVE = re.compile(r"['’]s?$")
CLOSE = 7  # letters from which a name with one letter other is the same: "Scheiderman", "Schneiderman"
SUFFIXES = frozenset(("jr", "sr", "ii", "iii"))


def name_words(name: str) -> tuple[str, ...]:
    """The words by which two names are compared."""
    return tuple(w for w in (POSSESSIVE.sub("", folded(m.group())) for m in WORD.finditer(name)) if w)


def same_person(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words of one full name stand in another in order, initials for names, beginning or ending alike.

    Not so for a father and a son ("Jr.", or a given name before the whole of the other name).
    """
    if SUFFIXES.intersection(short) != SUFFIXES.intersection(full):
        return False
    if len(short) > len(full):
        short, full = full, short
    if len(short) < 2 or (len(short) < len(full) and full[-len(short) :] == short and short[0] in given_names()):
        return False
    at = 0
    for word in short:
        while at < len(full) and not (full[at] == word or (min(len(word), len(full[at])) == 1 and full[at][0] == word[0])):
            at += 1
        at += 1
    return at <= len(full) and (short[-1] == full[-1] or short[0] == full[0])


def is_part(word: str, full: Sequence[str]) -> bool:
    """Whether a single name is the first or the family name of a full one; "Aaraji" is one of "al-Aaraji"."""
    full = [w for w in full if w not in SUFFIXES] or full
    ends = {full[0], full[-1], full[-1].split("-")[-1], full[0].split("-")[0], *full[2:]}
    return len(word) > 1 and (word in ends or word.removeprefix("al-") in ends)


def misspelt(word: str, full: Sequence[str]) -> bool:
    """Whether a long single name differs from a family name by one letter that is no ending: not Medvedeva, not the Clintons."""
    name = full[-1]
    if word.removesuffix("a") == name.removesuffix("a") or word == name + "s":
        return False
    if min(len(word), len(name)) < CLOSE or abs(len(word) - len(name)) > 1 or word[:2] != name[:2]:
        return False
    short, long = sorted((word, name), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at:] == long[at + 1 :] or short[at + 1 :] == long[at + 1 :]


def acronym(words: Sequence[str]) -> str:
    """The first letters of the words that begin with one."""
    return "".join(w[0] for w in words if w not in ("of", "the", "for", "and", "in", "on", "to"))
