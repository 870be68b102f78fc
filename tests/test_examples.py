"""The shipped example articles hold what examples/README.md promises.

The files are parsed here with the standard library alone, so that these tests
say something about the examples and not about the tool's own readers.
"""

from __future__ import annotations

import datetime as dt
import difflib
import html.parser
import itertools
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "examples"

# The three files that carry the same agency story.
WIRE_EVENT = "ferry-sinking"
WIRE_OUTLETS = ("Meridian Wire", "The Kopje Record", "The Tallgrass Dispatch")


@dataclass
class Article:
    """One article, as its file has it."""

    event: str
    file: str
    outlet: str
    title: str
    author: str
    date: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """The body, paragraph by paragraph."""
        return [p.strip() for p in re.split(r"\n\s*\n", self.text) if p.strip()]

    @property
    def key(self) -> str:
        """A name that tells it from all others."""
        return f"{self.event}/{self.file}:{self.outlet}"


class Page(html.parser.HTMLParser):
    """Metadata of a page, and the paragraphs of its <article>."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.headline = ""
        self.paragraphs: list[str] = []
        self._article = False
        self._into: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        values = {k: v or "" for k, v in attrs}
        if tag == "meta":
            self.meta[values.get("property") or values.get("name", "")] = values.get("content", "")
        elif tag == "article":
            self._article = True
        elif tag == "h1":
            self._into = "h1"
        elif tag == "p" and self._article and values.get("class") not in ("byline", "dateline"):
            self._into = "p"
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        if tag == "article":
            self._article = False
        if tag == self._into:
            self._into = None

    def handle_data(self, data: str) -> None:  # noqa: D102
        if self._into == "p":
            self.paragraphs[-1] += data
        elif self._into == "h1":
            self.headline += data


def read_markdown(path: Path) -> Article:
    text = path.read_text(encoding="utf-8")
    start, head, body = text.split("---\n", 2)
    assert start == "", path
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    assert set(fields) == {"outlet", "title", "author", "date", "url"}, path
    return Article(path.parent.name, path.name, fields["outlet"], fields["title"], fields["author"], fields["date"], body.strip())


def read_html(path: Path) -> Article:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return Article(
        path.parent.name,
        path.name,
        page.meta["og:site_name"],
        page.headline,
        page.meta["author"],
        page.meta["article:published_time"],
        "\n\n".join(page.paragraphs),
    )


def read_text(path: Path) -> Article:
    title, block, body = path.read_text(encoding="utf-8").strip().split("\n\n", 2)
    byline, outlet, date = block.splitlines()
    assert byline.startswith("By ")
    day = dt.datetime.strptime(date, "%B %d, %Y").date().isoformat()
    return Article(path.parent.name, path.name, outlet, title, byline[3:], day, body)


def read_lines(path: Path) -> list[Article]:
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        d = json.loads(line)
        assert set(d) == {"outlet", "title", "author", "date", "url", "text"}, path
        out.append(Article(path.parent.name, path.name, d["outlet"], d["title"], d["author"], d["date"], d["text"]))
    return out


def load() -> list[Article]:
    out: list[Article] = []
    for path in sorted(ROOT.glob("*/*")):
        if path.suffix == ".md":
            out.append(read_markdown(path))
        elif path.suffix == ".html":
            out.append(read_html(path))
        elif path.suffix == ".txt":
            out.append(read_text(path))
        elif path.suffix == ".jsonl":
            out.extend(read_lines(path))
        else:
            raise AssertionError(f"unexpected file {path}")
    return out


ARTICLES = load()
EVENTS: dict[str, list[Article]] = defaultdict(list)
for _a in ARTICLES:
    EVENTS[_a.event].append(_a)


def get(event: str, outlet: str) -> Article:
    found = [a for a in EVENTS[event] if a.outlet == outlet]
    assert len(found) == 1, (event, outlet)
    return found[0]


def moment(article: Article) -> dt.datetime:
    """When it appeared, by the clock of the place."""
    return dt.datetime.fromisoformat(article.date.replace("Z", "+00:00")).replace(tzinfo=None)


def holding(pattern: str) -> list[str]:
    return [a.key for a in ARTICLES if re.search(pattern, a.text, re.M)]


def sentences(text: str) -> list[str]:
    """Rough sentences, reduced to their words, marks and case set aside."""
    flat = re.sub(r"\s+", " ", text.replace("\n\n", " ¶ "))
    parts = re.split(r"(?<=[.!?])[\"'”’]*\s+|¶", flat)
    return [" ".join(re.findall(r"\w+", p.lower())) for p in parts if re.search(r"\w", p)]


# --- the set -----------------------------------------------------------------


def test_enough_articles_events_and_outlets() -> None:
    assert len(ARTICLES) >= 24
    assert len(EVENTS) >= 6
    for event, arts in EVENTS.items():
        outlets = [a.outlet for a in arts]
        assert len(set(outlets)) >= 4, event
        assert len(set(outlets)) == len(outlets), f"{event}: an outlet twice"


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.key)
def test_each_article_is_complete(article: Article) -> None:
    assert article.outlet
    assert article.title
    assert article.author
    assert moment(article) <= dt.datetime(2024, 12, 31)
    assert article.title not in article.text
    assert 200 <= len(article.text.split()) <= 450
    assert not re.search(r"[*_#<>`]", article.text), "the body is plain prose"


def test_all_formats_are_there() -> None:
    assert {p.suffix for p in ROOT.glob("*/*")} == {".md", ".html", ".txt", ".jsonl"}


def test_some_dates_have_a_zone_and_some_have_not() -> None:
    zoned = [a for a in ARTICLES if "T" in a.date]
    assert 5 <= len(zoned) <= len(ARTICLES) - 5
    for a in zoned:
        assert re.search(r"T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$", a.date), a.key


def test_addresses_belong_to_nobody() -> None:
    for path in ROOT.glob("*/*"):
        for host in re.findall(r"https?://([^/\s\"]+)", path.read_text(encoding="utf-8")):
            assert host.endswith(".example"), (path, host)


def test_page_has_boilerplate_that_is_no_story() -> None:
    raw = (ROOT / WIRE_EVENT / "coral-sentinel.html").read_text(encoding="utf-8")
    for tag in ("<title>", "<nav>", "<footer>", "<script>", "<aside>", "<article>"):
        assert tag in raw
    text = get(WIRE_EVENT, "The Coral Sentinel").text
    assert "said the script" not in text
    assert "newsletter" not in text
    assert "Photo:" not in text


def test_readme_names_only_files_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z-]+/[a-z-]+\.(?:md|html|txt|jsonl))`", readme))
    for name in named - {"tests/test_examples.py"}:
        assert (ROOT / name).is_file(), name
    for event in EVENTS:
        assert f"`{event}`" in readme
    for a in ARTICLES:
        assert re.sub("^The ", "", a.outlet) in readme, a.outlet


def test_readme_warns_about_the_quotations_of_real_persons() -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert "written for this project" in readme
    assert "must not be cited" in readme
    assert "Apache-2.0" in readme


# --- own words ---------------------------------------------------------------


def test_no_two_articles_share_a_sentence_but_for_the_wire_copy() -> None:
    seen: dict[str, Article] = {}
    for a in ARTICLES:
        if a.event == WIRE_EVENT and a.outlet in WIRE_OUTLETS[1:]:
            continue
        for s in sentences(a.text):
            if len(s.split()) < 4:
                continue
            assert s not in seen or seen[s] is a, (s, seen[s].key, a.key)
            seen[s] = a


def test_articles_are_not_made_from_one_mould() -> None:
    """Two articles on one event, the wire copy apart, share no run of ten words."""
    for arts in EVENTS.values():
        for a, b in itertools.combinations(arts, 2):
            if a.event == WIRE_EVENT and {a.outlet, b.outlet} <= set(WIRE_OUTLETS):
                continue
            wa, wb = (re.findall(r"\w+", x.text.lower()) for x in (a, b))
            m = difflib.SequenceMatcher(None, wa, wb, autojunk=False).find_longest_match(0, len(wa), 0, len(wb))
            assert m.size < 10, (a.key, b.key, " ".join(wa[m.a : m.a + m.size]))


# --- the wire ----------------------------------------------------------------


@pytest.mark.parametrize("outlet", WIRE_OUTLETS[1:])
def test_wire_copy(outlet: str) -> None:
    wire, copy = get(WIRE_EVENT, WIRE_OUTLETS[0]), get(WIRE_EVENT, outlet)
    ratio = difflib.SequenceMatcher(None, wire.text.split(), copy.text.split(), autojunk=False).ratio()
    assert 0.8 < ratio < 1
    assert len(copy.text) < len(wire.text), "lightly trimmed"
    assert "Meridian Wire" in copy.paragraphs[-1], "with a credit line"
    assert copy.title != wire.title


def test_other_outlets_quote_the_wire() -> None:
    quoting = [a.event for a in ARTICLES if re.search(r"told the Meridian Wire", a.text) and a.outlet != "Meridian Wire"]
    assert set(quoting) >= {"disputed-election", "iraq-combat-mission"}


# --- quotations --------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "pattern", "least"),
    [
        ("straight double, cue after", r'," (?:he|she|said|[A-Z][\w-]+)', 5),
        ("curly double, cue after", r"[,?!]” (?:he|she|said|says|[A-Z])", 5),
        ("straight single, cue after", r"\w,' (?:he|she|[a-z]+ [A-Z]|the|a|[A-Z])", 2),
        ("curly single, cue after", r"\w,’ (?:he|she|said|one|[A-Z])", 3),
        ("around the cue, straight", r'," (?:he |she |\w+ )?(?:said|told)[^."]*, "[a-z]', 2),
        ("around the cue, curly", r"[,?][”’] (?:he |she |[\w-]+ )*(?:said|say|says|asked)[^.”’]*, [“‘]", 3),
        ("cue before", r"(?:says|said|writes|chief executive|\w+): ?\n*[“\"‘'][A-Z]", 3),
        ("mixed", r"(?:that|was|had|is|as|been) [“\"‘'][a-z]", 10),
        ("floating paragraph", r'^"[^"]+[.?!]"$', 4),
        ("floating sentence", r"\. [“‘][^”’]+(?:’\w+[^”’]*)*\.[”’]$", 5),
        ("quotation in a quotation", r"‘[^“]*“[^”]+”[^“]*’", 2),
        ("according to", r"\b[Aa]ccording to\b", 12),
        ("indirect", r"\b(?:said|says|say) (?:that|the|an?|all|it|his|her|\d)", 12),
        ("denial", r"\b(?:den(?:y|ies|ied)|rejected|rejects|dismissed|disputed)\b", 20),
        ("press release, commissioner", r'," -Commissioner [A-Z]', 1),
        ("press release, other persons", r'," -(?!Commissioner)[A-Z]', 2),
        ("press release, from", r"^From [A-Z][^\n]+:$", 3),
        ("twitter", r"\b(?:Twitter|tweet)\b", 5),
        (
            "unnamed officials",
            r"anonym|not to be (?:named|identified)|did not want to be named|"
            r"declined to be named|speaking privately|seen by",
            8,
        ),
        (
            "documents",
            r"\b(?:report|memo|letter|logbook|cable|bulletin|communiqué|statement|annex|"
            r"Circular|note)\b[^.]*\b(?:says?|said|gives|records|puts|read|states)\b",
            8,
        ),
        ("pronouns", r"\b(?:He|She) (?:said|added|says|told|denied|repeated|denies)\b", 8),
        ("courtesy titles", r"\bM(?:r|s|rs)\. [A-Z]|\bM(?:r|s|rs) [A-Z]", 6),
        ("so-called and other scare quotes", r'so-called "|‘temporary’|‘alarmist’|‘exempted’|\'exempted\'', 4),
        (
            "titles of works",
            r"‘The Patient Gardener’|“Seven Hats,”|‘Thirty-One Lamps’|"
            r"“Hear My Prayer”|\"Half a Bucket\"|‘The Well-Digger’s Daughters’",
            6,
        ),
    ],
)
def test_phenomenon(name: str, pattern: str, least: int) -> None:
    found = holding(pattern)
    assert len(found) >= least, (name, found)


@pytest.mark.parametrize(("opening", "closing", "least"), [("“", "”", 3), ("‘", "’", 1), ('"', '"', 1)])
def test_quotes_over_several_paragraphs(opening: str, closing: str, least: int) -> None:
    """A paragraph that opens a quote and does not close it, before one that opens again."""
    found = []
    for a in ARTICLES:
        for first, second in zip(a.paragraphs, a.paragraphs[1:], strict=False):
            if not second.startswith(opening) or first[-1] in "”’\"'" or opening not in first:
                continue
            tail = first[first.rindex(opening) + 1 :]
            unclosed = first.count(opening) % 2 == 1 if opening == closing else not re.search(closing + r"(?!\w)", tail)
            if unclosed:
                found.append(a.key)
    assert len(set(found)) >= least, found


def test_marks_are_balanced() -> None:
    for a in ARTICLES:
        paras = a.paragraphs
        for i, p in enumerate(paras):
            following = paras[i + 1] if i + 1 < len(paras) else ""
            curly = p.count("“") - p.count("”")
            assert curly == 0 or (curly == 1 and following.startswith("“")), (a.key, p)
            straight = p.count('"') % 2
            assert straight == 0 or following.startswith('"'), (a.key, p)
            single = p.count("‘") - len(re.findall(r"(?<=[.,?!;\w])’(?![\w])", p))
            plural = len(re.findall(r"s’ (?!said)[a-z]", p)) + len(re.findall(r"s’ [A-Z]\w+", p))
            if "‘" in p and not following.startswith("‘"):
                assert -plural <= single <= 0, (a.key, p)


def test_each_file_keeps_its_house_marks() -> None:
    for a in ARTICLES:
        if a.outlet in ("Meridian Wire", "Lantern Broadcasting", "The Kopje Record"):
            assert not re.search("[“”‘’]", a.text), a.key
        if a.outlet in ("The Harbor Courier", "Ledger & Yield", "The Wexcombe Post"):
            assert not re.search(r"[\"']", a.text), a.key
        if a.outlet == "Lantern Broadcasting":
            for p in a.paragraphs:
                assert len(sentences(p)) <= 3, (a.key, p)


@pytest.mark.parametrize(
    ("pattern", "least"),
    [
        (r"\bsays? '[^']+'", 1),  # US says 'committed' to ...
        (r"'[^']+'(?:,| to)? .*\bsays?\b|says '", 2),
        (r"‘[^’]+’", 4),
        (r"^[^']+: '", 1),
        (r"\bsays\b(?! ')", 4),
    ],
)
def test_headlines_that_attribute(pattern: str, least: int) -> None:
    found = [a.title for a in ARTICLES if re.search(pattern, a.title)]
    assert len(found) >= least, found


# --- Iraq --------------------------------------------------------------------

IRAQ = "iraq-combat-mission"


@pytest.mark.parametrize("article", EVENTS[IRAQ], ids=lambda a: a.outlet)
def test_iraq_articles_keep_to_the_facts(article: Article) -> None:
    text = article.text
    assert "combat mission" in text
    assert moment(article).date() in (dt.date(2021, 12, 9), dt.date(2021, 12, 10))
    for fact in ("Qassem al-Aaraji", "Twitter", "Joint Operations", "2,500", "July", "Biden"):
        assert fact in text, (article.key, fact)
    assert re.search(r"Mustafa al-Kadh[ei]mi", text)
    assert re.search(r"1,000|3,500|a thousand", text)
    assert re.search(r"train", text)
    assert re.search(r"advi[sc]e|advising", text)
    assert "Abu Haidar al-Basri" in text, "who denies that the mission is over"
    assert not re.search(r"\b(?:Monday|Tuesday|Wednesday|Friday|Saturday|Sunday)\b", text)


def test_the_announcement_was_on_a_thursday() -> None:
    assert dt.date(2021, 12, 9).strftime("%A") == "Thursday"


def test_combat_mission_in_direct_mixed_and_indirect_statements() -> None:
    texts = "\n".join(a.text for a in EVENTS[IRAQ])
    assert re.search(r'"The combat mission of the coalition forces is over,"', texts)
    assert re.search(r"“Today the combat mission is behind us", texts)
    assert re.search(r"in “a combat mission” by", texts)
    assert re.search(r"had ended its 'combat mission'", texts)
    assert re.search(r"said then that the combat mission would be over", texts)
    assert re.search(r"announced on Thursday that the combat mission", texts)


# --- figures and denials -------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "figures"),
    [
        ("iraq-combat-mission", ("2,500", "more than 4,000")),
        ("ferry-sinking", ("17 people", "19 bodies", "21")),
        ("rate-decision", ("90 crowns", "110 crowns")),
        ("disputed-election", ("71 per", "58")),
        ("telecom-ruling", ("310,000", "280,000", "fewer than 200,000")),
        ("dam-inquiry", ("84", "91")),
        ("water-rationing", ("18 percent", "22 percent")),
    ],
)
def test_figures_differ(event: str, figures: tuple[str, ...]) -> None:
    for figure in figures:
        assert any(figure in a.text for a in EVENTS[event]), (event, figure)


def test_each_event_has_a_denial() -> None:
    for event, arts in EVENTS.items():
        assert sum(bool(re.search(r"\bden(?:y|ies|ied|ial)\b", a.text)) for a in arts) >= 2, event
