"""Export the trained matcher to ONNX, with int8 weights.

    python -m training.export_matcher --network build/matcher --out attribution/weights/matcher

Afterwards run `python -m training.calibrate_matcher`, `make checksums` and `python -m training.evaluate_matcher`.
"""

import argparse
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.match_network import build
from training.pack import unpack


def main(args: argparse.Namespace) -> None:
    """Export and quantize."""
    network = build(args.encoder, attention="eager")
    network.load_state_dict(unpack(args.network))
    network.eval()
    example = torch.ones(2, 16, dtype=torch.int64)
    axes = {0: "pairs", 1: "pieces"}
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "float32.onnx"
        torch.onnx.export(
            network,
            (example, example * 0, example),
            str(whole),
            input_names=["ids", "sides", "attention"],
            output_names=["relation", "similarity", "paraphrase"],
            dynamic_axes=dict.fromkeys(("ids", "sides", "attention"), axes)
            | {name: {0: "pairs"} for name in ("relation", "similarity", "paraphrase")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, args.out / "matcher.onnx", per_channel=True, weight_type=QuantType.QInt8)
    print(f"{args.out / 'matcher.onnx'}: {(args.out / 'matcher.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", type=Path, default=Path("build/matcher"), help="the folder of packed weights")
    parser.add_argument("--encoder", type=Path, default=Path("build/gpu/minilm"), help="the encoder's config and weights")
    parser.add_argument("--out", type=Path, default=Path("attribution/weights/matcher"))
    main(parser.parse_args())
