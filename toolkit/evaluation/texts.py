"""Measures as text tables and as plain values for JSON. Pure; the command line prints them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

from toolkit.evaluation.measure import Measured
from toolkit.evaluation.metrics import Comparison, Score
from toolkit.evaluation.preservation import Preservation, Rate

SCHEMA: Final = 1
"""Version of the object that ``--json`` prints."""
_SHOWN: Final = 160
"""Characters of a sentence in the list of the worst."""


def columns(rows: Sequence[Sequence[str]], words: Collection[int] = (0,)) -> list[str]:
    """Return *rows* as lines with aligned columns, those numbered in *words* to the left, the others to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if at in words else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def kept(rate: Rate) -> str:
    """Return a rate with its counts: ``98.3% (236/240)``."""
    return f"{rate.percent} ({rate.kept}/{rate.total})" if rate.total else "-"


def report_lines(measured: Measured) -> list[str]:
    """Return the whole report as lines of text."""
    parts = [
        _heading(measured),
        _scores(measured),
        _fidelity(measured),
        _comparisons(measured.comparisons),
        _statistics(measured),
        _documents(measured),
        _anchors(measured),
        _worst(measured),
    ]
    return [line for part in parts if part for line in (*part, "")][:-1]


def _heading(measured: Measured) -> list[str]:
    count = measured.statistics.sentences
    return [f"{measured.system}: {count} sentences", *(f"note: {note}" for note in measured.notes)]


def _scores(measured: Measured) -> list[str]:
    return columns([(score.metric, f"{score.value:.1f}", score.signature) for score in measured.scores], words=(0, 2))


def _fidelity(measured: Measured) -> list[str]:
    rows = [
        (name, kept(rates.figures), kept(rates.names), str(rates.figures_invented), str(rates.names_invented))
        for name, rates in (
            ("this system", measured.preservation),
            ("baseline", measured.of_baseline),
            ("references", measured.of_references),
        )
        if rates
    ]
    if not rows:
        return ["fidelity: not measured; it needs the French source of every sentence (--source) and English output"]
    return columns([("fidelity", "figures kept", "names kept", "figures invented", "names invented"), *rows])


def _comparisons(found: Sequence[Comparison]) -> list[str]:
    if not found:
        return []
    rows = [("paired bootstrap", "this", "baseline", "difference", "p", "verdict")]
    rows += [
        (c.metric, f"{c.value:.1f}", f"{c.baseline:.1f}", f"{c.difference:+.2f}", f"{c.p:.3f}", c.verdict)
        for c in found
    ]
    return [*columns(rows, words=(0, 5)), found[0].signature]


def _statistics(measured: Measured) -> list[str]:
    s = measured.statistics
    length = f"{s.length_ratio:.3f} of the references' characters; {s.empty} empty"
    repeated = f"{s.repeated:.2%} of word trigrams repeated in a sentence"
    return [
        f"length: {length}, {s.short} under half, {s.long} over twice the length",
        f"repetition: {s.loops} loops; {repeated} (references {s.repeated_in_references:.2%})",
    ]


def _documents(measured: Measured) -> list[str]:
    if not measured.documents:
        return []
    names = [score.metric for score in measured.documents[0].scores]
    rows = [("document", "sentences", *names, "figures kept", "names kept")]
    rows += [
        (d.document, str(d.sentences), *(f"{score.value:.1f}" for score in d.scores), *_rates(d.preservation))
        for d in measured.documents
    ]
    return columns(rows)


def _rates(found: Preservation | None) -> tuple[str, str]:
    return (kept(found.figures), kept(found.names)) if found else ("-", "-")


def _anchors(measured: Measured) -> list[str]:
    if not measured.test_set:
        return []
    ours = {score.metric: f"{score.value:.1f}" for score in measured.scores}
    rows = [(measured.test_set, "BLEU", "chrF", "source"),
            (measured.system, ours.get("BLEU", "-"), ours.get("chrF2", "-"), "measured here")]  # fmt: skip
    rows += [(a.model, _number(a.bleu), _number(a.chrf), a.source) for a in measured.anchors]
    lines = columns(rows, words=(0, 3))
    if not measured.is_whole_set:
        lines.append(f"Published figures are for all of {measured.test_set}; those here are for a part of it.")
    return lines


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _worst(measured: Measured) -> list[str]:
    lines = [f"the {len(measured.worst)} worst sentences by chrF2"] if measured.worst else []
    for sentence in measured.worst:
        item = sentence.item
        lines.append(f"{sentence.chrf:5.1f}  {item.document}:{item.id}")
        texts = (("source", item.source), ("system", item.hypothesis), ("reference", item.reference))
        lines += [f"       {name:<10}{_short(text)}" for name, text in texts if text is not None]
        lines += [f"       finding   {message}" for message in sentence.findings]
    return lines


def _short(text: str) -> str:
    flat = "".join(c if c.isprintable() else " " for c in text)
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"


def to_values(measured: Measured) -> dict[str, Any]:
    """Return the whole record as plain values (schema 1, keys are only ever added)."""
    return {
        "schema": SCHEMA,
        "system": measured.system,
        "pair": list(measured.pair),
        "scores": scores_values(measured.scores),
        "fidelity": {
            "system": rates_values(measured.preservation),
            "baseline": rates_values(measured.of_baseline),
            "references": rates_values(measured.of_references),
        },
        "comparisons": comparison_values(measured.comparisons),
        "statistics": asdict(measured.statistics),
        "documents": [
            {"document": d.document, "sentences": d.sentences, "scores": scores_values(d.scores),
             "fidelity": rates_values(d.preservation)}
            for d in measured.documents
        ],
        "worst": [{**asdict(s.item), "chrf": round(s.chrf, 2), "findings": list(s.findings)} for s in measured.worst],
        "test_set": measured.test_set,
        "whole_test_set": measured.is_whole_set,
        "published": [asdict(anchor) for anchor in measured.anchors],
        "notes": list(measured.notes),
    }  # fmt: skip


def scores_values(scores: Iterable[Score]) -> list[dict[str, Any]]:
    """Return scores as plain values."""
    return [{"metric": s.metric, "value": round(s.value, 4), "signature": s.signature} for s in scores]


def comparison_values(found: Iterable[Comparison]) -> list[dict[str, Any]]:
    """Return comparisons as plain values."""
    return [
        {"system": c.system, "metric": c.metric, "value": round(c.value, 4), "baseline": round(c.baseline, 4),
         "difference": round(c.difference, 4), "p": c.p, "verdict": c.verdict, "interval": list(c.interval),
         "signature": c.signature}
        for c in found
    ]  # fmt: skip


def rates_values(found: Preservation | None) -> dict[str, Any] | None:
    """Return rates as plain values; None stays None."""
    return None if found is None else asdict(found)
