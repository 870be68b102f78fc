"""The facts that a claim stands or falls with: its figures, dates, names and negations, read by rules."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from attribution.classify import lemma_of
from attribution.lexicon import courtesies, folded

FRACTION = "[¼-¾⅐-⅞↉]"
NUMBER = rf"\d+(?:[.,]\d+)*{FRACTION}?|{FRACTION}"
TOKEN = re.compile(rf"{NUMBER}|[^\W\d_]+(?:['’\-.][^\W\d_]+)*|[%$€£¥]")
SCALES = {"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9, "mn": 1e6, "dozen": 12}
CURRENCIES = {"dollar": "$", "dollars": "$", "euro": "€", "euros": "€", "pounds": "£", "sterling": "£", "yen": "¥"}
WINDOW = 5  # words after a number in which what it counts is looked for


@cache
def _lists() -> dict[str, dict[str, str]]:
    """All of facts.toml."""
    return tomllib.loads(Path(__file__).with_name("facts.toml").read_text("utf-8"))


@cache
def words(row: str) -> frozenset[str]:
    """A list of words of facts.toml."""
    return frozenset(ordered(row))


@cache
def ordered(row: str) -> tuple[str, ...]:
    """The same in the order in which they stand there."""
    return tuple(_lists()["words"][row].split())


@cache
def _small() -> dict[str, int]:
    """Number words below a hundred."""
    return dict(zip(ordered("units"), range(21), strict=True)) | dict(zip(ordered("tens"), range(20, 100, 10), strict=True))


@cache
def _months() -> dict[str, str]:
    """Months by their names and short forms."""
    names = ordered("months")
    return {name: name for name in names} | {name[:3]: name for name in names} | {"sept": "september"}


@dataclass(frozen=True)
class Figure:
    """A number, what it counts (lemmas of the words after and before it) and whether it is only about right."""

    value: float
    of: frozenset[str]
    rough: bool
    text: str


@dataclass(frozen=True)
class Facts:
    """What is checked of one claim; `words` are the lemmas of its content words, `negations` how often it says no.

    `endings` counts the words that say that something is over, which "no longer" and "not any more" say, too.
    """

    words: frozenset[str]
    figures: tuple[Figure, ...]
    dates: frozenset[str]
    names: frozenset[str]
    negations: int
    endings: int


@lru_cache(1 << 14)  # a claim is compared with many
def facts(text: str) -> Facts:
    """The facts of a claim."""
    tokens = [(m.group(), m.start()) for m in TOKEN.finditer(text)]
    low = [_word(token) for token, _ in tokens]
    figures, dates, used = _figures(low)
    kept = (word for n, word in enumerate(low) if n not in used and word not in words("empty") and len(word) > 1)
    content = frozenset(lemma_of(word) for word in kept)
    names = frozenset(low[n].removesuffix("'s") for n in range(len(tokens)) if n not in used and _is_name(text, tokens, low, n))
    negations = sum(_denies(low, n) for n in range(len(low)))
    return Facts(content, figures, dates, names, negations, _endings(low))


def tells(text: str) -> bool:
    """Whether a text says enough to be a claim: a figure, or two content words that are not all names; "the change" does not."""
    found = facts(text)
    content = found.words - words("negators") - words("vague") - courtesies()
    return bool(found.figures) or (len(content) > 1 and not content <= {lemma_of(name) for name in found.names})


def _denies(low: list[str], n: int) -> bool:
    """Whether a word says no, but for one in "citizens who are not Muslims", which only says whom it is about."""
    if low[n] not in words("negators") and not low[n].endswith("n't"):
        return False
    before = low[max(0, n - 2) : n]
    return not (before[-1:] and before[-1] in words("relative")) and not (
        len(before) == 2 and before[0] in words("relative") and before[1] in words("auxiliaries")
    )


def _endings(low: list[str]) -> int:
    """How often words say that something is over: not "by the end of the year", not "over 40"."""
    return sum(_ends(word, low[max(0, n - 2) : n], low[n + 1 : n + 2]) for n, word in enumerate(low))


def _ends(word: str, before: list[str], after: list[str]) -> bool:
    if word == "end" and len(before) == 2 and before[1] == "the":
        return before[0] not in words("until")
    if word == "over":
        return before[-1:] != [] and before[-1] in words("be") and not (after and after[0][0].isnumeric())
    return word in words("endings") or " ".join([word, *after]) in ("behind us", "behind them", "given up", "gave up", "out of")


def _word(token: str) -> str:
    """A token as it is compared: folded, but for "US", which is not "us", and for the points of numbers."""
    return token if re.fullmatch(NUMBER, token) or token in {"US"} else folded(token)


def _is_name(text: str, tokens: list[tuple[str, int]], low: list[str], n: int) -> bool:
    """Whether a word is a name: capital, and not only because a sentence begins with it."""
    token, start = tokens[n]
    if not token[0].isupper() or low[n] in words("empty") or low[n] in _months() or low[n] in words("days"):
        return False
    before = text[:start].rstrip(" \"'“”‘’([")
    begins = not before or before[-1] in ".!?:…\n"
    follows = n + 1 < len(tokens) and tokens[n + 1][0][0].isupper() and text[start + len(token) : tokens[n + 1][1]] == " "
    return not begins or follows or (token.isupper() and len(token) > 1)


def _figures(low: list[str]) -> tuple[tuple[Figure, ...], frozenset[str], set[int]]:
    """The figures and dates among words, and which words they take."""
    figures, dates, used = [], set[str](), set[int]()
    n = 0
    while n < len(low):
        if low[n] in words("days") or (low[n] in _months() and low[n] not in ("may", "mar")):
            dates.add(_months().get(low[n], low[n]))
            used.add(n)
        value, end = _number(low, n)
        if value is None:
            n += 1
            continue
        if value <= 31 and any(0 <= k < len(low) and low[k] in _months() for k in (n - 1, end)):
            dates.add(f"day {value:g}")
        elif 1000 <= value <= 2100 and len(low[n]) == 4 and low[n].isdigit() and end == n + 1 and not _counts(low, end):
            dates.add(f"{value:g}")
        else:
            figures.append(_figure(low, n, end, value))
        used.update(range(n, end))
        n = end
    return tuple(figures), frozenset(dates), used


def _figure(low: list[str], n: int, end: int, value: float) -> Figure:
    of = _counts(low, end)
    if end < len(low) and low[end] in ("%", "percent", "per", "pct"):
        of = {"%"}
    if n and low[n - 1] in "$€£¥":
        of.add(low[n - 1])
    return Figure(value, frozenset(of), any(word in words("rough") for word in low[max(0, n - 3) : n]), " ".join(low[n:end]))


def _counts(low: list[str], end: int) -> set[str]:
    """What a number that ends before `end` counts: the content words that follow it, three at most."""
    found: list[str] = []
    for word in low[end : end + WINDOW]:
        if word in words("empty") or word[0].isnumeric():
            if found or word not in ("of", "the", "a", "more", "its", "his", "our"):
                break
            continue
        found.append(CURRENCIES.get(word) or lemma_of(word))
    return set(found[:3])


def _number(low: list[str], n: int) -> tuple[float | None, int]:
    """The number that begins at a word, and where it ends; None where there is none, as in "one of them"."""
    word, end = low[n], n + 1
    scaled = end < len(low) and low[end] in SCALES
    value: float | None = None
    if re.fullmatch(NUMBER, word):
        value = _written(word)
    elif word in _small() and (word != "one" or scaled):
        value = float(_small()[word])
    elif word.count("-") == 1:
        tens, unit = word.split("-")
        value = float(_small()[tens] + _small()[unit]) if tens in words("tens") and unit in ordered("units")[1:10] else None
    elif word in ("a", "an") and scaled:
        value = 1.0
    while value is not None and end < len(low) and low[end] in SCALES:
        value *= SCALES[low[end]]
        end += 1
    return value, end


def _written(number: str) -> float | None:
    """The value of a number in digits, with a fraction or without; None for one with several points, as a version has."""
    part = unicodedata.numeric(number[-1]) if re.fullmatch(FRACTION, number[-1]) else 0.0
    whole = number.replace(",", "").rstrip(number[-1] if part else "")
    return None if whole.count(".") > 1 else float(whole or 0) + part


@cache
def opposites() -> dict[str, frozenset[str]]:
    """For each word of facts.toml those that say the opposite."""
    found: dict[str, frozenset[str]] = {}
    for line in filter(None, map(str.strip, _lists()["opposites"]["pairs"].splitlines())):
        left, right = (side.split() for side in line.split("|"))
        for ours, others in ((left, right), (right, left)):
            for word in ours:
                found[word] = found.get(word, frozenset()) | frozenset(others)
    return found
