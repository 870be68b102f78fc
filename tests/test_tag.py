# Tests for attribution/encode.py, decode.py and tag.py: the shipped tagger on real sentences, and on anything at all.
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attribution.check import WEIGHTS
from attribution.decode import TAGS, best_tags, link_buckets, rules, spans_of
from attribution.encode import WINDOW, collate, read_words, windows
from attribution.errors import ModelError
from attribution.models import Attribution, Span
from attribution.parse import bordered
from attribution.tag import Tagger


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load()


def texts_of(text: str, found: Attribution) -> tuple[str | None, str | None, list[str], str]:
    parts = [text[span.start : span.end] if span else None for span in (found.source, found.cue)]
    return parts[0], parts[1], [text[s.start : s.end] for s in found.content], found.kind


ATTRIBUTED = [
    pytest.param(
        "“The combat mission is over,” national security adviser Qassem al-Aaraji said on Thursday.",
        ("national security adviser Qassem al-Aaraji", "said", ["“The combat mission is over,”"], "direct"),
        id="direct, cue after the source",
    ),
    pytest.param(
        "“The combat mission is over,” said Qassem al-Aaraji, the national security adviser.",
        ("Qassem al-Aaraji, the national security adviser", "said", ["“The combat mission is over,”"], "direct"),
        id="direct, cue before the source",
    ),
    pytest.param(
        "Mary Okello said the bridge would be closed for a month.",
        ("Mary Okello", "said", ["the bridge would be closed for a month"], "indirect"),
        id="indirect",
    ),
    pytest.param(
        "Okello said that the bridge was “a disgrace” and would be closed.",
        ("Okello", "said", ["that the bridge was “a disgrace” and would be closed"], "mixed"),
        id="mixed",
    ),
    pytest.param(
        "The bridge will be closed for a month, according to the ministry.",
        ("the ministry", "according to", ["The bridge will be closed for a month"], "indirect"),
        id="according to",
    ),
    pytest.param(
        '"We knew," Okello said, "that the bridge was not safe."',
        ("Okello", "said", ['"We knew,"', '"that the bridge was not safe."'], "direct"),
        id="interrupted: one attribution of two parts",
    ),
]


@pytest.mark.parametrize(("text", "expected"), ATTRIBUTED)
def test_finds_who_said_what(tagger: Tagger, text: str, expected: tuple[str, str, list[str], str]) -> None:
    (found,) = tagger.tag([text])
    assert [texts_of(text, row) for row in found] == [expected]


def test_finds_nothing_where_nobody_is_cited(tagger: Tagger) -> None:
    assert tagger.tag(["The bridge was closed on Monday. It rained all day."]) == [()]


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "?!", "…", "\u200b", "\ud800", "\x00\x01", "𝔘𝔫𝔦", "”“" * 300, "a" * 9000, "一" * 3000]
)
def test_any_text_is_survived(tagger: Tagger, text: str) -> None:
    (found,) = tagger.tag([text])
    assert all(0 <= s.start < s.end <= len(text) for row in found for s in row.content)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300), st.text(alphabet="“”\"'‘’ said He.,\n", max_size=200))
def test_spans_lie_within_the_text_whatever_it_is(tagger: Tagger, any_text: str, marks: str) -> None:
    text = any_text + marks
    (found,) = tagger.tag([text])
    for row in found:
        for span in (row.source, row.cue, *row.content):
            assert span is None or 0 <= span.start < span.end <= len(text)
        assert 0 <= row.confidence <= 1


def test_a_text_alone_and_among_others_gives_the_same(tagger: Tagger) -> None:
    texts = [str(row.values[0]) for row in ATTRIBUTED] * 3
    assert tagger.tag(texts) == [tagger.tag([text])[0] for text in texts]  # to the last digit of every confidence


def test_a_long_text_is_read_to_its_end(tagger: Tagger) -> None:
    filler = "The road over the hills was mended in spring. A truck came by at noon. Its load was timber. The mill was open. "
    text = filler * 120 + "\n\n“We will come back tomorrow,” said Mary Okello, the mayor."
    (found,) = tagger.tag([text])
    assert texts_of(text, found[-1]) == ("Mary Okello, the mayor", "said", ["“We will come back tomorrow,”"], "direct")


def test_windows_hold_every_word_once_and_fit(tagger: Tagger) -> None:
    text = "\n\n".join(f"Paragraph {n} says little. " * (n % 40) for n in range(60)) + "x y " * 2000
    words = read_words(tagger.tokenizer, text)
    found = windows(text, words)
    assert [w for span in found for w in range(span.start, span.end)] == list(range(len(words.first)))
    batch = collate([(words, span) for span in found])
    assert batch.ids.shape[1] <= WINDOW


def test_words_stand_at_their_offsets(tagger: Tagger) -> None:
    text = "\n Zoë’s “café” cost 5€…\n\nNaïve İstanbul ﬁne 東京"
    words = read_words(tagger.tokenizer, text)
    assert [text[s:e] for s, e in zip(words.starts, words.ends, strict=True)] == [
        *("Zoë", "’", "s", "“", "café", "”", "cost", "5€", "…", "Naïve", "İstanbul", "ﬁne", "東", "京")
    ]


def test_best_tags_obey_the_rules_and_beat_every_other_sequence() -> None:
    chance = np.random.default_rng(3)
    for _ in range(20):
        logits = chance.normal(size=(4, len(TAGS))).astype(np.float32)
        scores = {}
        for tags in np.ndindex(*(len(TAGS),) * 4):
            allowed = rules(len(TAGS))[[-1, *tags[:-1]], tags].sum()
            scores[tags] = logits[range(4), tags].sum() + allowed
        best = max(scores, key=lambda t: scores[t])
        assert tuple(best_tags(logits)) == best


def test_names_end_where_names_end(tagger: Tagger) -> None:
    text = "Limón and the 22nd of July 2022\n\n“Guanacaste"
    words = read_words(tagger.tokenizer, text)
    forms = [text[int(a) : int(b)] for a, b in zip(words.starts, words.ends, strict=True)]
    assert forms == ["Limón", "and", "the", "22nd", "of", "July", "2022", "“", "Guanacaste"]
    runs = [(0, 2, 2), (3, 5, 4), (5, 7, 4), (7, 9, 2)]
    assert [forms[a:b] for a, b in bordered(text, words, runs)] == [["Limón"], ["22nd", "of", "July", "2022"], ["Guanacaste"]]


def test_spans_of_tags() -> None:
    tags = np.array([1, 2, 0, 3, 5, 6, 5, 0])
    assert spans_of(tags) == {"source": [Span(0, 2)], "cue": [Span(3, 4)], "content": [Span(4, 6), Span(6, 7)]}


def test_link_buckets_count_words_candidates_and_paragraphs_between() -> None:
    table = link_buckets([Span(10, 12)], [Span(0, 1), Span(4, 6), Span(12, 13)], np.array([1] * 5 + [2] * 10))
    assert table[0, :, 1].tolist() == [1, 0, 0]  # one candidate lies between the first and the child
    assert table[0, :, 2].tolist() == [1, 1, 0]
    assert table[0, 2, 0] > table[0, 0, 0]  # after the child, not before it


def test_an_altered_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    (folder / "tagger").mkdir(parents=True)
    for name in ("CHECKSUMS", "tagger/tokenizer.json"):
        (folder / name).write_bytes((WEIGHTS / name).read_bytes())
    data = bytearray((WEIGHTS / "tagger" / "tagger.onnx").read_bytes())
    data[1000] ^= 1
    (folder / "tagger" / "tagger.onnx").write_bytes(data)
    with pytest.raises(ModelError, match="SHA-256 differs"):
        Tagger.load(folder / "tagger", weights=folder)
    with pytest.raises(ModelError, match="cannot be read"):
        Tagger.load(tmp_path)
    (tmp_path / "tagger.onnx").write_bytes(b"no model")
    for name in ("tokenizer.json", "confidence.json"):
        (tmp_path / name).write_bytes((WEIGHTS / "tagger" / name).read_bytes())
    with pytest.raises(ModelError, match="is not a tagger"):
        Tagger.load(tmp_path)
