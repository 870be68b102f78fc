"""Give what was found in the forms that other programs read."""

from typing import Any

from attribution.models import Analysis, Span
from attribution.pipeline import name_of


def extracted(found: Analysis) -> dict[str, Any]:
    """One article as `attrib extract` prints it: spans are `[start, end)` code points of the article's text.

    `speaker` and `role` are null: who is meant is not yet resolved.
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
                "speaker": None,
                "role": None,
            }
            for row in found.attributions
        ],
    }


def _pairs(*spans: Span | None) -> list[list[int]]:
    return [[span.start, span.end] for span in spans if span]
