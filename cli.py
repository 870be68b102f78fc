"""The command `attrib`: each command reads its options, calls one function and prints."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from attribution.count import count
from attribution.errors import AttributionError
from commands.ask import said, show, who_said
from commands.claims import claim, claims, group, place
from commands.export import export
from commands.import_judgements import import_judgements
from commands.options import DEFAULT_DB, Database, Json, Least, Threads, console, print_json
from commands.progress import progress_bar
from commands.relate import relate
from commands.report import report
from commands.serve import serve
from commands.speakers import speakers
from commands.verify import verify
from commands.watch import digest, watch

if TYPE_CHECKING:
    from db.ingest import Summary

FormatName = Literal["auto", "text", "markdown", "html", "jsonl", "csv"]


TAKE_IN, ASK, FOLLOW, HAND_ON, CHECK = "Take articles in", "Ask", "Follow", "Look, and hand on", "Count and check"
ORDER = """ingest group extract who-said said claims claim speakers show verify relate watch digest serve report export import
stats doctor evaluate"""


class Commands(TyperGroup):
    """Commands whose errors for people end as one line and exit code 1; anything else is a bug and keeps its traceback."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order in which they are used."""
        order = ORDER.split()
        return sorted(super().list_commands(ctx), key=order.index)

    def invoke(self, ctx: Any) -> Any:
        """What the command returns."""
        try:
            return super().invoke(ctx)
        except AttributionError as error:
            from attribution.show import one_line  # a message may hold what an article or a file says

            typer.echo(f"attrib: {one_line(str(error))}", err=True)
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            typer.echo("attrib: stopped", err=True)
            raise typer.Exit(130) from error
        except BrokenPipeError:  # `attrib ... | head`: nobody reads on
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 (closed with the process)
            raise typer.Exit(0) from None


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Who said what, in what role, when: quotations and reported speech out of news, into one SQLite file.",
    epilog='Start with: attrib ingest ARTICLES/ && attrib who-said "combat mission"',
)

Paths = Annotated[list[str], typer.Argument(help="Files and folders; - for standard input.", metavar="PATH...")]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", help="Where JSONL or CSV rows hold a field: text=body, outlet=source.name.", metavar="OURS=THEIRS"),
]
Encoding = Annotated[str | None, typer.Option(help="The files' encoding, if it is not UTF-8.")]
Format = Annotated[FormatName, typer.Option("--format", help="The files' format, if their names do not tell.")]
app.command(
    name="who-said", epilog='Example: attrib who-said "combat mission" --since 2021-12 --kind direct', rich_help_panel=ASK
)(who_said)
app.command(epilog="Example: attrib said Aaraji --until 2021-12-31", rich_help_panel=ASK)(said)
app.command(epilog="Example: attrib show 3f2a9c", rich_help_panel=ASK)(show)
app.add_typer(speakers, name="speakers", rich_help_panel=ASK)
app.add_typer(claims, name="claims", rich_help_panel=ASK)
app.add_typer(watch, name="watch", rich_help_panel=FOLLOW)
app.command(epilog="Example: attrib digest --peek", rich_help_panel=FOLLOW)(digest)
app.command(epilog='Example: attrib verify "the combat mission has ended" --by Aaraji', rich_help_panel=ASK)(verify)
app.command(epilog="Example: attrib claim 3f2a9c41", rich_help_panel=ASK)(claim)
app.command(epilog="Example: attrib group --db attrib.db", rich_help_panel=TAKE_IN)(group)
app.command(epilog="Example: attrib export --speaker Aaraji -o aaraji.csv", rich_help_panel=HAND_ON)(export)
app.command(name="import", epilog="Example: attrib import aaraji.csv --by Ada", rich_help_panel=HAND_ON)(import_judgements)
app.command(epilog='Example: attrib report "combat mission" --output mission.html', rich_help_panel=HAND_ON)(report)
app.command(epilog="Example: attrib serve --edit --by Ada", rich_help_panel=HAND_ON)(serve)
app.command(epilog='Example: attrib relate "The mission is over." "The mission goes on."', rich_help_panel=ASK)(relate)
LIKELY = 0.38  # half the F1 reached, where F1 is highest (Lipton et al. 2014): docs/model.md


@app.command(
    epilog="Example: attrib ingest examples/ news.jsonl --map text=body --map outlet=source.name", rich_help_panel=TAKE_IN
)
def ingest(
    paths: Paths,
    db: Database = DEFAULT_DB,
    field_map: Map = None,
    outlet: Annotated[str | None, typer.Option(help="The outlet of articles that name none.")] = None,
    date: Annotated[str | None, typer.Option(help="The date of articles that state none.")] = None,
    encoding: Encoding = None,
    format_name: Format = "auto",
    claims: Annotated[bool, typer.Option(help="Group the statements that claim the same; `attrib group` does it later.")] = True,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """Read articles, find who said what, and keep it in the database; what is there already is left alone."""
    from attribution.read import ReadOptions, count_articles, parse_field_map, read_paths
    from attribution.spread import cores
    from db.ingest import ingest as ingest_all
    from db.open import open_database

    options = ReadOptions(parse_field_map(field_map or []), outlet, date, encoding, format_name)
    database = open_database(db, create=True)
    with progress_bar(count_articles(paths, options), quiet=as_json) as (step, report):
        summary = ingest_all(database, read_paths(paths, options, sys.stdin.buffer), step, report, threads or cores())
    if claims and not summary.interrupted:
        place(db, quiet=as_json, threads=threads)
    if as_json:
        print_json(asdict(summary))
    else:
        typer.echo(sentence_of(summary, db))
    if summary.interrupted:
        raise typer.Exit(130)
    if summary.failed:
        raise typer.Exit(1)


@app.command(epilog="Example: attrib extract news.jsonl > found.jsonl", rich_help_panel=TAKE_IN)
def extract(
    paths: Paths,
    field_map: Map = None,
    encoding: Encoding = None,
    format_name: Format = "auto",
    least: Least = LIKELY,
    threads: Threads = None,
) -> None:
    """Print what each article attributes to whom, one JSON line an article; no database is touched.

    Offsets count code points of the article's text: of the text field in JSONL and CSV, of the extracted text elsewhere.
    """
    from attribution.export import extracted
    from attribution.models import Article, Failure
    from attribution.pipeline import Models, analyse, in_groups
    from attribution.read import ReadOptions, count_articles, parse_field_map, read_paths
    from attribution.spread import cores

    options = ReadOptions(parse_field_map(field_map or []), None, None, encoding, format_name)
    models = Models.load(sentences=False, threads=threads or cores())
    failed = 0
    with progress_bar(count_articles(paths, options), quiet=sys.stdout.isatty()) as (step, report):
        for group in in_groups(read_paths(paths, options, sys.stdin.buffer), models.threads):
            failures = [row for row in group if isinstance(row, Failure)]
            for found in analyse(models, [row for row in group if isinstance(row, Article)]):
                if isinstance(found, Failure):
                    failures.append(found)
                else:
                    typer.echo(json.dumps(extracted(found, least), ensure_ascii=False))
            for failure in failures:
                report(failure)
            failed += len(failures)
            step(len(group))
    if failed:
        typer.echo(f"attrib: {count(failed, 'article')} failed", err=True)
        raise typer.Exit(1)


@app.command(epilog="Example: attrib evaluate annotated.jsonl --misses 30", rich_help_panel=CHECK)
def evaluate(
    gold: Annotated[
        list[Path], typer.Argument(help="Annotated articles: .jsonl, brat's .ann, Citron's .json, or folders of them.")
    ],
    least: Least = LIKELY,
    misses: Annotated[int, typer.Option(min=0, help="How many of the worst misses to list.")] = 10,
    as_json: Json = False,
) -> None:
    """Score attrib on articles that you annotated: precision, recall and F1 by part and kind, and the worst misses."""
    from attribution.evaluate import evaluate as score
    from attribution.models import Failure
    from attribution.read_gold import GoldArticle, read_gold
    from attribution.tag import Tagger

    rows = [row for path in gold for row in read_gold(path)]
    articles = [row for row in rows if isinstance(row, GoldArticle)]
    found = []
    with progress_bar(len(rows), quiet=as_json) as (step, report):
        for row in rows:
            if isinstance(row, Failure):
                report(row)
        tagger = Tagger.load()
        for article in articles:
            found.append([a for a in tagger.tag([article.text])[0] if a.confidence >= least])
            step(1)
    result = score(articles, found)
    if as_json:
        print_json(asdict(result) | {"misses": [asdict(miss) for miss in result.misses[:misses]]})
    else:
        from attribution.show import evaluation

        console().print(evaluation(result, misses))
    if len(articles) < len(rows):
        raise typer.Exit(1)


@app.command(rich_help_panel=CHECK)
def stats(db: Database = DEFAULT_DB, as_json: Json = False) -> None:
    """Count what the database holds: articles, outlets, statements by kind and by speaker, roles by outlet."""
    from db.open import open_database
    from db.stats import stats as count_all

    found = count_all(open_database(db))
    if as_json:
        print_json(asdict(found))
        return
    from attribution.show import facts

    console().print(facts(found.rows()))


@app.command(rich_help_panel=CHECK)
def doctor(db: Database = DEFAULT_DB, as_json: Json = False) -> None:
    """Check the installation and the database: models and their checksums, versions, integrity. Exit code 1 on a problem."""
    from attribution.show import facts
    from db.doctor import examine

    found = examine(db)
    if as_json:
        print_json(asdict(found))
    else:
        console().print(facts(found.rows()))
    if found.problems:
        raise typer.Exit(1)


def version(wanted: bool) -> None:
    """Print the version, if asked."""
    if wanted:
        from importlib.metadata import version as installed

        typer.echo(f"attrib {installed('attrib')}")
        raise typer.Exit


@app.callback()
def main(
    _version: Annotated[bool, typer.Option("--version", callback=version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Options before the command."""


def sentence_of(summary: "Summary", path: Path) -> str:
    """A run's counts as a line for people."""
    parts = [f"{getattr(summary, name):,} {name}" for name in ("new", "changed", "unchanged", "failed")]
    end = " (stopped before the end: what is saved stays)" if summary.interrupted else ""
    return f"{path}: articles {', '.join(parts)}; {count(summary.statements, 'statement')} found{end}"


if __name__ == "__main__":
    app()
