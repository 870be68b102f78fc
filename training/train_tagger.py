"""Train the attribution tagger on PolNeAR train, and on world-news entities and treebanks as other tasks of the same encoder.

    python -m training.train_tagger --data ../shared/data --out build/tagger --epochs 4
    python -m training.train_tagger --start attribution/weights/tagger/tagger.onnx --entity-epochs 3 --tree-epochs 3 --seed 5

Writes `OUT/network.safetensors` after each epoch and, at the end, `OUT/log.jsonl` with the loss by step. Dev articles are never
read here. One thread: on a busy two-core machine two threads are slower.
"""

import argparse
import json
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from attribution.decode import LINKS, link_buckets
from attribution.encode import Batch, collate, load_tokenizer
from training.distil import Teacher
from training.entities import EntityExample, read_entities
from training.learn_grammar import grammar_losses
from training.make_batches import Row, Target, batches, shuffled, tree_batches
from training.network import Network, Output, build
from training.rearrange import Example, rearranged
from training.resume_tagger import resume
from training.treebank import IGNORE, TreeTarget, read_treebanks

MASK = 103
WEIGHT = {"tags": 1.0, "links": 0.3, "entities": 1.0, "grammar": 0.3, "antecedents": 0.3}  # of the losses


def link_loss(network: Network, vectors: Tensor, columns: Tensor, target: Target) -> list[Tensor]:
    """The cross-entropy of each link of one window; `vectors` (pieces, links * 4 * width)."""
    losses = []
    at = vectors[columns].view(len(columns), len(LINKS), 4, -1)
    for n, (children, parents, answers) in enumerate(target.links):
        known = [i for i, a in enumerate(answers) if a != -2]
        if not known:
            continue
        kids = [children[i] for i in known]
        query = at[[k.start for k in kids], n, 0] + at[[k.end - 1 for k in kids], n, 1]
        scores = (query @ network.none[n] + network.none_bias[n])[:, None]
        if parents:
            keys = at[[p.start for p in parents], n, 2] + at[[p.end - 1 for p in parents], n, 3]
            where = torch.from_numpy(link_buckets(kids, parents, target.paragraph))
            bias = sum(table[n][where[:, :, i]] for i, table in enumerate(network.distance))
            scores = torch.cat([scores, query @ keys.T / 8 + bias], dim=1)
        losses.append(functional.cross_entropy(scores, torch.tensor([answers[i] + 1 for i in known]), reduction="none"))
    return losses


def loss_of(network: Network, rows: list[Row], chance: random.Random, teacher: Teacher | None = None) -> dict[str, Tensor]:
    """The mean losses of one batch, all of one task: `tags` by word and `links` by link, `entities` by word, or those of grammar.

    With a teacher the other heads' losses come on top.
    """
    batch = collate([(words, window) for words, window, _ in rows])
    ids = torch.from_numpy(batch.ids)
    hide = torch.from_numpy(np.random.default_rng(chance.getrandbits(32)).random(batch.ids.shape) < 0.04) & (ids > 102)
    inputs = [
        ids.masked_fill(hide, MASK),
        *(torch.from_numpy(a) for a in (batch.case, batch.mark, batch.opens, batch.attention)),
    ]
    out = network(*inputs)
    losses, annotated = task_losses(network, out, batch, rows)
    for name, loss in (teacher.losses(network, out, batch, annotated) if teacher else {}).items():
        losses[name] = losses[name] + loss if name in losses else loss
    return losses


def task_losses(network: Network, out: Output, batch: Batch, rows: list[Row]) -> tuple[dict[str, Tensor], tuple[str, ...]]:
    """The losses by the annotation, and the heads that it has answers for."""
    grown = [(words, window, target) for words, window, target in rows if isinstance(target, TreeTarget)]
    if grown:
        losses = grammar_losses(network, out, batch.first, grown)
        whole = all((target.kinds != IGNORE).all() for _, _, target in grown)  # EWT has no entities
        return losses, ("parts", "relations", "heads", *(("kinds", "antecedents") if whole else ()))
    logits, labels, linked, named, names = [], [], [], [], []
    for row, (_, _, target) in enumerate(rows):
        columns = torch.from_numpy(batch.first[row])
        if isinstance(target, Target):
            logits.append(out.tags[row][columns])
            labels.append(torch.from_numpy(target.tags))
            linked += link_loss(network, out.links[row], columns, target)
        elif isinstance(target, np.ndarray):
            named.append(out.entities[row][columns])
            names.append(torch.from_numpy(target))
    losses = {}
    if logits:
        losses["tags"] = functional.cross_entropy(torch.cat(logits), torch.cat(labels))
    if linked:
        losses["links"] = torch.cat(linked).mean()
    if named:
        losses["entities"] = functional.cross_entropy(torch.cat(named), torch.cat(names))
    return losses, ("entities",) if named else ()


def parameter_groups(network: Network, encoder_rate: float, head_rate: float) -> list[dict[str, Any]]:
    """Encoder and heads with their own learning rates; no decay on biases and norms."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, weight in network.named_parameters():
        rate = encoder_rate if name.startswith("encoder.") else head_rate
        groups.setdefault((rate, 0.01 if weight.dim() > 1 else 0.0), []).append(weight)
    return [{"params": p, "lr": rate, "weight_decay": decay} for (rate, decay), p in groups.items()]


def save(network: Network, path: Path) -> None:
    """The weights in float32 as safetensors."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({k: v.detach().contiguous().clone() for k, v in network.state_dict().items()}, path)


def examples_of(args: argparse.Namespace) -> tuple[list[Example], list[EntityExample]]:
    """The training articles of both tasks, as far as they are asked for."""
    with (args.data / "polnear" / "train.jsonl").open(encoding="utf-8") as lines:
        examples = [Example(d["text"], d["attributions"]) for d in map(json.loads, lines)]
    examples = [] if args.without_attributions else examples
    named = read_entities(args.data, "train") if args.entity_epochs else []
    return examples[: args.limit or None], named[: args.limit or None]


def schedule_of(args: argparse.Namespace, chance: random.Random) -> Iterator[list[list[Row]]]:
    """The batches of each epoch; the entities' go evenly over the epochs, so often as was asked."""
    tokenizer = load_tokenizer(args.tokenizer)
    examples, named = examples_of(args)
    trees = read_treebanks(args.data, "train")[: args.limit or None] if args.tree_epochs else []
    for _ in range(args.epochs):
        share = round(len(named) * args.entity_epochs / args.epochs)
        due = (
            batches(chance.sample(named * (1 + share // len(named)), share), tokenizer, args.window, args.batch, chance)
            if named
            else []
        )
        parsed = chance.sample(
            trees * math.ceil(args.tree_epochs / args.epochs), round(len(trees) * args.tree_epochs / args.epochs)
        )
        due += tree_batches(parsed, tokenizer, args.window, args.batch, chance)
        written = rearranged(examples, args.rearranged, chance)
        yield shuffled(batches(written, tokenizer, args.window, args.batch, chance) + due, chance)


def train(args: argparse.Namespace) -> None:
    """All epochs, with a linear warm-up over a tenth of the steps and a linear fall to zero."""
    torch.set_num_threads(1)
    torch.manual_seed(7)
    network = build()
    if args.start and args.start.suffix == ".safetensors":
        network.load_state_dict(load_file(args.start))
    elif args.start:
        resume(network, args.start)
    torch.manual_seed(args.seed)
    chance = random.Random(args.seed)
    steps = sum(len(groups) for groups in schedule_of(args, random.Random(0)))
    optimizer = torch.optim.AdamW(parameter_groups(network, args.rate, 5 * args.rate), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / (0.1 * steps), max(0.0, (steps - n) / (0.9 * steps)))
    )
    args.out.mkdir(parents=True, exist_ok=True)
    began, step = time.time(), 0
    network.train()
    with (args.out / "log.jsonl").open("w", encoding="utf-8") as log:
        for number, groups in enumerate(schedule_of(args, chance)):
            teacher = Teacher(args.teacher) if args.teacher else None  # read again: it may have learned more meanwhile
            for rows in groups:
                losses = loss_of(network, rows, chance, teacher)
                sum(WEIGHT[name] * loss for name, loss in losses.items()).backward()  # type: ignore[union-attr]
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                optimizer.zero_grad(set_to_none=True)
                step += 1
                if step % 20 < 4:  # several in a row: all tasks show
                    line = {"step": step, "of": steps, "epoch": number, "minutes": round((time.time() - began) / 60, 1)}
                    print(json.dumps(line | {n: round(v.item(), 4) for n, v in losses.items()}), file=log, flush=True)
            save(network, args.out / "network.safetensors")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("build/tagger"))
    parser.add_argument("--tokenizer", type=Path, default=Path("attribution/weights/tagger/tokenizer.json"))
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=8, help="windows a step")
    parser.add_argument("--window", type=int, default=256, help="word pieces a window")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--rate", type=float, default=2e-4, help="the encoder's learning rate at its highest; the heads' is five times it"
    )
    parser.add_argument(
        "--start", type=Path, default=None, help="go on from this exported tagger or checkpoint instead of from MiniLM"
    )
    parser.add_argument(
        "--teacher", type=Path, default=None, help="an exported tagger whose entities and grammar are learned too"
    )
    parser.add_argument(
        "--rearranged", type=float, default=0, help="share of articles that come as headlines and transcripts too"
    )
    parser.add_argument("--entity-epochs", type=float, default=0, help="passes over the world-news entities, within the epochs")
    parser.add_argument("--tree-epochs", type=float, default=0, help="passes over the treebanks, within the epochs")
    parser.add_argument("--without-attributions", action="store_true", help="entities and grammar alone: a teacher for these")
    parser.add_argument("--limit", type=int, default=0, help="only so many articles, to try it out")
    train(parser.parse_args())
