"""Export the trained tagger to ONNX, with int8 weights.

    python -m training.export_tagger --network build/tagger/network.safetensors --out attribution/weights/tagger

Several --network files are averaged; --blend mixes a share of an earlier exported tagger in, but for the grammar heads that it
lacks. What the links learned goes into the model's metadata, so that one file is the whole tagger.
Afterwards run `make checksums` and `python -m training.evaluate_tagger`: a quantized model counts only re-scored.
"""

import argparse
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file

from attribution.decode import LINKS
from attribution.encode import INPUTS
from attribution.parse import OUTPUTS as GRAMMAR
from training.entities import ENTITIES
from training.network import Network, build
from training.resume_tagger import resume
from training.treebank import KINDS, PARTS, RELATIONS

OUTPUTS = ("tags", "links", *GRAMMAR)
NEW = ("parts", "relations", "kinds", "pointers", "point_")  # what taggers of before the treebanks lack
LABELS = {"entities": ENTITIES, "parts": PARTS, "relations": RELATIONS, "kinds": KINDS}


def average(paths: list[Path]) -> dict[str, torch.Tensor]:
    """The mean of the weights of several training runs."""
    states = [load_file(path) for path in paths]
    return {name: torch.stack([state[name] for state in states]).mean(dim=0) for name in states[0]}


def blended(state: dict[str, torch.Tensor], earlier: Path, share: float) -> dict[str, torch.Tensor]:
    """The weights with `share` of an earlier tagger's, from which they were trained on; the grammar heads as they are."""
    network = build()
    resume(network, earlier)
    other = network.state_dict()
    return {k: v if k.startswith(NEW) else (1 - share) * v + share * other[k] for k, v in state.items()}


def learned_links(network: Network) -> str:
    """What `attribution.tag.read_biases` reads."""
    rows = {
        name: {
            "none": network.none[n].tolist(),
            "none_bias": network.none_bias[n].item(),
            "tables": [table[n].tolist() for table in network.distance],
        }
        for n, name in enumerate(LINKS)
    }
    return json.dumps(rows)


def learned_grammar(network: Network) -> str:
    """What `attribution.parse.Grammars` reads."""
    row = {
        "labels": LABELS,
        "none": network.point_none.tolist(),
        "none_bias": network.point_none_bias.tolist(),
        "tables": [table.tolist() for table in network.point_distance],
    }
    return json.dumps(row)


def export(network: Network, path: Path) -> None:
    """Write the network in float32."""
    example = torch.ones(2, 16, dtype=torch.int64)
    axes = {0: "windows", 1: "pieces"}
    torch.onnx.export(
        network,
        (example, example * 0, example * 0, example * 0, example),
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=dict.fromkeys((*INPUTS, *OUTPUTS), axes),
        opset_version=17,
        dynamo=False,
    )


def main(args: argparse.Namespace) -> None:
    """Export, quantize, add the metadata."""
    network = build(attention="eager")
    state = average(args.network)
    network.load_state_dict(blended(state, args.blend, args.share) if args.blend else state)
    network.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "float32.onnx"
        export(network, whole)
        if args.float32:
            model = onnx.load(whole)
        else:
            small = Path(folder) / "int8.onnx"
            quantize_dynamic(whole, small, per_channel=True, weight_type=QuantType.QInt8)
            model = onnx.load(small)
    for key, value in (("links", learned_links(network)), ("grammar", learned_grammar(network))):
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.save(model, args.out / "tagger.onnx")
    print(f"{args.out / 'tagger.onnx'}: {(args.out / 'tagger.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", type=Path, nargs="+", default=[Path("build/tagger/network.safetensors")])
    parser.add_argument("--out", type=Path, default=Path("attribution/weights/tagger"))
    parser.add_argument("--blend", type=Path, default=None, help="an earlier exported tagger that --network was trained on from")
    parser.add_argument("--share", type=float, default=0.25, help="of the earlier one")
    parser.add_argument("--float32", action="store_true", help="do not quantize")
    main(parser.parse_args())
