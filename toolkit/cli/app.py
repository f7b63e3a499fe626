"""The command line as one application. Errors are caught here and nowhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from toolkit.cli import check, doctor, evaluate, glossary, interchange, memory, models, review, summarize, translate
from toolkit.cli.report import INTERRUPTED
from toolkit.errors import ToolkitError

app = typer.Typer(
    name="toolkit",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain text: stable for golden files, and help appears without loading rich
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
for module in (translate, summarize, review, check, glossary, memory, interchange, models, evaluate, doctor):
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
    except ToolkitError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        print("interrupted; what was complete is written. Run the same command again to go on.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return _unread()
    except SystemExit as ending:
        # The framework turns a broken pipe into an exit of its own.
        return _unread() if isinstance(ending.__context__, BrokenPipeError) else int(ending.code or 0)
    except Exception as error:  # noqa: BLE001 - errors of usage have no public base; others are raised again
        return _usage(error)
    return int(code or 0)


def _unread() -> int:
    """Return the code for output whose reader has gone, and keep the interpreter from complaining as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _usage(error: Exception) -> int:
    """Print an error of usage and return its code; anything else is a defect and is raised again."""
    show, code = getattr(error, "show", None), getattr(error, "exit_code", None)
    if show is None or code is None:
        raise error
    show()
    return int(code)
