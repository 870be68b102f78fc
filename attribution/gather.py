"""Gather the people and bodies that an article names: all forms of one name are one figure, by the article alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from attribution.lexicon import folded, lexicon, titles
from attribution.models import Mention, MentionLabel, Span

Gender = Literal["f", "m"]
GENDERS: tuple[Gender, Gender] = ("f", "m")
WORD = re.compile(r"[^\s,;:()\[\]\"“”«»]*\w[^\s,;:()\[\]\"“”«»]*")
PARTY = re.compile(r"\([DRI]$|^[DRI]-")  # "(D-Ore.)" behind a name is no name
POSSESSIVE = re.compile(r"['’]s?$")
CLOSE = 7  # letters from which a name with one letter other is the same: "Scheiderman", "Schneiderman"
GIVEN = re.compile(r"(?<!\S)([A-Z][\w’'-]+) $")
REST = re.compile(
    r"(?:[-‐‑’'](?=[A-Z])\w+|(?: (?:van|der|den|von|zu|de|da|di|du|del|dos|das|la|le|al|el|bin|ibn|ter|ten))+ [A-Z][\w’'-]+)+"
)
REACH = 20  # characters before a family name in which the given name stands
BEFORE = 12  # characters before a name in which its title stands


@dataclass
class Figure:
    """A person, body, place or group of the article: `name` is its fullest form, which stands at `span`; `spans` are all forms.

    `unsure` holds the spans whose figure was chosen among several of the same name.
    """

    label: MentionLabel
    name: str
    span: Span
    words: tuple[str, ...]
    gender: Gender | None = None
    spans: list[Span] = field(default_factory=list)
    forms: dict[str, int] = field(default_factory=dict)
    unsure: set[Span] = field(default_factory=set)

    def add(self, span: Span, form: str, gender: Gender | None = None) -> None:
        """Take in one more place where it is named."""
        self.spans.append(span)
        self.forms[form] = self.forms.get(form, 0) + 1
        self.gender = self.gender or gender


def trimmed(text: str, span: Span) -> Span:
    """A name without the possessive, the marks and the titles around it: they are roles, or say at most a gender."""
    end = span.end - (len(text[span.start : span.end]) - len(POSSESSIVE.sub("", text[span.start : span.end])))
    words = list(WORD.finditer(text, span.start, end))
    while len(words) > 1 and folded(words[0].group()) in titles():
        words.pop(0)
    return Span(words[0].start(), words[-1].end()) if words else span


def name_words(name: str) -> tuple[str, ...]:
    """The words by which two names are compared."""
    return tuple(w for w in (POSSESSIVE.sub("", folded(m.group())) for m in WORD.finditer(name)) if w)


def gender_of(text: str, span: Span, words: Sequence[str]) -> Gender | None:
    """By a title before the name or a given name that is hardly ever another gender's; none if neither tells."""
    title = re.search(r"([^\W\d_]+)\.?\s+$", text[max(0, span.start - BEFORE) : span.start])
    gender: Gender
    for gender in GENDERS:
        if title and (
            folded(title.group(1)) in lexicon("courtesy", gender) or folded(title.group(1)) in lexicon("nouns", gender)
        ):
            return gender
        if words[0] in lexicon("given", gender):
            return gender
    return None


def same_person(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words of one full name stand in another in order, initials for names, beginning or ending alike."""
    if len(short) > len(full):
        short, full = full, short
    if len(short) < 2:
        return False
    at = 0
    for word in short:
        while at < len(full) and not (full[at] == word or (min(len(word), len(full[at])) == 1 and full[at][0] == word[0])):
            at += 1
        at += 1
    return at <= len(full) and (short[-1] == full[-1] or short[0] == full[0])


def is_part(word: str, full: Sequence[str]) -> bool:
    """Whether a single name is the first or the family name of a full one; "Aaraji" is one of "al-Aaraji"."""
    ends = {full[0], full[-1], full[-1].split("-")[-1], full[0].split("-")[0], *full[2:]}
    return len(word) > 1 and (word in ends or word.removeprefix("al-") in ends)


def misspelt(word: str, full: Sequence[str]) -> bool:
    """Whether a long single name differs from a family name by one letter."""
    name = full[-1]
    if min(len(word), len(name)) < CLOSE or abs(len(word) - len(name)) > 1 or word[:2] != name[:2]:
        return False
    short, long = sorted((word, name), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at:] == long[at + 1 :] or short[at + 1 :] == long[at + 1 :]


def acronym(words: Sequence[str]) -> str:
    """The first letters of the words that begin with one."""
    return "".join(w[0] for w in words if w not in ("of", "the", "for", "and", "in", "on", "to"))


def figures(text: str, mentions: Sequence[Mention]) -> list[Figure]:
    """The people, bodies, places and groups of an article, in order of their first mention.

    A full name that was found once is found wherever it stands: what the network overlooks in one sentence it sees in another.
    """
    before: list[Mention | None] = [None, *mentions]
    places: list[tuple[MentionLabel, Span]]
    places = [(m.label, lengthened(text, m, last)) for last, m in zip(before, mentions, strict=False) if m.label != "other"]
    places = [(label, span) for label, span in places if is_name(text, span)]
    places = [(label, trimmed(text, span)) for label, span in repeated(text, places)]
    found: list[Figure] = []
    full = [(label, span, name_words(text[span.start : span.end])) for label, span in places]
    for label, span, words in full:
        if label == "person" and len(words) > 1:
            _take_full(text, span, words, found)
    for figure in found:
        _call(text, figure)
    for label, span, words in sorted(full, key=lambda row: (row[0] == "person", -len(row[2]), row[1])):
        if label != "person":
            _take_body(text, span, label, words, found)
    for label, span, words in full:
        if label == "person" and len(words) == 1:
            _take_single(text, span, words, found)
    for figure in found:
        figure.spans.sort()
    return sorted(found, key=lambda f: f.spans[0])


def lengthened(text: str, mention: Mention, last: Mention | None) -> Span:
    """A person's name with what goes before and behind, a body's with its country: "U.S. Department of Defense"."""
    start, end = mention.span.start, mention.span.end
    if mention.label == "person" and (more := REST.match(text, end)):
        end = more.end()
    given = GIVEN.search(text[max(0, start - REACH) : start]) if mention.label == "person" else None
    if given and folded(given.group(1)) in lexicon("given", "f") | lexicon("given", "m"):
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
    taken = {n for _, span in places for n in range(span.start, span.end) if " " in text[span.start : span.end]}
    more: list[tuple[MentionLabel, Span]] = []
    for form in sorted(names, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            if not any(n in taken for n in range(*match.span())):
                more.append((names[form], Span(*match.span())))
                taken.update(range(*match.span()))
    left = [p for p in places if not any(s.start <= p[1].start and p[1].end <= s.end and s != p[1] for _, s in more)]
    return sorted({*left, *more}, key=lambda p: p[1])


def is_name(text: str, span: Span) -> bool:
    """Whether a mention is a name at all: it has a letter, and is no party and state in brackets."""
    form = text[span.start : span.end]
    return (
        any(c.isalpha() for c in form) and not PARTY.search(text[max(0, span.start - 2) : span.start]) and not PARTY.search(form)
    )


def _take_full(text: str, span: Span, words: tuple[str, ...], found: list[Figure]) -> None:
    """A name of several words: to the person of that name, or of one that it shortens or lengthens; else a new one."""
    form = text[span.start : span.end]
    figure = next((f for f in found if f.words == words), None) or next((f for f in found if same_person(words, f.words)), None)
    if figure is None:
        figure = Figure("person", form, span, words)
        found.append(figure)
    elif len(words) > len(figure.words):
        figure.words = words
    figure.add(span, form, gender_of(text, span, words))


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


def _take_single(text: str, span: Span, words: tuple[str, ...], found: list[Figure]) -> None:
    """A name of one word: to the one figure it may belong to; else a figure of its own.

    Of several to the one that is named in full most often, of these to the one named last: who is in the news is called by the
    family name alone, whoever is with them by the given name.
    """
    form, gender = text[span.start : span.end], gender_of(text, span, words)
    able = [f for f in found if f.label == "person" and (is_part(words[0], f.words) or f.words == words)]
    able = able or [f for f in found if f.label == "person" and misspelt(words[0], f.words)]
    able = [f for f in able if not (gender and f.gender and gender != f.gender)] or able
    able = able or [f for f in found if f.label == "organization" and len(f.words) > 1 and f.words[0] == words[0]][:1]
    if not able:
        found.append(Figure("person", form, span, words))
        able = found[-1:]
    chosen = max(able, key=lambda f: (_times_in_full(f), max((s.start for s in f.spans if s.start < span.start), default=-1)))
    chosen.add(span, form, gender if len(able) == 1 else None)
    if len(able) > 1:
        chosen.unsure.add(span)


def _times_in_full(figure: Figure) -> int:
    return sum(times for form, times in figure.forms.items() if len(name_words(form)) > 1)


def _take_body(text: str, span: Span, label: MentionLabel, words: tuple[str, ...], found: list[Figure]) -> None:
    """An organization, place or group: by its whole name, its first letters, or its beginning; a family name is a person's."""
    form = text[span.start : span.end]
    owners = [f for f in found if f.label == "person" and len(words) == 1 and words[0] == f.words[-1]]
    if len(owners) == 1:
        owners[0].add(span, form)
        return
    words = words[1:] if len(words) > 1 and words[0] == "the" else words
    if not words:
        return
    for figure in found:
        if figure.label == "person":
            continue
        whole = figure.words == words
        letters = form.isupper() and len(words) == 1 and len(figure.words) > 1 and acronym(figure.words) == words[0]
        start = label == figure.label == "organization" and len(words) == 1 < len(figure.words) and figure.words[0] == words[0]
        if whole or letters or start:
            figure.add(span, form)
            return
    found.append(Figure(label, form, span, words))
    found[-1].add(span, form)
