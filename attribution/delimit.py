"""Delimit the noun phrases that roles are: where one begins and ends, and whether it is about what a person does or is."""

from attribution.lexicon import endings, folded, lexicon
from attribution.parse import Grammar

LONGEST = 30  # words of a description; longer ones have swallowed a sentence
NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
MODIFIERS = NOUNS | {"JJ", "JJR", "JJS", "VBG", "VBN", "HYPH", "PART", "POS", "CD", "RB", "RBS", "FW", "AFX"}
STARTS = MODIFIERS | {"DT", "PDT", "PRP$"}
INSIDE = STARTS | {"IN", "TO", "CC", "SYM"}
LINKS = frozenset(("of", "for", "to", "at", "in", "on", "de"))
NAMING = frozenset(("named", "called", "surnamed", "nicknamed"))
ARTICLES = frozenset(("the", "a", "an"))
OWNERS = frozenset(("his", "her", "its", "their", "our", "my"))
NOW = frozenset(("now", "currently", "today", "also", "then"))
NO_TITLE = """monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight january february march
april june july august september october november december when while as after before since because that although though where
if said says until during"""
DAYS = frozenset(NO_TITLE.split())  # what begins no role


def is_role(grammar: Grammar, word: int) -> bool:
    """Whether a word says what one person does or is."""
    form = folded(grammar.form(word))
    if form in lexicon("roles") or form.endswith(endings()) or grammar.relation[word] == "nmod:desc":
        return True
    return grammar.kind[word] == "person" and grammar.part[word] == "NN" and grammar.form(word).islower()


def is_naming(grammar: Grammar, word: int) -> bool:
    """Whether a word leads from a role to a name: "a sailor named Ewan Pryce", but not "the president named Ewan Pryce"."""
    return grammar.relation[word] == "acl" and folded(grammar.form(word)) in NAMING


def phrase_start(grammar: Grammar, noun: int) -> int:
    """The first word that belongs to a noun before it, articles and determiners left out: "senior" of "a senior law officer"."""
    before = range(noun - 1, max(-1, noun - LONGEST - 1), -1)
    other = (n for n in before if grammar.part[n] not in MODIFIERS or grammar.sentence[n] != grammar.sentence[noun])
    return next(other, before.stop) + 1


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


def is_doing(grammar: Grammar, word: int) -> bool:
    """Whether a word says what somebody does, not what he is: "praising", but not "acting" or "prize-winning"."""
    glued = any(0 <= n < len(grammar.part) and grammar.form(n) == "-" for n in (word - 1, word + 1))
    return grammar.part[word] == "VBG" and not glued and folded(grammar.form(word)) not in lexicon("states")


def is_verb(grammar: Grammar, word: int) -> bool:
    """Whether a participle is no adjective: "interviewed" doctors, but not "retired" doctors."""
    adjective = grammar.relation[word] in ("amod", "compound") or folded(grammar.form(word)) in lexicon("states")
    return grammar.part[word] in ("VBN", "VBG") and not adjective


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
    named = conjunction - 1
    if grammar.relation[named] == "flat" and grammar.head[named] >= 0:
        named = int(grammar.head[named])
    if grammar.kind[named] == "person" and not is_role(grammar, named):
        return False  # "Marco Rubio and Senator" Cruz
    return all(grammar.form(n)[:1].isupper() for n in (conjunction - 1, min(conjunction + 1, last)))


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
