"""``python -m toolkit`` and the ``toolkit`` command."""

from __future__ import annotations

import io
import sys

from toolkit.cli.app import run
from toolkit.scale.allocator import collect_seldom


def main() -> None:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a screen that has no “ must not end a run
    collect_seldom()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
