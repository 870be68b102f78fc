"""Write a claim anew by rule, so that it is known how the two stand to each other.

A negation, another figure, date or opposite word contradicts; another name is another claim; "may" for "will", or a part only,
overlaps; reported speech for direct speech and other spellings of numbers are the same. The rules are rough: one in ten is
wrong, which soft labels bear.
"""

import random
import re
from collections.abc import Callable, Sequence

from attribution.facts import opposites, ordered, words
from attribution.models import RelationLabel

AUXILIARY = re.compile(r"\b(is|are|was|were|will|would|can|could|has|have|had|should|must|may|might|does|did)\b(?! not|n't)")
NOT = re.compile(r"\b(is|are|was|were|will|would|could|has|have|had|should|must|does|did|do|ca|wo)( not|n['’]t)\b")
NUMBER = re.compile(r"(?<![\w.,-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w-])")
NAME = re.compile(r"(?<=[a-z,] )([A-Z][a-z]{3,}(?: [A-Z][a-z]{2,})*)")
REPORTED = """I:he we:they We:they my:his our:their us:them me:him am:was is:was are:were will:would can:could have:had has:had
    may:might today:yesterday don't:didn't"""
SPOKEN = dict(row.split(":") for row in REPORTED.split()) | {"I'm": "he was", "we're": "they were", "I'll": "he would"}
QUOTES = re.compile('["“”]')
Altered = tuple[str, RelationLabel]


def alterations(text: str, names: Sequence[str], chance: random.Random) -> list[Altered]:
    """All that the rules make of a claim, in an order of chance."""
    rules: list[Callable[[str, Sequence[str], random.Random], Altered | None]] = [
        _negated, _affirmed, _figure, _opposite, _date, _name, _maybe, _reported, _spelt, _part,
    ]  # fmt: skip
    made = [row for rule in rules if (row := rule(text, names, chance)) and row[0] != text]
    chance.shuffle(made)
    return made


def _negated(text: str, names: Sequence[str], chance: random.Random) -> Altered | None:
    found = AUXILIARY.search(text)
    if not found or any(word in text.lower().split() for word in words("negators")):
        return None
    return f"{text[: found.end()]} {chance.choice(['not', 'never', 'not'])}{text[found.end() :]}", "contradict"


def _affirmed(text: str, names: Sequence[str], chance: random.Random) -> Altered | None:
    found = NOT.search(text)
    if not found or len(NOT.findall(text)) > 1:
        return None
    verb = {"ca": "can", "wo": "will"}.get(found[1], found[1])
    return text[: found.start()] + verb + text[found.end() :], "contradict"


def _figure(text: str, names: Sequence[str], chance: random.Random) -> Altered | None:
    found = [m for m in NUMBER.finditer(text) if not re.fullmatch(r"(19|20)\d\d", m[1])]
    if not found:
        return None
    one = chance.choice(found)
    value = float(one[1].replace(",", ""))
    other = value * chance.choice([0.3, 0.5, 0.7, 0.8, 1.2, 1.4, 1.7, 2, 3]) + chance.choice([1, 2, 3])
    shown = f"{other:.1f}" if "." in one[1] else f"{round(other):,}" if "," in one[1] else str(round(other))
    return text[: one.start()] + shown + text[one.end() :], "contradict"


def _opposite(text: str, names: Sequence[str], chance: random.Random) -> Altered | None:
    found = [
        m
        for m in re.finditer(r"[a-z]+", text)
        if opposites().get(m[0]) and m[0] not in ("up", "down", "over", "can", "like", "all")
    ]
    if not found:
        return None
    one = chance.choice(found)
    return text[: one.start()] + chance.choice(sorted(opposites()[one[0]])) + text[one.end() :], "contradict"


def _date(text: str, names: Sequence[str], chance: random.Random) -> Altered | None:
    names_of = [name.capitalize() for name in (*ordered("months"), *ordered("days")) if name != "may"]
    found = [m for m in re.finditer(r"\b[A-Z][a-z]+\b|\b(?:19|20)\d\d\b", text) if m[0] in names_of or m[0].isdigit()]
    if not found:
        return None
    one = chance.choice(found)
    if one[0].isdigit():
        other = str(int(one[0]) + chance.choice([-3, -2, -1, 1, 2, 4]))
    else:
        row = "days" if one[0].lower() in words("days") else "months"
        other = chance.choice([name.capitalize() for name in ordered(row) if name != one[0].lower()])
    return text[: one.start()] + other + text[one.end() :], "contradict"


def _name(text: str, names: Sequence[str], chance: random.Random) -> Altered | None:
    found = list(NAME.finditer(text))
    if not found:
        return None
    one, other = chance.choice(found), chance.choice(names)
    return (text[: one.start()] + other + text[one.end() :], "different") if other != one[0] else None


def _maybe(text: str, names: Sequence[str], chance: random.Random) -> Altered | None:
    found = re.search(r"\b(will|would)\b(?! not)", text)
    return (text[: found.start()] + chance.choice(["may", "might", "could"]) + text[found.end() :], "overlap") if found else None


def _reported(text: str, names: Sequence[str], chance: random.Random) -> Altered | None:
    plain = QUOTES.sub("", text).strip(" ,")
    if plain == text and not re.search(r"\b(I|we|We|will|is|are|have|has)\b", text):
        return None
    spoken = " ".join(SPOKEN.get(word, word) for word in plain.split(" "))
    if spoken[:1].isupper() and spoken.split(" ")[0].lower() in words("empty"):
        spoken = spoken[0].lower() + spoken[1:]
    return f"{chance.choice(['that ', '', ''])}{spoken}", "same"


def _spelt(text: str, names: Sequence[str], chance: random.Random) -> Altered | None:
    for old, new in (
        (r"(\d) ?per ?cent", r"\1%"),
        (r"(\d)%", r"\1 percent"),
        (r"\bUnited States\b", "US"),
        (r"\bU\.S\.", "United States"),
    ):
        if re.search(old, text):
            return re.sub(old, new, text), "same"
    for n, word in enumerate(ordered("units")[2:], 2):
        if re.search(rf"\b{word}\b", text):
            return re.sub(rf"\b{word}\b", str(n), text), "same"
        if re.search(rf"(?<![\w.,-]){n}(?![\w.,-])", text):
            return re.sub(rf"(?<![\w.,-]){n}(?![\w.,-])", word, text), "same"
    return None


def _part(text: str, names: Sequence[str], chance: random.Random) -> Altered | None:
    if len(text.split()) < 16:
        return None
    cuts = [
        m.start() for m in re.finditer(r"(?:[,;.]| and| but| because| which| while) ", text) if 30 < m.start() < len(text) - 30
    ]
    if not cuts:
        return None
    cut = chance.choice(cuts)
    return (text[:cut].rstrip(" ,;.") if chance.random() < 0.6 else text[cut:].lstrip(" ,;.")), "overlap"
