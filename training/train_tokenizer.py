"""Step 2 of the tokenizer: trains Stanza's tokenizer and multi-word expander by its own trainers and ships them."""

import argparse
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import torch

SHIPPED = ("tokenizer.pt", "mwt.pt", "resources.json")
# The least that stanza.Pipeline asks of a model folder: a language that has no default models.
RESOURCES = {"en": {"lang_name": "English", "packages": {"default": {}}, "tokenize": {}, "mwt": {}}}


def train_tokenizer(work: Path, name: str, steps: int, rate: float, seed: int, start: Path | None = None) -> Path:
    """The model file `work`/`name`: the best by dev score of `steps` steps at the learning rate `rate`."""
    from stanza.models import tokenizer
    from stanza.models.tokenization.trainer import Trainer

    class Started(Trainer):  # type: ignore[misc]
        """Stanza's trainer from the weights of `start`: its --load_name fails (`load` is called short of arguments)."""

        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            if start:
                self.model.load_state_dict(torch.load(start, weights_only=True)["model"])

    tokenizer.Trainer = Started
    options = {
        "--txt_file": work / "train.txt",
        "--label_file": work / "train.toklabels",
        "--mwt_json_file": work / "dev-mwt.json",
        "--dev_txt_file": work / "dev.txt",
        "--dev_label_file": work / "dev.toklabels",
        "--dev_conll_gold": work / "dev.conllu",
        "--lang": "en",
        "--shorthand": "en_ewtgum",
        "--max_seqlen": 300,
        "--batch_size": 32,
        "--lr0": rate,
        "--seed": seed,
        "--steps": steps,
        "--eval_steps": 500,
        "--report_steps": 250,
        "--save_dir": work,
        "--save_name": name,
    }
    # A file of that name in the current folder would be written instead of the one in --save_dir.
    tokenizer.main(["--cpu", *(str(item) for pair in options.items() for item in pair)])
    return work / name


def train_words(work: Path, epochs: int) -> Path:
    """The model file of the expander of multi-word tokens ("don't" -> "do" + "n't")."""
    from stanza.models import mwt_expander

    options = {
        "--train_file": work / "train.conllu",
        "--eval_file": work / "dev.conllu",
        "--gold_file": work / "dev.conllu",
        "--lang": "en",
        "--shorthand": "en_ewtgum",
        "--num_epoch": epochs,
        "--save_dir": work,
        "--save_name": "mwt.pt",
    }
    mwt_expander.main(["--cpu", *(str(item) for pair in options.items() for item in pair)])
    return work / "mwt.pt"


def strip_paths(model: Path) -> None:
    """Rewrites a model file without the paths of the machine that trained it."""
    state = torch.load(model, weights_only=True)
    config = state["config"]
    for name, value in config.items():
        if isinstance(value, str) and os.sep in value:
            config[name] = Path(value).name
    torch.save(state, model, _use_new_zipfile_serialization=False)


def ship(models: list[Path], weights: Path) -> None:
    """Copies the models into `weights`/tokenizer, writes its resources.json and their lines in `weights`/CHECKSUMS."""
    folder = weights / "tokenizer"
    folder.mkdir(parents=True, exist_ok=True)
    for model in models:
        shutil.copyfile(model, folder / model.name)
        strip_paths(folder / model.name)
    (folder / "resources.json").write_text(json.dumps(RESOURCES, indent=2) + "\n", "utf-8")
    checksums = weights / "CHECKSUMS"
    old = checksums.read_text("utf-8").splitlines() if checksums.exists() else []
    kept = [line for line in old if not line.split(maxsplit=1)[-1].startswith("tokenizer/")]
    made = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  tokenizer/{name}" for name in SHIPPED]
    checksums.write_text("\n".join(sorted(kept + made, key=lambda line: line.split()[-1])) + "\n", "utf-8")


def main() -> None:
    """Trains and ships; `--only` leaves a model that is already in the work folder as it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/tokenizer"), help="what prepare_tokenizer.py filled")
    parser.add_argument("--weights", type=Path, default=Path("attribution/weights"), help="the shipped models")
    parser.add_argument("--steps", type=int, default=4000, help="of the tokenizer at Stanza's learning rate")
    parser.add_argument("--last", type=int, default=1500, help="steps after those, at a fifth of it")
    parser.add_argument("--epochs", type=int, default=5, help="of the expander of multi-word tokens")
    parser.add_argument("--only", choices=("tokenizer", "words", "ship"), help="do this step alone, then ship")
    args = parser.parse_args()
    torch.set_num_threads(1)  # two threads on a busy two-core machine are slower than one
    if args.only in (None, "tokenizer"):
        first = train_tokenizer(args.work, "first.pt", args.steps, 0.002, 1234)
        train_tokenizer(args.work, "tokenizer.pt", args.last, 0.0004, 4321, first)
    if args.only in (None, "words"):
        train_words(args.work, args.epochs)
    ship([args.work / "tokenizer.pt", args.work / "mwt.pt"], args.weights)


if __name__ == "__main__":
    main()
