"""Write statements as lines shaped like GDELT's Global Quotation Graph, a line an article, with who said it added."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from attribution.cite import web_address
from attribution.reported import Quote, Stated


def render_graph(rows: Iterable[Stated]) -> Iterator[str]:
    """`date`, `url`, `title`, `lang` and `quotes` of each article, whose statements must come one after the other.

    A quote has `pre`, `quote` and `post` as GDELT's have (its are direct quotations alone), and `speaker`, `role` and `kind`.
    """
    for _, of_article in groupby(rows, key=lambda row: row[0].article):
        quotes = [quote for quote, _ in of_article]
        first = quotes[0]
        line: dict[str, Any] = {"date": _time(first.date), "url": web_address(first.url), "title": first.title, "lang": "ENGLISH"}
        line["quotes"] = [one for quote in quotes for one in _quotes(quote)]
        yield json.dumps(line, ensure_ascii=False) + "\n"


def _quotes(quote: Quote) -> list[dict[str, Any]]:
    speaker = " | ".join(voice.name for voice in quote.voices) or None
    role = " | ".join(dict.fromkeys(voice.role for voice in quote.voices if voice.role)) or None
    return [
        {"pre": one.before, "quote": one.text, "post": one.after, "speaker": speaker, "role": role, "kind": quote.kind}
        for one in quote.content
    ]


def _time(stated: str | None) -> str | None:
    """A date as GDELT writes it, to the second."""
    return f"{stated[:10]}T00:00:00Z" if stated and len(stated) >= 10 else None
