"""The loop: batches to losses to updates, with averages, evaluations and checkpoints."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from toolkit.errors import EngineError
from toolkit.training import state as states
from toolkit.training.batches import Place, Row, Stream
from toolkit.training.devset import DevSet, Measures
from toolkit.training.network import Network, Tensor
from toolkit.training.parallel import Ring
from toolkit.training.recipe import TrainingOptions
from toolkit.training.schedule import learning_rate, new_share
from toolkit.training.state import State

_BETAS: Final = (0.9, 0.98)
_EPSILON: Final = 1e-8
_STOP: Final = 1000.0
"""What a process says that is told to stop; 1 when its time is over, 0 to go on. More than processes can be."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Means over the updates since the last report."""

    step: int
    tokens: int
    """Target tokens seen in all."""
    epoch: int
    loss: float
    """Label-smoothed cross-entropy in nats per target token."""
    guide: float | None
    """Guided-alignment loss in nats per aligned token; None: no such loss."""
    rate: float
    """Learning rate."""
    speed: float
    """Target tokens a second, all processes together."""


class Watcher(Protocol):
    """Receives what happens in training, in order."""

    def progress(self, progress: Progress) -> None:
        """Take note of some updates."""

    def measured(self, step: int, measures: Measures, *, best: bool) -> None:
        """Take note of an evaluation; *best*: its weights are kept."""

    def saved(self, path: Path, step: int) -> None:
        """Take note of a checkpoint."""


@dataclass(slots=True)
class _Sums:
    """Since the last report."""

    entropy: float = 0.0
    guide: float = 0.0
    tokens: float = 0.0
    begun: float = field(default_factory=time.monotonic)


class Trainer:
    """One process of a run. All processes hold the same weights at every update."""

    def __init__(
        self,
        network: Network,
        stream: Stream,
        options: TrainingOptions,
        ring: Ring,
        folder: Path,
        *,
        seed: int = 1,
        steps_before: int = 0,
        dev: DevSet | None = None,
    ) -> None:
        """Take the parts of a run and resume the newest checkpoint in *folder* when there is one.

        *steps_before*: updates the base model has seen, for a continued schedule.
        """
        import torch

        self._torch: Any = torch
        self.network, self.stream, self.options, self.ring = network, stream, options, ring
        self.folder, self.seed, self.steps_before, self.dev = folder, seed, steps_before, dev
        self._parameters = [p for p in network.model.parameters() if p.requires_grad]
        self._optimiser = torch.optim.AdamW(
            self._parameters, lr=options.learning_rate, betas=_BETAS, eps=_EPSILON, weight_decay=options.weight_decay
        )
        self._average: dict[str, Any] = {}
        self.best: dict[str, Any] = {}
        self.state = State()
        if found := states.folders(folder):
            self._resume(found[-1])

    def _resume(self, path: Path) -> None:
        self.state, parts = states.load(path)
        device = self.network.device
        self.network.model.load_state_dict(parts["weights"], strict=False)  # tied weights are stored once
        self.network.model.tie_weights()
        states.unflatten(self._optimiser, parts["optimiser"])
        self._average = {key: tensor.to(device) for key, tensor in parts.get("average", {}).items()}
        self.best = parts.get("best", {})

    def run(self, watcher: Watcher, stop: Callable[[], bool] = lambda: False) -> str:
        """Train until something ends it and return what: ``steps``, ``minutes``, ``patience`` or ``stopped``.

        *stop* is asked after every update in the first process; all processes end at the same one. A checkpoint is
        written at the end whatever ended it. Raises EngineError when the loss is no longer a number.
        """
        if self.state.finished == "steps" and (not self.options.steps or self.state.step < self.options.steps):
            self.state.finished = ""  # the run was prolonged
        if self.state.finished == "patience" and self.state.worse < self.options.patience:
            self.state.finished = ""
        if self.state.finished:
            return self.state.finished
        if self.dev is not None and self.dev.baseline and not self.state.history:
            self._evaluate(watcher)
        begun = saved = time.monotonic()
        before = self.state.seconds
        reason = self._over() if self.options.steps and self.state.step >= self.options.steps else ""
        self.network.model.train()
        sums = _Sums()
        groups = self.stream.groups(Place(self.state.epoch, self.state.group))
        while not reason:
            place, batches = next(groups)
            late = 0 < self.options.minutes * 60 <= time.monotonic() - begun
            ending = _STOP if stop() else float(late)
            ended = self._update(batches, sums, ending)
            self.state.epoch, self.state.group = place
            self.state.seconds = before + time.monotonic() - begun
            sums = self._report(sums, watcher)
            if self.dev is not None and self.state.step % self.options.evaluate_every == 0:
                self._evaluate(watcher)
                sums.begun = time.monotonic()
            reason = self._over() or ("stopped" if ended >= _STOP else "minutes" if ended else "")
            if not reason and self.ring.rank == 0 and time.monotonic() - saved > self.options.save_minutes * 60:
                watcher.saved(self._save(), self.state.step)
                saved = time.monotonic()
        self._finish(reason, watcher)
        return reason

    def _over(self) -> str:
        if self.options.steps and self.state.step >= self.options.steps:
            return "steps"
        return "patience" if self.options.patience and self.state.worse >= self.options.patience else ""

    def _finish(self, reason: str, watcher: Watcher) -> None:
        measured = self.state.history and self.state.history[-1]["step"] == self.state.step
        if reason != "stopped" and self.dev is not None and not measured:
            self._evaluate(watcher)
        if reason in {"steps", "patience"}:
            self.state.finished = reason
        if self.ring.rank == 0:
            watcher.saved(self._save(), self.state.step)

    def _update(self, batches: list[list[Row]], sums: _Sums, ending: float) -> float:
        """Make one update from this process's share of *batches*; return the sum of what all processes say of *ending*.

        The gradient is that of the mean loss over all target tokens of all processes, however they are spread.
        """
        torch, options, state = self._torch, self.options, self.state
        state.step += 1
        # Seeded for each update, so that dropout is the same after resuming.
        torch.manual_seed(hash((self.seed, state.step, self.ring.rank)) % 2**31)
        entropy = guide = count = 0.0
        for batch in batches[self.ring.rank :: self.ring.size]:
            loss = self.network.loss(batch)
            loss.total.backward()
            entropy, guide, count = entropy + loss.entropy, guide + loss.guide, count + loss.tokens
        trained = [p for p in self._parameters if p.grad is not None]
        facts = torch.tensor([entropy, guide, count, ending], dtype=torch.float64)
        facts = self._exchange(trained, facts)
        entropy, guide, tokens, ended = facts.tolist()
        if entropy != entropy:  # noqa: PLR0124 - not a number
            raise EngineError(
                f"The loss is not a number at update {state.step}: lower training.learning_rate or raise warmup, then "
                "run again to go on from the last checkpoint."
            )
        for parameter in trained:
            parameter.grad /= tokens
        torch.nn.utils.clip_grad_norm_(trained, options.clip)
        rate = learning_rate(options, state.step, self.steps_before)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        state.tokens += int(tokens)
        state.entropy, state.counted = state.entropy + entropy, state.counted + tokens
        if options.average_every and state.step % options.average_every == 0:
            self._blend()
        sums.entropy, sums.guide, sums.tokens = sums.entropy + entropy, sums.guide + guide, sums.tokens + tokens
        return float(ended)

    def _exchange(self, trained: list[Tensor], facts: Tensor) -> Tensor:
        """Add gradients and *facts* up over all processes: one message for the gradients, one for the facts."""
        if self.ring.size == 1:
            return facts
        torch = self._torch
        flat = self.ring.total(torch.cat([p.grad.reshape(-1) for p in trained]))
        at = 0
        for parameter in trained:
            parameter.grad.copy_(flat[at : at + parameter.numel()].view_as(parameter))
            at += parameter.numel()
        return self.ring.total(facts)

    def _blend(self) -> None:
        share = new_share(self.state.averaged, self.options.average_share)
        self.state.averaged += 1
        with self._torch.no_grad():
            for name, tensor in self._weights().items():
                if name in self._average:
                    self._average[name].lerp_(tensor, share)
                else:
                    self._average[name] = tensor.clone()

    def _weights(self) -> dict[str, Any]:
        """Return the trained weights, tied ones once."""
        return {name: p.detach() for name, p in self.network.model.named_parameters()}

    def result(self) -> dict[str, Any]:
        """Return the weights to keep: the best on the dev set, else averaged ones, else the last."""
        return self.best or self._average or self._weights()

    def _report(self, sums: _Sums, watcher: Watcher) -> _Sums:
        if self.state.step % self.options.log_every or self.ring.rank:
            return sums
        seconds = max(time.monotonic() - sums.begun, 1e-9)
        watcher.progress(
            Progress(
                self.state.step,
                self.state.tokens,
                self.state.epoch,
                sums.entropy / sums.tokens,
                sums.guide / sums.tokens if self.options.guide else None,
                learning_rate(self.options, self.state.step, self.steps_before),
                sums.tokens / seconds,
            )
        )
        return _Sums()

    def _evaluate(self, watcher: Watcher) -> None:
        """Measure the averaged weights and keep them when they are the best so far."""
        if self.dev is None:
            return
        torch, model = self._torch, self.network.model
        weights, kept = self._weights(), {}
        with torch.no_grad():
            if self._average:
                kept = {name: tensor.clone() for name, tensor in weights.items()}
                for name, tensor in weights.items():
                    tensor.copy_(self._average[name])
            model.eval()
            measures = self.dev.measure(self.network, self.ring)
            best = self.state.best_score is None or measures.chrf > self.state.best_score
            if best:
                self.best = {name: tensor.cpu().clone() for name, tensor in weights.items()}
            for name, tensor in kept.items():
                weights[name].copy_(tensor)
        model.train()
        self._note(measures, best=best)
        if self.ring.rank == 0:
            watcher.measured(self.state.step, measures, best=best)

    def _note(self, measures: Measures, *, best: bool) -> None:
        state = self.state
        entry = {"step": state.step, "tokens": state.tokens, "chrf": measures.chrf, "loss": measures.loss}
        if measures.figures is not None:
            entry["figures"] = measures.figures
        if state.counted:
            entry["training"] = state.entropy / state.counted
        state.entropy = state.counted = 0.0
        entry |= measures.probes
        state.history.append(entry)
        if best:
            state.best_score, state.best_step, state.worse = measures.chrf, state.step, 0
        else:
            state.worse += 1

    def _save(self) -> Path:
        parts = {"weights": self._weights(), "optimiser": states.flatten(self._optimiser)}
        if self._average:
            parts["average"] = self._average
        if self.best:
            parts["best"] = self.best
        return states.save(self.folder, self.state, parts)
