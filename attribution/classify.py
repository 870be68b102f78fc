"""Say what a cue means: its lemma, its class (cues.toml, after FrameNet), and what the source does to the content by it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from attribution.models import Attribution, Polarity, Span

CUES = Path(__file__).parent / "cues.toml"
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?…]['\"’”»)]*\s|\n")
REACH = 60  # characters before a cue in which its negation stands
PAUSE = re.compile(r"[,;:—–()]\s")  # what is negated before it is another verb
# forms whose verb a lemmatizer takes for another word
VERBS = {
    "thought": "think",
    "felt": "feel",
    "found": "find",
    "saw": "see",
    "left": "leave",
    "meant": "mean",
    "held": "hold",
    "swore": "swear",
}
SKIPPED = """be am is are was were been being have has had having do does did will would shall should can could may might must to
get got also not never n't already then later further again soon now just once only still even both simply reportedly allegedly"""
AUXILIARIES = frozenset(SKIPPED.split())  # no main word of a cue
NEGATION = re.compile(r"(?:\bnot\b|n['’]t\b|\bnever\b|\bnor\b|\bneither\b|\bwithout\b|\bno longer\b|\bcannot\b)", re.IGNORECASE)
NOBODY = re.compile(r"(?:\bno one\b|\bnobody\b|\bnone\b|\bneither\b|\bno\b)(?: \w+){0,3}$", re.IGNORECASE)
OPEN = re.compile(r"\b(?:if|whether|unless|may have|might have|could have)\b", re.IGNORECASE)
WHETHER = re.compile(r"\W*whether\b", re.IGNORECASE)
NEGATIVE = frozenset(("deny",))
ASKING = frozenset(("ask",))


@cache
def classes() -> dict[tuple[str, str], str]:
    """The class of each ("verbs" or "nouns", lemma)."""
    table = tomllib.loads(CUES.read_text("utf-8"))
    return {
        (part, lemma): name
        for name, row in reversed(table.items())
        for part in ("verbs", "nouns")
        for lemma in row.get(part, "").split()
    }


@cache
def class_names() -> tuple[str, ...]:
    """All classes, in the order of cues.toml, then "other"."""
    return (*tomllib.loads(CUES.read_text("utf-8")), "other")


@lru_cache(100_000)
def lemma_of(form: str) -> str:
    """The base form of one word: "denied" is "deny"."""
    low = form.lower()
    known = classes()
    for base in (VERBS.get(low, low), *regular_bases(low)):
        if ("verbs", base) in known:
            return base
    import simplemma

    return str(simplemma.lemmatize(low, lang="en")).lower()


def regular_bases(form: str) -> Iterator[str]:
    """What a regular verb form may come from: "denied" from "deny", "preferred" from "prefer", "noting" from "note"."""
    for ending, others in (
        ("ies", ("y",)),
        ("ied", ("y",)),
        ("ing", ("", "e")),
        ("ed", ("", "e")),
        ("es", ("", "e")),
        ("s", ("",)),
    ):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form.removesuffix(ending)
            yield from (stem + other for other in others)
            if stem[-1] == stem[-2]:
                yield stem[:-1]


def classified(text: str, found: Attribution) -> Attribution:
    """`found` with the lemma and class of its cue, and its polarity; none of them without a cue of words."""
    if not found.cue:
        return found
    words = [m.group() for m in WORD.finditer(text, found.cue.start, found.cue.end)]
    if not words:
        return replace(found, lemma=text[found.cue.start : found.cue.end].strip(), cue_class="say", polarity="affirmed")
    lemma, name = head_of(words)
    return replace(found, lemma=lemma, cue_class=name, polarity=polarity_of(text, found, lemma, name))


def head_of(words: list[str]) -> tuple[str, str]:
    """The lemma and class of a cue's main word.

    That is the last verb of the first run of known verbs ("took to Twitter to say" -> say, "denied reporting" -> deny); else the
    first known noun ("in a statement"); else the first word that is no auxiliary, of the class "other".
    """
    lemmas = [lemma_of(w) for w in words]
    if words[0].lower() == "according":
        return "according to", "report"
    known = classes()
    verbs = [n for n, lemma in enumerate(lemmas) if ("verbs", lemma) in known and not _is_noun(words, n)]
    if verbs:
        strong = [n for n in verbs if known["verbs", lemmas[n]] not in ("want", "think")] or verbs
        head = lemmas[strong[0]]
        return head, known["verbs", head]
    for lemma in lemmas:
        if ("nouns", lemma) in known:
            return lemma, known["nouns", lemma]
    rest = [lemma for word, lemma in zip(words, lemmas, strict=True) if word.lower() not in AUXILIARIES]
    return (rest or lemmas)[0], "other"


def _is_noun(words: list[str], n: int) -> bool:
    """Whether a determiner or preposition before the word makes a noun of it: "in a report", "the claim that"."""
    before = words[n - 1].lower() if n else ""
    return before in {"a", "an", "the", "his", "her", "its", "their", "this", "that", "these", "in", "of", "on", "’s", "'s"}


def polarity_of(text: str, found: Attribution, lemma: str, name: str) -> Polarity:
    """What the source does to the content: affirmed, denied (said not to be so, or not said), or questioned (left open)."""
    before = before_cue(text, found)
    cue = text[found.cue.start : found.cue.end] if found.cue else ""
    negated = bool(NEGATION.search(before) or NEGATION.search(cue) or _nobody(text, found))
    negative = name in NEGATIVE
    if name in ASKING or OPEN.search(before) or lemma == "doubt" or _in_question(text, found):
        return "questioned"
    if found.kind == "indirect" and WHETHER.match(text, found.content[0].start):
        return "questioned"
    if negative and negated:
        return "questioned"
    return "denied" if negative or negated else "affirmed"


def before_cue(text: str, found: Attribution) -> str:
    """The words before the cue in its clause, back to the source, the content or the sentence's beginning, the nearest."""
    if not found.cue:
        return ""
    low = max(0, found.cue.start - REACH)
    ends = [span.end for span in parts(found) if span.end <= found.cue.start]
    ends += [m.end() for mark in (SENTENCE_END, PAUSE) for m in mark.finditer(text, low, found.cue.start)]
    start = max([low, *ends])
    words = text[start : found.cue.start]
    opening = text[max(0, found.source.start - 12) : found.source.start] if found.source and found.source.end == start else ""
    return f"{opening.lower() if OPEN.search(opening) else ''} {words}"


def parts(found: Attribution) -> Iterator[Span]:
    """Its source and its contents."""
    if found.source:
        yield found.source
    yield from found.content


def _nobody(text: str, found: Attribution) -> bool:
    return bool(found.source and NOBODY.match(text[found.source.start : found.source.end]))


def _in_question(text: str, found: Attribution) -> bool:
    """Whether the article itself asks: an indirect content that ends a question ("Did he say that it is safe?")."""
    end = found.content[-1].end
    return found.kind == "indirect" and "?" in text[end - 1 : end + 1]
