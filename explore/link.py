"""Link table cells to the pages about what they name."""

import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from explore.find_database import find_database

if TYPE_CHECKING:
    from datasette.app import Datasette

ID = re.compile(r"[0-9a-f]{16}")
BY_NAME = {
    "article": "article",
    "similar_to": "article",
    "left_article": "article",
    "right_article": "article",
    "statement": "statement",
    "other_statement": "statement",
    "within": "statement",
    "claim": "claim",
    "speaker": "speaker",
    "outlet": "outlet",
}
IN_TABLE = {
    ("articles", "id"): ("article", "id"),
    ("articles", "title"): ("article", "id"),
    ("statements", "id"): ("statement", "id"),
    ("statements", "content"): ("statement", "id"),
    ("who_said", "id"): ("statement", "id"),
    ("who_said", "content"): ("statement", "id"),
    ("who_said", "title"): ("article", "article"),
    ("claims", "id"): ("claim", "id"),
    ("claims", "text"): ("claim", "id"),
    ("claim_relations", "other"): ("claim", "other"),
    ("claim_judgements", "other"): ("statement", "other"),
    ("speakers", "id"): ("speaker", "id"),
    ("speakers", "name"): ("speaker", "id"),
    ("speaker_names", "name"): ("speaker", "speaker"),
    ("article_speakers", "name"): ("speaker", "speaker"),
    ("speakers_by_role", "id"): ("speaker", "id"),
    ("speakers_by_role", "speaker"): ("speaker", "id"),
    ("outlets", "id"): ("outlet", "id"),
    ("outlets", "name"): ("outlet", "id"),
}
NAMES = {"speaker": "speakers", "outlet": "outlets"}  # where a view has a name and no id: the list finds whose it is


def link(datasette: "Datasette", database: str, table: str | None, column: str, value: Any, row: Any) -> Markup | None:
    """A cell as a link to the page about what it names; None where there is no such page."""
    if database != find_database(datasette) or value in (None, ""):
        return None
    shown = value
    if isinstance(value, dict):
        value, shown = value.get("value"), value.get("label") or value.get("value")
    kind, by = IN_TABLE.get((table or "", column), (BY_NAME.get(column), column))
    if not kind or isinstance(shown, bytes):
        return None
    identifier = value if by == column else _cell(row, by)
    if isinstance(identifier, str) and ID.fullmatch(identifier):
        return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"/{kind}/{identifier}"), shown)
    if kind in NAMES and isinstance(value, str):
        from urllib.parse import quote

        return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"/{NAMES[kind]}?q={quote(value)}"), shown)
    return None


def _cell(row: Any, column: str) -> Any:
    try:
        value = row[column]
    except (KeyError, IndexError):
        return None
    return value.get("value") if isinstance(value, dict) else value
