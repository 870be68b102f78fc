"""Count what the database holds."""

from dataclasses import dataclass

from sqlite_utils import Database

from db.open import errors_for, path_of


@dataclass(frozen=True)
class Stats:
    """The database at a glance; `cue_classes`, `outlets` and `sources` are (name, number of statements), most first."""

    articles: int
    statements: int
    kinds: dict[str, int]
    unattributed: int
    polarities: dict[str, int]
    cue_classes: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
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
            ("sources, as named", ""),
            *((f"  {name}", f"{number:,}") for name, number in self.sources),
            ("runs", f"{self.runs:,}"),
            ("failures", f"{self.failures:,}"),
        ]


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
            sources=tuple((str(n), int(c)) for n, c in sources),
            first_date=first,
            last_date=last,
            runs=db.table("runs").count,
            failures=db.table("run_errors").count,
        )
