"""Say who the source of each attribution is, and in what role, by the article alone; what is not clear stays unresolved."""

import re
from collections.abc import Sequence
from dataclasses import replace

from attribution.delimit import LINKS, NOUNS, is_role, is_verb, phrase_start
from attribution.find_references import HE_SHE
from attribution.gather import Figure
from attribution.know import Known, know, speaker
from attribution.label import described_source, literal, speaks
from attribution.lexicon import folded
from attribution.models import Article, Attribution, Mention, Span, Speaker
from attribution.parse import Grammar
from attribution.pick import named_in
from attribution.refer import UNCLEAR
from attribution.stand_alone import stand_alone

RECENT = 200  # statements before one, among which is sought who made it
FIRST = frozenset(("i", "we", "me", "us", "my", "our", "myself", "ourselves"))
THEY = frozenset(("they", "them", "their", "it", "its"))
CLAUSE = frozenset(("PUNCT", "VBD", "VBZ", "VBP", "MD"))  # what a noun phrase ends before
RELATIVE = frozenset(("who", "whom", "that", "which", "whose"))
ITSELF = re.compile(r"(?:that )?(?:it|its)\b(?! (?:is|was|would be|will be|had been)\b)")


def resolved(
    article: Article, grammar: Grammar, mentions: Sequence[Mention], found: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """`found` with their speakers and with their contents as they stand alone, in the same order."""
    if not found:
        return ()
    known = know(article, grammar, mentions, found)
    rows: list[Attribution] = []
    for row in found:
        who = _speakers(known, row, rows[-RECENT:])
        rows.append(replace(row, speakers=who, alone=stand_alone(known, row, who)))
    return tuple(rows)


def _speakers(known: Known, row: Attribution, before: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """Who made one statement; none if that is not clear."""
    if row.source is None:
        return _continued(known, row, before) or _introduced(known, row)
    words = known.grammar.inside(row.source)
    if not words:
        return ()
    named = named_in(known.grammar, known.at, words)
    if named:
        if len(named) == 1 and _is_body(known, row, *named[0]):
            return ()
        return tuple(s for s in (_figure(known, figure, span, row.source) for figure, span in named) if s)
    form = folded(known.grammar.form(words[0]))
    if len(words) <= 2:
        if form in FIRST and (len(words) == 1 or known.grammar.part[words[0]] == "PRP"):
            return _first_person(known, row, words, before)
        if form in HE_SHE and (len(words) == 1 or known.grammar.part[words[0]] == "PRP"):
            return _pronoun(known, words[0], row.source)
        if form == "whose" or (form in RELATIVE and len(words) == 1):
            return _relative(known, words[0], row.source)
        if form in THEY and (len(words) == 1 or known.grammar.part[words[0]] == "PRP"):
            return _they(known, words[0], before)
    return described_source(known, words, row.source, before)


def _is_body(known: Known, row: Attribution, figure: Figure, span: Span) -> bool:
    """Whether a family name is a body's that has it from a person: Ford said it would cut jobs."""
    once = len(figure.spans) <= 2  # who is called by the family name again and again is a person
    bare = once and figure.label == "person" and known.grammar.text[span.start : span.end] != figure.name and row.source == span
    return bare and row.kind == "indirect" and bool(ITSELF.match(known.grammar.text, row.content[0].start))


def _figure(known: Known, figure: Figure, span: Span, source: Span) -> Speaker | None:
    """A source that is named; none where several are called so and nothing tells which."""
    word = known.grammar.inside(span)[-1]
    form = known.grammar.text[span.start : span.end]
    if span in figure.unsure:
        return None
    if span in figure.shared:
        reason = f"“{form}”: several are called so, and it is likeliest {figure.name}"
        return speaker(known, figure, word, source, 0.8, reason)
    if form == figure.name:
        return speaker(known, figure, word, source, 0.97, "named in the source")
    return speaker(known, figure, word, source, 0.95, f"“{form}”: only {figure.name} is called so in the article")


def _pronoun(known: Known, word: int, source: Span) -> tuple[Speaker, ...]:
    """He or she, if it is clear enough who that is."""
    meant = known.meant.get(word)
    if not meant or meant.confidence < UNCLEAR:
        return ()
    form = known.grammar.form(word).lower()
    other = f", rather than {meant.runner_up}" if meant.runner_up and meant.confidence < 0.9 else ""
    reason = f"“{form}”: {meant.figure.name} is meant by what stands before{other}"
    return (speaker(known, meant.figure, word, source, 0.95 * meant.confidence, reason),)


def _first_person(known: Known, row: Attribution, words: range, before: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """I or we: who speaks in the quotation that it stands in, else the author."""
    for outer in reversed(before):
        if outer.speakers and any(s.start <= words_start(known, words) < s.end for s in outer.content):
            return tuple(
                replace(s, confidence=round(0.9 * s.confidence, 4), reason="first person in their own words")
                for s in outer.speakers
            )
    form = known.grammar.form(words[0])
    if known.writer:
        reason = f"“{form}” outside of any quotation: the author, whom the article names"
        return (replace(speaker(known, known.writer, words[0], row.source, 0.8, reason), kind="author"),)
    sure = 0.8 if known.author else 0.4  # who that is, the text alone does not say
    return (Speaker(known.author or form, "author", row.source, sure, f"“{form}” outside of any quotation: the author"),)


def words_start(known: Known, words: range) -> int:
    """Where the first of some words begins."""
    return int(known.grammar.words.starts[words[0]])


def _relative(known: Known, word: int, source: Span) -> tuple[Speaker, ...]:
    """Who: whoever is named or described by the noun that the relative clause hangs on, else by the last one before it."""
    grammar = known.grammar
    verb = int(grammar.head[word])
    target = int(grammar.head[verb]) if verb >= 0 and grammar.relation[verb] == "acl:relcl" else -1
    if not 0 <= target < word or grammar.part[target] not in NOUNS:
        target = next(
            (n for n in range(word - 1, -1, -1) if grammar.part[n] in NOUNS or grammar.sentence[n] != grammar.sentence[word]), -1
        )
    if target < 0 or grammar.sentence[target] != grammar.sentence[word]:
        return ()
    above, last = int(grammar.head[target]), target
    if grammar.relation[target] == "nmod" and 0 <= above < target and is_role(grammar, above):
        target = above  # "the brother of Hussein, who said"
    named = _named_at(known, word, target)
    if not named:
        return _described_at(known, word, target, last)
    return (speaker(known, named, word, source, 0.85, f"“{grammar.form(word)}” after {named.name}"),)


def _described_at(known: Known, word: int, target: int, last: int) -> tuple[Speaker, ...]:
    """What the article calls whom or what "who" or "that" hangs on, up to a word; "who" are people, if any stand between them."""
    grammar = known.grammar
    if grammar.kind[target] != "person" and folded(grammar.form(word)) == "who":
        people = (n for n in range(word - 1, target, -1) if grammar.kind[n] == "person")
        target, last = next(((n, n) for n in people), (target, last))
    if last + 2 < word and folded(grammar.form(last + 1)) in LINKS:
        last = next((n - 1 for n in range(last + 2, word) if grammar.part[n] in CLAUSE), word - 1)  # "the head of the union"
    if grammar.part[target] not in NOUNS or grammar.form(target) in ("one", "half") or not speaks(grammar, target):
        return ()
    first = phrase_start(grammar, target)
    first = max([first, *(n + 1 for n in range(first, target) if is_verb(grammar, n))])  # "had interviewed" doctors
    while first < target and grammar.part[first] == "RB":
        first += 1  # "also quoted" experts
    first -= first > 0 and grammar.part[first - 1] == "PRP$"
    return literal(known, range(first, last + 1), f"“{grammar.form(word)}” after “{grammar.form(target)}”", 0.6)


def _named_at(known: Known, word: int, target: int) -> Figure | None:
    """The figure that "who" hangs on: named right before it or by the noun itself, or described by it ("X, a lawyer who")."""
    last = word - 1
    while last > 0 and known.grammar.part[last] == "PUNCT":
        last -= 1
    for n in (last, target):
        if n in known.at and (n == target or known.at[n][0].label == "person"):
            return known.at[n][0]
    return known.described.get(target)


def _they(known: Known, word: int, before: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """They or it: the last source, if it is a body or a group and stands in the same paragraph."""
    grammar = known.grammar
    many = folded(grammar.form(word)) not in ("it", "its")
    for row in reversed(before):
        if not row.speakers or row.source is None or row.source.start >= int(grammar.words.starts[word]):
            continue
        at = grammar.inside(row.source)[0]
        if grammar.paragraph[word] != grammar.paragraph[at]:
            break
        kinds = {s.kind for s in row.speakers}
        if (many and (len(row.speakers) > 1 or kinds & {"group", "organization"})) or (
            not many and kinds & {"organization", "document"}
        ):
            return tuple(
                replace(s, confidence=0.6, reason=f"“{grammar.form(word)}”: the last source of that kind") for s in row.speakers
            )
    return ()


def _continued(known: Known, row: Attribution, before: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """Who spoke last, if a quotation without a source goes on right behind theirs."""
    if row.kind == "indirect" or not before:
        return ()
    last = next((other for other in reversed(before) if other.within == row.within), before[-1])
    end = max(s.end for s in (*last.content, *((last.cue,) if last.cue else ()), *((last.source,) if last.source else ())))
    gap = known.grammar.text[end : row.content[0].start]
    if not last.speakers or len(gap) > 3 or "\n" in gap or last.kind == "indirect":
        return ()
    return tuple(replace(s, confidence=round(0.8 * s.confidence, 4), reason="the quotation goes on") for s in last.speakers)


def _introduced(known: Known, row: Attribution) -> tuple[Speaker, ...]:
    """The only person in the sentence before a quotation without source and cue: “Snow is snow.” after “Yamada shrugged.”."""
    grammar = known.grammar
    words = grammar.inside(row.content[0])
    if row.kind != "direct" or row.cue or not words or words[0] == 0:
        return ()
    last = words[0] - 1
    if grammar.paragraph[last] != grammar.paragraph[words[0]] or grammar.quoted[last] or grammar.form(last) in ("”", '"', "’"):
        return ()
    first = last
    while first > 0 and grammar.sentence[first - 1] == grammar.sentence[last]:
        first -= 1
    people: dict[int, tuple[Figure, int]] = {}
    for n in range(first, last + 1):
        meant = known.meant.get(n)
        figure = known.at[n][0] if n in known.at else meant.figure if meant and meant.confidence >= UNCLEAR else None
        if figure and figure.label == "person" and not grammar.quoted[n]:
            people[id(figure)] = (figure, n)
    if len(people) != 1:
        return ()
    figure, word = next(iter(people.values()))
    return (speaker(known, figure, word, None, 0.6, f"{figure.name} is the only one named in the sentence before"),)
