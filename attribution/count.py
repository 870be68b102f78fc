"""Write how many there are of what."""


def count(number: int, noun: str) -> str:
    """How many of what: 1 statement, 2,000 statements."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
