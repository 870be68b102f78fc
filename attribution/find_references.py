"""Find the words of an article that mean a person: names, he and she, descriptions such as "the former first lady"."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from attribution.delimit import NOUNS, is_role, phrase_start
from attribution.describe import Description, alike
from attribution.gather import Figure
from attribution.lexicon import courtesies, folded, lexicon
from attribution.parse import Grammar
from attribution.read_names import Gender

HE_SHE: dict[str, Gender] = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}


@dataclass(frozen=True)
class Places:
    """Words at which somebody is meant: by name, as he or she, by a description; `own` are those of the roles beside names."""

    named: Mapping[int, Figure]
    pronouns: Mapping[int, Gender]
    described: Mapping[int, range]
    own: Collection[int]
    speaking: Collection[int]

    @classmethod
    def of(
        cls, grammar: Grammar, figures: Sequence[Figure], roles: Mapping[int, list[Description]], speaking: Collection[int]
    ) -> "Places":
        """All of them in an article."""
        named = {words[-1]: f for f in figures if f.label == "person" for span in f.spans if (words := grammar.inside(span))}
        covered = {word for f in figures for span in f.spans for word in grammar.inside(span)}
        own = {word for rows in roles.values() for row in rows for word in grammar.inside(row.span)}
        referring = (word for word, part in enumerate(grammar.part) if part in ("PRP", "PRP$"))
        pronouns = {word: gender for word in referring if (gender := HE_SHE.get(folded(grammar.form(word))))}
        return cls(named, pronouns, descriptions_in(grammar, covered, roles, own), own, speaking)

    def in_order(self) -> list[int]:
        """The words."""
        return sorted({*self.named, *self.pronouns, *self.described, *self.speaking})


def descriptions_in(
    grammar: Grammar, named: Collection[int], roles: Mapping[int, Sequence[Description]], own: Collection[int]
) -> dict[int, range]:
    """The singular definite descriptions of one person, "the former first lady", by their noun; `own` are the words of `roles`.

    A title before a name is none, nor is what means somebody unnamed: "the spokesman" after "a coalition spokesman".
    """
    found: dict[int, range] = {}
    unnamed: dict[str, int] = {}
    given: dict[str, list[int]] = {}
    for row in sorted((row for rows in roles.values() for row in rows), key=lambda row: row.at):
        given.setdefault(row.noun, []).append(row.at)
    for noun in range(1, len(grammar.part)):
        if noun in named or noun in own or not stands_for_one(grammar, noun, named):
            continue
        first = phrase_start(grammar, noun)
        article, form = folded(grammar.form(first - 1)) if first > 0 else "", alike(grammar.form(noun))
        owned = any(grammar.form(n) in ("'", "’") for n in range(first, noun))  # "the minister's spokesman"
        if owned or article in ("a", "an", "one", "another"):
            unnamed[form] = noun
        elif article == "the" and (form not in unnamed or given_since(given.get(form, ()), unnamed[form], noun)):
            found[noun] = range(first - 1, noun + 1)
    return found


def given_since(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of some places, in order, lies from one word to before another."""
    first = bisect_left(places, start)
    return first < len(places) and places[first] < end


def stands_for_one(grammar: Grammar, noun: int, named: Collection[int]) -> bool:
    """Whether a word may be the noun of a description of one person: what a person does, no body or document, no title."""
    if grammar.part[noun] not in ("NN", "NNP", "JJ") or not is_role(grammar, noun):
        return False
    form = folded(grammar.form(noun))
    if form in lexicon("generic") or form in lexicon("organizations") or form in lexicon("documents"):
        return False
    after, count = noun + 1, len(grammar.part)
    if after >= count:
        return True
    titled = folded(grammar.form(after)) in courtesies() and after + 1 < count  # "spokesman Mr. X"
    return not (grammar.part[after] in NOUNS or after in named or titled)
