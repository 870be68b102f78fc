"""Read articles from files, folders and standard input; what cannot be read is reported and the rest goes on."""

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Literal

from attribution.errors import ReadError
from attribution.models import Article, Failure
from attribution.tidy import author_of, date_of, line_of, url_of

Format = Literal["auto", "text", "markdown", "html", "jsonl", "csv"]

FIELDS = ("id", "text", "title", "outlet", "author", "date", "url")
SUFFIXES: dict[str, Format] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".csv": "csv", ".tsv": "csv",
}  # fmt: skip
LARGEST = 50_000_000  # bytes of one article: a book is 1 MB
MAGIC = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
}
SHORT = 150  # characters of a headline, of a line with the author


@dataclass(frozen=True)
class ReadOptions:
    """How to read: `fields` maps our fields to a row's (dotted paths for JSON); `outlet` and `date` are for articles without."""

    fields: Mapping[str, str] = field(default_factory=dict)
    outlet: str | None = None
    date: str | None = None
    encoding: str | None = None
    format: Format = "auto"


def parse_field_map(values: Sequence[str]) -> dict[str, str]:
    """{"text": "body"} of ["text=body"]. Raises ReadError."""
    found = {}
    for value in values:
        ours, equals, theirs = value.partition("=")
        if not equals or not theirs or ours not in FIELDS:
            raise ReadError(f"--map {value}: write OURS=THEIRS, where OURS is one of {', '.join(FIELDS)}")
        found[ours] = theirs
    return found


def read_paths(paths: Sequence[str], options: ReadOptions, stdin: BinaryIO | None = None) -> Iterator[Article | Failure]:
    """The articles of files and folders in order, one after the other; in their place Failures for what cannot be read.

    Folders are read with all below them, by file names in order, without hidden files, files of other kinds and README files,
    which describe a folder and are no article. A file named by itself is always read. "-" is standard input.
    """
    if options.encoding:
        try:
            "".encode(options.encoding)
        except LookupError as error:
            raise ReadError(f"--encoding {options.encoding} is no encoding: write utf-8, cp1252, latin-1, ...") from error
    for path in paths:
        for file in _files(path):
            for row in [file] if isinstance(file, Failure) else _read(file, options, stdin):
                if isinstance(row, Article):
                    row = replace(row, outlet=row.outlet or options.outlet, date=row.date or options.date)
                yield row


def count_articles(paths: Sequence[str], options: ReadOptions) -> int | None:
    """About how many articles there are, for a progress bar: a file or a JSONL or CSV line is one; None with standard input."""
    if "-" in paths:
        return None
    total = 0
    for file in (file for path in paths for file in _files(path)):
        if isinstance(file, Path) and _format_of(file, options) in ("jsonl", "csv") and _is_regular(file):
            with file.open("rb") as lines:
                total += sum(chunk.count(b"\n") for chunk in iter(lambda: lines.read(1 << 20), b""))
        else:
            total += 1
    return total


def _files(path: str) -> Iterator[Path | Failure]:
    """The files that a path names."""
    if path == "-":
        yield Path("-")
        return
    place = Path(path)
    try:
        is_folder = place.is_dir()
    except (OSError, ValueError) as error:
        yield Failure(path, f"this is no path ({error})")
        return
    if not is_folder:
        yield place
        return
    found = 0
    for folder, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and file.stem.upper() != "README" and file.suffix.lower() in SUFFIXES:
                found += 1
                yield file
    if not found:
        yield Failure(path, f"this folder holds no article: files must end in {' '.join(sorted(SUFFIXES))}")


def _is_regular(file: Path) -> bool:
    try:
        return stat.S_ISREG(file.stat().st_mode)
    except (OSError, ValueError):
        return False


def _format_of(file: Path, options: ReadOptions) -> Format:
    return options.format if options.format != "auto" else SUFFIXES.get(file.suffix.lower(), "auto")


def _read(file: Path, options: ReadOptions, stdin: BinaryIO | None) -> Iterator[Article | Failure]:
    """The articles of one file or of standard input."""
    name, form = str(file), _format_of(file, options)
    try:
        if name != "-" and not file.exists():
            yield Failure(name, "there is no such file")
            return
        if name != "-" and not _is_regular(file):
            yield Failure(name, "this is no regular file")
            return
        if name != "-" and form in ("jsonl", "csv") and file.suffix.lower() != ".json":
            from attribution.read_rows import read_rows

            with file.open("rb") as stream:
                yield from read_rows(stream, file, form, options)
            return
        data = stdin.read(LARGEST + 1) if name == "-" and stdin else file.read_bytes() if name != "-" else b""
    except OSError as error:
        yield Failure(name, f"this cannot be read: {error.strerror or error}")
        return
    try:
        yield from _articles(data, file, form, options)
    except ReadError as error:
        yield Failure(name, str(error))


def _articles(data: bytes, file: Path, form: Format, options: ReadOptions) -> Iterator[Article | Failure]:
    """The articles in the bytes of one file. Raises ReadError."""
    if len(data) > LARGEST and form != "jsonl":
        raise ReadError(f"this is over {LARGEST // 1_000_000} MB, more than an article holds: split it")
    text = decode(data, options.encoding)
    start = text.lstrip()[:200].lower()
    if form == "auto":
        form = "jsonl" if start.startswith(("{", "[{")) else "html" if start.startswith(("<!doctype", "<html")) else "text"
    if form in ("jsonl", "csv"):
        from io import BytesIO

        from attribution.read_rows import read_rows

        yield from read_rows(BytesIO(text.encode("utf-8")), file, form, replace(options, encoding=None))
        return
    path = str(file) if str(file) == "-" else str(file.absolute())
    if form == "markdown":
        yield _markdown(text, path)
    elif form == "html":
        from attribution.read_html import read_html

        yield read_html(text, path)
    else:
        yield _text(text, path)


def decode(data: bytes, encoding: str | None) -> str:
    """Bytes as text: UTF-8 (or UTF-16 with a byte order mark) unless told otherwise. Raises ReadError."""
    for magic, kind in MAGIC.items():
        if data.startswith(magic):
            raise ReadError(f"this is no text ({kind}): convert it to text first")
    marked = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    wanted = encoding or marked
    if b"\x00" in data and "16" not in wanted and "32" not in wanted:
        raise ReadError("this is no text (it holds zero bytes)")
    try:
        text = data.decode(wanted)
    except UnicodeDecodeError as error:
        if encoding:
            raise ReadError(f"this is not {encoding} (byte {error.start}): give another --encoding") from error
        raise ReadError(f"this is not UTF-8 (byte {error.start}){_guess(data)}") from error
    if "\x00" in text:
        raise ReadError("this is no text (it holds zero characters)")
    if not text.strip():
        raise ReadError("this holds no text")
    return text


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:100_000]).best()
    return f"; it looks like {best.encoding}: give --encoding {best.encoding}" if best else ": give its --encoding"


def _text(text: str, path: str) -> Article:
    """A plain text: its first line is the title if it looks like a headline; a byline block after it is read too."""
    blocks = re.split(r"\r?\n[^\S\n]*\r?\n", text.strip("\ufeff\r\n"), maxsplit=2)
    head = blocks[0].strip()
    if len(blocks) == 1 or len(head) > SHORT or "\n" in head or head.endswith("."):
        return Article(text, path=path)
    author = outlet = stated = None
    lines = [line.strip() for line in blocks[1].splitlines() if line.strip()]
    if 2 <= len(lines) <= 4 and all(len(line) < SHORT and not line.endswith(".") for line in lines):
        for line in lines:
            if line.lower().startswith("by "):
                author = author_of(line)
            elif date_of(line):
                stated = date_of(line)
            else:
                outlet = outlet or line_of(line)
    known = author or stated
    return Article(text, outlet if known else None, line_of(head), author, stated, path=path)


def _markdown(text: str, path: str) -> Article:
    """A Markdown text with its front matter; the title, which stands only there, goes before the body. Raises ReadError."""
    import frontmatter
    import yaml

    try:
        stated, body = frontmatter.parse(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" in line {mark.line + 2}" if mark else ""
        raise ReadError(f"its front matter is broken{place}: quote values that hold a colon") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise ReadError(f"its front matter is broken ({line_of(error)})") from error
    title = line_of(stated.get("title"))
    if not body.strip():
        raise ReadError("this holds no text below its front matter")
    if stated:
        body = body if body in text else text.split("---", 2)[-1].strip("\n")
    return Article(
        f"{title}\n\n{body}" if title else body,
        outlet=line_of(stated.get("outlet")),
        title=title,
        author=author_of(stated.get("author")),
        date=date_of(stated.get("date")),
        url=url_of(stated.get("url")),
        path=path,
        reader="markdown",
    )
