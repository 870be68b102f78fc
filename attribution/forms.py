"""Compare the forms that one name has within an article: whether a short one may be a full one's."""

import re
from collections.abc import Iterator, Sequence

from attribution.lexicon import folded, given_names

WORD = re.compile(r"[^\s,;:()\[\]\"“”«»]*\w[^\s,;:()\[\]\"“”«»]*")
POSSESSIVE = re.compile(r"['’]s?$")
ALIKE = 2  # letters that a misspelt name begins with as it should
CLOSE = 7  # letters from which a name with one letter other is the same: "Scheiderman", "Schneiderman"
SUFFIXES = frozenset(("jr", "sr", "ii", "iii"))
# words of a body's name that end a longer one and are the same: "Democratic Party" and "Liberal Democratic Party" are not
WHOLE = 3
Key = tuple[str, ...]  # by which a name is looked up: what is compared, and how that is written


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


def family(full: Sequence[str]) -> str:
    """The family name of a full one."""
    return next((word for word in reversed(full) if word not in SUFFIXES), full[-1])


def ends(full: Sequence[str]) -> set[str]:
    """The single names that may be a full one's: the first, the family's; "Aaraji" is one of "al-Aaraji"."""
    full = [w for w in full if w not in SUFFIXES] or full
    return {full[0], full[-1], full[-1].split("-")[-1], full[0].split("-")[0], *full[2:]}


def misspelt(word: str, full: Sequence[str]) -> bool:
    """Whether a long single name differs from a family name by one letter that is no ending: not Medvedeva, not the Clintons."""
    name = family(full)
    if word.removesuffix("a") == name.removesuffix("a") or word == name + "s":
        return False
    if min(len(word), len(name)) < CLOSE or abs(len(word) - len(name)) > 1 or word[:ALIKE] != name[:ALIKE]:
        return False
    short, long = sorted((word, name), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at:] == long[at + 1 :] or short[at + 1 :] == long[at + 1 :]


def acronym(words: Sequence[str]) -> str:
    """The first letters of the words that begin with one."""
    return "".join(w[0] for w in words if w not in ("of", "the", "for", "and", "in", "on", "to"))


def person_keys(words: Sequence[str]) -> set[Key]:
    """The keys of a person's name: whole, by what may be written alone, by two words of it that another form may have."""
    keys: set[Key] = {("whole", *words), ("like", family(words)[:ALIKE]), *(("alone", word) for word in ends(words))}
    for word, end in _pairs(words):
        keys |= {("pair", word, *end), ("initial", word[0], *end)}
    return keys


def full_keys(words: Sequence[str]) -> set[Key]:
    """The keys of the names that may be a full one's other forms, an initial for a name or a name for an initial."""
    keys: set[Key] = set()
    for word, end in _pairs(words):
        keys |= {("pair", word, *end), ("pair", word[0], *end)} | ({("initial", word, *end)} if len(word) == 1 else set())
    return keys


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, Key]]:
    """Each word with the first or the last of its name, and with which of them."""
    for n, word in enumerate(words):
        if n > 0:
            yield word, ("first", words[0])
        if n < len(words) - 1:
            yield word, ("last", words[-1])


def alone_keys(word: str) -> set[Key]:
    """The keys of the names that a single one may be: "al-Aaraji" and "Aaraji" are one."""
    return {("alone", word), ("alone", word.removeprefix("al-"))} if len(word) > 1 else {("whole", word)}


def body_keys(words: Sequence[str]) -> set[Key]:
    """The keys of a body's name: whole, its first letters, its first word, its last ones."""
    letters: set[Key] = {("letters", acronym(words))} if len(words) > 1 else set()
    return letters | {("whole", *words), ("first", words[0]), ("last", *words[-WHOLE:])}
