"""Name a source that is described, not named: the person or body that it means, else what the article calls it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from attribution.delimit import NOUNS, head_noun, is_role
from attribution.describe import alike
from attribution.forms import name_words
from attribution.gather import Figure
from attribution.know import Known, speaker
from attribution.lexicon import courtesies, folded, lexicon
from attribution.models import Attribution, Span, Speaker, SpeakerKind
from attribution.parse import Grammar
from attribution.pick import PREPOSITIONS
from attribution.refer import UNCLEAR

DEFINITE = frozenset(("the", "this", "that", "his", "her", "their"))
COURTESY = re.compile(r"(?:(?<=\s)|^)(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Lord)\.? $")
LEADING = re.compile(r"(?:(?:the|a|an|from|by|to|of|for|as|with|on|in|at(?! least| most))\s+)+", re.IGNORECASE)
ASIDE = re.compile(r",? (?:who|which|that|whose|whom)\b.*|\s*(?:,(?!\d)|[(–—]).*", re.DOTALL)


def described_source(known: Known, words: range, source: Span, before: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """A description: of a person or body that it is clear from before, else a source of its own kind."""
    grammar = known.grammar
    noun = head_noun(grammar, words)
    meant = known.meant.get(noun) if noun is not None else None
    said = grammar.text[source.start : source.end]
    if meant and meant.confidence >= UNCLEAR:
        by = f"called “{meant.described}” before" if meant.described else "meant by what stands before"
        reason = f"“{said}”: {meant.figure.name} is {by}"
        return (speaker(known, meant.figure, words[0], source, 0.9 * meant.confidence, reason),)
    definite = folded(grammar.form(words[0])) == "the" or words[0] == 0  # a headline has no articles
    holder = holder_of(known, words) if definite and noun == words[-1] and is_role(grammar, noun) else None
    if holder:
        reason = f"“{said}”: only {holder[0].name} is called so in the article: “{holder[1]}”"
        return (speaker(known, holder[0], words[0], None, 0.75, reason),)
    if noun is not None and folded(grammar.form(words[0])) in DEFINITE and len(words) <= 3:
        again = named_before(known, folded(grammar.form(noun)), words, before)
        if again:
            return (replace(again, confidence=0.65, reason=f"“{said}”: {again.name}, named before"),)
    return literal(known, words, "named so in the article", 0.75)


def holder_of(known: Known, words: range) -> tuple[Figure, str] | None:
    """The only person to whom the article gives a role with all the words of a description, its last first, and that role."""
    grammar = known.grammar
    asked = {alike(grammar.form(n)) for n in words if grammar.part[n] in (*NOUNS, "JJ")}
    fitting: dict[int, tuple[Figure, str]] = {}
    for figure, row in known.called.get(alike(grammar.form(words[-1])), []):
        if asked <= row.forms:
            fitting.setdefault(id(figure), (figure, grammar.text[row.span.start : row.span.end]))
        if len(fitting) > 1:
            return None
    return next(iter(fitting.values()), None)


def named_before(known: Known, noun: str, words: range, before: Sequence[Attribution]) -> Speaker | None:
    """The last body or document spoken of before some words whose longer name holds them: "the campaign", "the commission"."""
    word = words[0]
    start = int(known.grammar.words.starts[word])
    said = {folded(known.grammar.form(n)) for n in words[1:] if known.grammar.part[n] in (*NOUNS, "JJ")} - {"same"}
    for row in reversed(before):
        for one in row.speakers:
            called = name_words(one.name)
            if one.kind != "person" and heads(noun, called) and said <= set(called) and row.content[0].start < start:
                return one
    able = [f for f in known.bodies.get(noun, []) if said <= set(f.words) and f.spans[0].start < start]
    if len(able) != 1:
        return None
    return speaker(known, able[0], word, None, 0.75, "")


def heads(noun: str, words: Sequence[str]) -> bool:
    """Whether a longer name is about a noun: "Commission on Presidential Debates", "Clinton's campaign"."""
    head = words[: next((n for n, word in enumerate(words) if word in PREPOSITIONS), len(words))]
    return len(words) > 1 and head[-1:] == (noun,)


def literal(known: Known, words: range, reason: str, sure: float) -> tuple[Speaker, ...]:
    """A source without a name, called what the article calls it, names within it in full."""
    grammar = known.grammar
    span = grammar.span(words[0], words[-1])
    text = grammar.text[span.start : span.end]
    lead = LEADING.match(text)
    start = span.start + (lead.end() if lead else 0)
    aside = ASIDE.search(grammar.text, start + 1, span.end)
    end, said = aside.start() if aside and aside.start() > start else span.end, start
    if any(known.at[n][1] == Span(start, end) for n in grammar.inside(Span(start, end)) if n in known.at):
        end, said = span.end, end  # "Trump, Clinton aides" are not Trump
    bare = folded(grammar.text[start:end])
    if not any(c.isalpha() for c in bare) or bare in DEFINITE | {"a", "an"} | courtesies():
        return ()
    name, written = "", start
    for place in dict.fromkeys(known.at[n][1] for n in words if n in known.at):
        figure = known.at[grammar.inside(place)[0]][0]
        known_whole = grammar.text[max(0, place.end - len(figure.name)) : place.end] == figure.name
        if figure.label == "person" and not known_whole and written <= place.start and place.end <= end:
            name += COURTESY.sub("", grammar.text[written : place.start]) + figure.name
            written = place.end
    name += grammar.text[written:end]
    owner = known.meant.get(words[0]) if grammar.part[words[0]] == "PRP$" else None
    if owner and owner.confidence >= UNCLEAR:
        name = owner.figure.name + ("’s " if "’" in grammar.text else "'s ") + name.partition(" ")[2]
    kept = range(words[0] if said == start else grammar.inside(Span(said, end)).start, grammar.inside(Span(start, end)).stop)
    return (Speaker(" ".join(name.split()), kind_of(grammar, kept), Span(start, end), sure, reason),)


def kind_of(grammar: Grammar, words: range) -> SpeakerKind:
    """What an unnamed source is: by its head noun's list, else by what the network says the noun stands for."""
    noun = head_noun(grammar, words)
    if noun is None:
        return "group"
    form = folded(grammar.form(noun))
    single = f"{form[:-3]}man" if form.endswith("men") else form if form.endswith("ss") else form.removesuffix("s")
    many = grammar.part[noun] in ("NNS", "NNPS") or (single != form and single in lexicon("roles"))
    if form in lexicon("documents"):
        return "document"
    if form in lexicon("organizations"):
        return "organization"
    kind = grammar.kind[noun]
    if kind in ("person", "animal") or is_role(grammar, noun) or single in lexicon("roles"):
        return "group" if many else "unnamed"
    if kind in ("organization", "place"):
        return "group" if many else "organization"
    return "group" if many and kind == "none" else "document"


def speaks(grammar: Grammar, noun: int) -> bool:
    """Whether a noun stands for somebody or something that can have said something: people, a body, a text."""
    form = folded(grammar.form(noun))
    listed = form in lexicon("documents") or form in lexicon("organizations")
    return listed or grammar.kind[noun] in ("person", "organization")
