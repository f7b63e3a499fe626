"""``python -m toolkit`` and the ``toolkit`` command."""

from __future__ import annotations

import io
import sys

from toolkit.cli.app import run


def main() -> None:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a screen that has no “ must not end a run
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
