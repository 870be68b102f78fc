"""From articles to what they attribute to whom: split, tag, nest, resolve, many articles at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from attribution.models import Analysis, Article, Failure
from attribution.nest import nested
from attribution.resolve import resolved
from attribution.spread import spread

if TYPE_CHECKING:
    from attribution.split import Splitter
    from attribution.tag import Tagger

CHARACTERS = 40_000  # of text at a time: enough to fill the models' batches, some seconds of work between two saves


@dataclass(frozen=True)
class Models:
    """The loaded models; without a splitter articles get no sentences. `threads` articles are worked on at once."""

    tagger: "Tagger"
    splitter: "Splitter | None" = None
    threads: int = 1

    @classmethod
    def load(cls, sentences: bool = True, threads: int = 1) -> "Models":
        """The models in the package; without `sentences` Stanza and torch are not loaded. Raises ModelError."""
        from attribution.tag import Tagger

        if not sentences:
            return cls(Tagger.load(), None, threads)
        from attribution.split import Splitter

        return cls(Tagger.load(), Splitter.load(threads=threads), threads)


def analyse(models: Models, articles: Sequence[Article]) -> list[Analysis | Failure]:
    """What was found in each article, in their order; an article that the models fail on gives a Failure, the rest goes on."""
    try:
        return _analyse(models, articles)
    except Exception as error:  # the models' libraries raise anything; which article it was, a second try tells
        if len(articles) == 1:
            message = f"the models failed on it ({type(error).__name__}: {' '.join(str(error).split())[:200]}): please report it"
            return [Failure(name_of(articles[0]), message)]
        return [found for article in articles for found in analyse(models, [article])]


def _analyse(models: Models, articles: Sequence[Article]) -> list[Analysis | Failure]:
    texts = [article.text for article in articles]
    sentences = models.splitter.split(texts) if models.splitter else [()] * len(texts)

    def one(number: int) -> Analysis:
        article, tagger = articles[number], models.tagger
        (found,) = tagger.read([article.text])
        inner = nested(article.text, found.attributions, tagger.tag)
        every = sorted((*found.attributions, *inner), key=lambda row: row.content)
        rows = resolved(article, found.grammar, found.mentions, every)
        return Analysis(article, tuple(sentences[number]), rows, found.mentions)

    return list(spread(one, range(len(articles)), models.threads))


def in_groups(rows: Iterable[Article | Failure], characters: int = CHARACTERS) -> Iterator[list[Article | Failure]]:
    """`rows` in order, in groups of about so many characters of text."""
    group: list[Article | Failure] = []
    size = 0
    for row in rows:
        group.append(row)
        size += len(row.text) if isinstance(row, Article) else 0
        if size >= characters:
            yield group
            group, size = [], 0
    if group:
        yield group


def name_of(article: Article) -> str:
    """What to call an article in a message."""
    return article.id or article.url or article.path or article.title or "article"
