"""Target tokens a CPU second in training: `toolkit train` beside a plain Hugging Face Seq2SeqTrainer.

    python tests/measures/training_throughput.py                          # embedded model, filled templates
    python tests/measures/training_throughput.py --pairs corpus.tsv       # your own pairs
    python tests/measures/training_throughput.py --rounds 5 --seconds 60

Both train the same model on the same pairs, one thread, the same label smoothing and clipping; they take turns, each
in a process of its own, and the medians of the ratios of neighbours are told. CPU time, not wall time, so that a busy
machine does not change the answer; end-of-sentence tokens count, padding does not. Rows:

    toolkit            batches by length and token budget, bfloat16, eager attention, no product for padding
    toolkit, aligned   the same with the guided-alignment loss
    plain              Seq2SeqTrainer as its documentation shows it: random batches of 32 pairs, float32
    plain, tuned       the same with train_sampling_strategy "group_by_length" (or group_by_length) and bf16

Needs `pip install accelerate`, which Seq2SeqTrainer asks for.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = ("toolkit", "toolkit, aligned", "plain", "plain, tuned")
TEMPLATES = Path(__file__).parents[1] / "data" / "training" / "templates.tsv"
WARM = 2
"""Updates before the clock starts: buffers are made, kernels chosen."""


def main() -> None:
    """Measure every row in turn, round by round."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="fr-en-small", help="as --base of toolkit train")
    parser.add_argument("--pairs", type=Path, help="TSV: source, tab, target; default: filled templates")
    parser.add_argument("--limit", type=int, default=6000, help="pairs")
    parser.add_argument("--seconds", type=float, default=30, help="CPU seconds of each run")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--row", choices=ROWS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.row:
        _say(json.dumps(measured(asked)))
        return
    found: dict[str, list[float]] = {row: [] for row in ROWS}
    for number in range(asked.rounds):
        for row in ROWS:
            found[row].append(_apart(row))
            _say(f"round {number + 1}  {row:<18} {found[row][-1]:8.0f} target tokens a CPU second")
    for row in ROWS:
        ratios = [ours / plain for ours, plain in zip(found[row], found["plain"], strict=True)]
        rate, times = statistics.median(found[row]), statistics.median(ratios)
        _say(f"{row:<18} {rate:8.0f} tokens/CPU s  {times:5.2f} x plain ({min(ratios):.2f} to {max(ratios):.2f})")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is a script


def _apart(row: str) -> float:
    """Run one row in a process of its own, with one thread."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, __file__, *sys.argv[1:], "--row", row]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return float(json.loads(done.stdout.splitlines()[-1]))


def measured(asked: argparse.Namespace) -> float:
    """Return the target tokens a CPU second of one row."""
    import torch

    from toolkit.checkpoints.find import find

    torch.set_num_threads(1)
    base = find(asked.model).directory
    pairs = _pairs(asked)
    if asked.row.startswith("toolkit"):
        return _toolkit(base, pairs, asked.seconds, aligned="aligned" in asked.row)
    return _plain(base, pairs, asked.seconds, tuned="tuned" in asked.row)


def _pairs(asked: argparse.Namespace) -> list[tuple[str, str]]:
    if asked.pairs:
        lines = asked.pairs.read_text(encoding="utf-8").splitlines()
        rows = [tuple(line.split("\t")) for line in lines if line.count("\t") == 1]
        return [(source, target) for source, target in rows][: asked.limit]
    from toolkit.training.curriculum import fill, read_templates

    rng, templates = random.Random(1), read_templates(TEMPLATES)
    filled = [fill(templates[k % len(templates)], rng, plain=True) for k in range(asked.limit)]
    return [(f.french, f.english) for f in filled]


class Clock:
    """Counts tokens after some updates have warmed everything up, until the CPU time is over."""

    def __init__(self, seconds: float) -> None:
        """Take the CPU seconds to measure."""
        self.seconds, self.updates, self.begun, self.first, self.rate = seconds, 0, 0.0, 0, 0.0

    def over(self, tokens: int) -> bool:
        """Note the tokens seen in all after one more update; tell whether the time is over."""
        self.updates += 1
        if self.updates == WARM:
            self.begun, self.first = time.process_time(), tokens
        spent = time.process_time() - self.begun if self.updates > WARM else 0.0
        if spent:
            self.rate = (tokens - self.first) / spent
        return spent > self.seconds


def _toolkit(base: Path, pairs: list[tuple[str, str]], seconds: float, *, aligned: bool) -> float:
    from toolkit.training import run
    from toolkit.training.prepare import Material, prepare
    from toolkit.training.recipe import from_tables
    from toolkit.training.worker import Silent

    settings = {"steps": 1_000_000, "learning_rate": 1e-5, "guide": 0.1 if aligned else 0.0, "save_minutes": 1e9}
    recipe = from_tables({"source": [{"path": ["pairs"], "clean": False}], "base": str(base), "training": settings})
    with tempfile.TemporaryDirectory() as name:
        folder, clock = Path(name), Clock(seconds)
        run.write_plan(folder, run.Plan(recipe, str(base)))
        prepare(recipe, [Material(recipe.source[0], pairs=lambda: pairs)], [], base, folder)
        with run.opened(folder, run.Ring()) as trainer:
            trainer.run(Silent(), lambda: clock.over(trainer.state.tokens))
    return clock.rate


def _plain(base: Path, pairs: list[tuple[str, str]], seconds: float, *, tuned: bool) -> float:
    import inspect

    import torch
    from transformers import (
        DataCollatorForSeq2Seq,
        MarianMTModel,
        MarianTokenizer,
        Seq2SeqTrainer,
        Seq2SeqTrainingArguments,
        TrainerCallback,
    )

    tokenizer = MarianTokenizer.from_pretrained(base)
    model = MarianMTModel.from_pretrained(base, dtype=torch.float32)
    data = [dict(tokenizer(s, text_target=t, truncation=True, max_length=128)) for s, t in pairs]
    clock, seen = Clock(seconds), [0]
    collate = DataCollatorForSeq2Seq(tokenizer, model=model)

    def counted(rows: list[dict[str, list[int]]]) -> object:
        seen[0] += sum(len(row["labels"]) for row in rows)
        return collate(rows)

    class Stop(TrainerCallback):
        def on_step_end(self, _args: object, _state: object, control: object, **_: object) -> None:
            control.should_training_stop = clock.over(seen[0])

    settings = {"bf16": True} if tuned else {}
    known = inspect.signature(Seq2SeqTrainingArguments).parameters
    if tuned:
        by_length = "train_sampling_strategy" in known
        settings |= {"train_sampling_strategy": "group_by_length"} if by_length else {"group_by_length": True}
    with tempfile.TemporaryDirectory() as folder:
        arguments = Seq2SeqTrainingArguments(
            output_dir=folder, per_device_train_batch_size=32, learning_rate=1e-5, label_smoothing_factor=0.1,
            max_steps=1_000_000, save_strategy="no", logging_strategy="no", report_to=[], disable_tqdm=True,
            use_cpu=True, dataloader_num_workers=0, **settings,
        )  # fmt: skip
        Seq2SeqTrainer(model, arguments, train_dataset=data, data_collator=counted, callbacks=[Stop()]).train()
    return clock.rate


if __name__ == "__main__":
    main()
