"""The command line as one application. Errors are caught here and nowhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from toolkit.cli import (
    bench,
    check,
    doctor,
    evaluate,
    glossary,
    interchange,
    memory,
    models,
    review,
    summarize,
    train,
    translate,
)
from toolkit.cli.interrupt import INTERRUPTED, STOPPED
from toolkit.errors import ToolkitError
from toolkit.text.printable import printable

app = typer.Typer(
    name="toolkit",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain text: stable for golden files, and help appears without loading rich
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
for module in (
    translate,
    summarize,
    review,
    check,
    glossary,
    memory,
    interchange,
    models,
    evaluate,
    bench,
    train,
    doctor,
):
    module.register(app)


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        print(f"toolkit {version('toolkit')}")
        raise typer.Exit


@app.callback()
def _toolkit(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Translate and summarise folders of articles offline, with names and figures checked by value.

    \b
    toolkit translate seeds/         French articles -> English, into outputs/
    toolkit summarize --lang en      condense each translated article
    toolkit run seeds/               both, and the review pages
    toolkit review --open            compare side by side
    """


def run(arguments: Sequence[str]) -> int:
    """Run the command line on *arguments* (without the program's name) and return the exit code."""
    try:
        code = app(list(arguments), prog_name="toolkit", standalone_mode=False)
        sys.stdout.flush()  # here, where a reader that has gone can be dealt with
    except (Exception, KeyboardInterrupt, SystemExit) as error:  # noqa: BLE001 - what is no message is raised again
        return _ending(error)
    if code == INTERRUPTED:  # the framework turns Ctrl-C into this code without a word
        print(STOPPED, file=sys.stderr)
    return int(code or 0)


def _ending(error: BaseException) -> int:
    """Print what ended the command and return the exit code; a defect is raised again."""
    # The framework turns a broken pipe into an exit of its own.
    if isinstance(error.__context__ if isinstance(error, SystemExit) else error, BrokenPipeError):
        return _unread()
    if isinstance(error, ToolkitError):
        message, code = f"error: {printable(str(error))}", error.exit_code
    elif isinstance(error, KeyboardInterrupt | typer.Abort):
        message, code = STOPPED, INTERRUPTED
    elif isinstance(error, ModuleNotFoundError) and error.name and not error.name.startswith("toolkit"):
        message = (
            f"error: The package {error.name} is missing from this installation. Install the toolkit again; toolkit "
            "doctor says whether anything else is missing."
        )
        code = ToolkitError.exit_code
    else:
        return _usage(error)
    print(message, file=sys.stderr)
    return code


def _unread() -> int:
    """Return the code for output whose reader has gone, and keep the interpreter from complaining as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _usage(error: BaseException) -> int:
    """Print an error of usage and return its code; anything else is a defect and is raised again."""
    show, code = getattr(error, "show", None), getattr(error, "exit_code", None)
    if show is None or code is None:
        raise error
    show()
    return int(code)
