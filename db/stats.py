"""Count what the database holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import get_args

from sqlite_utils import Database

from attribution.models import SpeakerKind
from db.open import errors_for, path_of

SPEAKERS = """select k.name, count(distinct l.statement) from statement_speakers l
    join article_speakers p on p.id = l.article_speaker join speakers k on k.id = p.speaker
    where k.kind in ('person', 'organization') group by k.id order by 2 desc, 1, k.id limit 10"""
ROLES = """select outlet, role, number from (
        select coalesce(o.name, '(no outlet)') as outlet, l.role, count(distinct l.statement) as number,
            row_number() over (partition by o.name order by count(distinct l.statement) desc, l.role) as place
        from statement_speakers l join article_speakers p on p.id = l.article_speaker join articles a on a.id = p.article
        left join outlets o on o.id = a.outlet where l.role is not null group by o.name, l.role)
    where place <= 3 order by outlet, place"""


@dataclass(frozen=True)
class Stats:
    """The database at a glance; `cue_classes`, `outlets`, `speakers` and `sources` are (name, number of statements), most first.

    `speaker_kinds` counts statements by who made them; `roles` are (outlet, role, statements), three for each outlet.
    """

    articles: int
    statements: int
    kinds: dict[str, int]
    unattributed: int
    polarities: dict[str, int]
    cue_classes: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    speaker_kinds: dict[str, int]
    speakers: tuple[tuple[str, int], ...]
    roles: tuple[tuple[str, str, int], ...]
    sources: tuple[tuple[str, int], ...]
    first_date: str | None
    last_date: str | None
    runs: int
    failures: int

    def rows(self) -> list[tuple[str, str]]:
        """The same for people: what, how many."""
        share = {kind: f"{number:,} ({number / max(1, self.statements):.0%})" for kind, number in self.kinds.items()}
        return [
            ("articles", f"{self.articles:,}"),
            ("dates", f"{(self.first_date or 'none')[:10]} to {(self.last_date or 'none')[:10]}"),
            ("statements", f"{self.statements:,}"),
            *((f"  {kind}", share[kind]) for kind in ("direct", "mixed", "indirect")),
            ("  unattributed", f"{self.unattributed:,}"),
            *((f"  {name}", f"{number:,}") for name, number in self.polarities.items()),
            ("cues, by class", ""),
            *((f"  {name}", f"{number:,}") for name, number in self.cue_classes),
            ("outlets", f"{len(self.outlets):,}"),
            *((f"  {name}", f"{number:,}") for name, number in self.outlets[:20]),
            ("statements, by kind of speaker", ""),
            *((f"  {name}", f"{number:,}") for name, number in self.speaker_kinds.items()),
            ("speakers", ""),
            *((f"  {name}", f"{number:,}") for name, number in self.speakers),
            ("roles, by outlet", ""),
            *((f"  {outlet}", _listed(found)) for outlet, found in groupby(self.roles, key=lambda row: row[0])),
            ("sources, as named", ""),
            *((f"  {name}", f"{number:,}") for name, number in self.sources),
            ("runs", f"{self.runs:,}"),
            ("failures", f"{self.failures:,}"),
        ]


def _listed(rows: Iterable[tuple[str, str, int]]) -> str:
    return ", ".join(f"{role} {number:,}" for _, role, number in rows)


def stats(db: Database) -> Stats:
    """Articles, statements by kind, outlets and the ten sources cited most, dates, runs."""
    with errors_for(path_of(db)):
        kinds = dict(db.execute("select kind, count(*) from statements group by kind"))
        first, last = db.execute("select min(date), max(date) from articles").fetchone()
        outlets = db.execute(
            """select coalesce(o.name, '(no outlet)'), count(s.id) from articles a left join outlets o on o.id = a.outlet
            left join statements s on s.article = a.id group by a.outlet order by 2 desc, 1"""
        )
        sources = db.execute(
            "select source, count(*) from statements where source is not null group by source order by 2 desc, 1 limit 10"
        )
        classes = db.execute(
            "select cue_class, count(*) from statements where cue_class is not null group by cue_class order by 2 desc, 1"
        )
        polarities = dict(db.execute("select polarity, count(*) from statements group by polarity"))
        return Stats(
            articles=db.table("articles").count,
            statements=db.table("statements").count,
            kinds={kind: kinds.get(kind, 0) for kind in ("direct", "mixed", "indirect")},
            unattributed=db.table("statements").count_where("source is null"),
            polarities={name: polarities.get(name, 0) for name in ("affirmed", "denied", "questioned")},
            cue_classes=tuple((str(n), int(c)) for n, c in classes),
            outlets=tuple((str(n), int(c)) for n, c in outlets),
            speaker_kinds=_speaker_kinds(db),
            speakers=tuple((str(n), int(c)) for n, c in db.execute(SPEAKERS)),
            roles=tuple((str(o), str(r), int(c)) for o, r, c in db.execute(ROLES)),
            sources=tuple((str(n), int(c)) for n, c in sources),
            first_date=first,
            last_date=last,
            runs=db.table("runs").count,
            failures=db.table("run_errors").count,
        )


def _speaker_kinds(db: Database) -> dict[str, int]:
    """Statements by the kind of who made them, the first where there are several."""
    counts = dict(
        db.execute(
            """select coalesce(p.kind, 'unresolved'), count(*) from statements s
            left join statement_speakers l on l.statement = s.id and l.number = 0
            left join article_speakers p on p.id = l.article_speaker group by 1"""
        )
    )
    return {kind: counts.get(kind, 0) for kind in (*get_args(SpeakerKind), "unresolved")}
