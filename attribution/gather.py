"""Gather the people and bodies that an article names: all forms of one name are one figure, by the article alone."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from attribution.forms import (
    ALIKE,
    SUFFIXES,
    WHOLE,
    Key,
    alone_keys,
    body_keys,
    family,
    full_keys,
    misspelt,
    name_words,
    person_keys,
    same_person,
)
from attribution.lexicon import lexicon, titles
from attribution.models import Mention, MentionLabel, Span
from attribution.read_names import Gender, gender_of, is_name, lengthened, repeated, title_before, trimmed

FARTHER = 3  # times as far: then the nearer of two of one name is meant
APART = 2  # times that a full name comes back after the bare family name, from which that is another's
NEAR = 200  # characters, about two sentences: who is named within them is near
CROWD = 50  # of one name, beyond which that name alone says nothing


@dataclass
class Figure:
    """A person, body, place or group of the article: `name` is its fullest form, at `span`; `spans` are all forms, in order.

    `shared` holds the spans whose figure was chosen among several who are called so; `unsure` those where nothing tells which.
    `full` is how often it is named by several words.
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
    full: int = 0

    def add(self, span: Span, form: str, gender: Gender | None = None) -> None:
        """Take in one more place where it is named."""
        insort(self.spans, span)
        self.forms[form] = self.forms.get(form, 0) + 1
        self.full += len(name_words(form)) > 1
        self.gender = self.gender or gender


@dataclass
class Found:
    """The figures found so far, in order; people and others by the keys of their names."""

    figures: list[Figure] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)  # of each figure among them, by its id
    people: dict[Key, dict[int, Figure]] = field(default_factory=dict)  # by place
    bodies: dict[Key, dict[int, Figure]] = field(default_factory=dict)

    def add(self, label: MentionLabel, form: str, span: Span, words: tuple[str, ...]) -> list[Figure]:
        """A new figure, alone."""
        figure = Figure(label, form, span, words)
        self.places[id(figure)] = len(self.figures)
        self.figures.append(figure)
        self.index(figure)
        return [figure]

    def index(self, figure: Figure) -> None:
        """Make a figure found by its words as they are now."""
        person = figure.label == "person"
        rows, keys = (self.people, person_keys(figure.words)) if person else (self.bodies, body_keys(figure.words))
        for key in keys:
            rows.setdefault(key, {})[self.places[id(figure)]] = figure

    def under(self, rows: Mapping[Key, dict[int, Figure]], keys: Iterable[Key]) -> list[Figure]:
        """The figures under some keys, in order; none where they are a crowd."""
        found: dict[int, Figure] = {}
        for key in keys:
            some = rows.get(key, {})
            found |= some if len(some) <= CROWD else {}
        return [found[place] for place in sorted(found)]


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
    found = Found()
    for label, span, words in named:
        if label == "person" and len(words) > 1:
            _take_full(text, span, words, found)
    found.people.clear()
    for figure in found.figures:
        _call(text, figure)
        found.index(figure)
    for label, span, words in sorted(named, key=lambda row: (-len(row[2]), row[1])):
        if label != "person":
            _take_body(text, span, label, words, found, mostly_person=single[words[0]] >= 0 and len(words) == 1)
    bare: dict[str, list[int]] = {}
    for label, span, words in named:
        if label == "person" and len(words) == 1:
            bare.setdefault(words[0], []).append(span.start)
    apart = {id(f): _told_apart(f, bare.get(family(f.words), ())) for f in found.figures if f.label == "person"}
    for label, span, words in named:
        if label == "person" and len(words) == 1:
            _take_single(text, span, words, found, single, apart)
    return sorted(found.figures, key=lambda f: f.spans[0])


def _take_full(text: str, span: Span, words: tuple[str, ...], found: Found) -> None:
    """A name of several words: to the person of that name, or of one that it shortens or lengthens; else a new one."""
    form, gender = text[span.start : span.end], gender_of(text, span, words)
    able = [f for f in found.under(found.people, [("whole", *words)]) if f.words == words] or [
        f
        for f in found.under(found.people, full_keys(words))
        if same_person(words, f.words) and (gender is None or f.gender in (None, gender))
    ]
    chosen = (able or found.add("person", form, span, words))[-1]
    if len(words) > len(chosen.words):
        chosen.words = words
        found.index(chosen)
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
    first: dict[str, Span] = {}
    last: dict[str, int] = {}
    for span in figure.spans:
        form = text[span.start : span.end]
        first.setdefault(form, span)
        last[form] = span.start
    name = max(whole, key=lambda f: (figure.forms[f], last[f] > headline, len(f)))
    figure.name, figure.words, figure.span = name, forms[name], first[name]


def _take_single(
    text: str, span: Span, words: tuple[str, ...], found: Found, single: Mapping[str, int], apart: Mapping[int, bool | None]
) -> None:
    """A name of one word: to the one figure it may belong to; else a figure of its own.

    Of several to the one with the title that stands before it, else not to one who is told apart from an earlier one by the full
    name each time (`apart`), else to the one named in full most often: who is in the news is called by the family name alone,
    whoever is with them by the given name (`single` counts the names of one word). Of as many the last one, which is unsure if
    another is near; so is who is told apart from somebody who was named but once.
    """
    form, gender, title = text[span.start : span.end], gender_of(text, span, words), title_before(text, span)
    able = found.under(found.people, alone_keys(words[0])) or found.under(found.people, [("whole", *words)])
    able = able or [f for f in found.under(found.people, [("like", words[0][:ALIKE])]) if misspelt(words[0], f.words)]
    able = [f for f in able if not (gender and f.gender and gender != f.gender)]
    able = [f for f in able if f.words[0] == words[0] or single.get(f.words[0], 0) <= 0] or able
    if title in titles():
        able = [f for f in able if any(title_before(text, s) == title for s in f.spans)] or able
    able = [f for f in able if not SUFFIXES.intersection(f.words)] or able  # beside his father the son is "Jr." each time
    if not able:
        bodies = [f for f in found.under(found.bodies, [("first", words[0])]) if f.label == "organization" and len(f.words) > 1]
        able = bodies if len(bodies) == 1 and not lexicon("organizations").intersection(bodies[0].words[1:]) else []
    able = able or found.add("person", form, span, words)
    first = min(able, key=lambda f: f.span)
    ranks = {id(f): (f is first or apart.get(id(f)) is None, f.full) for f in able}
    best = max(ranks.values())
    ranked = sorted((f for f in able if ranks[id(f)] == best), key=lambda f: _since(f, span))
    if len(ranked) > 1:
        clear = _since(ranked[1], span) > FARTHER * max(_since(ranked[0], span), NEAR)
        (ranked[0].shared if clear else ranked[0].unsure).add(span)
    elif len(able) > 1:
        once = ranked[0] is first and first.full == 1 and any(apart.get(id(f)) is False for f in able if f is not first)
        (ranked[0].unsure if once else ranked[0].shared).add(span)
    ranked[0].add(span, form, gender if len(able) == 1 else None)


def _told_apart(figure: Figure, bare: Sequence[int]) -> bool | None:
    """Whether a bare family name stood before a figure who is named in full again and again between places of that name.

    None if it is not named so; else the bare name is another's.
    """
    before = [bisect_left(bare, span.start) for span in figure.spans]
    return before[0] > 0 if sum(a < b for a, b in pairwise(before)) >= APART else None


def _since(figure: Figure, span: Span) -> float:
    """How many characters before a place a figure was last named; infinitely many if never."""
    earlier = bisect_left(figure.spans, span)
    return span.start - figure.spans[earlier - 1].end if earlier else float("inf")


def _take_body(text: str, span: Span, label: MentionLabel, words: tuple[str, ...], found: Found, mostly_person: bool) -> None:
    """An organization, place or group: by its whole name, its first letters, or its beginning.

    A family name is a person's if the article's other places of that name are (`mostly_person`): "Stumpf", but not "Ford".
    """
    form = text[span.start : span.end]
    owners = [f for f in found.under(found.people, alone_keys(words[0])) if mostly_person and words[0] == family(f.words)]
    if len(owners) == 1:
        owners[0].add(span, form)
        return
    words = words[1:] if len(words) > 1 and words[0] == "the" else words
    able = found.under(found.bodies, [("whole", *words)])
    if form.isupper() and len(words) == 1:
        able = able or found.under(found.bodies, [("letters", words[0])])
    if len(words) >= WHOLE:  # "Tax Policy Center" of "Urban-Brookings Tax Policy Center"
        ending = found.under(found.bodies, [("last", *words[-WHOLE:])])
        able = able or [f for f in ending if len(f.words) > len(words) and f.words[-len(words) :] == words]
    if label == "organization" and len(words) == 1:
        beginning = found.under(found.bodies, [("first", words[0])])
        able = able or [f for f in beginning if f.label == label and len(f.words) > 1]
    (able if len(able) == 1 else found.add(label, form, span, words))[0].add(span, form)
