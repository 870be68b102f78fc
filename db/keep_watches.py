"""Keep watches: add, list and remove them, and mark what was told."""

from collections.abc import Sequence

from sqlite_utils import Database

from attribution.errors import DatabaseError
from db.news import Gathered, Watch
from db.open import errors_for, now, path_of
from db.search import words_of

LONGEST = 200  # characters of a watch's name
COLUMNS = "id, name, query, speaker, outlet, added, digested"


def add_watch(db: Database, query: str, speaker: str | None, outlet: str | None, name: str | None) -> Watch:
    """A new watch, called `name` or as it asks. Raises DatabaseError for no words, and for a name that is taken or none."""
    if not words_of(query):
        raise DatabaseError("there is nothing to watch for: give a word or more")
    parts = [query, *(part for part in (speaker, outlet) if part)]
    called = " ".join((" · ".join(parts)[:LONGEST] if name is None else name).split())
    if not called or len(called) > LONGEST or called.isdecimal():
        raise DatabaseError(f"{called[:40]!r} is no name for a watch: give one with letters, of {LONGEST} characters at most")
    with errors_for(path_of(db)), db.atomic():
        if db.execute("select 1 from watches where name = ?", [called]).fetchone():
            raise DatabaseError(f"there is a watch {called} already: give another name with --name")
        row = {"name": called, "query": query, "speaker": speaker, "outlet": outlet, "added": now()}
        number = int(str(db.table("watches").insert(row).last_pk))
    return the_watch(db, str(number))


def list_watches(db: Database) -> list[Watch]:
    """All watches, in the order in which they were added."""
    with errors_for(path_of(db)):
        return [Watch(*row) for row in db.execute(f"select {COLUMNS} from watches order by id")]  # noqa: S608


def the_watch(db: Database, wanted: str) -> Watch:
    """The watch with a number or name. Raises DatabaseError for none."""
    for watch in list_watches(db):
        if wanted in (str(watch.id), watch.name):
            return watch
    raise DatabaseError(f"there is no watch {wanted[:60]}: `attrib watch list` shows those there are")


def remove_watch(db: Database, wanted: str) -> Watch:
    """The watch that is no more. Raises DatabaseError for none."""
    watch = the_watch(db, wanted)
    with errors_for(path_of(db)), db.atomic():
        db.execute("delete from watches where id = ?", [watch.id])
    return watch


def mark_told(db: Database, told: Sequence[Gathered]) -> None:
    """Remember what was told, all of it or nothing; a watch that was removed meanwhile is left out."""
    with errors_for(path_of(db)), db.atomic():
        for one in told:
            watch, marks = one.news.watch.id, one.marks
            done = db.execute(
                "update watches set digested = ?, arrivals = max(arrivals, ?), events = max(events, ?) where id = ?",
                [now(), marks.arrivals, marks.events, watch],
            )
            if not done.rowcount:
                continue
            for table, rows in (
                ("watch_statements", marks.statements),
                ("watch_speakers", marks.speakers),
                ("watch_contradictions", marks.contradictions),
            ):
                for row in rows:
                    values = ", ".join("?" * (1 + len(row)))
                    db.execute(f"insert or ignore into {table} values ({values})", [watch, *row])  # noqa: S608
