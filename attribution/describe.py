"""Find the roles that an article gives its people: titles before a name, descriptions after it, "X is the mayor of Y"."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from attribution.gather import Figure
from attribution.lexicon import courtesies, endings, folded, lexicon
from attribution.models import Span
from attribution.parse import Grammar

LONGEST = 30  # words of a description; longer ones have swallowed a sentence
NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
MODIFIERS = NOUNS | {"JJ", "JJR", "JJS", "VBG", "VBN", "HYPH", "PART", "POS", "CD", "RB", "RBS", "FW", "AFX"}
STARTS = MODIFIERS | {"DT", "PDT", "PRP$"}
INSIDE = STARTS | {"IN", "TO", "CC", "SYM"}
VERBS = frozenset(("VBD", "VBZ", "VBP", "MD", "VB"))
LATER = frozenset(("HYPH", "PART", "POS", "CD", "RB"))  # what a role does not begin with
LINKS = frozenset(("of", "for", "to", "at", "in", "on", "de"))
BEING = re.compile(
    r"(?:,?\s*who(?:'s|’s)?)?\s*(?:\b(?:is|was|became|remains|has been|had been|(?:currently )?(?:served|serves|works|worked) as|"
    r"(?:is|was|were|has been) (?:named|appointed|elected|sworn in as|nominated as))\b)?\s+"
)
LINKING = re.compile(r"is|was|became|remains|been|as|named|appointed|elected|who['’]s")
AGE = re.compile(r"\s*,?\s*\(?\d{1,3}\)?(?=,)|\s*\([^()\n]{1,30}\)")
ARTICLES = frozenset(("the", "a", "an"))
OWNERS = frozenset(("his", "her", "its", "their", "our", "my"))
NOW = frozenset(("now", "currently", "today", "also", "then"))
ALIKE = {"sen": "senator", "gov": "governor", "rep": "representative", "gen": "general", "prof": "professor", "pres": "president"}
ALIKE |= {"gop": "republican", "gop's": "republican", "dem": "democrat", "democratic": "democrat"}
NO_TITLE = """monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight january february march
april june july august september october november december when while as after before since because that although though where
if said says until during"""
DAYS = frozenset(NO_TITLE.split())  # what begins no role


@dataclass(frozen=True)
class Description:
    """A role given at word `at` of a paragraph, verbatim at `span`; `noun` is what it is about, `forms` all its words.

    `rank` is 0 for a title or a description of the name, 1 for one in place of the name or for no more than a party, 2 for an
    affiliation.
    """

    span: Span
    at: int
    paragraph: int
    noun: str
    forms: frozenset[str]
    rank: int = 0


def is_role(grammar: Grammar, word: int) -> bool:
    """Whether a word says what one person does or is."""
    form = folded(grammar.form(word))
    if form in lexicon("roles") or form.endswith(endings()) or grammar.relation[word] == "nmod:desc":
        return True
    return grammar.kind[word] == "person" and grammar.part[word] == "NN" and grammar.form(word).islower()


def is_generic(grammar: Grammar, words: range) -> bool:
    """Whether a role says nothing of who it is: "guy", "friend"; "friend of the president" does."""
    return len(words) <= 2 and folded(grammar.form(words[-1])) in lexicon("generic")


def head_noun(grammar: Grammar, words: range) -> int | None:
    """The last noun of the first noun phrase of a range: "professor" in "Oslo's law professor at the University"."""
    found = None
    for n in words:
        if grammar.part[n] == "POS" or grammar.form(n) in ("'", "’"):
            found = None
        elif grammar.part[n] in NOUNS or (found is None and folded(grammar.form(n)) in lexicon("roles")):
            found = n
        elif found is not None and grammar.part[n] not in ("HYPH", "PART", "AFX") and grammar.form(n) != "s":
            break
    return found


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
                weak = len(words_) == 1 and folded(grammar.form(words_[0])) in lexicon("weak")
                row = described(grammar, words_, max(rank, int(weak)))
                found.setdefault(row.span, row)
    rows = sorted(found.values(), key=lambda d: d.span)
    return [d for d in rows if not any(o is not d and o.span.start <= d.span.start and d.span.end <= o.span.end for o in rows)]


def described(grammar: Grammar, words: range, rank: int) -> Description:
    """The role that some words are."""
    span, forms = grammar.span(words[0], words[-1]), [alike(grammar.form(n)) for n in words]
    core = [form for n, form in zip(words, forms, strict=True) if is_role(grammar, n)]
    return Description(span, words[0], int(grammar.paragraph[words[0]]), core[0] if core else forms[-1], frozenset(forms), rank)


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
    return leftwards(grammar, last, name.start)


def leftwards(grammar: Grammar, last: int, before: int) -> range | None:
    """The noun phrase that ends at a word, without its article, if it is about a role; `before` is a word of its sentence."""
    first = last + 1
    while first > 0 and grammar.sentence[first - 1] == grammar.sentence[before] and goes_left(grammar, first - 1, last):
        first -= 1
    first = max([first, *(n + 1 for n in range(first, last + 1) if is_doing(grammar, n))])  # "praising" former Governor Bush
    while first <= last and grammar.part[first] in LATER and folded(grammar.form(first)) not in lexicon("states"):
        first += 1
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


def is_doing(grammar: Grammar, word: int) -> bool:
    """Whether a word says what somebody does, not what he is: "praising", but not "acting" or "prize-winning"."""
    glued = any(0 <= n < len(grammar.part) and grammar.form(n) == "-" for n in (word - 1, word + 1))
    return grammar.part[word] == "VBG" and not glued and folded(grammar.form(word)) not in lexicon("states")


def goes_left(grammar: Grammar, word: int, last: int) -> bool:
    """Whether a noun phrase that ends at `last` goes on to the left with a word."""
    form, part = folded(grammar.form(word)), grammar.part[word]
    if last - word > LONGEST or form in DAYS:
        return False
    if part in ("VBG", "VBN", "RB", "RBS") and word == last and form not in lexicon("states"):
        return False
    if part in MODIFIERS or form in lexicon("roles"):
        return True
    if word == 0:
        return part in ("VB", "VBP") and grammar.form(word)[:1].isupper()
    ahead = folded(grammar.form(word - 1))
    return (
        (form in LINKS and grammar.part[word - 1] in NOUNS and is_role(grammar, word - 1))
        or (form == "the" and ahead in LINKS)
        or (form == "and" and part == "CC" and grammar.part[word - 1] in NOUNS and is_office(grammar, word, last))
        or (grammar.form(word) == "." and ahead in lexicon("abbreviations"))
        or (part in ("VB", "VBP") and grammar.form(word)[:1].isupper())  # taken for a verb: "Transport Minister"
    )


def is_office(grammar: Grammar, conjunction: int, last: int) -> bool:
    """Whether "and" stands within one office ("Minister of Trade and Industry"), not between two people."""
    if grammar.kind[conjunction - 1] == "person" and not is_role(grammar, conjunction - 1):
        return False  # "Rubio and Senator" Cruz
    return all(grammar.form(n)[:1].isupper() for n in (conjunction - 1, min(conjunction + 1, last)))


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


def is_done(grammar: Grammar, word: int) -> bool:
    """Whether a word says what was done to somebody: "interviewed by", but not "retired" or "elected"."""
    by = word + 1 < len(grammar.part) and grammar.part[word + 1] == "IN"
    return grammar.part[word] == "VBN" and by and folded(grammar.form(word)) not in lexicon("states")


def is_hedge(grammar: Grammar, word: int) -> bool:
    """Whether a word denies or weighs what follows: "not", "certainly", "essentially"."""
    form = folded(grammar.form(word))
    return (
        grammar.part[word] == "RB"
        and form not in NOW
        and form not in lexicon("states")
        and (form == "not" or form.endswith("ly"))
    )


def phrase_from(grammar: Grammar, first: int, name: range) -> range | None:
    """The noun phrase that begins at a word of the name's paragraph, with what hangs on it, without its article."""
    if first >= len(grammar.words.first) or grammar.paragraph[first] != grammar.paragraph[name.start]:
        return None
    if grammar.part[first] not in STARTS or folded(grammar.form(first)) in DAYS:
        return None
    end = first
    while end < len(grammar.words.first) and end - first < LONGEST and grammar.sentence[end] == grammar.sentence[first]:
        part, form = grammar.part[end], grammar.form(end)
        joins = form == "-" and not grammar.text[int(grammar.words.starts[end]) - 1].isspace()  # "playwright-in-residence"
        if part not in INSIDE and not joins and not (form in "./" and part == "PART") and form not in ("'", "’", "&", "/"):
            break
        if (part == "CC" and form not in ("and", "&")) or (part == "IN" and folded(form) in DAYS):
            break
        end += 1
    if grammar.part[end - 1] == "CC":
        end -= 1
    start = first
    while start < end and folded(grammar.form(start)) in ARTICLES | OWNERS | NOW:
        start += 1
    while end > start and grammar.part[end - 1] in ("IN", "TO", "CC", "DT", "RB", "HYPH"):
        end -= 1
    return range(start, end) or None


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


def role_for(found: Sequence[Description], at: int, paragraph: int, source: Span | None) -> Span | None:
    """The role nearest to a statement whose source stands at word `at`.

    That is one in the source, else the last before it in its paragraph, else the one given most often in the article, in its
    longest form. What is given in place of the name, and affiliations, count only where there is nothing else.
    """
    inside = [d for d in found if source and source.start <= d.span.start and d.span.end <= source.end]
    rows = inside or list(found)
    least = min((d.rank for d in rows), default=0)
    rows = [d for d in rows if d.rank == least]
    if not rows:
        return None
    here = rows if inside else [d for d in rows if d.at <= at and d.paragraph == paragraph]
    if here:
        return here[-1].span
    times = Counter(d.noun for d in found)
    noun = max(rows, key=lambda d: (times[d.noun], -d.at)).noun
    return max((d for d in rows if d.noun == noun), key=lambda d: d.span.end - d.span.start).span
