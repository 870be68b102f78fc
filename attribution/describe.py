"""Find the roles that an article gives its people: titles before a name, descriptions after it, "X is the mayor of Y"."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from attribution.delimit import (
    ARTICLES,
    LINKS,
    LONGEST,
    NOUNS,
    OWNERS,
    goes_left,
    head_noun,
    is_doing,
    is_done,
    is_hedge,
    is_naming,
    is_role,
    is_verb,
    phrase_from,
)
from attribution.gather import Figure
from attribution.lexicon import courtesies, folded, lexicon
from attribution.models import Span
from attribution.parse import Grammar

LATER = frozenset(("HYPH", "PART", "POS", "CD", "RB"))  # what a role does not begin with
BEING = re.compile(
    r"(?:,?\s*who(?:'s|’s)?)?\s*(?:\b(?:is|was|became|remains|has been|had been|(?:currently )?(?:served|serves|works|worked) as|"
    r"(?:is|was|were|has been) (?:named|appointed|elected|sworn in as|nominated as))\b)?\s+"
)
LINKING = re.compile(r"is|was|became|remains|been|as|named|appointed|elected|who['’]s")
KEPT = 50  # roles of one person in one article
AGE = re.compile(r"\s{0,3},?\s{0,3}\(?\d{1,3}\)?(?=,)|\s{0,3}\([^()\n]{1,30}\)")
ALIKE = {"sen": "senator", "gov": "governor", "rep": "representative", "gen": "general", "prof": "professor", "pres": "president"}
ALIKE |= {"gop": "republican", "gop's": "republican", "dem": "democrat", "democratic": "democrat"}


@dataclass(frozen=True)
class Description:
    """A role given at word `at` of a paragraph, verbatim at `span`; `noun` is what it is about, `said` and `forms` all its words.

    `about` are those by which it may be called alone: "rival" of "the mayor's rival", "adviser" of "adviser to the president".
    `rank` is 0 for a title or a description of the name, 1 for one in place of the name or for no more than a party, 2 for an
    affiliation.
    """

    span: Span
    at: int
    paragraph: int
    noun: str
    said: str
    forms: frozenset[str]
    about: frozenset[str]
    rank: int = 0


@dataclass(frozen=True)
class Given:
    """All roles that an article gives one person, in order; `rows` those of the best rank, `usual` the one given most often,
    `kept` where each is given first.
    """

    found: tuple[Description, ...]
    rows: tuple[Description, ...]
    usual: Span | None
    kept: tuple[Span, ...]


def is_generic(grammar: Grammar, words: range) -> bool:
    """Whether a role says nothing of who it is: "guy", "friend"; "friend of the president" does."""
    return len(words) <= 2 and folded(grammar.form(words[-1])) in lexicon("generic")


def descriptions(grammar: Grammar, figure: Figure) -> list[Description]:
    """All roles of a person, in order of appearance, without those that stand inside another."""
    found: dict[Span, Description] = {}
    for span in figure.spans:
        words = grammar.inside(span)
        if not words:
            continue
        for words_, rank in (
            (title(grammar, words), 0),
            (apposed_before(grammar, words), 0),
            (apposed(grammar, span, words), 0),
            (affiliation(grammar, words), 2),
        ):
            if words_ and not is_generic(grammar, words_):
                row = described(grammar, words_, rank)
                relation = row.noun in lexicon("generic") and any(grammar.part[n] == "POS" for n in words_)  # "the mayor's rival"
                weak = len(words_) == 1 and folded(grammar.form(words_[0])) in lexicon("weak")
                row = replace(row, rank=max(rank, int(weak or relation)))
                found.setdefault(row.span, row)
    rows = sorted(found.values(), key=lambda d: d.span)
    return [d for d in rows if not any(o is not d and o.span.start <= d.span.start and d.span.end <= o.span.end for o in rows)]


def described(grammar: Grammar, words: range, rank: int) -> Description:
    """The role that some words are."""
    first = max([words[0], *(n + 1 for n in words if grammar.part[n] == "POS" and n < words[-1])])
    last = next((n for n in range(first + 1, words.stop) if grammar.part[n] in ("IN", "TO")), words.stop)
    about = [alike(grammar.form(n)) for n in range(first, last)]
    whole = range(first, next((n for n in range(first + 1, last) if grammar.part[n] == "CC"), last))
    core = [alike(grammar.form(n)) for n in whole if is_role(grammar, n)]
    forms = [alike(grammar.form(n)) for n in words]
    return Description(
        grammar.span(words[0], words[-1]),
        words[0],
        int(grammar.paragraph[words[0]]),
        core[-1] if core else about[-1],
        " ".join(forms),
        frozenset(forms),
        frozenset(about),
        rank,
    )


def alike(form: str) -> str:
    """A word by which two descriptions are compared: "Sen." is "senator"."""
    plain = folded(form)
    return ALIKE.get(plain, plain)


def title(grammar: Grammar, name: range) -> range | None:
    """What stands before a name without a comma: "national security adviser" Qassem al-Aaraji, "Sen." Elizabeth Warren."""
    last = name.start - 1
    while last >= 0:
        point = grammar.form(last) == "." and last > 0
        if folded(grammar.form(last - 1 if point else last)) not in courtesies():
            break
        last -= 2 if point else 1
    if last >= 0 and is_naming(grammar, last):
        last -= 1
    return leftwards(grammar, last, name.start)


def leftwards(grammar: Grammar, last: int, before: int) -> range | None:
    """The noun phrase that ends at a word, without its article, if it is about a role; `before` is a word of its sentence."""
    first = last + 1
    while first > 0 and grammar.sentence[first - 1] == grammar.sentence[before] and goes_left(grammar, first - 1, last):
        first -= 1
    verbs = (n for n in range(first, last + 1) if is_doing(grammar, n) or is_verb(grammar, n))
    first = max([first, *(n + 1 for n in verbs)])  # "praising" former Governor Bush
    while first <= last and grammar.part[first] in LATER and folded(grammar.form(first)) not in lexicon("states"):
        first += 1
    first = max(
        [first, *(n + 3 for n in range(first, last - 2) if grammar.text.startswith("year-old ", grammar.span(n, n).start))]
    )
    words = range(first, last + 1)
    linked = [n for n in words if folded(grammar.form(n)) in LINKS]
    led = any(is_role(grammar, n) for n in range(first, linked[0])) if linked else False
    if led and last == before - 1 and is_role(grammar, last):  # "a lawyer for Captain" Sokota
        words = range(linked[-1] + 1, words.stop)
    elif linked and linked[-1] == last:  # "a spokeswoman for" Hillary Clinton
        return None
    core = [n for n in words if is_role(grammar, n)]
    nouns = [n for n in words if grammar.part[n] in NOUNS or n in core]
    if not core:
        return None
    return words if core[-1] == nouns[-1] or any(n > core[0] for n in linked) else None


def apposed_before(grammar: Grammar, name: range) -> range | None:
    """A description and a comma before the name, a comma or stop behind it: "the national security adviser", Qassem al-Aaraji."""
    comma = name.start - 1
    behind = grammar.form(name.stop) if name.stop < len(grammar.words.first) else "."
    if comma < 2 or grammar.form(comma) != "," or behind not in (",", ".", ")", ";", "—", "–"):
        return None
    words = leftwards(grammar, comma - 1, name.start)
    if not words or words[0] == 0:
        return None
    begins = grammar.sentence[words[0] - 1] != grammar.sentence[words[0]] or any(grammar.form(n) in ("'", "’") for n in words)
    return words if begins or folded(grammar.form(words[0] - 1)) in ARTICLES | OWNERS else None


def apposed(grammar: Grammar, name: Span, words: range) -> range | None:
    """A description behind a name: after a comma, a dash or a bracket, or by "is", "who was", "became"."""
    text, place = grammar.text, name.end
    aside = AGE.match(text, place)
    if aside:
        place = aside.end()
    being = BEING.match(text, place)
    said = text[being.start() : being.end()] if being else ""
    if not (LINKING.search(said)):
        gap = re.compile(r"\s*[,–—(-]+\s*").match(text, place)
        if not gap or "\n" in gap.group():
            return None
        being = BEING.match(text, place)
        place = gap.end()
        who = re.compile(r"who\s+").match(text, place)
        if who:
            return leading(grammar, grammar.inside(Span(who.end(), len(text))).start, words)
    elif being:
        place = being.end()
    start = grammar.inside(Span(place, len(text)))
    return rightwards(grammar, start.start, words) if start else None


def leading(grammar: Grammar, verb: int, name: range) -> range | None:
    """What somebody "who" leads, behind a name: "heads the Center of Research"."""
    if verb + 1 >= len(grammar.words.first) or folded(grammar.form(verb)) not in lexicon("leading"):
        return None
    phrase = phrase_from(grammar, verb + 1, name)
    if phrase and grammar.form(verb).startswith("represent") and not any(grammar.form(n)[:1].isupper() for n in phrase):
        return None  # "represents a kind of"
    return range(verb, phrase.stop) if phrase else None


def rightwards(grammar: Grammar, first: int, name: range) -> range | None:
    """The noun phrase that begins at a word, if what it is about is a role; its article is left out."""
    words = phrase_from(grammar, first, name)
    if words and (is_doing(grammar, words[0]) or is_done(grammar, words[0]) or is_hedge(grammar, words[0])):
        return None
    noun = head_noun(grammar, words) if words else None
    said = noun is not None and is_role(grammar, noun) and folded(grammar.form(noun)) not in lexicon("opinions")
    return words if said else None


def affiliation(grammar: Grammar, name: range) -> range | None:
    """A body behind a name and "of", "from" or "with": "the Sierra Club"."""
    at = name.stop
    if at + 1 >= len(grammar.words.first) or folded(grammar.form(at)) not in ("of", "from", "with"):
        return None
    start = at + 1
    while start < len(grammar.words.first) and grammar.part[start] == "DT":
        start += 1
    end = start
    while (
        end < len(grammar.words.first) and grammar.part[end] in ("NNP", "NNPS", "HYPH", "PART", "POS") and end - start < LONGEST
    ):
        end += 1
    return range(start, end) if end > start else None


def given_to(found: Sequence[Description]) -> Given:
    """The roles of one person, in order of appearance, made ready for `role_for`."""
    least = min((d.rank for d in found), default=0)
    rows = [d for d in found if d.rank == least]
    times = Counter(d.noun for d in found)
    usual = max(rows, key=lambda d: (times[d.noun], -d.at), default=None)
    same = [d.span for d in rows if usual and d.noun == usual.noun]
    first: dict[str, Span] = {}
    for row in found:
        first.setdefault(row.said, row.span)
    return Given(tuple(found), tuple(rows), max(same, key=lambda s: s.end - s.start, default=None), tuple(first.values())[:KEPT])


def role_for(given: Given, at: int, paragraph: int, source: Span | None) -> Span | None:
    """The role nearest to a statement whose source stands at word `at`.

    That is one in the source, else the last before it in its paragraph, else the one given most often in the article, in its
    longest form. What is given in place of the name, and affiliations, count only where there is nothing else.
    """
    if source:
        first = bisect_left(given.found, source.start, key=lambda d: d.span.start)
        last = bisect_left(given.found, source.end, key=lambda d: d.span.start)
        inside = [d for d in given.found[first:last] if d.span.end <= source.end]
        if inside:
            least = min(d.rank for d in inside)
            return [d for d in inside if d.rank == least][-1].span
    before = bisect_right(given.rows, at, key=lambda d: d.at)
    if before and given.rows[before - 1].paragraph == paragraph:
        return given.rows[before - 1].span
    return given.usual
