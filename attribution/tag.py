"""Find the attributions of articles: the ONNX tagger over windows of whole paragraphs."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from attribution.calibrate import Calibration, Candidate
from attribution.check import WEIGHTS, read_verified
from attribution.classify import classified
from attribution.decode import LINK_WIDTH, LINKS, LinkBias, candidates
from attribution.encode import collate, load_tokenizer, read_words, windows
from attribution.errors import ModelError
from attribution.models import Attribution, Span

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

LOOSE = " ,;:–—-\n"  # what may stand at the end of a source and is none of it
DOUBTFUL = 0.2  # what is less likely than this is not given out at all; see docs/model.md


@dataclass(frozen=True)
class Tagger:
    """A loaded tagger: `checksum` is the SHA-256 of its ONNX file."""

    session: "onnxruntime.InferenceSession"
    tokenizer: "Tokenizer"
    biases: dict[str, LinkBias]
    calibration: Calibration
    checksum: str

    @classmethod
    def load(cls, folder: Path | None = None, threads: int = 1, weights: Path = WEIGHTS) -> "Tagger":
        """The tagger of a folder with `tagger.onnx`, `tokenizer.json` and `confidence.json`, by default the one in the package.

        Raises ModelError if a file is missing, not the one that CHECKSUMS names, or no tagger.
        """
        folder = folder or WEIGHTS / "tagger"
        data = read_verified(folder / "tagger.onnx", weights)
        tokenizer_file = folder / "tokenizer.json"
        read_verified(tokenizer_file, weights)
        confidence = read_verified(folder / "confidence.json", weights)
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
            biases = read_biases(session.get_modelmeta().custom_metadata_map["links"])
            calibration = Calibration.parse(confidence)
        except Exception as error:  # onnxruntime's own exceptions share no base class
            message = f"{folder / 'tagger.onnx'} is not a tagger of this version: reinstall attrib"
            raise ModelError(message) from error
        return cls(session, load_tokenizer(tokenizer_file), biases, calibration, hashlib.sha256(data).hexdigest())

    def tag(self, texts: Sequence[str]) -> list[tuple[Attribution, ...]]:
        """The attributions of each text that are likelier right than DOUBTFUL, in order of their contents."""
        sure = [self.calibration.confident(rows) for rows in self.candidates(texts)]
        return [tuple(row for row in rows if row.confidence >= DOUBTFUL) for rows in sure]

    def candidates(self, texts: Sequence[str]) -> list[list[Candidate]]:
        """All that might be attributions of each text, their cues classified, in order of their contents; none without words."""
        return [self._candidates(text) for text in texts]

    def _candidates(self, text: str) -> list[Candidate]:
        """Window by window: int8 scales over all that runs together, so that companions would change what is found; and what runs
        alone stays in the processor's cache (training/LOG.md).
        """
        words = read_words(self.tokenizer, text)
        found: list[Candidate] = []
        for span in windows(text, words):
            batch = collate([(words, span)])
            tags, links = self.session.run(["tags", "links"], batch.inputs())
            columns = batch.first[0]
            vectors = links[0][columns].reshape(len(columns), len(LINKS), 4, LINK_WIDTH)
            found += candidates(words, span, tags[0][columns], vectors, self.biases)
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
