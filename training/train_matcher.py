r"""Train the claim matcher: teachers on the annotated pairs, then a small student on what the teachers say of many more.

    python -m training.train_matcher --pairs build/gpu/pairs.npz --teacher build/gpu/mpnet --student build/gpu/minilm \
        --out build/matcher --teachers 3 --minutes 7

Writes `OUT/part-*` (the student, packed: training/pack.py), `OUT/held.json` (what teachers and student say of the pairs held
back) and `OUT/log.json`. Runs on a GPU where there is one; without --teacher the student learns from the annotation alone.
It stops in time: the teachers get a third of --minutes, asking them a fifth, the student the rest.
"""

import argparse
import json
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training.match_network import Outcome, PairNetwork, build, collate
from training.pack import pack

WEIGHT = {0: 4.0, 2: 1.0, 3: 0.7, 4: 1.5, 5: 1.5}  # of a pair, by its group in pair_data.GROUPS; 1, those held, teach nothing
HELD = 1
AHEAD = 4  # batches
SMOOTH = {0: 0.05, 2: 0.05, 3: 0.15}
HALF = torch.bfloat16


class Data:
    """Word pieces of texts, and pairs of texts: gold rows and those without annotation."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as rows:
            ids, starts = rows["ids"], rows["starts"]
            self.gold: NDArray[np.float32] = rows["gold"]
            self.soft: NDArray[np.int32] = rows["soft"]
        self.texts = [ids[a:b] for a, b in pairwise(starts)]

    def batches(
        self, pairs: NDArray[Any], size: int, chance: np.random.Generator | None
    ) -> list[tuple[NDArray[np.int64], list[tuple[Any, Any]]]]:
        """Batches of about `size` thousand word pieces, of like lengths together; each pair's sides in an order of chance."""
        lengths = np.array([len(self.texts[int(a)]) + len(self.texts[int(b)]) for a, b in pairs[:, :2]]) + 3
        order = np.argsort(lengths + (chance.random(len(lengths)) * 6 if chance else 0), kind="stable")
        groups: list[NDArray[np.int64]] = []
        group: list[int] = []
        widest = 0
        for n in order:
            widest = max(widest, int(lengths[n]))
            if group and widest * (len(group) + 1) > size:
                groups.append(np.array(group))
                group, widest = [], int(lengths[n])
            group.append(n)
        groups.append(np.array(group))
        if chance:
            chance.shuffle(groups)
        made = []
        for rows in groups:
            turned = chance.random(len(rows)) < 0.5 if chance else np.zeros(len(rows), dtype=bool)
            sides = [(self.texts[int(a)], self.texts[int(b)]) for a, b in pairs[rows, :2]]
            made.append((rows, [(b, a) if turn else (a, b) for (a, b), turn in zip(sides, turned, strict=True)]))
        return made


def gold_loss(out: Outcome, rows: Tensor) -> Tensor:
    """The weighted mean loss of annotated pairs; `rows` (pairs, 6) as pair_data writes them."""
    label, similarity, paraphrase, group = rows[:, 2], rows[:, 3], rows[:, 4], rows[:, 5].long()
    weight = torch.tensor([WEIGHT.get(n, 0.0) for n in range(6)], device=rows.device)[group]
    smooth = torch.tensor([SMOOTH.get(n, 0.0) for n in range(6)], device=rows.device)[group]
    loss = torch.zeros(len(rows), device=rows.device)
    known = label >= 0
    if known.any():
        hard = functional.one_hot(label[known].long(), 4).float()
        wanted = hard * (1 - smooth[known, None]) + smooth[known, None] / 4
        loss[known] = functional.cross_entropy(out.relation[known].float(), wanted, reduction="none")
    for said, wanted in ((out.similarity, similarity), (out.paraphrase, paraphrase)):
        has = ~wanted.isnan()
        if has.any():
            loss[has] = functional.binary_cross_entropy_with_logits(said[has].float(), wanted[has], reduction="none")
    return (loss * weight).sum() / weight.sum().clamp(min=1e-6)


def soft_loss(out: Outcome, wanted: Tensor) -> Tensor:
    """The mean loss beside the teachers' probabilities (pairs, 6): four relations, similarity, paraphrase."""
    relation = functional.cross_entropy(out.relation.float(), wanted[:, :4])
    rest = torch.stack([out.similarity, out.paraphrase], dim=1).float()
    return relation + functional.binary_cross_entropy_with_logits(rest, wanted[:, 4:])


class Clock:
    """How much of a training run is over: by the pairs seen or by the time, whichever is further."""

    def __init__(self, pairs: int, until: float) -> None:
        self.pairs, self.until, self.began, self.seen = pairs, until, time.time(), 0

    def done(self) -> float:
        """0 at the start, 1 at the end."""
        return max(self.seen / self.pairs, (time.time() - self.began) / max(1.0, self.until - self.began))


def ahead(batches: list[Any], mpnet: bool, seed: int) -> Iterator[tuple[NDArray[np.int64], tuple[Tensor, ...]]]:
    """The rows and inputs of batches, some made while others are learnt from."""
    with ThreadPoolExecutor(AHEAD) as pool:
        waiting: deque[Any] = deque()
        for number, (rows, sides) in enumerate(batches):
            waiting.append((rows, pool.submit(collate, sides, mpnet, 0.03, seed + number)))
            if len(waiting) > AHEAD:
                known, made = waiting.popleft()
                yield known, made.result()
        for known, made in waiting:
            yield known, made.result()


def loss_of(
    network: PairNetwork,
    rows: NDArray[np.int64],
    inputs: tuple[Tensor, ...],
    pairs: NDArray[Any],
    answers: NDArray[np.float32] | None,
) -> Tensor:
    """The loss of one batch: beside the annotation, and beside the teachers' `answers` where there are some."""
    device = next(network.parameters()).device
    with torch.autocast(device.type, HALF, enabled=device.type == "cuda"):
        out = network(*(tensor.to(device, non_blocking=True) for tensor in inputs))
    gold = torch.from_numpy(pairs[rows].astype(np.float32))
    known = (gold[:, 5] >= 0).to(device)
    loss = torch.zeros((), device=device)
    if known.any():
        loss = loss + gold_loss(Outcome(*(part[known] for part in out)), gold.to(device)[known])
    if answers is not None:
        loss = loss + 2 * soft_loss(out, torch.from_numpy(answers[rows]).to(device))
    return loss


def fit(
    network: PairNetwork,
    data: Data,
    pairs: NDArray[Any],
    answers: NDArray[np.float32] | None,
    args: argparse.Namespace,
    clock: Clock,
    rate: float,
    seed: int,
) -> dict[str, Any]:
    """Train until the clock is run down; the network ends with the mean of its weights, the latest weighing most."""
    chance = np.random.default_rng(seed)
    groups = [
        {"params": [p for p in network.parameters() if (p.dim() > 1) == wide], "weight_decay": 0.01 * wide}
        for wide in (True, False)
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate, fused=next(network.parameters()).is_cuda)
    smooth: Any = torch.optim.swa_utils.get_ema_multi_avg_fn(0.98)  # type: ignore[no-untyped-call]
    mean = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=smooth)
    step, losses = 0, []
    network.train()
    while clock.done() < 1:
        for rows, inputs in ahead(data.batches(pairs, args.pieces, chance), network.mpnet, 1000 * seed + step):
            done = clock.done()
            if done >= 1:
                break
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1.0, (step + 1) / 60, (1 - done) / 0.9)
            loss = loss_of(network, rows, inputs, pairs, answers)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step, clock.seen = step + 1, clock.seen + len(rows)
            if step % 10 == 0:
                mean.update_parameters(network)
            if step % 25 == 0:
                losses.append(round(loss.item(), 4))
    if step > 300:
        network.load_state_dict(mean.module.state_dict())
    return {
        "steps": step,
        "pairs": clock.seen,
        "seconds": round(time.time() - clock.began),
        "losses": losses[:: max(1, len(losses) // 40)],
    }


@torch.no_grad()
def ask(network: PairNetwork, data: Data, pairs: NDArray[Any], size: int, until: float = float("inf")) -> NDArray[np.float32]:
    """Probabilities (pairs, 6): four relations, similarity, paraphrase; NaN for what time did not suffice for."""
    device = next(network.parameters()).device
    network.eval()
    answers = np.full((len(pairs), 6), np.nan, dtype=np.float32)
    groups = data.batches(pairs, size, None)
    np.random.default_rng(0).shuffle(groups)
    for rows, sides in groups:
        if time.time() > until:
            break
        with torch.autocast(device.type, HALF, enabled=device.type == "cuda"):
            out = network(*(tensor.to(device, non_blocking=True) for tensor in collate(sides, network.mpnet)))
        rest = torch.stack([out.similarity, out.paraphrase], dim=1).float().sigmoid()
        answers[rows] = torch.cat([out.relation.float().softmax(dim=1), rest], dim=1).cpu().numpy()
    return answers


def main(args: argparse.Namespace) -> None:
    """Teachers, their answers, the student."""
    torch.set_num_threads(args.threads)
    began = time.time()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    data = Data(args.pairs)
    teaching = data.gold[data.gold[:, 5] != HELD][: args.limit or None]
    held = data.gold[data.gold[:, 5] == HELD]
    blank = np.full((len(data.soft), 6), np.nan, dtype=np.float32)
    blank[:, :2], blank[:, 5] = data.soft, -1
    every = np.concatenate([teaching, blank[: args.limit or None]]).astype(np.float64)
    log: dict[str, Any] = {"device": torch.cuda.get_device_name() if device == "cuda" else "cpu"}
    said_of_held: dict[str, Any] = {"pairs": held.tolist()}
    answers = []
    seconds = 60 * args.minutes
    for number in range(args.teachers if args.teacher else 0):
        torch.manual_seed(number)
        network = build(args.teacher).to(device)
        share = 0.54 * seconds / args.teachers
        start = time.time()
        clock = Clock(round(args.teacher_epochs * len(teaching)), start + 0.64 * share)
        log[f"teacher {number}"] = fit(network, data, teaching, None, args, clock, args.teacher_rate, number + 1)
        answers.append(ask(network, data, every, 4 * args.pieces, start + share))
        said_of_held[f"teacher {number}"] = ask(network, data, held, args.pieces).tolist()
        print(json.dumps({k: v for k, v in log[f"teacher {number}"].items() if k != "losses"}), flush=True)
        del network
    asked = np.nanmean(np.stack(answers), axis=0) if answers else None
    if asked is not None:
        known = ~np.isnan(asked[:, 0])
        every, asked = every[known], asked[known]
        log["asked"] = int(known.sum())
    torch.manual_seed(99)
    student = build(args.student).to(device)
    clock = Clock(round(args.epochs * len(every)), began + 0.95 * seconds)
    args.pieces *= 2  # the student is smaller
    log["student"] = fit(student, data, every if asked is not None else teaching, asked, args, clock, args.rate, 99)
    said_of_held["student"] = ask(student, data, held, args.pieces).tolist()
    pack(student.state_dict(), args.out)
    (args.out / "held.json").write_text(json.dumps(said_of_held), "utf-8")
    (args.out / "log.json").write_text(json.dumps(log), "utf-8")
    print(
        json.dumps({k: v for k, v in log["student"].items() if k != "losses"}), round(time.time() - began), "seconds", flush=True
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, default=Path("build/gpu/pairs.npz"))
    parser.add_argument("--teacher", type=Path, default=None, help="a folder with the bigger encoder's config and weights")
    parser.add_argument("--student", type=Path, default=Path("build/gpu/minilm"))
    parser.add_argument("--out", type=Path, default=Path("build/matcher"))
    parser.add_argument("--teachers", type=int, default=3)
    parser.add_argument("--teacher-epochs", type=float, default=3)
    parser.add_argument("--teacher-rate", type=float, default=3e-5)
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--pieces", type=int, default=8192, help="word pieces a step")
    parser.add_argument("--minutes", type=float, default=7)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0, help="only so many pairs, to try it out")
    main(parser.parse_args())
