"""Find attributions, named entities and grammar of articles: the ONNX tagger over windows of whole paragraphs."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from attribution.calibrate import Calibration, Candidate
from attribution.check import WEIGHTS, read_verified
from attribution.classify import classified
from attribution.decode import LINK_WIDTH, LINKS, LinkBias, candidates
from attribution.encode import Words, collate, load_tokenizer, read_words, windows
from attribution.errors import ModelError
from attribution.models import Attribution, Mention, Span
from attribution.parse import OUTPUTS, Grammar, Grammars, mentions, parsed
from attribution.run_onnx import open_network

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

LOOSE = " ,;:–—-\n"  # what may stand at the end of a source and is none of it
ATTRIBUTING = ("tags", "links")  # the network's heads that attributions are made of
DOUBTFUL = 0.2  # what is less likely than this is not given out at all; see docs/model.md


Said = list[tuple[Span, Mapping[str, NDArray[np.float32]]]]  # windows of words, and what the network says of each word, by head


@dataclass(frozen=True)
class Reading:
    """What stands in one text: attributions in order of their contents, named entities, and the grammar of its words."""

    attributions: tuple[Attribution, ...]
    mentions: tuple[Mention, ...]
    grammar: Grammar


@dataclass(frozen=True)
class Tagger:
    """A loaded tagger: `checksum` is the SHA-256 of its ONNX file."""

    session: "onnxruntime.InferenceSession"
    tokenizer: "Tokenizer"
    biases: dict[str, LinkBias]
    grammars: Grammars
    calibration: Calibration
    checksum: str

    @classmethod
    def load(cls, folder: Path | None = None, weights: Path = WEIGHTS) -> "Tagger":
        """The tagger of a folder with `tagger.onnx`, `tokenizer.json` and `confidence.json`, by default the one in the package.

        Raises ModelError if a file is missing, not the one that CHECKSUMS names, or no tagger.
        """
        folder = folder or WEIGHTS / "tagger"
        data = read_verified(folder / "tagger.onnx", weights)
        tokenizer_file = folder / "tokenizer.json"
        read_verified(tokenizer_file, weights)
        confidence = read_verified(folder / "confidence.json", weights)
        try:
            session = open_network(data)
            learned = session.get_modelmeta().custom_metadata_map
            biases, grammars = read_biases(learned["links"]), Grammars.parse(learned["grammar"])
            calibration = Calibration.parse(confidence)
        except Exception as error:  # onnxruntime's own exceptions share no base class
            message = f"{folder / 'tagger.onnx'} is not a tagger of this version: reinstall attrib"
            raise ModelError(message) from error
        return cls(session, load_tokenizer(tokenizer_file), biases, grammars, calibration, hashlib.sha256(data).hexdigest())

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """What stands in each text; attributions are those likelier right than DOUBTFUL."""
        return [self._read(text) for text in texts]

    def tag(self, texts: Sequence[str]) -> list[tuple[Attribution, ...]]:
        """The attributions of each text alone."""
        return [self._sure(self._candidates(text, *self._run(text, ATTRIBUTING))) for text in texts]

    def candidates(self, texts: Sequence[str]) -> list[list[Candidate]]:
        """All that might be attributions of each text, their cues classified, in order of their contents; none without words."""
        return [self._candidates(text, *self._run(text, ATTRIBUTING)) for text in texts]

    def _read(self, text: str) -> Reading:
        words, said = self._run(text, (*ATTRIBUTING, *OUTPUTS))
        found = self._sure(self._candidates(text, words, said))
        return Reading(found, mentions(text, words, said, self.grammars), parsed(text, words, said, self.grammars))

    def _sure(self, rows: Sequence[Candidate]) -> tuple[Attribution, ...]:
        return tuple(row for row in self.calibration.confident(rows) if row.confidence >= DOUBTFUL)

    def _run(self, text: str, names: Sequence[str]) -> tuple[Words, Said]:
        """What the heads of these names say, window by window: int8 scales over all that runs together, so that companions would
        change what is found; and what runs alone stays in the processor's cache (training/LOG.md).
        """
        words = read_words(self.tokenizer, text)
        said: Said = []
        for span in windows(text, words):
            batch = collate([(words, span)])
            arrays = self.session.run(list(names), batch.inputs())
            said.append((span, {name: array[0][batch.first[0]] for name, array in zip(names, arrays, strict=True)}))
        return words, said

    def _candidates(self, text: str, words: Words, said: Said) -> list[Candidate]:
        found: list[Candidate] = []
        for span, of in said:
            vectors = of["links"].reshape(-1, len(LINKS), 4, LINK_WIDTH)
            found += candidates(words, span, of["tags"], vectors, self.biases)
        rows = sorted(found, key=lambda row: row.attribution.content)
        return [replace(row, attribution=classified(text, _tidied(text, row.attribution))) for row in rows]


def _tidied(text: str, found: Attribution) -> Attribution:
    """`found` with its source ending in a word: an apposition's last comma is the sentence's."""
    if not found.source:
        return found
    named = text[found.source.start : found.source.end]
    start, end = found.source.start + len(named) - len(named.lstrip(LOOSE)), found.source.start + len(named.rstrip(LOOSE))
    return replace(found, source=Span(start, end)) if start < end else found


def read_biases(metadata: str) -> dict[str, LinkBias]:
    """The link biases that the exporter wrote into the model's metadata."""
    return {
        name: LinkBias(
            np.array(row["none"], dtype=np.float32),
            float(row["none_bias"]),
            tuple(np.array(table, dtype=np.float32) for table in row["tables"]),
        )
        for name, row in json.loads(metadata).items()
    }
