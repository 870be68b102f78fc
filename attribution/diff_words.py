"""Compare two wordings word by word."""

import difflib
from typing import Literal

Edit = Literal["kept", "dropped", "added"]
MARKS = ".,;:!?\"'“”‘’"


def diff_words(before: str, after: str) -> tuple[tuple[Edit, str], ...]:
    """What `after` kept, dropped and added of the words of `before`, in order; capitals and marks around a word do not count."""
    old, new = before.split(), after.split()
    plain = [[word.strip(MARKS).casefold() for word in words] for words in (old, new)]
    edits: list[tuple[Edit, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_opcodes():
        if kind == "equal":
            edits.append(("kept", " ".join(new[c:d])))
            continue
        if a < b:
            edits.append(("dropped", " ".join(old[a:b])))
        if c < d:
            edits.append(("added", " ".join(new[c:d])))
    return tuple(edits)
