"""Show how far long work has come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attribution.models import Failure

Bar = tuple[Callable[[int], None], Callable[["Failure"], None]]


@contextmanager
def progress_bar(total: int | None, noun: str = "articles", quiet: bool = False) -> Iterator[Bar]:
    """Two functions: one moves the bar by so many, one prints a failure above it. Both write to standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from attribution.show import one_line

    out = Console(stderr=True)
    columns = (TextColumn(noun), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True, disable=quiet or not out.is_terminal) as bar:
        task = bar.add_task(noun, total=total)

        def report(failure: "Failure") -> None:
            out.print(f"{one_line(failure.where)}: {one_line(failure.message)}", markup=False, highlight=False, soft_wrap=True)

        yield lambda done: bar.advance(task, done), report
