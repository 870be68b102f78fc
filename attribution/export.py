"""Give what was found in the forms that other programs read."""

from dataclasses import asdict
from typing import Any

from attribution.models import Analysis, Attribution, Span, Speaker
from attribution.pipeline import name_of


def extracted(found: Analysis, least: float = 0.0) -> dict[str, Any]:
    """One article as `attrib extract` prints it: spans are `[start, end)` code points of the article's text.

    What is less sure than `least` is left out. `speaker` and `role` are those of `speakers`, several joined by " | "; null where
    who is meant is not clear, or no role is given. A quotation inside another's content is
    one of that one's `nested`.
    """
    rows = [row for row in found.attributions if row.confidence >= least]
    return {
        "id": name_of(found.article),
        "attributions": [
            _attribution(found, row) | {"nested": [_attribution(found, inner) for inner in rows if inner.within == row.content]}
            for row in rows
            if not row.within
        ],
    }


def _attribution(found: Analysis, row: Attribution) -> dict[str, Any]:
    return {
        "source": _pairs(row.source),
        "cue": _pairs(row.cue),
        "content": _pairs(*row.content),
        "kind": row.kind,
        "confidence": row.confidence,
        "confidences": asdict(row.confidences) if row.confidences else None,
        "cue_lemma": row.lemma,
        "cue_class": row.cue_class,
        "polarity": row.polarity,
        "speaker": " | ".join(speaker.name for speaker in row.speakers) or None,
        "role": " | ".join(_texts(found.article.text, *(s.role for s in row.speakers))) or None,
        "speakers": [_speaker(found.article.text, speaker) for speaker in row.speakers],
    }


def _speaker(text: str, found: Speaker) -> dict[str, Any]:
    """A speaker with the role of this statement, and all roles of the article, verbatim with their offsets."""
    return {
        "name": found.name,
        "kind": found.kind,
        "span": _pairs(found.span),
        "role": _texts(text, found.role),
        "role_span": _pairs(found.role),
        "roles": _texts(text, *found.roles),
        "aliases": list(found.aliases),
        "confidence": found.confidence,
        "reason": found.reason,
    }


def _texts(text: str, *spans: Span | None) -> list[str]:
    """The texts of those spans that are there, each once."""
    return list(dict.fromkeys(text[span.start : span.end] for span in spans if span))


def _pairs(*spans: Span | None) -> list[list[int]]:
    return [[span.start, span.end] for span in spans if span]
