"""Gather the people and bodies that an article names: all forms of one name are one figure, by the article alone."""

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from attribution.forms import POSSESSIVE, WORD, acronym, is_part, misspelt, name_words, same_person
from attribution.lexicon import folded, given_names, lexicon, titles
from attribution.models import Mention, MentionLabel, Span

Gender = Literal["f", "m"]
GENDERS: tuple[Gender, Gender] = ("f", "m")
PARTY = re.compile(r"\([DRI]$|^[DRI]-")  # "(D-Ore.)" behind a name is no name
GIVEN = re.compile(r"(?<!\S)([^\W\d_][\w’'-]+) $")
CAPITAL = "[A-ZÀ-ÞĀ-Ž]"
PARTICLES = "van|der|den|von|zu|de|da|di|du|del|dos|das|la|le|al|el|bin|ibn|ter|ten"
REST = re.compile(rf"(?:[-‐‑’'](?={CAPITAL})\w+|(?: (?:{PARTICLES}))+ {CAPITAL}[\w’'-]+|,? (?:Jr|Sr)\b|,? I{{2,3}}\b)+")
THINGS = re.compile(r"\b(?:USS|HMS|HMCS|MV|SS|Hurricane|Storm|Typhoon|Cyclone) $")  # ships and storms have people's names
REACH = 20  # characters before a family name in which the given name stands
FARTHER = 3  # times as far: then the nearer of two of one name is meant
WHOLE = (
    3  # words of a body's name that end a longer one and are the same: "Democratic Party" and "Liberal Democratic Party" are not
)
APART = 2  # times that a full name comes back after the bare family name, from which that is another's
NEAR = 200  # characters, about two sentences: who is named within them is near
BEFORE = 20  # characters before a name in which its title stands


@dataclass
class Figure:
    """A person, body, place or group of the article: `name` is its fullest form, at `span`; `spans` are all forms, in order.

    `shared` holds the spans whose figure was chosen among several who are called so; `unsure` those where nothing tells which.
    """

    label: MentionLabel
    name: str
    span: Span
    words: tuple[str, ...]
    gender: Gender | None = None
    spans: list[Span] = field(default_factory=list)
    forms: dict[str, int] = field(default_factory=dict)
    shared: set[Span] = field(default_factory=set)
    unsure: set[Span] = field(default_factory=set)

    def add(self, span: Span, form: str, gender: Gender | None = None) -> None:
        """Take in one more place where it is named."""
        insort(self.spans, span)
        self.forms[form] = self.forms.get(form, 0) + 1
        self.gender = self.gender or gender


def trimmed(text: str, span: Span) -> Span:
    """A name without the possessive, the marks and the titles around it: they are roles, or say at most a gender."""
    end = span.end - (len(text[span.start : span.end]) - len(POSSESSIVE.sub("", text[span.start : span.end])))
    words = list(WORD.finditer(text, span.start, end))
    while len(words) > 1 and folded(words[0].group()) in titles():
        words.pop(0)
    inside = [n for n in range(len(words) - 2) if folded(words[n].group()) in titles()]  # "Nobel Laureate Kailash Satyarthi"
    words = words[inside[-1] + 1 :] if inside else words
    return Span(words[0].start(), words[-1].end()) if words else span


def title_before(text: str, span: Span) -> str:
    """The word right before a name, folded; its point does not count."""
    found = re.search(r"([^\W\d_]+)\.?\s+$", text[max(0, span.start - BEFORE) : span.start])
    return folded(found.group(1)) if found else ""


def gender_of(text: str, span: Span, words: Sequence[str]) -> Gender | None:
    """By a title before the name or a given name that is hardly ever another gender's; none if neither tells.

    A name of one word may be a family name: Elizabeth Warren is no Warren.
    """
    title = title_before(text, span)
    for gender in GENDERS:
        if title in lexicon("courtesy", gender) or title in lexicon("nouns", gender):
            return gender
    if len(words) == 1:
        return None
    return next((gender for gender in GENDERS if words[0] in lexicon("given", gender)), None)


def figures(text: str, mentions: Sequence[Mention]) -> list[Figure]:
    """The people, bodies, places and groups of an article, in order of their first mention.

    A full name that was found once is found wherever it stands: what the network overlooks in one sentence it sees in another.
    """
    before: list[Mention | None] = [None, *mentions]
    places: list[tuple[MentionLabel, Span]]
    places = [(m.label, lengthened(text, m, last)) for last, m in zip(before, mentions, strict=False) if m.label != "other"]
    places = [(label, span) for label, span in places if is_name(text, label, span)]
    places = [(label, trimmed(text, span)) for label, span in repeated(text, places)]
    named = [(label, span, name_words(text[span.start : span.end])) for label, span in places]
    single = Counter(words[0] for label, _, words in named if len(words) == 1 and label == "person")
    single.subtract(words[0] for label, _, words in named if len(words) == 1 and label != "person")
    found: list[Figure] = []
    for label, span, words in named:
        if label == "person" and len(words) > 1:
            _take_full(text, span, words, found)
    for figure in found:
        _call(text, figure)
    for label, span, words in sorted(named, key=lambda row: (-len(row[2]), row[1])):
        if label != "person":
            _take_body(text, span, label, words, found, mostly_person=single[words[0]] >= 0 and len(words) == 1)
    bare: dict[str, list[int]] = {}
    for label, span, words in named:
        if label == "person" and len(words) == 1:
            bare.setdefault(words[0], []).append(span.start)
    apart = {id(f) for f in found if f.label == "person" and _told_apart(f, bare.get(f.words[-1], ()))}
    for label, span, words in named:
        if label == "person" and len(words) == 1:
            _take_single(text, span, words, found, single, apart)
    return sorted(found, key=lambda f: f.spans[0])


def lengthened(text: str, mention: Mention, last: Mention | None) -> Span:
    """A person's name with what goes before and behind, a body's with its country: "U.S. Department of Defense"."""
    start, end = mention.span.start, mention.span.end
    if mention.label == "person" and (more := REST.match(text, end)):
        end = more.end()
    given = GIVEN.search(text[max(0, start - REACH) : start]) if mention.label == "person" else None
    if given and given.group(1)[0].isupper() and folded(given.group(1)) in given_names():
        return Span(start - len(given.group()), end)
    if last and mention.label == "organization" and last.label in ("place", "group") and text[last.span.end : start] == " ":
        return Span(last.span.start, end)
    return Span(start, end)


def repeated(text: str, places: Sequence[tuple[MentionLabel, Span]]) -> list[tuple[MentionLabel, Span]]:
    """`places`, and the other places where a name of several words stands, in order; a shorter one inside them is left out."""
    names: dict[str, MentionLabel] = {}
    for label, span in places:
        form = text[span.start : span.end]
        if label in ("person", "organization") and " " in form and form[0].isupper():
            names.setdefault(form, label)
    if not names:
        return list(places)
    taken = {n for _, span in places if " " in text[span.start : span.end] for n in range(span.start, span.end)}
    every = "|".join(re.escape(form) for form in sorted(names, key=len, reverse=True))
    more = [
        (names[match.group()], Span(*match.span()))
        for match in re.finditer(rf"(?<!\w)(?:{every})(?!\w)", text)
        if taken.isdisjoint(range(*match.span()))
    ]
    covered = {n for _, span in more for n in range(span.start, span.end)}
    left = [(label, span) for label, span in places if not covered.issuperset(range(span.start, span.end))]
    return sorted({*left, *more}, key=lambda p: p[1])


def is_name(text: str, label: MentionLabel, span: Span) -> bool:
    """Whether a mention is a name at all: more than a title, no party and state in brackets, no ship or storm."""
    form, before = text[span.start : span.end], text[max(0, span.start - BEFORE) : span.start]
    if label == "person" and THINGS.search(before):
        return False
    return (
        bool(set(name_words(form)) - titles())
        and any(c.isalpha() for c in form)
        and not PARTY.search(before[-2:])
        and not PARTY.search(before[-1:] + form)
        and not PARTY.search(form)
    )


def _take_full(text: str, span: Span, words: tuple[str, ...], found: list[Figure]) -> None:
    """A name of several words: to the person of that name, or of one that it shortens or lengthens; else a new one."""
    form, gender = text[span.start : span.end], gender_of(text, span, words)
    able = [f for f in found if f.words == words] or [
        f for f in found if same_person(words, f.words) and (gender is None or f.gender in (None, gender))
    ]
    if not able:
        found.append(Figure("person", form, span, words))
        able = found[-1:]
    chosen = able[-1]
    if len(words) > len(chosen.words):
        chosen.words = words
    chosen.add(span, form, gender)
    if len(able) > 1:
        chosen.shared.add(span)


def _call(text: str, figure: Figure) -> None:
    """Call a person by the full form that comes most often; of several as often by one outside the headline, or the longest.

    A form that ends another ("de Blasio" of "Bill de Blasio") is no full one.
    """
    headline = text.find("\n")
    forms = {form: name_words(form) for form in figure.forms}
    whole = [
        f for f, words in forms.items() if not any(len(o) > len(words) and o[-len(words) :] == words for o in forms.values())
    ]
    first = {form: min((s for s in figure.spans if text[s.start : s.end] == form), default=figure.span) for form in whole}
    name = max(
        whole,
        key=lambda f: (figure.forms[f], max(s.start for s in figure.spans if text[s.start : s.end] == f) > headline, len(f)),
    )
    figure.name, figure.words, figure.span = name, forms[name], first[name]


def _take_single(
    text: str, span: Span, words: tuple[str, ...], found: list[Figure], single: Mapping[str, int], apart: Collection[int]
) -> None:
    """A name of one word: to the one figure it may belong to; else a figure of its own.

    Of several to the one with the title that stands before it, else not to one who is told apart from an earlier one by the full
    name each time (`apart`), else to the one named in full most often: who is in the news is called by the family name alone,
    whoever is with them by the given name (`single` counts the names of one word). Of as many the last one, which is unsure if
    another is near.
    """
    form, gender, title = text[span.start : span.end], gender_of(text, span, words), title_before(text, span)
    able = [f for f in found if f.label == "person" and (is_part(words[0], f.words) or f.words == words)]
    able = able or [f for f in found if f.label == "person" and misspelt(words[0], f.words)]
    able = [f for f in able if not (gender and f.gender and gender != f.gender)]
    able = [f for f in able if f.words[0] == words[0] or single.get(f.words[0], 0) <= 0] or able
    if title in titles():
        able = [f for f in able if any(title_before(text, s) == title for s in f.spans)] or able
    if not able:
        bodies = [f for f in found if f.label == "organization" and len(f.words) > 1 and f.words[0] == words[0]]
        able = bodies if len(bodies) == 1 and not lexicon("organizations").intersection(bodies[0].words[1:]) else []
    if not able:
        found.append(Figure("person", form, span, words))
        able = found[-1:]
    first = min(able, key=lambda f: f.span)
    ranked = sorted(able, key=lambda f: (f is first or id(f) not in apart, _times_in_full(f), -_since(f, span)), reverse=True)
    if len(able) > 1 and _times_in_full(ranked[0]) == _times_in_full(ranked[1]):
        ranked.sort(key=lambda f: _since(f, span))
        clear = _since(ranked[1], span) > FARTHER * max(_since(ranked[0], span), NEAR)
        (ranked[0].shared if clear else ranked[0].unsure).add(span)
    elif len(able) > 1:
        ranked[0].shared.add(span)
    ranked[0].add(span, form, gender if len(able) == 1 else None)


def _told_apart(figure: Figure, bare: Sequence[int]) -> bool:
    """Whether a figure is named in full again and again between places of the bare family name, which then is another's."""
    before = [bisect_left(bare, span.start) for span in figure.spans]
    return sum(a < b for a, b in pairwise(before)) >= APART


def _since(figure: Figure, span: Span) -> float:
    """How many characters before a place a figure was last named; infinitely many if never."""
    earlier = bisect_left(figure.spans, span)
    return span.start - figure.spans[earlier - 1].end if earlier else float("inf")


def _times_in_full(figure: Figure) -> int:
    return sum(times for form, times in figure.forms.items() if len(name_words(form)) > 1)


def _take_body(
    text: str, span: Span, label: MentionLabel, words: tuple[str, ...], found: list[Figure], mostly_person: bool
) -> None:
    """An organization, place or group: by its whole name, its first letters, or its beginning.

    A family name is a person's if the article's other places of that name are (`mostly_person`): "Stumpf", but not "Ford".
    """
    form = text[span.start : span.end]
    owners = [f for f in found if f.label == "person" and mostly_person and words[0] == f.words[-1]]
    if len(owners) == 1:
        owners[0].add(span, form)
        return
    words = words[1:] if len(words) > 1 and words[0] == "the" else words
    bodies = [f for f in found if f.label != "person"]
    able = [f for f in bodies if f.words == words]
    able = able or [f for f in bodies if form.isupper() and len(words) == 1 < len(f.words) and acronym(f.words) == words[0]]
    if len(words) >= WHOLE:  # "Tax Policy Center" of "Urban-Brookings Tax Policy Center"
        able = able or [f for f in bodies if len(f.words) > len(words) and f.words[-len(words) :] == words]
    if label == "organization" and len(words) == 1:
        able = able or [f for f in bodies if f.label == label and len(f.words) > 1 and f.words[0] == words[0]]
    if len(able) != 1:
        found.append(Figure(label, form, span, words))
        able = found[-1:]
    able[0].add(span, form)
