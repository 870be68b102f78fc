"""Load statements with all that a citation needs: the words in their sentence, who, where, when, offsets and checksum."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePath
from typing import Any

from sqlite_utils import Database

from attribution.reported import Piece, Quote, Voice

AT_ONCE = 500  # statements that are loaded together
CONTEXT = 100  # characters kept before and after a piece, as GDELT's quotation graph does
ROWS = """select s.id, s.source, s.cue, s.cue_class, s.polarity, s.kind, s.confidence, s.sentence_start, s.sentence_end, o.name,
    a.title, a.author, a.date, a.url, a.path, a.id, a.sha256, g.origin, s.claim, v.verdict
    from statements s join articles a on a.id = s.article left join outlets o on o.id = a.outlet
    join statement_origins g on g.statement = s.id left join overruled v on v.statement = s.id
    where s.id in (select value from json_each(?))"""
SPANS = f"""select p.statement, p.text, p.start, p."end",
    substr(a.text, max(p.start - {CONTEXT}, 0) + 1, min(p.start, {CONTEXT})), substr(a.text, p."end" + 1, {CONTEXT})
    from statement_spans p join statements s on s.id = p.statement join articles a on a.id = s.article
    where p.role = 'content' and p.statement in (select value from json_each(?)) order by p.statement, p.number"""  # noqa: S608
PASSAGES = """select s.id, substr(a.text, s.sentence_start + 1, s.sentence_end - s.sentence_start)
    from statements s join articles a on a.id = s.article where s.id in (select value from json_each(?))"""
VOICES = """select l.statement, k.id, k.name, k.kind, l.role, l.confidence, l.reason from statement_speakers l
    join article_speakers p on p.id = l.article_speaker join speakers k on k.id = p.speaker
    where l.confidence >= ? and l.statement in (select value from json_each(?)) order by l.statement, l.number"""


def load_quotes(db: Database, statements: Iterable[str], least: float) -> Iterator[Quote]:
    """The statements of these ids, in their order, but for ids that are none; without speakers less sure than `least`."""
    waiting = iter(statements)
    while some := list(islice(waiting, AT_ONCE)):
        found = _load(db, some, least)
        yield from (found[one] for one in some if one in found)


def _load(db: Database, statements: Sequence[str], least: float) -> dict[str, Quote]:
    ids = json.dumps(statements)
    pieces, voices = defaultdict[str, list[Piece]](list), defaultdict[str, list[Voice]](list)
    for statement, *piece in db.execute(SPANS, [ids]):
        pieces[statement].append(Piece(*piece))
    for statement, *voice in db.execute(VOICES, [least, ids]):
        voices[statement].append(Voice(*voice))
    passages = dict(db.execute(PASSAGES, [ids]).fetchall())
    return {
        row[0]: _quote(row, tuple(voices[row[0]]), tuple(pieces[row[0]]), passages[row[0]])
        for row in db.execute(ROWS, [ids]).fetchall()
    }


def _quote(row: tuple[Any, ...], voices: tuple[Voice, ...], content: tuple[Piece, ...], passage: str) -> Quote:
    identifier, source, cue, cue_class, polarity, kind, confidence, start, end, *printed = row
    outlet, title, author, date, url, path, article, sha256, origin, claim, verdict = printed
    return Quote(
        identifier,
        voices,
        source,
        cue,
        cue_class,
        polarity,
        kind,
        confidence,
        content,
        Piece(passage, start, end),
        outlet,
        title,
        author,
        date,
        url,
        PurePath(path).name if path and path != "-" else None,
        article,
        sha256,
        origin,
        claim,
        verdict,
    )
