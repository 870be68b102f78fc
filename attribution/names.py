"""Names as they are compared: without case, accents, punctuation and titles, however they were brought into Latin letters."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

from jellyfish import jaro_winkler_similarity

from attribution.models import SpeakerKind

Level = Literal["same", "variant", "middle", "fuller", "nickname", "acronym", "initial", "near", "generation"]
LONGEST = 12  # words: what is longer is no name, and is compared as a whole only
LONG = 200  # characters
NEAR = 0.92  # of Jaro and Winkler, from which two words may be one misspelt: Kadyrow and Kadyrov have .94
WIDTHS = 5  # words of a name that pairs are made of, so that a long name is not found by hundreds
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "ħ": "h", "ə": "a"}
    | dict.fromkeys("'’‘ʼʻʾʿ`´ʹ")
)
ARTICLE = re.compile(r"\b(?:al|el|ul|as|ash|ad|an|ar|at|az)[-‐‑–](?=\w)")
POSSESSIVE = re.compile(r"['’]s\b")
SYLLABLE = re.compile(r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiou]{1,3}(?:n|ng)?|\w+ng")  # its vowels tell Li Peng from Li Ping
SOUNDS = tuple(  # in this order; what it makes is only compared, never shown
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^m[ou]h?am+[aei]d$", "muhamad"),
        (r"^h[ou]s+(?:ei|ai|ay|ey|e|i)n$", "husin"),
        (r"^[gqk]h?ad+h?a+f+[iy]$", "kadafi"),
        (r"^y(?=e)", ""),
        (r"(?<=\w{4})eh$", "a"),
        (r"tsch|tch", "ch"),
        (r"sch", "sh"),
        (r"kh|q|ck", "k"),
        (r"dh", "z"),
        (r"th", "t"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"c(?=[eiy])", "s"),
        (r"c(?!h)", "k"),
        (r"ue|oe|ou|oo", "u"),
        (r"ae", "a"),
        (r"o", "u"),
        (r"[ey]", "i"),
        (r"(.)\1+", r"\1"),
        (r"sandir$", "sandr"),
        (r"(?<=[aiu])h$", ""),
    )
)
REASONS: dict[Level, str] = {
    "same": "the same name",
    "variant": "the same name in another spelling",
    "middle": "the same name, once with a middle name",
    "fuller": "one is a longer form of the other",
    "nickname": "the first name's short form",
    "acronym": "the letters of the name",
    "initial": "the first name's initial fits",
    "near": "nearly the same name",
    "generation": "the same but for Jr., Sr. or a number",
}
LIKELY: dict[Level, float] = {  # how likely two such names in the news are one, before anything else is known
    "same": 0.9,
    "variant": 0.75,
    "middle": 0.75,
    "fuller": 0.65,
    "nickname": 0.65,
    "acronym": 0.6,
    "initial": 0.5,
    "near": 0.5,
    "generation": 0.4,
}


@dataclass(frozen=True)
class Name:
    """A name made ready to compare: `key` is it normalized, `words` those of it that count, `sounds` these as spoken."""

    kind: SpeakerKind
    key: str
    words: tuple[str, ...] = field(compare=False)  # all that follows is made from the key
    sounds: tuple[str, ...] = field(compare=False)
    particles: tuple[str, ...] = field(default=(), compare=False)
    generation: str = field(default="", compare=False)

    @cached_property
    def is_full(self) -> bool:
        """Whether it tells its bearer from others: two words of a person, not general words alone of an organization."""
        if self.kind == "organization":
            return bool(self.words) and not set(self.words) <= _listed("organization", "general")
        return self.kind == "person" and sum(len(word) > 1 for word in self.words) >= 2

    def blocks(self) -> tuple[str, ...]:
        """What a name that may be the same has too, in one of these at least."""
        if self.kind == "organization":
            return tuple(sorted({"+".join(self.words), "#" + self.initials()}))
        used = self.sounds if len(self.sounds) <= WIDTHS else self.sounds[:3] + self.sounds[-2:]
        pairs = {"+".join(sorted(pair)) for pair in combinations(used, 2)}
        alike: set[str] = set()
        if len(self.sounds) > 1:
            first, last = self.sounds[0], self.sounds[-1]
            long_forms = _nicknames().get(first, ())
            alike = {f"{first[0]}.+{last}", f"{first}+{last[0]}.", *("+".join(sorted((form, last))) for form in long_forms)}
        return tuple(sorted({*pairs, *alike, "".join(self.sounds)}))

    def entries(self) -> tuple[str, ...]:
        """What an index of names has it under: its blocks; =word for what may call it, ~word for a bare surname."""
        if not self.words:
            return ()
        if self.kind != "person":
            return self.blocks()
        return (*self.blocks(), *(f"={word}" for word in sorted(set(self.sounds)))) if self.is_full else (f"~{self.sounds[-1]}",)

    def initials(self) -> str:
        """The letters that an acronym of it would have; of one word, the word."""
        if len(self.words) == 1:
            return self.words[0]
        small = _listed("organization", "small")
        return "".join(word[0] for word in self.words if word not in small)


@lru_cache(maxsize=200_000)
def name_of(text: str, kind: SpeakerKind) -> Name:
    """`text` as the name of a speaker of this `kind`."""
    words = _words(text)
    if len(words) > LONGEST or sum(map(len, words)) > LONG:
        return Name(kind, " ".join(words), (), ())
    found = _organization(words) if kind == "organization" else _person(words, kind)
    return found if found.key == text else name_of(found.key, kind)  # so that a key is its own name's key


def _person(words: list[str], kind: SpeakerKind) -> Name:
    titles, particles = _listed("person", "titles"), _listed("person", "particles")
    while len(words) > 1 and words[0] in titles:
        words = words[1:]
    while len(words) > 1 and words[-1] in _listed("person", "honours"):
        words = words[:-1]
    generation = ""
    if len(words) > 1 and words[-1] in _listed("person", "generations"):
        *words, generation = words
        generation = {"junior": "jr", "senior": "sr"}.get(generation, generation)
    words = ["bin" if word in ("ibn", "ben") and place else word for place, word in enumerate(words)]
    named_first = len(words) > 1 and words[0] in _listed("person", "first_names") and words[1] not in particles
    counted = [word for place, word in enumerate(words) if word not in particles or (place == 0 and named_first)]
    counted = counted or words
    left = tuple(word for word in words if word in particles and word not in counted and word not in ("al", "el", "ul"))
    key = " ".join(word for word in words if word in counted or word in left) + (f" {generation}" if generation else "")
    return Name(kind, key, tuple(counted), tuple(map(sound, counted)), left, generation)


def _organization(words: list[str]) -> Name:
    spellings = _names()["organization"]["spellings"]
    words = [spellings.get(word, word) for word in words]
    words = words[1:] if len(words) > 1 and words[0] == "the" else words
    while len(words) > 1 and words[-1] in _listed("organization", "suffixes"):
        words = words[:-1]
    return Name("organization", " ".join(words), tuple(words), tuple(words))


def _words(text: str) -> list[str]:
    """The words of `text`, folded; single letters that follow each other are one word: "J. D." and "U.N."."""
    folded = fold(POSSESSIVE.sub("", text))
    found: list[str] = []
    for word in re.findall(r"[^\W_]+|&", ARTICLE.sub("", folded)):
        after = len(word) == 1 and found and _is_letters(found[-1], folded)
        if after:
            found[-1] += word
        else:
            found.append(word)
    return found


def _is_letters(word: str, folded: str) -> bool:
    """Whether `word` is made of initials: one letter, or letters that stand apart in the text."""
    return len(word) == 1 or (len(word) < 6 and word not in re.findall(r"[^\W_]+", folded))


def fold(text: str) -> str:
    """`text` in lower case, without accents, apostrophes and characters that are not seen."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    seen = "".join(c if not (group := unicodedata.category(c)).startswith("C") else " " * (group == "Cc") for c in plain)
    return "".join(c for c in seen if not unicodedata.combining(c)).translate(LETTERS)


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """A word as it is spoken, so that one name written in several ways is one: "qassem" and "kasim"."""
    if SYLLABLE.fullmatch(word):
        return word
    for pattern, made in SOUNDS:
        word = pattern.sub(made, word)
    return word


@lru_cache(maxsize=200_000)
def compare(one: Name, other: Name) -> Level | None:
    """In what way two names may be the same one's; None where they are not alike or contradict each other."""
    if one.kind != other.kind or not (one.key and other.key):
        return None
    if one.key == other.key:
        return "same"
    if not (one.words and other.words):
        return None
    if one.kind == "organization":
        return _organizations(one, other)
    if not (one.is_full and other.is_full) or (one.generation and other.generation and one.generation != other.generation):
        return None
    if one.particles and other.particles and one.particles != other.particles:
        return None
    level = _persons(one.sounds, other.sounds)
    return "generation" if level and one.generation != other.generation else level


def _organizations(one: Name, other: Name) -> Level | None:
    short, long = sorted((one, other), key=lambda name: len(name.words))
    if len(short.words) == 1 < len(long.words) and short.key == long.initials():
        return "acronym" if len(short.key) > 1 else None
    close = len(one.words) == len(other.words) > 1 and jaro_winkler_similarity(one.key, other.key) >= 0.96
    return "near" if close and one.words[0] == other.words[0] else None


def _persons(one: tuple[str, ...], other: tuple[str, ...]) -> Level | None:
    """How the words of two full names go together."""
    if one == other or "".join(one) == "".join(other):
        return "variant"
    if sorted(one) == sorted(other):  # the surname first, or another's name
        return "near"
    short, long = sorted((one, other), key=len)
    whole = [word for word in short if len(word) > 1]
    if len(short) < len(long) and len(whole) >= 2 and _in_order(short, long):
        return "middle" if (short[0], short[-1]) == (long[0], long[-1]) else "fuller"
    if short[-1] == long[-1] and _is_nickname(short[0], long[0]):
        return "nickname"
    if len(short) != len(long):
        return None
    unlike = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if one[-1] == other[-1] and all(a[0] == b[0] and min(len(a), len(b)) == 1 for a, b in unlike):
        return "initial" if one[0] != other[0] else "middle"
    return "near" if all(map(_is_near, *zip(*unlike, strict=True))) and len(unlike) < len(one) else None


def _in_order(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether each word of `short` is one of `long`, or an initial of one, in the same order."""
    rest = iter(long)
    return all(any(word == other or (len(word) == 1 and other.startswith(word)) for other in rest) for word in short)


def _is_near(one: str, other: str) -> bool:
    """Whether one may be the other misspelt; not by the ending alone: Maria and Mario, Kadyrov and Kadyrova are two."""
    ending = one[:-1] == other[:-1] or one[:-1] == other or one == other[:-1]
    return min(len(one), len(other)) >= 5 and not ending and jaro_winkler_similarity(one, other) >= NEAR


def _is_nickname(one: str, other: str) -> bool:
    return other in _nicknames().get(one, ()) or one in _nicknames().get(other, ())


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    """The long forms of each short one, as they sound."""
    found: dict[str, set[str]] = {}
    for name, forms in _names()["person"]["nicknames"].items():
        for short in forms.split():
            found.setdefault(sound(short), set()).add(sound(name))
    return {short: frozenset(long) for short, long in found.items()}


def may_call(bare: Name, full: Name) -> bool:
    """Whether a surname, or initials and a surname, may stand for a full name."""
    if bare.kind != "person" or full.kind != "person" or not bare.sounds or not _in_order(bare.sounds, full.sounds):
        return False
    surname = bare.sounds[-1]
    return surname in full.sounds[1:] or (surname == full.sounds[0] and bool(SYLLABLE.fullmatch(surname)))  # Xi, Kim


@cache
def _listed(part: str, name: str) -> frozenset[str]:
    return frozenset(_names()[part][name].split())


@cache
def _names() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))
