"""Load the claims that statements are of, with what people found of them."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice

from sqlite_utils import Database

from attribution.reported import ClaimStated, Quote, Stated
from db.find_statuses import UNCHECKED, Standing, standings

AT_ONCE = 500  # statements whose claims are loaded together


def with_claims(db: Database, quotes: Iterable[Quote]) -> Iterator[Stated]:
    """Each statement with its claim, in the same order."""
    standing = standings(db)
    waiting = iter(quotes)
    while some := list(islice(waiting, AT_ONCE)):
        wanted = json.dumps(sorted({quote.claim for quote in some if quote.claim}))
        texts = dict(db.execute("select id, text from claims where id in (select value from json_each(?))", [wanted]).fetchall())
        for quote in some:
            claim = quote.claim or ""
            yield quote, _stated(claim, texts[claim], standing.get(claim, UNCHECKED)) if claim in texts else None


def _stated(claim: str, text: str, standing: Standing) -> ClaimStated:
    holds = standing.holds
    if not holds:
        return ClaimStated(claim, text)
    return ClaimStated(claim, text, standing.status, holds.note, holds.evidence, holds.by, holds.at)
