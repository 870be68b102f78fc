"""Know what resolving the sources of an article takes: its figures, their roles, and whom its pronouns mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from attribution.describe import Description, Given, descriptions, given_to, role_for
from attribution.forms import name_words
from attribution.gather import Figure, figures
from attribution.models import Article, Attribution, Mention, Span, Speaker
from attribution.parse import Grammar
from attribution.refer import Referent, referents

NO_ROLES = given_to(())
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

    @cached_property
    def called(self) -> dict[str, list[tuple[Figure, Description]]]:
        """By a word that it may be called by alone: the roles that the article gives, and whose they are."""
        found: dict[str, list[tuple[Figure, Description]]] = {}
        for figure in self.figures:
            for row in self.roles.get(id(figure), []):
                for form in row.about if row.rank == 0 else ():
                    found.setdefault(form, []).append((figure, row))
        return found

    @cached_property
    def described(self) -> dict[int, Figure]:
        """By a word that belongs to a role: whose that is."""
        found: dict[int, Figure] = {}
        for figure in self.figures:
            for row in self.roles.get(id(figure), []):
                for word in self.grammar.inside(row.span) if row.rank == 0 else ():
                    found.setdefault(word, figure)
        return found

    @cached_property
    def given(self) -> dict[int, Given]:
        """By figure: its roles."""
        return {key: given_to(rows) for key, rows in self.roles.items()}

    @cached_property
    def bodies(self) -> dict[str, list[Figure]]:
        """By each word of their names: the organizations whose names have several."""
        found: dict[str, list[Figure]] = {}
        for figure in self.figures:
            if figure.label == "organization" and len(figure.words) > 1:
                for word in set(figure.words):
                    found.setdefault(word, []).append(figure)
        return found


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
    given = known.given.get(id(figure), NO_ROLES)
    return Speaker(
        figure.name,
        "person" if figure.label == "person" else "organization",
        figure.span,
        round(sure, 4),
        reason,
        role_for(given, word, int(known.grammar.paragraph[word]), source),
        given.kept,
        tuple(sorted(form for form in figure.forms if form != figure.name)),
    )
