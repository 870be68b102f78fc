"""Read the names off an article's mentions: what belongs to each, where it stands again, what is no name at all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from attribution.forms import POSSESSIVE, WORD, name_words
from attribution.lexicon import folded, given_names, lexicon, titles
from attribution.models import Mention, MentionLabel, Span

Gender = Literal["f", "m"]
GENDERS: tuple[Gender, Gender] = ("f", "m")
STATES = r"(?:[A-Z][a-z]+\.|(?:[A-Z]{2}|Alaska|Hawaii|Idaho|Iowa|Maine|Ohio|Texas|Utah)\b)"  # as newspapers write them
PARTY = re.compile(rf"\([DRI](?:[-‐‑–][^()\n]{{1,20}})?\)|, [DRI][-‐‑–]{STATES}")  # "(D-Ore.)" behind a name is no name
GIVEN = re.compile(r"(?<!\S)([^\W\d_][\w’'-]+) $")
CAPITAL = "[A-ZÀ-ÞĀ-Ž]"
PARTICLES = "van|der|den|von|zu|de|da|di|du|del|dos|das|la|le|al|el|bin|ibn|ter|ten"
REST = re.compile(rf"(?:[-‐‑’'](?={CAPITAL})\w+|(?: (?:{PARTICLES}))+ {CAPITAL}[\w’'-]+|,? (?:Jr|Sr)\b|,? I{{2,3}}\b)+")
THINGS = re.compile(r"\b(?:USS|HMS|HMCS|MV|SS|Hurricane|Storm|Typhoon|Cyclone) $")  # ships and storms have people's names
REACH = 20  # characters before a family name in which the given name stands
BEFORE = 20  # characters before a name in which its title stands
WORDS = re.compile(r"\w+")


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
    taken = {n for _, span in places if " " in text[span.start : span.end] for n in range(span.start, span.end)}
    more = [(label, span) for label, span in _places_of(text, names) if taken.isdisjoint(range(span.start, span.end))]
    covered = {n for _, span in more for n in range(span.start, span.end)}
    left = [(label, span) for label, span in places if not covered.issuperset(range(span.start, span.end))]
    return sorted({*left, *more}, key=lambda p: p[1])


def _places_of(text: str, names: Mapping[str, MentionLabel]) -> Iterator[tuple[MentionLabel, Span]]:
    """Where names stand as whole words, the longest of those that begin at a place, none inside another."""
    lengths: dict[str, set[int]] = {}
    for form in names:
        lengths.setdefault(WORDS.match(form).group(), set()).add(len(form))  # type: ignore[union-attr]
    end = 0
    for word in WORDS.finditer(text):
        for length in sorted(lengths.get(word.group(), ()), reverse=True):
            stop = word.start() + length
            if word.start() >= end and text[word.start() : stop] in names and not WORDS.match(text, stop):
                end = stop
                yield names[text[word.start() : stop]], Span(word.start(), stop)
                break


def is_name(text: str, label: MentionLabel, span: Span) -> bool:
    """Whether a mention is a name at all: more than a title, no party and state in brackets, no ship or storm."""
    form, before = text[span.start : span.end], text[max(0, span.start - BEFORE) : span.start]
    if label == "person" and THINGS.search(before):
        return False
    return (
        bool(set(name_words(form)) - titles())
        and any(c.isalpha() for c in form)
        and not any(m.start() < span.start < m.end() for m in PARTY.finditer(text, max(0, span.start - 4), span.end + REACH))
    )
