"""Options that several commands have, and how they print."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from rich.console import Console

Database = Annotated[Path, typer.Option("--db", envvar="ATTRIB_DB", help="The database file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
Limit = Annotated[int, typer.Option(min=0, help="At most so many; 0 for all.")]
Least = Annotated[
    float,
    typer.Option("--min-confidence", min=0.0, max=1.0, help="Only what is right with at least this probability; 0 for all."),
]
Since = Annotated[str | None, typer.Option(help="Only articles of this day, month or year and later: 2021-12-09.")]
Until = Annotated[str | None, typer.Option(help="Only articles of this day, month or year and earlier.")]
AboutWords = Annotated[str | None, typer.Argument(help='What was said, in any words; "a phrase" in marks must stand together.')]
AboutSpeaker = Annotated[str | None, typer.Option("--speaker", help="What this speaker said: any form of the name, or an id.")]
AboutClaim = Annotated[str | None, typer.Option("--claim", help="All statements of this claim: its id, or a statement's.")]
AboutOutlet = Annotated[str | None, typer.Option("--outlet", help="All that this outlet quotes.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="The file to write, else standard output.")]
By = Annotated[str | None, typer.Option(help="Who decides; you, if not given.")]
Threads = Annotated[int | None, typer.Option(min=1, show_default="all", help="How many processor cores to use.")]
DEFAULT_DB = Path("attrib.db")
SURE = 0.6  # what is shown by default is right at least four times of five, in US and in world news: docs/model.md
SHORT_ID = 8  # digits of an id: enough for `show`, and for a million articles to share few


class ListByDefault(TyperGroup):
    """Commands of which `list` need not be named: `attrib speakers Aaraji` lists the speakers called so."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments left, `list` before them where they name no command."""
        named = bool(args) and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["list", *args])


def print_json(value: Any) -> None:
    """Print a value as JSON, its fields in their own order."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def console() -> "Console":
    """Standard output, in colour where it is a terminal."""
    from rich.console import Console

    return Console(highlight=False)
