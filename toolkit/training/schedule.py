"""Learning rate by update, and the share of new weights in a running average."""

from __future__ import annotations

import math

from toolkit.training.recipe import TrainingOptions


def learning_rate(options: TrainingOptions, step: int, before: int = 0) -> float:
    """Return the rate of update *step* (from 1) of this run.

    *before*: updates the base model has seen. They count when the schedule is continued (`TrainingOptions.continued`):
    after *rewarm* updates of warming up again the rate is what it would be had training never stopped.
    """
    warm = max(options.warmup, 1)
    rise = min(1.0, step / warm)
    if options.schedule == "constant":
        return options.learning_rate * rise
    if options.schedule == "linear":
        left = max(options.steps - step, 0) / max(options.steps - warm, 1)
        return options.learning_rate * min(rise, left)
    total, again = (step + before, step / max(options.rewarm, 1)) if options.continued else (step, 1.0)
    return options.learning_rate * min(1.0, again) * min(total / warm, math.sqrt(warm / total))


def new_share(averaged: int, share: float) -> float:
    """Return the weight of the newest weights in the average after *averaged* earlier ones, 1 for the first.

    About the last *share* of all weights counts: the average forgets in proportion to the length of the run.
    """
    return 1.0 / (averaged * share + 1.0)
