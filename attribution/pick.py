"""Pick the names out of a source that say who it is."""

from collections.abc import Mapping

from attribution.delimit import ARTICLES, MODIFIERS, is_naming
from attribution.describe import title
from attribution.gather import Figure
from attribution.lexicon import courtesies, folded, lexicon
from attribution.models import Span
from attribution.parse import Grammar

AFTER = frozenset(("IN", "WP", "WDT", "TO"))  # what begins something that belongs to a plural
BREAKING = frozenset(("IN", "TO", "WP", "WDT", "WP$", "VBD", "VBZ", "VBP", "VBG"))
MAKING = frozenset(("'", "’", "-", "‐", "‑"))
PREPOSITIONS = frozenset(
    ("during", "about", "between", "among", "for", "of", "to", "at", "in", "with", "from", "by", "on", "near", "against")
)


def named_in(grammar: Grammar, at: Mapping[int, tuple[Figure, Span]], words: range) -> list[tuple[Figure, Span]]:
    """The figures that a source is, by name: "Jeff Merkley and Sherrod Brown", not the one in "Clinton's campaign".

    `at` tells by word which figure is named there, and where.
    """
    seen: list[tuple[Figure, Span]] = []
    for word in words:
        if word in at and at[word] not in seen[-1:]:
            seen.append(at[word])
    for people in (True, False):
        chosen: list[tuple[Figure, Span]] = []
        for figure, span in seen:
            name = grammar.inside(span)
            if (figure.label == "person") is not people or figure.label == "group" or is_many(grammar, name, words):
                continue
            if not chosen:
                if is_core(grammar, at, words, name, people):
                    chosen.append((figure, span))
            elif is_joined(grammar, grammar.inside(chosen[-1][1]).stop, name, people):
                if is_made_of(grammar, words, name):
                    between = range(grammar.inside(chosen[-1][1]).stop, name.start)
                    if any(grammar.form(n) == "," for n in between) and grammar.form(name.stop) in ("'", "’"):
                        continue  # "Roy Cooper, McCrory's opponent", but not "Trump, Clinton aides"
                    chosen = []  # "Apple and Google executives"
                    break
                chosen.append((figure, span))
        if chosen:
            return chosen
    return []


def is_many(grammar: Grammar, name: range, words: range) -> bool:
    """Whether a name is a plural that goes on: "Republicans on the committee"."""
    form = grammar.form(name[0])
    return (
        len(name) == 1
        and name.stop < words.stop
        and form.endswith("s")
        and not form.isupper()
        and grammar.part[name.stop] in AFTER
    )


def is_made_of(grammar: Grammar, words: range, name: range) -> bool:
    """Whether something is made of a name: "Clinton's campaign", "the Clinton campaign", "Trump-backed candidates"."""
    after = name.stop
    if after >= words.stop:
        return False
    rest = [grammar.form(n) for n in range(after + 1, words.stop)]
    if grammar.form(after) in MAKING:
        return any(form.isalpha() and form != "s" for form in rest)
    if folded(grammar.form(after)) in lexicon("roles"):
        return True  # "Stein spokeswoman"
    return grammar.form(after).isalpha() and grammar.part[after] in MODIFIERS - {"RB", "VBN", "VBG", "CD"}


def is_core(grammar: Grammar, at: Mapping[int, tuple[Figure, Span]], words: range, name: range, people: bool) -> bool:
    """Whether a name in a source is whom the source is: nothing is made of it, and it belongs to nothing before it."""
    if is_made_of(grammar, words, name):
        return False
    called = people and name.start > words.start and is_naming(grammar, name.start - 1)
    if called and not breaks(grammar, range(words.start, name.start - 1)):
        return True  # "an academic named Eric Kingson"
    first = name.start
    while first > words.start and (folded(grammar.form(first - 1)) in courtesies() or grammar.form(first - 1) == "."):
        first -= 1
    named = title(grammar, name) if people else None
    before = range(words.start, min(first, named.start) if named else first)
    if people and named and all(n in at for n in before if folded(grammar.form(n)) not in ARTICLES):
        return True  # "the Council on American-Islamic Relations executive director Nihad Awad"
    commas = [n for n in before if grammar.form(n) == ","]
    if commas and not breaks(grammar, range(commas[-1] + 1, before.stop)):
        described = range(before.start, commas[0])
        body = len(commas) == 1 and folded(grammar.form(described[0])) == "the" and not breaks(grammar, described)
        return people or body  # "the head of the bank, Ana Ruiz", "the operator, Northern Star Ferries"
    return not breaks(grammar, range(before.start + (0 if people else 1), before.stop))


def breaks(grammar: Grammar, words: range) -> bool:
    """Whether what stands before a name makes it another's: "an aide to", "the man who shot", "a group representing"."""
    return any(grammar.part[n] in BREAKING or folded(grammar.form(n)) in PREPOSITIONS for n in words)


def is_joined(grammar: Grammar, end: int, name: range, people: bool) -> bool:
    """Whether a name goes on a list: behind "and" or a comma, a title before a person's; brackets do not count."""
    between, depth = [], 0
    for n in range(end, name.start):
        depth += {"(": 1, ")": -1}.get(grammar.form(n), 0)
        if not depth and grammar.form(n) != ")":
            between.append(folded(grammar.form(n)))
    if people:
        return bool({"and", "or"}.intersection(between) or between == [","]) and not PREPOSITIONS.intersection(between[-2:])
    return bool(between) and set(between) <= {"and", "or", "&", ",", "the", "both"}
