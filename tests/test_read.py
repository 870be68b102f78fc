# Tests for attribution/read.py, read_html.py and read_rows.py: what becomes of each kind of input, good and bad.
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attribution.errors import ReadError
from attribution.models import Article, Failure
from attribution.read import SUFFIXES, ReadOptions, count_articles, parse_field_map, read_paths
from attribution.tidy import author_of, date_of, line_of, url_of

EXAMPLES = Path(__file__).parent.parent / "examples"
PAGE = """<html><head><title>Bridge shut | The Post</title><meta property="og:site_name" content="The Post">
<meta property="og:title" content="Bridge shut"><meta name="author" content="Ana Example">
<meta property="article:published_time" content="2021-12-09"></head><body><nav>Home</nav><article><h1>Bridge shut</h1>
<p>The bridge was shut on Monday after a crack was found in its third pillar, the ministry said in a statement.</p>
<p>“Nobody was hurt and nobody will be,” Mary Okello, the mayor, told reporters who had come to see it.</p></article>
<script>document.write("“A script,” it said.")</script></body></html>"""


def read(path: Path | str, **options: object) -> list[Article | Failure]:
    return list(read_paths([str(path)], ReadOptions(**options)))  # type: ignore[arg-type]


def only(path: Path, **options: object) -> Article:
    (row,) = read(path, **options)
    assert isinstance(row, Article), row
    return row


def wrong(path: Path | str, **options: object) -> str:
    (row,) = read(path, **options)
    assert isinstance(row, Failure), row
    assert "\n" not in row.message
    return f"{row.where}: {row.message}"


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_plain_text_is_kept_as_it_is_and_its_headline_is_the_title(tmp_path: Path) -> None:
    text = "Bridge shut\r\n\r\n“Nobody was hurt,” she said.\r\n"
    row = only(put(tmp_path, "a.txt", "\ufeff" + text))
    assert (row.text, row.title, row.path, row.reader) == (text, "Bridge shut", str(tmp_path / "a.txt"), "text")


def test_a_byline_block_under_the_headline_is_read(tmp_path: Path) -> None:
    row = only(put(tmp_path, "a.txt", "Bridge shut\n\nBy Ana Example\nThe Post\nApril 23, 2024\n\nIt rained.\n"))
    assert (row.title, row.author, row.outlet, row.date) == ("Bridge shut", "Ana Example", "The Post", "2024-04-23")


def test_a_first_paragraph_is_no_headline(tmp_path: Path) -> None:
    assert only(put(tmp_path, "a.txt", "The bridge was shut.\n\nIt rained.")).title is None


def test_markdown_has_its_title_before_its_body(tmp_path: Path) -> None:
    head = "---\noutlet: The Post\ntitle: Bridge ‘shut’\ndate: 2021-12-09T18:40:00+03:00\nurl: https://post.example/1\n---\n"
    row = only(put(tmp_path, "a.md", head + "It *rained*.\n\n“Yes,” she said.\n"))
    assert row.text.startswith("Bridge ‘shut’\n\nIt *rained*.\n\n“Yes,” she said.")
    assert (row.outlet, row.date, row.url) == ("The Post", "2021-12-09T18:40:00+03:00", "https://post.example/1")


def test_a_web_page_gives_its_article_without_what_surrounds_it(tmp_path: Path) -> None:
    row = only(put(tmp_path, "a.html", PAGE))
    assert row.text.startswith("Bridge shut\n\nThe bridge was shut on Monday")
    assert "script" not in row.text
    assert (row.title, row.outlet, row.author, row.date) == ("Bridge shut", "The Post", "Ana Example", "2021-12-09")
    assert row.reader.startswith("trafilatura ")


def test_json_lines_keep_the_text_to_the_character(tmp_path: Path) -> None:
    text = " “Yes,”\r\nshe said.\u2028 "
    path = put(
        tmp_path, "a.jsonl", json.dumps({"id": 7, "text": text, "publisher": "The\n Post", "date": "Dec 9, 2021"}) + "\n\n"
    )
    row = only(path)
    assert (row.text, row.id, row.outlet, row.date) == (text, "7", "The Post", "2021-12-09")


@pytest.mark.parametrize("content", ['[{"text": "a b"}, {"text": "c d"}]', '{"text": "a b"}\n{"text": "c d"}'])
def test_json_files_hold_a_list_or_lines(tmp_path: Path, content: str) -> None:
    assert [row.text for row in read(put(tmp_path, "a.json", content)) if isinstance(row, Article)] == ["a b", "c d"]


def test_fields_can_be_mapped(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", json.dumps({"body": "Yes.", "source": {"name": "Post"}}))
    row = only(path, fields=parse_field_map(["text=body", "outlet=source.name"]))
    assert (row.text, row.outlet) == ("Yes.", "Post")


def test_csv_rows_and_what_they_lack(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", 'title,text\nOne,"He said:\n“Yes.”"\nTwo\nThree,"Fine."\n')
    first, second, third = read(path, outlet="The Post", date="2021-12-09")
    assert isinstance(first, Article)
    assert (first.text, first.outlet, first.date) == ("He said:\n“Yes.”", "The Post", "2021-12-09")
    assert second == Failure(f"{path}, row 3", "this row has 1 cells, the header has 2")
    assert isinstance(third, Article)


BAD = [
    pytest.param("a.txt", b"", "holds no text", id="empty"),
    pytest.param("a.txt", b" \n\n ", "holds no text", id="blank"),
    pytest.param("a.txt", b"%PDF-1.7 ...", r"no text \(PDF\)", id="PDF"),
    pytest.param("a.txt", b"abc\x00def", "zero bytes", id="binary"),
    pytest.param("a.txt", "Die Brücke ist zu, sagte Zoë für alle.".encode("cp1252"), "not UTF-8.*--encoding", id="cp1252"),
    pytest.param("a.md", b"---\ntitle: [\n---\nbody", "front matter is broken", id="front matter"),
    pytest.param("a.md", b"---\ntitle: x\n---\n\n", "no text below", id="front matter alone"),
    pytest.param("a.html", b"<html><body></body></html>", "no article text", id="page without an article"),
    pytest.param("a.jsonl", b'{"text": "a"', "line 1: this is broken JSON at column", id="JSON"),
    pytest.param("a.jsonl", b'["text"]', "line 1: this is no article", id="JSON, but no object"),
    pytest.param("a.jsonl", b'{"body": "a"}', "line 1: its field text holds no text.*--map", id="no text field"),
    pytest.param("a.jsonl", b'{"text": "\\ud800"}', "half a surrogate", id="surrogate"),
    pytest.param("a.jsonl", b'{"text": "a\\u0000b"}', "character that is none", id="zero character"),
    pytest.param("a.jsonl", b"[" * 100_000, "nested too deeply|broken JSON", id="deep JSON"),
    pytest.param("a.csv", b"", "no header row", id="empty CSV"),
    pytest.param("a.csv", "text\nZo\xeb\n".encode("latin-1"), "not UTF-8", id="latin-1 CSV"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), BAD)
def test_bad_input_is_one_line(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    import re

    assert re.search(message, wrong(put(tmp_path, name, content)))


def test_files_that_cannot_be_read_are_one_line(tmp_path: Path) -> None:
    assert wrong(tmp_path / "none.txt").endswith("there is no such file")
    assert "holds no article" in wrong(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert wrong(tmp_path / "pipe").endswith("no regular file")
    assert "no such file" in wrong("a\x00b") or "no path" in wrong("a\x00b")


def test_a_bad_line_stops_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", '{"text": "One."}\nnot JSON\n{"text": "Three."}\n')
    first, second, third = read(path)
    assert isinstance(first, Article)
    assert isinstance(third, Article)
    assert isinstance(second, Failure)
    assert second.where == f"{path}, line 2"


def test_the_encoding_can_be_given(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", "Zoë said so.".encode("cp1252"))
    assert only(path, encoding="cp1252").text == "Zoë said so."
    assert only(put(tmp_path, "b.txt", "Zoë said so.".encode("utf-16"))).text == "Zoë said so."
    with pytest.raises(ReadError, match="no encoding"):
        read(path, encoding="klingon")


def test_folders_are_read_in_order_without_what_is_no_article(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", ".hidden.txt", "README.md", "c.png", "sub/d.txt", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        put(tmp_path, name, "It rained.")
    assert [Path(row.path or "").name for row in read(tmp_path) if isinstance(row, Article)] == ["a.md", "b.txt", "d.txt"]


def test_standard_input_is_recognised() -> None:
    def sniffed(data: bytes) -> list[Article | Failure]:
        return list(read_paths(["-"], ReadOptions(), io.BytesIO(data)))

    assert [row.reader for row in sniffed(b'{"text": "a"}\n{"text": "b"}') if isinstance(row, Article)] == ["jsonl", "jsonl"]
    assert [row.reader for row in sniffed(b"It rained.") if isinstance(row, Article)] == ["text"]
    assert [row.reader.split()[0] for row in sniffed(PAGE.encode()) if isinstance(row, Article)] == ["trafilatura"]


def test_all_examples_are_read_with_outlet_title_author_and_date() -> None:
    rows = read(EXAMPLES)
    assert len(rows) == 34
    for row in rows:
        assert isinstance(row, Article), row
        assert None not in (row.outlet, row.title, row.author, row.date), row.path
    assert count_articles([str(EXAMPLES)], ReadOptions()) == 34


@pytest.mark.parametrize("value", ["text", "text=", "=body", "words=body"])
def test_a_field_map_that_is_none_is_one_line(value: str) -> None:
    with pytest.raises(ReadError, match="OURS=THEIRS"):
        parse_field_map([value])


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2021-12-09", "2021-12-09"),
        ("2021-12-09T18:40:00Z", "2021-12-09T18:40:00Z"),
        ("December 9, 2021", "2021-12-09"),
        ("9 December 2021", "2021-12-09"),
        ("Thu, 09 Dec 2021 18:40:00 GMT", "2021-12-09T18:40:00+00:00"),
        ("2021", "2021"),
        (1639075200, "2021-12-09T18:40:00+00:00"),
        ("last Thursday", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(stated: object, expected: str | None) -> None:
    assert date_of(stated) == expected


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://", "nothing", None])
def test_only_web_addresses_are_addresses(url: str | None) -> None:
    assert url_of(url) is None


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=200), st.text(alphabet='{}[]",:-\n <>abc\\u0', max_size=80).map(str.encode)))
def test_any_bytes_give_articles_or_failures(tmp_path: Path, suffix: str, data: bytes) -> None:
    for row in read(put(tmp_path, f"a{suffix}", data)):
        assert isinstance(row, (Article, Failure))


@pytest.mark.parametrize(
    ("stated", "author"),
    [
        ("By Ana Ruiz", "Ana Ruiz"),
        ("By ANA RUIZ. Email: ruiz@harbor.example,Twitter: @ruiz", "ANA RUIZ"),
        ("Ana Ruiz | The Harbor Courier", "Ana Ruiz"),
        ("Ana Ruiz <ruiz@harbor.example>", "Ana Ruiz"),
        ("Ana Ruiz https://harbor.example/ruiz", "Ana Ruiz"),
        ("Ana Ruiz, Bo Lind", "Ana Ruiz, Bo Lind"),
        (["Ana Ruiz", "Bo Lind"], "Ana Ruiz, Bo Lind"),
        ("Ana Ruiz; Bo Lind", "Ana Ruiz, Bo Lind"),
        ("Ana Ruiz (Reuters), Bo Lind", "Ana Ruiz, Bo Lind"),
        (["By Ana Ruiz <ruiz@harbor.example>", "Bo Lind", "Ana Ruiz"], "Ana Ruiz, Bo Lind"),
        ("Ana Ruiz, contact her at ruiz@harbor.example", "Ana Ruiz"),
        ("Byron Contactos", "Byron Contactos"),
        ("Contact Lens", "Contact Lens"),
        ("By", None),
        ("None", None),
        ("nan", None),
        ("ruiz@harbor.example", None),
        (float("nan"), None),
        (None, None),
    ],
)
def test_authors_are_names(stated: object, author: str | None) -> None:
    assert author_of(stated) == author


def test_a_long_byline_is_read_in_no_time() -> None:
    assert author_of("Ana Ruiz " + "a@" * 100_000) == "Ana Ruiz"
    assert author_of("x" * 100_000) == "x" * 300


def test_what_programs_write_for_nothing_is_nothing() -> None:
    assert [line_of(stated) for stated in ("None", "NULL", "nan", "N/A", "", "None of us")] == [None] * 5 + ["None of us"]
