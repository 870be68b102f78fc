"""Take articles into the database: skip what is there, analyse the rest, save each in a transaction of its own."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version

from sqlite_utils import Database

from attribution.check import checksums
from attribution.models import Analysis, Article, Failure
from attribution.pipeline import Models, analyse, in_groups
from db.save import finish_run, record_failure, save, start_run, state_of


@dataclass
class Summary:
    """What a run did: articles by what became of them, statements saved; `interrupted` if a person stopped it."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    statements: int = 0
    interrupted: bool = False


def models_in_use() -> dict[str, str]:
    """What made a row: the version of attrib and the checksums of its models."""
    return {
        "attrib": version("attrib"),
        **{name: checksum for name, checksum in checksums().items() if name.endswith((".onnx", ".pt", "confidence.json"))},
    }


def ingest(
    db: Database,
    rows: Iterable[Article | Failure],
    step: Callable[[int], None],
    report: Callable[[Failure], None],
    threads: int = 1,
) -> Summary:
    """Take `rows` in and count them; `step` hears of each row done, `report` of each failure.

    The models are loaded, and a run is noted, at the first row that needs it. Ctrl-C ends the run; what was saved stays.
    """
    summary, using, models = Summary(), models_in_use(), None
    run = 0
    try:
        for group in in_groups(rows, threads):
            articles = [row for row in group if isinstance(row, Article)]
            fresh = [article for article in articles if state_of(db, article, using) != "unchanged"]
            summary.unchanged += len(articles) - len(fresh)
            if fresh and not models:
                models = Models.load(threads=threads)
            results = [row for row in group if isinstance(row, Failure)] + (analyse(models, fresh) if models else [])
            run = run or (start_run(db, using) if results else 0)
            for found in results:
                if isinstance(found, Failure):
                    record_failure(db, run, found)
                    report(found)
                    summary.failed += 1
                else:
                    _save(db, run, found, using, summary)
            step(len(group))
    except KeyboardInterrupt:
        summary.interrupted = True
    if run:
        finish_run(db, run, asdict(summary))
    return summary


def _save(db: Database, run: int, found: Analysis, using: dict[str, str], summary: Summary) -> None:
    """Save one analysis and count it; an article that came twice in one group is new only once."""
    state = state_of(db, found.article, using)
    if state == "unchanged":
        summary.unchanged += 1
        return
    summary.statements += save(db, run, found)
    if state == "new":
        summary.new += 1
    else:
        summary.changed += 1
