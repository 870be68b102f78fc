"""From articles to what they attribute to whom: split, tag, nest, resolve, many articles at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from attribution.models import Analysis, Article, Failure, Sentence
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
    sentences = _split(models.splitter, articles)

    def one(number: int) -> Analysis | Failure:
        article, spans = articles[number], sentences[number]
        try:
            return spans if isinstance(spans, Failure) else _analysed(models.tagger, article, spans)
        except Exception as error:  # the models' libraries raise anything
            return _failed(article, error)

    return spread(one, range(len(articles)), models.threads)


def _split(splitter: "Splitter | None", articles: Sequence[Article]) -> list[tuple[Sentence, ...] | Failure]:
    """The sentences of each article; where they are refused together, which one it was is found out one by one."""
    if not splitter:
        return [()] * len(articles)
    try:
        return [*splitter.split([article.text for article in articles])]
    except Exception as error:
        if len(articles) == 1:
            return [_failed(articles[0], error)]
        return [row for article in articles for row in _split(splitter, [article])]


def _analysed(tagger: "Tagger", article: Article, sentences: tuple[Sentence, ...]) -> Analysis:
    (found,) = tagger.read([article.text])
    inner = nested(article.text, found.attributions, tagger.tag)
    every = sorted((*found.attributions, *inner), key=lambda row: row.content)
    return Analysis(article, sentences, resolved(article, found.grammar, found.mentions, every), found.mentions)


def _failed(article: Article, error: Exception) -> Failure:
    reason = " ".join(str(error).split())[:200]
    return Failure(name_of(article), f"the models failed on it ({type(error).__name__}: {reason}): please report it")


def in_groups(rows: Iterable[Article | Failure], threads: int = 1) -> Iterator[list[Article | Failure]]:
    """`rows` in order, in groups of about CHARACTERS of text for each thread."""
    group: list[Article | Failure] = []
    size = 0
    for row in rows:
        group.append(row)
        size += len(row.text) if isinstance(row, Article) else 0
        if size >= CHARACTERS * threads:
            yield group
            group, size = [], 0
    if group:
        yield group


def name_of(article: Article) -> str:
    """What to call an article in a message."""
    return article.id or article.url or article.path or article.title or "article"
