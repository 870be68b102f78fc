"""Read articles from the rows of JSON Lines, JSON and CSV files, one at a time."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from attribution.errors import ReadError
from attribution.models import Article, Failure
from attribution.read import LARGEST, Format, ReadOptions, decode
from attribution.tidy import author_of, date_of, line_of, url_of

OTHER_NAMES = {"outlet": ("publisher", "source", "site"), "date": ("published", "published_at")}


def read_rows(stream: BinaryIO, file: Path, form: Format, options: ReadOptions) -> Iterator[Article | Failure]:
    """The articles of a file's rows, in order; a row that is none gives a Failure with its line or row number.

    The text is the text field exactly as it stands, so that offsets into it are offsets into the input's own.
    """
    if form == "csv":
        yield from _csv(stream, file, options)
    elif file.suffix.lower() == ".json":
        yield from _json(stream, file, options)
    else:
        yield from _json_lines(stream, file, options)


def _json_lines(stream: BinaryIO, file: Path, options: ReadOptions) -> Iterator[Article | Failure]:
    number = 0
    while line := stream.readline(LARGEST):
        number += 1
        where = f"{file}, line {number}"
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        try:
            if len(line) == LARGEST:
                while (rest := stream.readline(LARGEST)) and not rest.endswith(b"\n"):
                    pass
                raise ReadError(f"this line is over {LARGEST // 1_000_000} MB, more than an article holds")
            yield _article(_parsed(decode(line, options.encoding)), file, "jsonl", options)
        except ReadError as error:
            yield Failure(where, str(error))


def _json(stream: BinaryIO, file: Path, options: ReadOptions) -> Iterator[Article | Failure]:
    """A whole JSON file: a list of articles, or one; several lines of JSON are taken as JSON Lines."""
    text = decode(stream.read(), options.encoding)
    try:
        value = _parsed(text)
    except ReadError:
        if text.count("\n") < 1 or not text.lstrip().startswith("{"):
            raise
        yield from _json_lines(io.BytesIO(text.encode("utf-8")), file, options)
        return
    for number, row in enumerate(value if isinstance(value, list) else [value], 1):
        try:
            yield _article(row, file, "jsonl", options)
        except ReadError as error:
            yield Failure(f"{file}, item {number}", str(error))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(f"this is broken JSON at column {error.colno} ({error.msg})") from error
    except (RecursionError, ValueError) as error:
        raise ReadError("this JSON is nested too deeply or holds too large a number") from error


def _csv(stream: BinaryIO, file: Path, options: ReadOptions) -> Iterator[Article | Failure]:
    """Rows under a header; tabs part the cells of a .tsv file."""
    csv.field_size_limit(LARGEST)
    lines = io.TextIOWrapper(stream, options.encoding or "utf-8-sig", newline="")
    number = 0
    try:
        rows = csv.reader(lines, delimiter="\t" if file.suffix.lower() == ".tsv" else ",", strict=True)
        header = next(rows, None)
        if not header:
            raise ReadError("this holds no header row: name the columns in the first row")
        for number, cells in enumerate(rows, 2):
            if not cells:
                continue
            try:
                if len(cells) != len(header):
                    raise ReadError(f"this row has {len(cells)} cells, the header has {len(header)}")
                yield _article(dict(zip(header, cells, strict=True)), file, "csv", options)
            except ReadError as error:
                yield Failure(f"{file}, row {number}", str(error))
    except ReadError as error:
        yield Failure(str(file), str(error))
    except csv.Error as error:
        yield Failure(f"{file}, row {number + 1}", f"this is broken CSV ({error}): the rows after it are not read")
    except UnicodeError:
        yield Failure(f"{file}, row {number + 1}", "this is not UTF-8: give its --encoding; the rows after it are not read")


def _article(row: Any, file: Path, reader: str, options: ReadOptions) -> Article:
    """The article of one row. Raises ReadError."""
    if not isinstance(row, dict):
        raise ReadError("this is no article: a row must be an object with a text field")
    text = _value(row, "text", options)
    name = options.fields.get("text", "text")
    if not isinstance(text, str) or not text.strip():
        raise ReadError(f"its field {name} holds no text: name the field that does with --map text=FIELD")
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ReadError(f"its field {name} holds a character that is none (zero or half a surrogate pair)")
    return Article(
        text,
        outlet=line_of(_value(row, "outlet", options)),
        title=line_of(_value(row, "title", options)),
        author=author_of(_value(row, "author", options)),
        date=date_of(_value(row, "date", options)),
        url=url_of(_value(row, "url", options)),
        path=str(file) if str(file) == "-" else str(file.absolute()),
        id=line_of(_value(row, "id", options)),
        reader=reader,
    )


def _value(row: dict[str, Any], name: str, options: ReadOptions) -> Any:
    """What a row holds for a field of ours, under its mapped name or one of its usual ones."""
    if name in options.fields:
        path = options.fields[name]
        value: Any = row.get(path)
        if path not in row:
            value = row
            for step in path.split("."):
                value = value.get(step) if isinstance(value, dict) else None
        return value
    names = (name, *OTHER_NAMES.get(name, ()))
    return next((row[other] for other in names if row.get(other) not in (None, "")), None)
