"""Write claims as schema.org JSON-LD: who made them where, and for each a ClaimReview to fill in.

A review has a rating only where a person has given the claim a status; the machine never rates.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from attribution.annotate_web import named, source_of
from attribution.cite import web_address
from attribution.reported import ClaimStated, Quote, Stated, Voice

CONTEXT = "https://schema.org"


def render_claims(rows: Iterable[Stated]) -> Iterator[str]:
    """A graph of Claim and ClaimReview; the statements of a claim must come one after the other, the earliest first."""
    yield json.dumps({"@context": CONTEXT})[:-1] + ', "@graph": ['
    grouped = groupby(((quote, claim) for quote, claim in rows if claim), key=lambda row: row[1].id)
    for number, (_, of_claim) in enumerate(grouped):
        told = list(of_claim)
        claim, quotes = told[0][1], [quote for quote, _ in told]
        for part, one in enumerate((claim_of(claim, quotes), review_of(claim))):
            yield ("," if number or part else "") + "\n" + json.dumps(one, ensure_ascii=False)
    yield "\n]}\n"


def claim_of(claim: ClaimStated, quotes: list[Quote]) -> dict[str, Any]:
    """A claim, with everybody who made it and every article it appears in."""
    authors = {voice.id: author for quote in quotes for voice in quote.voices if (author := _author(voice))}
    made = {
        "@type": "Claim",
        "@id": named("claim", claim.id),
        "text": claim.text,
        "datePublished": min((quote.date for quote in quotes if quote.date), default=None),
        "author": list(authors.values()),
        "firstAppearance": _article(quotes[0]) if quotes[0].date else None,
        "appearance": [_article(quote) for quote in quotes],
    }
    return {name: value for name, value in made.items() if value}


def review_of(claim: ClaimStated) -> dict[str, Any]:
    """A review of a claim: a draft, or what a person found of it."""
    review: dict[str, Any] = {
        "@type": "ClaimReview",
        "@id": named("review", claim.id),
        "claimReviewed": claim.text,
        "itemReviewed": {"@id": named("claim", claim.id)},
    }
    if claim.status == "unchecked" or not claim.by:
        return review | {"creativeWorkStatus": "Draft"}
    review |= {"author": {"@type": "Person", "name": claim.by}, "datePublished": claim.at}
    review["reviewRating"] = {"@type": "Rating", "alternateName": claim.status}
    review |= {"reviewBody": claim.note} if claim.note else {}
    link = web_address(claim.evidence)
    return review | ({"citation": link} if link else {})


def _author(voice: Voice) -> dict[str, Any] | None:
    """Who made a claim: a person or a body; who is only described has no name."""
    if voice.kind in ("person", "author"):
        return {"@type": "Person", "name": voice.name} | ({"jobTitle": voice.role} if voice.role else {})
    if voice.kind == "organization":
        return {"@type": "Organization", "name": voice.name}
    kind = {"unnamed": "Person", "group": "Organization"}.get(voice.kind)
    return {"@type": kind, "description": voice.name} if kind else None


def _article(quote: Quote) -> dict[str, Any]:
    """The article a statement stands in, and its words there."""
    said = {"@type": "Quotation", "@id": named("statement", quote.id), "text": quote.text}
    speakers = [author for voice in quote.voices if (author := _author(voice))]
    made = {
        "@type": "NewsArticle",
        "@id": source_of(quote),
        "headline": quote.title,
        "url": web_address(quote.url),
        "datePublished": quote.date,
        "author": {"@type": "Person", "name": quote.author} if quote.author else None,
        "publisher": {"@type": "NewsMediaOrganization", "name": quote.outlet} if quote.outlet else None,
        "hasPart": said | ({"spokenByCharacter": speakers} if speakers else {}),
    }
    return {name: value for name, value in made.items() if value}
