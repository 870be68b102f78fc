"""Write statements as W3C Web Annotations: what was said, selected by its words and by its place, with who said it and how.

After the Web Annotation Data Model (W3C Recommendation, 23 February 2017).
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from attribution.cite import web_address
from attribution.reported import Piece, Quote, Stated

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def render_annotations(rows: Iterable[Stated], version: str) -> Iterator[str]:
    """An AnnotationPage, one annotation a statement; positions are half-open ranges of code points of the article's text."""
    software = {"id": named("attrib", version), "type": "Software", "name": f"attrib {version}"}
    page = {"@context": CONTEXT, "id": named("annotations"), "type": "AnnotationPage", "startIndex": 0}
    yield json.dumps(page)[:-1] + ', "items": ['
    for number, (quote, _) in enumerate(rows):
        yield ("," if number else "") + "\n" + json.dumps(annotation(quote) | {"generator": software}, ensure_ascii=False)
    yield "\n]}\n"


def named(*parts: str) -> str:
    """A name of one's own for a thing, the same each time (RFC 4122, version 5)."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, '/'.join(('attrib', *parts)))}"


def source_of(quote: Quote) -> str:
    """The address of an article, or a name made of the SHA-256 of its text (RFC 6920) where it has none."""
    digest = urlsafe_b64encode(bytes.fromhex(quote.sha256)).decode().rstrip("=")
    return web_address(quote.url) or f"ni:///sha-256;{digest}"


def annotation(quote: Quote) -> dict[str, Any]:
    """One statement."""
    bodies = [_body("identifying", voice.name) for voice in quote.voices]
    bodies += [_body("describing", voice.role) for voice in quote.voices if voice.role]
    bodies += [_body("tagging", quote.cue)] if quote.cue else []
    bodies.append(_body("classifying", f"{quote.kind} quotation"))
    targets = [{"type": "SpecificResource", "source": source_of(quote), "selector": _selectors(one)} for one in quote.content]
    return {
        "id": named("statement", quote.id),
        "type": "Annotation",
        "motivation": "identifying",
        "body": bodies,
        "target": targets,
    }


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _selectors(piece: Piece) -> list[dict[str, Any]]:
    return [
        {"type": "TextQuoteSelector", "exact": piece.text, "prefix": piece.before, "suffix": piece.after},
        {"type": "TextPositionSelector", "start": piece.start, "end": piece.end},
    ]
