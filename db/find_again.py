"""Find a statement again by its words, when its article was edited or read by other models."""

import re

ALIKE = 0.5  # the least share of the longer text that a statement found again must have in common with the one judged


def plain(text: str) -> str:
    """The words of a text alone, in lower case."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def shared(one: str, other: str) -> float:
    """How much of the longer text the shorter is, where it stands in it; 0 where it does not."""
    short, long = sorted((one, other), key=len)
    return len(short) / len(long) if short and f" {short} " in f" {long} " else 0.0
