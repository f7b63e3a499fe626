"""``toolkit doctor``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typer

from toolkit.cli import flags

MARKS = {"ok": "ok", "warning": "warn", "problem": "FAIL"}


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command()(doctor)


def doctor(outputs: flags.Outputs = Path("outputs"), model: flags.Model = None, as_json: flags.Json = False) -> None:
    """Check versions, models, engines and folders, and translate a sentence.

    \b
    toolkit doctor
    toolkit doctor --model ./my-model --json

    Exits with 1 when something does not work; each problem comes with what to do.
    """
    from toolkit.pipeline.doctor import examine

    found = []
    for check in examine(outputs, model):
        found.append(check)
        if not as_json:
            print(f"{MARKS[check.state]:<5} {check.topic}: {check.found}", flush=True)
            if check.remedy and check.state != "ok":
                print(f"      -> {check.remedy}")
    if as_json:
        print(json.dumps([asdict(check) for check in found], indent=2))
    raise typer.Exit(int(any(check.state == "problem" for check in found)))
