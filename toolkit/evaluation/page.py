"""A measure as one self-contained HTML page: no script, nothing loaded from anywhere, every text escaped."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from toolkit.evaluation.measure import Measured
from toolkit.evaluation.texts import kept
from toolkit.templates import environment
from toolkit.text.xmlchars import legal

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
h1, dd, th, td { overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: .5rem 0; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8886; vertical-align: top; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
.note { opacity: .8; }
code { font-size: .85em; overflow-wrap: anywhere; }
dt { float: left; clear: left; width: 6rem; opacity: .8; }
dd { margin: 0 0 .25rem 6rem; }
"""


def page(measured: Measured) -> str:
    """Return the page of one evaluation; the same for the same measures."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    rates = (
        ("This system", measured.preservation),
        ("Baseline", measured.of_baseline),
        ("References", measured.of_references),
    )
    ours = {"BLEU": "-", "chrF2": "-"} | {score.metric: f"{score.value:.1f}" for score in measured.scores}
    return (
        environment("toolkit.evaluation", kept=kept, shown=legal)
        .get_template("evaluation.html")
        .render(
            m=measured,
            rates=[(name, found) for name, found in rates if found],
            ours=ours,
            style=Markup(_STYLE),  # noqa: S704 - a constant of this module
            policy=Markup(policy),  # noqa: S704 - fixed words and a hash
        )
    )
