"""Give what was found in the forms that other programs read."""

from dataclasses import asdict
from typing import Any

from attribution.models import Analysis, Span
from attribution.pipeline import name_of


def extracted(found: Analysis, least: float = 0.0) -> dict[str, Any]:
    """One article as `attrib extract` prints it: spans are `[start, end)` code points of the article's text.

    What is less sure than `least` is left out. `speaker` and `role` are null: who is meant is not yet resolved.
    """
    return {
        "id": name_of(found.article),
        "attributions": [
            {
                "source": _pairs(row.source),
                "cue": _pairs(row.cue),
                "content": _pairs(*row.content),
                "kind": row.kind,
                "confidence": row.confidence,
                "confidences": asdict(row.confidences) if row.confidences else None,
                "cue_lemma": row.lemma,
                "cue_class": row.cue_class,
                "polarity": row.polarity,
                "speaker": None,
                "role": None,
            }
            for row in found.attributions
            if row.confidence >= least
        ],
    }


def _pairs(*spans: Span | None) -> list[list[int]]:
    return [[span.start, span.end] for span in spans if span]
