"""Tell where an article's text comes from: whose copy it is by its credit line, and which articles it is nearly the same as.

An origin is whoever got the news: an agency that the article credits with its text, else its outlet. A reprint has the origin of
what it reprints. Two reporters at one press conference are two origins. A statement made to another medium ("told Reuters") has
that medium's origin.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SHINGLE = 5  # words
PERMUTATIONS = 128
BANDS = 32  # of 4 rows: pairs with a Jaccard similarity of .4 share one with a probability of .56, of .6 with .99
REPRINT = 0.6  # the part of the shorter article that also stands in the longer one, from which it is a reprint
EDGE = 400  # characters at an article's beginning and end in which a credit stands
WORD = re.compile(r"\w+")

Signature = NDArray[np.uint32]


@dataclass(frozen=True)
class Print:
    """An article's finger print: the MinHash of its shingles (PERMUTATIONS,), and how many there are."""

    signature: Signature
    shingles: int

    def bands(self) -> list[bytes]:
        """What near-duplicates share at least one of, most likely."""
        return [bytes(row.astype("<u4").tobytes()) for row in self.signature.reshape(BANDS, -1)]


def print_of(text: str) -> Print:
    """The finger print of a text, of its words in small letters."""
    from datasketch import MinHash

    words = [word.lower() for word in WORD.findall(text)]
    shingles = {" ".join(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1))}
    sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update_batch([shingle.encode() for shingle in sorted(shingles)])
    return Print(sketch.hashvalues.astype(np.uint32), len(shingles))


def contained(one: Print, other: Print) -> float:
    """The part of the shorter text that also stands in the longer one, as far as the finger prints tell."""
    jaccard = float(np.mean(one.signature == other.signature))
    shared = jaccard * (one.shingles + other.shingles) / (1 + jaccard)
    return round(min(1.0, shared / max(1, min(one.shingles, other.shingles))), 4)


@cache
def agencies() -> dict[str, str]:
    """What agencies are called, and the name that stands for each."""
    table = tomllib.loads(Path(__file__).with_name("origins.toml").read_text("utf-8"))["agencies"]
    return {called: name for name, every in table.items() for called in every}


@cache
def _credits() -> tuple[re.Pattern[str], ...]:
    called = "|".join(sorted(map(re.escape, agencies()), key=len, reverse=True))
    known = rf"(?P<agency>(?:{called}|(?:[A-Z][\w.&-]+ ){{1,3}}(?:Wire|News Agency|Newswire|Press Agency))\b)"
    return (
        re.compile(rf"^\W{{0,3}}[A-ZÀ-Þ][\w .,'’-]{{1,40}}\((?:{known})(?:/[\w ]+)?\)", re.MULTILINE),  # LONDON (Reuters) -
        re.compile(rf"^\(?{known}\)?\s?(?:[—–:-]|$)", re.MULTILINE),
        re.compile(rf"\((?:with (?:inputs|files|reports|reporting) from )?(?:the )?{known}\)\s*$", re.IGNORECASE | re.MULTILINE),
        re.compile(rf"(?:Source|Credit|Agency)s?: ?(?:the )?{known}"),
        re.compile(rf"^By [A-Z][\w .'’-]{{2,40}}(?:, |\n| \| ){known}\s*$", re.MULTILINE),
        re.compile(rf"(?:©|Copyright)(?: \d{{4}})? (?:the )?{known}"),
        re.compile(rf"(?:first|originally) (?:published|reported|appeared) (?:by|on|in) (?:the )?{known}", re.IGNORECASE),
        re.compile(rf"^{known} contributed to this (?:report|story|article)", re.MULTILINE),
    )


REPORTING = re.compile(r"^\(?(?:Additional )?[Rr]eporting by [^\n]{3,80}; ?(?:[Ww]riting|[Ee]diting) by", re.MULTILINE)
HELPED = re.compile(r"contributed to this")


def credit_of(text: str, author: str | None = None) -> str | None:
    """The agency that an article credits with its text, by the name that stands for it; one that only helped is none."""
    ends = text[:EDGE] + "\n\n" + text[-EDGE:] if len(text) > 2 * EDGE else text
    if author and (name := _agency(author.strip())):
        return name
    for pattern in _credits():
        found = pattern.search(ends)
        if found and not HELPED.search(found.group()):
            return _agency(found["agency"]) or found["agency"].strip().lower()
    return "reuters" if REPORTING.search(ends) else None


def _agency(called: str) -> str | None:
    return agencies().get(called) or next((name for other, name in agencies().items() if other.lower() == called.lower()), None)


@cache
def _told() -> re.Pattern[str]:
    called = "|".join(sorted(map(re.escape, agencies()), key=len, reverse=True))
    to = rf"(?:the )?(?P<who>(?:{called})\b|(?:[A-Z][\w.&-]+ ){{1,3}}(?:Wire|News Agency|Newswire|Press Agency))"
    return re.compile(rf"\btold {to}|\bin an interview (?:with|to) {to.replace('?P<who>', '?P<other>')}")


def relayed(text: str) -> str | None:
    """The agency that a statement was made to or is taken from, by the sentence it stands in: "told Reuters"."""
    found = _told().search(text)
    if not found:
        return None
    who = found["who"] or found["other"]
    return _agency(who) or who.strip().lower()
