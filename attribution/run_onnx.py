"""Open an exported network with onnxruntime, on one processor core."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import onnxruntime

EXACT = "session.x64quantprecision"  # else processors without VNNI cap sums of 8-bit products at 16 bits: other rows, worse ones


def open_network(
    graph: bytes, weights: Mapping[str, NDArray[np.float32]] | None = None, optimise: bool = True
) -> "onnxruntime.InferenceSession":
    """The network of an ONNX file's bytes; `weights` are those that the file only names.

    Without `optimise` it opens sooner and runs slower: for a text or two. Raises what onnxruntime raises.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry(EXACT, "1")
    if not optimise:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    if weights:
        values: list[Any] = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
        options.add_external_initializers(list(weights), values)
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
