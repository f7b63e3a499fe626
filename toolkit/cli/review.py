"""``toolkit review``."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import flags
from toolkit.errors import OptionsError

if TYPE_CHECKING:
    from toolkit.pipeline.review import Reviewed


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command()(review)


def review(
    outputs: flags.Outputs = Path("outputs"),
    apply: Annotated[
        list[Path] | None,
        typer.Option("--apply", help="Decisions file that a review page exported. Repeatable.", show_default=False),
    ] = None,
    apply_saved: Annotated[bool, typer.Option("--apply-saved", help="Apply the decisions that --serve saved.")] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open the index in the browser.")] = False,
    serve: Annotated[
        bool,
        typer.Option("--serve", help="Serve the pages on this machine and save decisions to disk as they are taken."),
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port for --serve; 0: any free one.")] = 0,
) -> None:
    """Write the review pages anew, open or serve them, apply reviewers' decisions.

    \b
    toolkit review --open
    toolkit review --apply decisions.json
    toolkit review --serve

    Applied corrections go into the translated files and into the translation memory, where they win over the engine
    from then on. Exits with 1 when a decision could not be applied: it is named, with the reason.
    """
    from toolkit.pipeline.review import apply_files, rewrite_pages, saved_decisions

    files = [*(apply or ()), *(saved_decisions(outputs) if apply_saved else ())]
    if apply_saved and not files:
        raise OptionsError(f"Nothing was saved in {outputs}: take decisions with toolkit review --serve first.")
    code = 0
    if files:
        code = report_review(apply_files(outputs, files))
    else:
        print(f"{len(rewrite_pages(outputs)) - 1} review pages: {outputs / 'index.html'}")
    if serve:
        _serve(outputs, port, open_=open_)
    elif open_:
        webbrowser.open((outputs / "index.html").resolve().as_uri())
    raise typer.Exit(code)


def report_review(done: Reviewed) -> int:
    """Print what applying decisions did and return the exit code."""
    print(
        f"{done.accepted} accepted, {done.corrected} corrected, {done.rejected} rejected, {done.commented} commented; "
        f"{done.remembered} new in the memory"
    )
    for path in done.written:
        print(f"written {path}")
    for proposal in done.proposals:
        print(f"glossary proposal: {proposal.term.source} -> {proposal.term.target} (was {proposal.was})")
    for stale in done.stale:
        where = f"{stale.decision.document}, segment {stale.decision.segment}"
        print(f"not applied: {where}: {stale.reason}", file=sys.stderr)
    for conflict in done.conflicts:
        what = "the latest was applied" if conflict.applied else "none was applied"
        where = f"{conflict.document}, segment {conflict.segment}"
        print(f"conflict: {where}: {len(conflict.decisions)} differing decisions, {what}", file=sys.stderr)
    for problem in done.problems:
        print(f"error: {problem}", file=sys.stderr)
    unresolved = any(conflict.applied is None for conflict in done.conflicts)
    return int(bool(done.stale or done.problems or unresolved))


def _serve(outputs: Path, port: int, *, open_: bool) -> None:
    from toolkit.pipeline.review import DiskShelf
    from toolkit.review.serve import ReviewServer
    from toolkit.storage.outputs import Outputs

    with ReviewServer(DiskShelf(Outputs(outputs)), port=port) as server:
        print(
            f"{server.url}\nOnly this address works, only on this machine. Ctrl-C stops; decisions are on disk.",
            flush=True,
        )
        if open_:
            webbrowser.open(server.url)
        try:
            server.wait()
        except KeyboardInterrupt:
            print("\nApply what was decided with: toolkit review --apply-saved", file=sys.stderr)
