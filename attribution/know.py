"""Know what resolving the sources of an article takes: its figures, their roles, and whom its pronouns mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from attribution.describe import Description, descriptions, role_for
from attribution.forms import name_words
from attribution.gather import Figure, figures
from attribution.models import Article, Attribution, Mention, Span, Speaker
from attribution.parse import Grammar
from attribution.refer import Referent, referents

ABOUT = re.compile(r",? (?:is|was|writes|teaches|works|covers|lives|serves) ")  # in the line about its author below an article


@dataclass
class Known:
    """What is known of one article; `writer` is its author as the text names him or her."""

    grammar: Grammar
    author: str | None
    writer: Figure | None
    figures: list[Figure]
    meant: dict[int, Referent]
    roles: dict[int, list[Description]]
    at: dict[int, tuple[Figure, Span]]  # by word: the figure named there, and where


def know(article: Article, grammar: Grammar, mentions: Sequence[Mention], found: Sequence[Attribution]) -> Known:
    """All that is known of an article before its sources are resolved."""
    everybody = figures(article.text, mentions)
    at = {word: (figure, span) for figure in everybody for span in figure.spans for word in grammar.inside(span)}
    roles = {id(f): descriptions(grammar, f) for f in everybody if f.label == "person"}
    speaking = {word for row in found if row.source for word in grammar.inside(row.source)}
    meant = referents(grammar, everybody, roles, speaking)
    return Known(grammar, article.author, _writer(article, everybody), everybody, meant, roles, at)


def _writer(article: Article, everybody: Sequence[Figure]) -> Figure | None:
    """Whoever is called as the author is; where none is stated, whom the last paragraph alone names: "X is a poet"."""
    people = [figure for figure in everybody if figure.label == "person" and len(figure.words) > 1]
    if article.author:
        return next((figure for figure in people if figure.words == name_words(article.author or "")), None)
    last = article.text.rstrip().rfind("\n") + 1
    signing = (figure for figure in people if figure.span.start == last and ABOUT.match(article.text, figure.span.end))
    return next((figure for figure in signing if all(span.start >= last for span in figure.spans)), None)


def speaker(known: Known, figure: Figure, word: int, source: Span | None, sure: float, reason: str) -> Speaker:
    """A figure as speaker, with the role nearest to a word."""
    rows = known.roles.get(id(figure), [])
    return Speaker(
        figure.name,
        "person" if figure.label == "person" else "organization",
        figure.span,
        round(sure, 4),
        reason,
        role_for(rows, word, int(known.grammar.paragraph[word]), source),
        tuple(d.span for d in rows),
        tuple(sorted(form for form in figure.forms if form != figure.name)),
    )
