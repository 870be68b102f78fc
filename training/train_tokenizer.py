"""Step 2 of the tokenizer: trains Stanza's tokenizer and multi-word expander by its own trainers and ships them."""

import argparse
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any
from unittest.mock import patch

import torch

# The learning rate hardly falls, and sentence F1 swings by .7 between evaluations: the mean of the weights does not.
AVERAGED, EVERY = 2000, 20  # the last steps, and every how many of them the weights are taken
SHIPPED = ("tokenizer.pt", "mwt.pt", "resources.json")
# The least that stanza.Pipeline asks of a model folder: a language that has no default models.
RESOURCES = {"en": {"lang_name": "English", "packages": {"default": {}}, "tokenize": {}, "mwt": {}}}


def run_tokenizer(work: Path, name: str, steps: int, seed: int) -> Any:
    """Stanza's trainer after `steps` steps; the best model by dev score is written to `work`/`name`."""
    from stanza.models import tokenizer

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
        "--seed": seed,
        "--steps": steps,
        "--eval_steps": 500,
        "--report_steps": 250,
        "--save_dir": work,
        "--save_name": name,
    }
    # A file of that name in the current folder would be written instead of the one in --save_dir.
    trainer, _ = tokenizer.main(["--cpu", *(str(item) for pair in options.items() for item in pair)])
    return trainer


def train_tokenizer(work: Path, steps: int, last: int) -> Path:
    """The tokenizer's model file: `steps` steps, then `last` more, with the mean weights of their end."""
    from stanza.models import tokenizer
    from stanza.models.tokenization.trainer import Trainer

    run_tokenizer(work, "first.pt", steps, 1234)

    class Mean(Trainer):  # type: ignore[misc]
        """Goes on from first.pt (Stanza's --load_name fails: `load` is called short of arguments), sums up weights."""

        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.model.load_state_dict(torch.load(work / "first.pt", weights_only=True)["model"])
            self.step, self.taken = 0, 0
            self.sums = {name: torch.zeros_like(value) for name, value in self.model.state_dict().items()}

        def update(self, inputs: Any) -> float:
            loss: float = super().update(inputs)
            self.step += 1
            if self.step > last - AVERAGED and self.step % EVERY == 0:
                self.taken += 1
                for name, value in self.model.state_dict().items():
                    self.sums[name] += value
            return loss

    with patch.object(tokenizer, "Trainer", Mean):
        trainer = run_tokenizer(work, "second.pt", last, 77)
    trainer.model.load_state_dict({name: value / trainer.taken for name, value in trainer.sums.items()})
    trainer.save(work / "tokenizer.pt")
    return work / "tokenizer.pt"


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
    parser.add_argument("--steps", type=int, default=4000, help="of the tokenizer")
    parser.add_argument("--last", type=int, default=5000, help="steps after those, whose weights are averaged")
    parser.add_argument("--epochs", type=int, default=5, help="of the expander of multi-word tokens")
    parser.add_argument("--only", choices=("tokenizer", "words", "ship"), help="do this step alone, then ship")
    args = parser.parse_args()
    torch.set_num_threads(1)  # two threads on a busy two-core machine are slower than one
    if args.only in (None, "tokenizer"):
        train_tokenizer(args.work, args.steps, args.last)
    if args.only in (None, "words"):
        train_words(args.work, args.epochs)
    ship([args.work / "tokenizer.pt", args.work / "mwt.pt"], args.weights)


if __name__ == "__main__":
    main()
