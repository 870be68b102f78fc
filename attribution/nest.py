"""Find quotations inside quotations: what an attribution holds is tagged again as a text of its own."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from attribution.classify import WORD, classes, lemma_of
from attribution.models import Attribution, Span
from attribution.pair import CLOSERS, MARK, OPENERS, paragraphs, quotes

Tag = Callable[[Sequence[str]], Sequence[Sequence[Attribution]]]
SURE = 0.7  # what is less likely than this is left out; chosen on texts and news, see tests/test_nest.py
CLASSES = "say announce tell report claim deny confirm admit promise warn ask answer order write explain shout"
SPEECH = frozenset(CLASSES.split())  # of cues.toml
# what is believed without marks: a clause, which begins with one of these words, or follows one of these verbs
CLAUSE = re.compile(r"\b(?:that|if|whether|how|why|when|where|what|who|whose|which|(?:not )?to)\b", re.IGNORECASE)
VERBS = "say tell claim insist add argue promise warn admit swear reply write"
TELLING = frozenset((*VERBS.split(), "according to"))
TO = frozenset(("promise", "order", "tell", "ask", "warn"))  # classes whose "to go" was said: not "refused to go"
THAT = re.compile(r"that\b")  # at its beginning, it belongs to the outer cue
FEWEST = 3  # words after a verb of TELLING
# "said so aloud", "said it in church", "told the whole truth", "a step that they say could help"
NO_CLAUSE = re.compile(
    r"(?:so|it (?:in|on|at|to|out|again|before|all)|(?:\w+ ){0,2}(?:story|stories|truth|lies?|jokes?|prayers?|things|words)"
    r"|is|are|was|were|has|have|had|will|would|can|could|may|might|should)\b",
    re.IGNORECASE,
)
ABOUT = re.compile(r"\b(?:about|against|for|of|on|over|to|with)$", re.IGNORECASE)  # a topic or a title follows: "talked about"
POSSESSIVE = re.compile(r"(?:['’]s?|\b(?:my|our|your|his|her|its|their))$", re.IGNORECASE)  # "her proposals to raise wages"
PASSIVE = re.compile(r"\b(?:am|is|are|was|were|be|been|being|got)\b(?!.*\w\wing\b)", re.IGNORECASE)  # who was told is no source
NOBODY = frozenset(("a", "an", "the", "mr", "mrs", "ms", "dr"))  # a source that was cut short
OWN = frozenset(("i", "we", "me", "us"))
# what the outer speaker says just now, no quotation of an earlier word: "I would say", "we are asking"
NOW = re.compile(
    r"\b(?:would|will|can|cannot|could|should|must|may|might|let|\w+ing)\b|n['’]t\b|['’](?:d|ll|m|re)\b", re.IGNORECASE
)
# where the outer speaker's own words go on: after a gap, after ", and we" or ", and it did", in a new sentence
TURN = re.compile(
    r",?\s{2,}(?=(?:and|but|so)\b|[A-Z])|,\s+(?:and|but|so)\s+(?:I|we|(?:he|she|it|they)\s+did)\b"
    r"|(?<=[a-z]{4})[.!?…]\s+(?=[A-Z“])"
)


@dataclass(frozen=True)
class Alone:
    """A content as a text of its own; `parts` are the places in it where the content's spans start, and these spans."""

    text: str
    parts: tuple[tuple[int, Span], ...]

    def back(self, span: Span) -> Iterator[Span]:
        """Where `span` stands in the article, without white space at its ends; several spans where it reaches over a gap."""
        for start, part in self.parts:
            low, high = max(span.start, start), min(span.end, start + part.end - part.start)
            words = self.text[low:high]
            if words.strip():
                low, high = low + len(words) - len(words.lstrip()), low + len(words.rstrip())
                yield Span(part.start + low - start, part.start + high - start)


def nested(text: str, found: Sequence[Attribution], tag: Tag) -> list[Attribution]:
    """The quotations inside the contents of `found`, each `within` the content it stands in, in order of their contents.

    `tag` gives the attributions of each of several texts. Those that are already in `found` are not given again, and those inside
    what is itself nested are not looked for.
    """
    outer = [(row, alone(text, row.content)) for row in found if not row.within]
    worth = [(row, part) for row, part in outer if tells(part.text)]
    inner = [
        placed
        for (row, part), rows in zip(worth, tag([part.text for _, part in worth]), strict=True)
        for each in rows
        if (placed := _placed(row, part, each))
    ]
    known = {row.content for row in found}
    return sorted((row for row in inner if row.content not in known), key=lambda row: row.content)


def alone(text: str, content: Sequence[Span]) -> Alone:
    """`content` without the marks around it, single marks in it made double; a blank line stands for a gap over paragraphs."""
    whole = ""
    parts: list[tuple[int, Span]] = []
    for span in content:
        if parts:
            whole += "\n\n" if "\n" in text[parts[-1][1].end : span.start] else "  "
        parts.append((len(whole), span))
        whole += bared(text[span.start : span.end])
    that = THAT.match(whole)
    return Alone(" " * that.end() + whole[that.end() :] if that else whole, tuple(parts))


def bared(part: str) -> str:
    """`part` with spaces for the marks that open and close its paragraphs, double marks for the others, as long as before."""
    letters = list(part)
    for paragraph in paragraphs(part):
        marks = list(MARK.finditer(part, paragraph.start, paragraph.end))
        if marks and marks[0].start() == paragraph.start and marks[0].group() not in CLOSERS:
            first, last = marks[0], marks[-1]
            letters[first.start() : first.end()] = " " * len(first.group())
            if last.end() == paragraph.end and last is not first and _style(last.group()) == _style(first.group()):
                letters[last.start() : last.end()] = " " * len(last.group())
    for quote in quotes("".join(letters)):
        if quote.style != '"' and quote.closes.start < quote.closes.end:
            letters[quote.opens.start], letters[quote.closes.start] = "“", "”"
    return "".join(letters)


def _style(mark: str) -> str:
    return OPENERS.get(mark) or CLOSERS.get(mark) or ("'" if mark in "'’" else '"')


def tells(part: str) -> bool:
    """Whether `part` may hold a quotation: a word of speech, and marks, a verb of TELLING or a clause after it."""
    words = list(WORD.finditer(part))
    spoken = [word for word in words if _speech(word.group().lower())]
    if not spoken:
        return any(lemma_of(word.group()) == "think" for word in words) and bool(quotes(part))
    return any(lemma_of(w.group()) in TELLING for w in spoken) or bool(CLAUSE.search(part, spoken[0].end()) or quotes(part))


@lru_cache(100_000)
def _speech(form: str) -> bool:
    known, lemma = classes(), lemma_of(form)
    return bool({known.get((kind, lemma)) for kind in ("verbs", "nouns")} & SPEECH)


def _placed(outer: Attribution, part: Alone, found: Attribution) -> Attribution | None:
    """What was found in `part` as it stands in the article, or None where it is too little sure or no quotation."""
    if found.confidence < SURE or not found.source or not found.cue:
        return None
    mine = _own(part.text, found)
    if not _spoken(part.text, mine, found.source, found.cue):
        return None
    source, cue = tuple(part.back(found.source)), tuple(part.back(found.cue))
    spans = tuple(span for each in mine.content for span in part.back(each))
    if len(source) != 1 or len(cue) != 1 or not spans:
        return None
    return replace(mine, source=source[0], cue=cue[0], content=spans, within=outer.content)


def _own(text: str, found: Attribution) -> Attribution:
    """`found` without the outer speaker's words: only what is in marks, where one of its spans begins with a mark."""
    if found.kind == "indirect":
        turn = TURN.search(text, found.content[0].start + 1)
        end = turn.start() if turn else len(text)
        return replace(found, content=tuple(Span(s.start, min(s.end, end)) for s in found.content if s.start < end))
    marked = [Span(q.opens.start, q.closes.end) for q in quotes(text) if q.closes.start < q.closes.end]
    if not {span.start for span in marked} & {span.start for span in found.content}:
        return found
    inside = tuple(s for s in marked if any(c.start <= s.start and s.end <= c.end for c in found.content))
    return replace(found, content=inside, kind="direct") if inside else found


def _spoken(text: str, found: Attribution, source_at: Span, cue_at: Span) -> bool:
    """Whether by its cue the source said the content, and not the outer speaker just now."""
    source, cue = text[source_at.start : source_at.end], text[cue_at.start : cue_at.end]
    words = WORD.findall(cue)
    direct = found.kind == "direct"
    told = direct and (found.lemma == "think" or any(classes().get(("verbs", lemma_of(word))) in SPEECH for word in words))
    if not told and found.cue_class not in SPEECH:
        return False
    if not words or source.lower() in NOBODY or (ABOUT.search(cue) and found.lemma != "according to"):
        return False
    plain = found.lemma in [word.lower() for word in words]
    if cue_at < source_at and plain and words[0][0].isupper():
        return False  # "Tell Ruth that ..."
    if source_at < cue_at and PASSIVE.search(cue):
        return False
    said = text[found.content[0].start : found.content[-1].end]
    if direct:
        return not _title(said, found.lemma or "")
    if source.lower() in OWN and (plain or NOW.search(cue)):
        return False
    return len(found.content) == 1 and _clause(said, found, source)


def _title(said: str, lemma: str) -> bool:
    """Whether marked words are the title of a work: all long ones capitalised, and no sentence ends in them."""
    words = WORD.findall(said)
    ended = any(mark in said for mark in ",.!?…")
    return not ended and all(w[0].isupper() for w in words if len(w) > 3) and (len(words) > 1 or lemma not in TELLING)


def _clause(said: str, found: Attribution, source: str) -> bool:
    """Whether words that are not all in marks are a clause that somebody can have said."""
    if POSSESSIVE.search(source):
        return said.lower().startswith("that ")
    first = CLAUSE.match(said)
    if first:
        return " " in said and (not first.group().lower().endswith("to") or found.cue_class in TO)
    return found.lemma in TELLING and len(WORD.findall(said)) >= FEWEST and not NO_CLAUSE.match(said)
