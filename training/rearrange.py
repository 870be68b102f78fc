"""Write the attributions of training articles in layouts that PolNeAR hardly has: headlines and transcripts."""

import random
import re
from dataclasses import dataclass

Attributions = list[dict[str, list[list[int]]]]
ROLES = ("source", "cue", "content")
MARKS = "“”\"‘’'"
PRONOUNS = frozenset(("he", "she", "they", "it", "who", "we", "i", "you", "that", "which"))
PRESENT = {"said": "says", "warned": "warns", "denied": "denies", "vowed": "vows", "claimed": "claims", "announced": "announces"}
NAME = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)*$")
LONGEST = 14  # words of a headline


@dataclass
class Example:
    """One article: its text, and the character spans of its attributions."""

    text: str
    attributions: Attributions


class Writer:
    """A text that grows piece by piece; a piece may be a part of an attribution."""

    def __init__(self) -> None:
        self.text = ""
        self.attributions: Attributions = []

    def begin(self) -> None:
        """What is marked from here on is one attribution."""
        self.attributions.append({"source": [], "cue": [], "content": []})

    def add(self, piece: str, role: str = "") -> None:
        """Write on."""
        if role:
            self.attributions[-1][role].append([len(self.text), len(self.text) + len(piece)])
        self.text += piece


def parts(example: Example) -> list[tuple[str, str, str]]:
    """Source, cue and content of the attributions that have one of each, but of pronouns and of contents with marks inside."""
    found = []
    for row in example.attributions:
        if all(len(row[role]) == 1 for role in ROLES):
            source, cue, content = (example.text[row[role][0][0] : row[role][0][1]] for role in ROLES)
            if source.lower() not in PRONOUNS and "\n" not in content and "”" not in content[1:-2]:
                found.append((source.strip(" ,"), cue.strip(), content))
    return found


def bare(content: str) -> str:
    """A content without the marks around it and the "that" before it."""
    return content.strip(MARKS + " ,.").removeprefix("that ")


def headlined(example: Example, chance: random.Random) -> Example:
    """The article under one more headline, made of one of its short attributions; as it is if it has none."""
    short = [
        p for p in parts(example) if len(p[2].split()) + len(p[0].split()) <= LONGEST and p[1] in PRESENT and "\n" not in p[2]
    ]
    if not short:
        return example
    source, cue, content = chance.choice(short)
    content = bare(content)
    named = NAME.search(source)
    source = named.group() if named else source.removeprefix("the ").removeprefix("a ")
    line = Writer()
    line.begin()
    told = content if chance.random() < 0.6 else chance.choice(("‘{}’", "“{}”")).format(content)
    form = chance.randrange(4)
    if form < 2:
        for piece, role in (
            (source[:1].upper() + source[1:], "source"),
            (" ", ""),
            (PRESENT[cue], "cue"),
            (" ", ""),
            (told, "content"),
        ):
            line.add(piece, role)
    else:
        told = told[:1].upper() + told[1:]
        between = [(", ", ""), (PRESENT[cue], "cue"), (" ", "")] if form == 2 else [(":", "cue"), (" ", "")]
        for piece, role in ((told, "content"), *between, (source, "source")):
            line.add(piece, role)
    text = line.text
    if chance.random() < 0.1 and len(text.upper()) == len(text):
        text = text.upper()
    shift = len(text) + 2
    moved = [
        {role: [[s + shift, e + shift] for s, e in spans] for role, spans in row.items() if role in ROLES}
        for row in example.attributions
    ]
    return Example(f"{text}\n\n{example.text}", line.attributions + moved)


def transcript(example: Example, chance: random.Random) -> Example | None:
    """The article's quotations as a dialogue, a label and a colon before each; none if it has too few."""
    said = [
        (source, bare(content))
        for source, _, content in parts(example)
        if content[0] in MARKS and len(content.split()) >= 4 and NAME.search(source)
    ]
    if len(said) < 4:
        return None
    begin = chance.randrange(len(said) - 3)
    style = chance.choice(("upper", "upper", "last", "full", "letters"))
    out = Writer()
    for number, (source, content) in enumerate(said[begin : begin + chance.randint(3, 9)]):
        named = NAME.search(source)
        name = named.group() if named else source
        label = {"upper": name.split()[-1].upper(), "last": name.split()[-1], "full": name, "letters": "QA"[number % 2]}[style]
        end = content if content.endswith(("?", "!")) else f"{content}."
        out.begin()
        for piece, role in ((label, "source"), (":", "cue"), (" ", ""), (end[:1].upper() + end[1:], "content"), ("\n\n", "")):
            out.add(piece, role)
    return Example(out.text, out.attributions)


def rearranged(examples: list[Example], share: float, chance: random.Random) -> list[Example]:
    """`examples`, `share` of them under another headline, and transcripts of as many more."""
    found: list[Example] = []
    for example in examples:
        found.append(headlined(example, chance) if chance.random() < share else example)
        more = transcript(example, chance) if chance.random() < share else None
        if more:
            found.append(more)
    return found
