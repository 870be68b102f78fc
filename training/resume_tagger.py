"""Read an exported int8 tagger back into the network, so that training goes on from the one in the package.

The weights come back as they were rounded for export, which some hundred steps of training mend.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from attribution.decode import LINKS
from training.network import Network


def resume(network: Network, path: Path) -> None:
    """Fill `network` with the weights of `path`; what the exported one lacks (a new head) stays as it is."""
    model = onnx.load(path)
    arrays = {row.name: numpy_helper.to_array(row) for row in model.graph.initializer}
    found = {name: array for name, array in arrays.items() if not name.startswith("onnx::") and name.endswith(("weight", "bias"))}
    for name in arrays:
        if name.endswith(".weight_quantized"):
            found[name.removesuffix("_quantized")] = restored(arrays, name)
    for node in model.graph.node:
        quantized = [name for name in node.input if name.startswith("onnx::MatMul") and name.endswith("_quantized")]
        if quantized:  # node names are paths: /encoder/encoder/layer.0/attention/self/query/MatMul_quant
            place = node.name.strip("/").rpartition("/")[0].replace("/", ".")
            found[f"{place}.weight"] = restored(arrays, quantized[0]).T
    links = json.loads(next(row.value for row in model.metadata_props if row.key == "links"))
    found["none"] = np.array([links[name]["none"] for name in LINKS])
    found["none_bias"] = np.array([links[name]["none_bias"] for name in LINKS])
    for n in range(len(network.distance)):
        found[f"distance.{n}"] = np.array([links[name]["tables"][n] for name in LINKS])
    state = network.state_dict()
    unknown = found.keys() - state.keys()
    if unknown:
        raise SystemExit(f"{path}: no weights of this network: {', '.join(sorted(unknown))}")
    state |= {name: torch.tensor(np.asarray(array, dtype=np.float32)) for name, array in found.items()}
    network.load_state_dict(state)


def restored(arrays: dict[str, np.ndarray], name: str) -> np.ndarray:
    """A quantized weight as numbers: by one scale, or by one for each column."""
    base = name.removesuffix("_quantized")
    whole = arrays[name].astype(np.float32) - arrays[f"{base}_zero_point"].astype(np.float32)
    return np.asarray(whole * arrays[f"{base}_scale"])
