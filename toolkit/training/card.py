"""The model card: what the model is, what it was trained on under which licences, and what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from toolkit.training.prepare import Account
from toolkit.training.run import Plan
from toolkit.training.state import State

_ROWS: Final = 12
"""Evaluations shown at most; the first and the best are always among them."""


def model_card(plan: Plan, state: State, account: Account, config: Mapping[str, Any], size: int) -> str:
    """Return the card as Markdown. *config*: of the exported model; *size*: bytes of its weights.

    Nothing is said of word alignment unless a head was trained on it: readers of cards look for that.
    """
    source, target = plan.recipe.pair
    name = plan.recipe.output.rstrip("/").rsplit("/", 1)[-1]
    condenses = plan.recipe.task == "compress"
    head = ["---", f"language: [{source}, {target}]", "tags: [translation, marian]"]
    what = f"A Marian model that translates {source} to {target}, trained with `toolkit train`."
    if condenses:
        head = ["---", f"language: {source}", "pipeline_tag: summarization", "tags: [summarization, marian]"]
        what = f"A Marian model that condenses sentences in {source}, trained with `toolkit train --task compress`."
    if plan.recipe.licence:
        head.append(f"license: {_line(plan.recipe.licence)}")
    if plan.recipe.base and not plan.recipe.base.startswith(("/", ".", "~")):
        head.append(f"base_model: {_line(plan.recipe.base)}")
    body = [
        *head, "---", f"# {_line(name)}",
        what, "",
        *_shape(config, size), *_training(plan, state), "", *_data(account), "", *_measures(plan, state),
    ]  # fmt: skip
    return "\n".join(body) + "\n"


def _shape(config: Mapping[str, Any], size: int) -> list[str]:
    shape = (
        f"- **Shape**: Marian transformer, {config['encoder_layers']} encoder and {config['decoder_layers']} decoder "
        f"layers, d_model {config['d_model']}, feed-forward {config['encoder_ffn_dim']}, "
        f"{config['encoder_attention_heads']} heads, {config['vocab_size']:,} pieces; float16 safetensors "
        f"({size / 1e6:.0f} MB)."
    )
    return [
        shape,
        "- **Input**: one sentence, normalised: Unicode NFC, plain spaces, straight apostrophes, nothing invisible.",
    ]


def _training(plan: Plan, state: State) -> list[str]:
    options = plan.recipe.training
    # A path tells where a user keeps things; its last part is the name that others need.
    base = plan.recipe.base.rstrip("/")
    base = base.rsplit("/", 1)[-1] if base.startswith(("/", ".", "~")) else base
    begun = f"from {_line(base)}" if plan.base else "from random weights"
    before = f" after {plan.tokens_before:,} of the base model" if plan.tokens_before else ""
    average = ", averaged over the run's last part" if options.average_every else ""
    kept = f"the last weights{average}"
    if state.best_score is not None:
        kept = f"the weights of update {state.best_step:,}{average}, best on the dev set"
    if state.best_score is not None and not state.best_step:
        kept = "the base model's weights, which no update has bettered on the dev set"
    whole = (
        f"- **Training**: {begun}; {state.step:,} updates, {state.tokens:,} target tokens{before}; AdamW, rate "
        f"{options.learning_rate:g}, {options.schedule} schedule, warm-up {options.warmup}, label smoothing "
        f"{options.label_smoothing:g}, dropout {options.dropout:g}, {options.precision}, seed {plan.recipe.seed}. Kept "
        f"are {kept}. `recipe.toml` makes the run again."
    )
    lines = [whole]
    if options.guide:
        lines.append(
            f"- **Alignment head**: head 0 of the last decoder layer was trained to point at the aligned source piece "
            f"(guided alignment, weight {options.guide:g})."
        )
    return lines


def _data(account: Account) -> list[str]:
    lines = ["## Data", "", "| source | pairs used | pairs left out | licence as stated |", "|---|---|---|---|"]
    for label, kept in account.kept.items():
        dropped = ", ".join(f"{count:,} {rule}" for rule, count in account.dropped.get(label, {}).items()) or "none"
        lines.append(f"| {_cell(label)} | {kept:,} | {dropped} | {_cell(account.licences.get(label, ''))} |")
    lines += ["", f"{account.tokens:,} target tokens, each pair counted once."]
    return lines


def _measures(plan: Plan, state: State) -> list[str]:
    if not state.history:
        return ["## Measures", "", "No dev set was given: nothing was measured during training."]
    step = -(-len(state.history) // _ROWS)
    shown = [e for k, e in enumerate(state.history) if k % step == 0 or e["step"] == state.best_step]
    beam = plan.recipe.dev.beam
    how = (
        f"On the dev set of the recipe ({'greedy' if beam == 1 else f'beam {beam}'}; "
        "chrF2 as sacrebleu's default; loss in nats per token; figures: share of sentences with every figure right)."
    )
    probes = [name for name in state.history[-1] if name.endswith((", held out", ", trained"))]
    columns = ["updates", "target tokens", "chrF2", "loss", "figures", "training loss", *map(_cell, probes)]
    if probes:
        how += (
            " Under the name of a source: the loss of pairs held out of it and of as many trained ones; a growing "
            "distance between the two is overfitting."
        )
    lines = ["## Measures", "", how, "", f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    for entry in shown:
        mark = " (kept)" if entry["step"] == state.best_step else ""
        tokens = plan.tokens_before + int(entry["tokens"])
        figures = f"{entry['figures']:.1%}" if "figures" in entry else "-"
        losses = [f"{entry[name]:.3f}" if name in entry else "-" for name in ("training", *probes)]
        cells = [
            f"{int(entry['step']):,}{mark}",
            f"{tokens:,}",
            f"{entry['chrf']:.1f}",
            f"{entry['loss']:.3f}",
            figures,
        ]
        lines.append(f"| {' | '.join([*cells, *losses])} |")
    return lines


def _line(text: str) -> str:
    """Return *text* on one line and harmless in a header."""
    return " ".join(text.split()).replace("`", "'")


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|").replace("<", "&lt;")
