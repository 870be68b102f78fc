"""Weights small enough to travel to another machine and back: matrices as int8 by row, in parts.

    python -m training.pack model.safetensors build/parts            # writes part-00, part-01, ...
    python -m training.pack --unpack build/parts model.safetensors

A matrix's row is rounded to 255 steps between minus and plus its largest value, as the exporter rounds it later: the second
rounding changes next to nothing.
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load, load_file, save, save_file
from torch import Tensor

PART = 15 * 2**20  # bytes
SMALL = 4096  # numbers: what has fewer stays in float16


def pack(weights: dict[str, Tensor], folder: Path) -> list[Path]:
    """Write the parts and name them."""
    rows: dict[str, Tensor] = {}
    for name, weight in weights.items():
        if weight.dim() == 2 and weight.numel() > SMALL:
            scale = weight.detach().float().abs().amax(dim=1).clamp(min=1e-12) / 127
            rows[f"{name}|int8"] = (weight.detach().float() / scale[:, None]).round().to(torch.int8).cpu().contiguous()
            rows[f"{name}|scale"] = scale.cpu().contiguous()
        else:
            rows[name] = (weight.detach().half() if weight.is_floating_point() else weight.detach()).cpu().contiguous()
    data = save(rows)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, start in enumerate(range(0, len(data), PART)):
        paths.append(folder / f"part-{number:02d}")
        paths[-1].write_bytes(data[start : start + PART])
    return paths


def unpack(folder: Path) -> dict[str, Tensor]:
    """The weights in float32."""
    rows = load(b"".join(path.read_bytes() for path in sorted(folder.glob("part-*"))))
    return {
        name.removesuffix("|int8"): (
            row.float() * rows[name.replace("|int8", "|scale")][:, None] if name.endswith("|int8") else _whole(row)
        )
        for name, row in rows.items()
        if not name.endswith("|scale")
    }


def _whole(row: Tensor) -> Tensor:
    return row.float() if row.is_floating_point() else row


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unpack", action="store_true", help="put parts together instead")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    args = parser.parse_args()
    if args.unpack:
        save_file(unpack(args.source), args.target)
    else:
        print(*pack(load_file(args.source), args.target), sep="\n")
