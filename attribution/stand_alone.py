"""Write what was said so that it stands on its own: for comparing and searching alone, never as the quotation."""

import re
from collections.abc import Iterator, Sequence

from attribution.find_references import HE_SHE
from attribution.know import Known
from attribution.lexicon import folded
from attribution.models import Attribution, Span, Speaker

SURE = 0.7  # a pronoun is replaced where it is at least so sure whom it means
OWN_WORDS = frozenset(("i", "me", "myself", "we", "us", "ourselves", "my", "our", "ours"))
BODY_WORDS = frozenset(("it", "they", "itself", "themselves", "its", "their"))
OWNER = frozenset(("my", "our", "ours", "his", "hers", "its", "their"))
MARKS = re.compile("[\"“”„«»]|(?<!\\w)[‘']|(?<![s\\s])[’'](?!\\w)")
THAT = re.compile(r"^that (?!is\b|was\b|has\b|will\b|would\b)", re.IGNORECASE)
VERBS = {"re": "are", "m": "am", "ve": "have", "ll": "will", "d": "would"}
JOIN = " … "
UNWILLING = ("decline", "oppose", "refuse")  # do not say that anything is untrue
RAISED = ("accept", "agree", "believe", "buy", "concede", "think")  # who does not think that it is so thinks that it is not
SAYING = re.compile(  # of what is denied: "reports that it rains"
    r"^(?:\w+ ){0,2}"
    r"(?:reports?|idea|claims?|accusations?|allegations?|suggestions?|conclusion|notion|charges?|rumou?rs?|assertions?)"
    r"(?: (?:by|of|from|in) (?:[\w’'-]+ ){1,4})? ?that ",
    re.IGNORECASE,
)
ASKING = re.compile(r"(?:how|what|who|whom|whose|when|where|why|which|whether)\b", re.IGNORECASE)  # what is no claim to be denied
UNTRUE = "it is not true that"  # before what the source denies, or did not say


def stand_alone(known: Known, row: Attribution, speakers: Sequence[Speaker]) -> str:
    """The content without quotation marks and a leading "that"; I, we, he, she, it and they by name where that is sure.

    What a source denies, not in its own words, begins with UNTRUE, but for a question. Each name is written once, in place of the
    first pronoun.
    """
    written: set[str] = set()
    parts = [" ".join(MARKS.sub("", _replaced(known, span, row, speakers, written)).split()) for span in row.content]
    text = JOIN.join(part.rstrip(" ,;") for part in parts if part)
    text = THAT.sub("", text) or " ".join(known.grammar.text[row.content[0].start : row.content[-1].end].split())
    denied = row.polarity == "denied" and (row.lemma in RAISED or (row.cue_class == "deny" and row.lemma not in UNWILLING))
    reported = row.kind == "indirect" or (row.kind == "mixed" and parts[0].startswith("that "))
    return f"{UNTRUE} {SAYING.sub('', text)}" if denied and reported and not ASKING.match(text) else text


def _replaced(known: Known, span: Span, row: Attribution, speakers: Sequence[Speaker], written: set[str]) -> str:
    text, place, made = known.grammar.text, span.start, []
    for start, end, name in _names(known, span, row, speakers):
        if place <= start and end <= span.end and name not in written:
            written.add(name)
            made += [text[place:start], name]
            place = end
    return "".join([*made, text[place : span.end]])


def _names(known: Known, span: Span, row: Attribution, speakers: Sequence[Speaker]) -> Iterator[tuple[int, int, str]]:
    """What to write for which characters, in order."""
    grammar = known.grammar
    who = " and ".join(one.name for one in speakers if one.confidence >= SURE and one.kind not in ("unnamed", "author"))
    body = bool(who) and all(one.kind in ("organization", "group", "document") for one in speakers)
    for word in grammar.inside(span):
        form = folded(grammar.form(word).replace("’", "'"))
        head, _, rest = form.partition("'")  # "we're", "I'll"
        name = None
        if form in OWN_WORDS or (rest and head in ("i", "we")):
            name = who if grammar.quoted[word] or row.kind == "direct" else None
        elif form in HE_SHE:
            meant = known.meant.get(word)
            name = meant.figure.name if meant and meant.confidence >= SURE else None
        elif form in BODY_WORDS and body and row.kind == "indirect" and word in _first_words(known, row):
            name = who
        if not name:
            continue
        start, end = int(grammar.words.starts[word]), int(grammar.words.ends[word])
        if form in OWNER or (form == "her" and grammar.part[word] == "PRP$"):
            name += "'" if name.endswith("s") else "'s"
        yield start, end, f"{name} {VERBS[rest]}" if rest in VERBS else name


def _first_words(known: Known, row: Attribution) -> range:
    """The words in which "it" or "they" stands for the body that speaks: "that it would cut jobs"."""
    words = known.grammar.inside(row.content[0])
    return range(words.start, min(words.stop, words.start + 3))
