"""Say who the source of each attribution is, and in what role, by the article alone; what is not clear stays unresolved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from attribution.describe import NOUNS, Description, descriptions, head_noun, is_role, role_for
from attribution.gather import Figure, figures, name_words
from attribution.lexicon import folded, lexicon
from attribution.models import Article, Attribution, Mention, Span, Speaker, SpeakerKind
from attribution.parse import Grammar
from attribution.pick import PREPOSITIONS, named_in
from attribution.refer import HE_SHE, Referent, referents

FIRST = frozenset(("i", "we", "me", "us", "my", "our", "myself", "ourselves"))
THEY = frozenset(("they", "them", "their", "it", "its"))
RELATIVE = frozenset(("who", "whom", "that", "which", "whose"))
DEFINITE = frozenset(("the", "this", "that", "his", "her", "their"))
ITSELF = re.compile(r"(?:that )?(?:it|its)\b(?! (?:is|was|would be|will be|had been)\b)")
COURTESY = re.compile(r"(?:(?<=\s)|^)(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Lord)\.? $")
LEADING = re.compile(r"(?:(?:the|a|an|from|by|to|of|for|as|with|on|in|at)\s+)+", re.IGNORECASE)
ASIDE = re.compile(r",? (?:who|which|that|whose|whom)\b.*|\s*[,(].*", re.DOTALL)
UNCLEAR = 0.5  # what is less likely than this is not resolved: unresolved beats wrong
LONGEST = 12  # words of a source without a name that are kept as its name


@dataclass
class _Article:
    """What resolving needs of one article."""

    grammar: Grammar
    author: str | None
    figures: list[Figure]
    meant: dict[int, Referent]
    roles: dict[int, list[Description]]
    at: dict[int, tuple[Figure, Span]]  # by word: the figure named there, and where


def resolved(
    article: Article, grammar: Grammar, mentions: Sequence[Mention], found: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """`found` with their speakers, in the same order."""
    if not found:
        return ()
    everybody = figures(article.text, mentions)
    at = {word: (figure, span) for figure in everybody for span in figure.spans for word in grammar.inside(span)}
    roles = {id(f): descriptions(grammar, f) for f in everybody if f.label == "person"}
    speaking = {word for row in found if row.source for word in grammar.inside(row.source)}
    meant = referents(grammar, everybody, roles, speaking)
    known = _Article(grammar, article.author, everybody, meant, roles, at)
    rows: list[Attribution] = []
    for row in found:
        rows.append(replace(row, speakers=_speakers(known, row, rows)))
    return tuple(rows)


def _speakers(known: _Article, row: Attribution, before: Sequence[Attribution]) -> tuple[Speaker, ...]:
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
        if form in RELATIVE:
            return _relative(known, words[0], row.source)
        if form in THEY:
            return _they(known, words[0], before)
    return _nominal(known, words, row.source, before)


def _is_body(known: _Article, row: Attribution, figure: Figure, span: Span) -> bool:
    """Whether a family name is a body's that has it from a person: Ford said it would cut jobs."""
    once = len(figure.spans) <= 2  # who is called by the family name again and again is a person
    bare = once and figure.label == "person" and known.grammar.text[span.start : span.end] != figure.name and row.source == span
    return bare and row.kind == "indirect" and bool(ITSELF.match(known.grammar.text, row.content[0].start))


def _figure(known: _Article, figure: Figure, span: Span, source: Span) -> Speaker | None:
    """A source that is named; none where several are called so and nothing tells which."""
    word = known.grammar.inside(span)[-1]
    kind: SpeakerKind = "person" if figure.label == "person" else "organization"
    form = known.grammar.text[span.start : span.end]
    if span in figure.unsure:
        return None
    if span in figure.shared:
        reason = f"“{form}”: several are called so, {figure.name} most often"
        return _speaker(known, figure, kind, word, source, 0.8, reason)
    if form == figure.name:
        return _speaker(known, figure, kind, word, source, 0.97, "named in the source")
    return _speaker(known, figure, kind, word, source, 0.95, f"“{form}”: only {figure.name} is called so in the article")


def _speaker(
    known: _Article, figure: Figure, kind: SpeakerKind, word: int, source: Span | None, sure: float, reason: str
) -> Speaker:
    """A figure as speaker, with the role nearest to a word."""
    rows = known.roles.get(id(figure), [])
    return Speaker(
        figure.name,
        kind,
        figure.span,
        round(sure, 4),
        reason,
        role_for(rows, word, int(known.grammar.paragraph[word]), source),
        tuple(d.span for d in rows),
        tuple(sorted(form for form in figure.forms if form != figure.name)),
    )


def _pronoun(known: _Article, word: int, source: Span) -> tuple[Speaker, ...]:
    """He or she, if it is clear enough who that is."""
    meant = known.meant.get(word)
    if not meant or meant.confidence < UNCLEAR:
        return ()
    form = known.grammar.form(word).lower()
    other = f", rather than {meant.runner_up}" if meant.runner_up and meant.confidence < 0.9 else ""
    reason = f"“{form}”: {meant.figure.name} is meant by what stands before{other}"
    return (_speaker(known, meant.figure, "person", word, source, 0.95 * meant.confidence, reason),)


def _first_person(known: _Article, row: Attribution, words: range, before: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """I or we: who speaks in the quotation that it stands in, else the author."""
    for outer in reversed(before):
        if outer.speakers and any(s.start <= words_start(known, words) < s.end for s in outer.content):
            return tuple(
                replace(s, confidence=round(0.9 * s.confidence, 4), reason="first person in their own words")
                for s in outer.speakers
            )
    form = known.grammar.form(words[0])
    return (Speaker(known.author or form, "author", row.source, 0.8, f"“{form}” outside of any quotation: the author"),)


def words_start(known: _Article, words: range) -> int:
    """Where the first of some words begins."""
    return int(known.grammar.words.starts[words[0]])


def _relative(known: _Article, word: int, source: Span) -> tuple[Speaker, ...]:
    """Who: the noun or name that the relative clause hangs on, else the last one before it in its sentence."""
    grammar = known.grammar
    verb = int(grammar.head[word])
    target = int(grammar.head[verb]) if verb >= 0 and grammar.relation[verb] == "acl:relcl" else -1
    if not 0 <= target < word or grammar.part[target] not in NOUNS:
        target = next(
            (n for n in range(word - 1, -1, -1) if grammar.part[n] in NOUNS or grammar.sentence[n] != grammar.sentence[word]), -1
        )
    if target < 0 or grammar.sentence[target] != grammar.sentence[word]:
        return ()
    above = int(grammar.head[target])
    if grammar.relation[target] == "nmod" and 0 <= above < target and is_role(grammar, above):
        target = above  # "the brother of Hussein, who said"
    named = _named_at(known, word, target)
    if named:
        kind: SpeakerKind = "person" if named.label == "person" else "organization"
        return (_speaker(known, named, kind, word, source, 0.85, f"“{grammar.form(word)}” after {named.name}"),)
    first = target
    while (
        first > 0
        and int(grammar.head[first - 1]) in range(first - 1, target + 1)
        and grammar.sentence[first - 1] == grammar.sentence[word]
    ):
        first -= 1
    return _literal(known, range(first, target + 1), f"“{grammar.form(word)}” after the noun", 0.6)


def _named_at(known: _Article, word: int, target: int) -> Figure | None:
    """The figure that "who" hangs on: named right before it or by the noun itself, or described by it ("X, a lawyer who")."""
    last = word - 1
    while last > 0 and known.grammar.part[last] == "PUNCT":
        last -= 1
    for n in (last, target):
        if n in known.at and (n == target or known.at[n][0].label == "person"):
            return known.at[n][0]
    place = known.grammar.span(target, target)
    for figure in known.figures:
        if any(d.rank == 0 and d.span.start <= place.start < d.span.end for d in known.roles.get(id(figure), [])):
            return figure
    return None


def _they(known: _Article, word: int, before: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """They or it: the last source but people one by one, if it stands in this paragraph or the one before."""
    grammar = known.grammar
    many = folded(grammar.form(word)) not in ("it", "its")
    for row in reversed(before):
        if not row.speakers or row.source is None or row.source.start >= int(grammar.words.starts[word]):
            continue
        at = grammar.inside(row.source)[0]
        if grammar.paragraph[word] - grammar.paragraph[at] > 1:
            break
        kinds = {s.kind for s in row.speakers}
        if (many and (len(row.speakers) > 1 or kinds & {"group", "organization"})) or (
            not many and kinds & {"organization", "document"}
        ):
            return tuple(
                replace(s, confidence=0.6, reason=f"“{grammar.form(word)}”: the last source of that kind") for s in row.speakers
            )
    return ()


def _nominal(known: _Article, words: range, source: Span, before: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """A description: of a person or body that it is clear from before, else a source of its own kind."""
    grammar = known.grammar
    noun = head_noun(grammar, words)
    meant = known.meant.get(noun) if noun is not None else None
    said = grammar.text[source.start : source.end]
    if meant and meant.confidence >= UNCLEAR:
        by = f"called “{meant.described}” before" if meant.described else "meant by what stands before"
        reason = f"“{said}”: {meant.figure.name} is {by}"
        return (_speaker(known, meant.figure, "person", words[0], source, 0.9 * meant.confidence, reason),)
    if noun is not None and folded(grammar.form(words[0])) in DEFINITE and len(words) <= 3:
        again = _named_before(known, folded(grammar.form(noun)), words[0], before)
        if again:
            return (replace(again, confidence=0.75, reason=f"“{said}”: {again.name}, named before"),)
    return _literal(known, words, "named so in the article", 0.85)


def _named_before(known: _Article, noun: str, word: int, before: Sequence[Attribution]) -> Speaker | None:
    """The last body or document spoken of before a word whose longer name holds a noun: "the campaign", "the commission"."""
    start = int(known.grammar.words.starts[word])
    for row in reversed(before):
        for speaker in row.speakers:
            if speaker.kind != "person" and _heads(noun, name_words(speaker.name)) and row.content[0].start < start:
                return speaker
    able = [
        f
        for f in known.figures
        if f.label == "organization" and noun in f.words and len(f.words) > 1 and f.spans[0].start < start
    ]
    if len(able) != 1:
        return None
    return _speaker(known, able[0], "organization", word, None, 0.75, "")


def _heads(noun: str, words: Sequence[str]) -> bool:
    """Whether a longer name is about a noun: "Commission on Presidential Debates", "Clinton's campaign"."""
    head = words[: next((n for n, word in enumerate(words) if word in PREPOSITIONS), len(words))]
    return len(words) > 1 and head[-1:] == (noun,)


def _literal(known: _Article, words: range, reason: str, sure: float) -> tuple[Speaker, ...]:
    """A source without a name, called what the article calls it, names within it in full."""
    grammar = known.grammar
    span = grammar.span(words[0], words[-1])
    text = grammar.text[span.start : span.end]
    lead = LEADING.match(text)
    start = span.start + (lead.end() if lead else 0)
    aside = ASIDE.search(grammar.text, start + 1, span.end)
    end = aside.start() if aside and aside.start() > start else span.end
    if not any(c.isalpha() for c in grammar.text[start:end]) or folded(grammar.text[start:end]) in DEFINITE | {"a", "an"}:
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
    kept = range(words[0], grammar.inside(Span(start, end)).stop)
    return (Speaker(" ".join(name.split()), _kind(grammar, kept), Span(start, end), sure, reason),)


def _kind(grammar: Grammar, words: range) -> SpeakerKind:
    """What an unnamed source is: by its head noun's list, else by what the network says the noun stands for."""
    noun = head_noun(grammar, words)
    if noun is None:
        return "group"
    form, many = folded(grammar.form(noun)), grammar.part[noun] in ("NNS", "NNPS")
    if form in lexicon("documents"):
        return "document"
    if form in lexicon("organizations"):
        return "organization"
    kind = grammar.kind[noun]
    if kind in ("person", "animal"):
        return "group" if many else "unnamed"
    if kind in ("organization", "place"):
        return "group" if many else "organization"
    return "group" if many and kind == "none" else "document"


def _continued(known: _Article, row: Attribution, before: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """Who spoke last, if a quotation without a source goes on right behind theirs."""
    if row.kind == "indirect" or not before:
        return ()
    last = next((other for other in reversed(before) if other.within == row.within), before[-1])
    end = max(s.end for s in (*last.content, *((last.cue,) if last.cue else ()), *((last.source,) if last.source else ())))
    gap = known.grammar.text[end : row.content[0].start]
    if not last.speakers or len(gap) > 3 or "\n" in gap or last.kind == "indirect":
        return ()
    return tuple(replace(s, confidence=round(0.8 * s.confidence, 4), reason="the quotation goes on") for s in last.speakers)


def _introduced(known: _Article, row: Attribution) -> tuple[Speaker, ...]:
    """The only person in the sentence before a quotation that has no source and no cue: "Yamada shrugged. “Snow is snow.”"."""
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
    return (_speaker(known, figure, "person", word, None, 0.6, f"{figure.name} is the only one named in the sentence before"),)
