"""Write statements as a Parquet file, for data frames and DuckDB."""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from attribution.errors import AttributionError
from attribution.reported import ClaimStated, Quote, Stated
from attribution.tabulate import COLUMNS, row_of

AT_ONCE = 5000  # rows of a row group


def write_parquet(rows: Iterable[Stated], path: Path) -> None:
    """A row a statement: the columns of the CSV file, `day` as a date, and `spans`, a list of (start, end), for `places`.

    Raises AttributionError where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise AttributionError("Parquet needs pyarrow: pip install 'attrib[parquet]'") from error
    typed = {name: pa.string() for name in COLUMNS if name != "places"} | {"confidence": pa.float64(), "day": pa.date32()}
    typed["spans"] = pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))
    schema = pa.schema(list(typed.items()))
    with parquet.ParquetWriter(path, schema, compression="zstd") as file:
        waiting = iter(rows)
        while some := list(islice(waiting, AT_ONCE)):
            file.write_table(pa.Table.from_pylist([_row(*one) for one in some], schema))


def _row(quote: Quote, claim: ClaimStated | None) -> dict[str, Any]:
    spans = [{"start": piece.start, "end": piece.end} for piece in quote.content]
    return row_of(quote, claim.text if claim else None) | {"day": _day(quote.date), "spans": spans}


def _day(stated: str | None) -> date | None:
    """The day of an ISO date; None for a year or a month alone."""
    try:
        return date.fromisoformat((stated or "")[:10])
    except ValueError:
        return None
