"""Pick the names out of a source that say who it is."""

from collections.abc import Mapping

from attribution.describe import MODIFIERS, NOUNS, is_role
from attribution.gather import Figure
from attribution.lexicon import folded
from attribution.models import Span
from attribution.parse import Grammar

AFTER = frozenset(("IN", "WP", "WDT", "TO"))  # what begins something that belongs to a plural
PREPOSITIONS = frozenset(("for", "of", "to", "at", "in", "with", "from", "by", "on", "near", "against"))


def named_in(grammar: Grammar, at: Mapping[int, tuple[Figure, Span]], words: range) -> list[tuple[Figure, Span]]:
    """The figures that a source is, by name: "Jeff Merkley and Sherrod Brown", not the one in "Clinton's campaign".

    `at` tells by word which figure is named there, and where.
    """
    seen = list(dict.fromkeys(at[word][1] for word in words if word in at))
    figure_at = {span: at[grammar.inside(span)[0]][0] for span in seen}
    for people in (True, False):
        chosen: list[tuple[Figure, Span]] = []
        for span in seen:
            figure, place = figure_at[span], grammar.inside(span)
            if (figure.label == "person") is not people or figure.label == "group" or is_many(grammar, place, words):
                continue
            if (
                is_core(grammar, words, place, people)
                if not chosen
                else is_joined(grammar, grammar.inside(chosen[-1][1]).stop, place, people)
            ):
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


def is_core(grammar: Grammar, words: range, name: range, people: bool) -> bool:
    """Whether a name in a source is whom the source is: nothing is made of it ("Clinton's campaign"), nor is it of another."""
    after = name.stop
    if (
        after < words.stop
        and grammar.form(after) in ("'", "’")
        and any(grammar.form(n).isalpha() for n in range(after + 2, words.stop))
    ):
        return False
    if after < words.stop and grammar.form(after).isalpha() and grammar.part[after] in MODIFIERS - {"RB", "VBN", "VBG", "CD"}:
        return False  # "the Clinton campaign"
    before = [folded(grammar.form(n)) for n in range(words.start + 1, name.start)]
    if not people:
        return not PREPOSITIONS.intersection(before)
    if not PREPOSITIONS.intersection(before[-2:]):
        return True
    last = name.start - 1  # "Secretary of State John Kerry", but not "the sister of President Obama"
    return before[-1] not in PREPOSITIONS and not is_role(grammar, last) and grammar.part[last] in NOUNS


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
