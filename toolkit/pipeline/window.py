"""Translate the documents of one window together: one pool of batches, one ledger of names."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.decoding.decode import Decoded, guarded, split
from toolkit.fidelity.check import Checker
from toolkit.fidelity.finish import finish
from toolkit.fidelity.loop import Loop, Outcome, Request, refine
from toolkit.fidelity.names.ledger import Ledger
from toolkit.options import DecodingOptions
from toolkit.pipeline.observer import RunReport
from toolkit.pipeline.recall import Job
from toolkit.pipeline.refine import run_together
from toolkit.pipeline.segments import Prepared
from toolkit.pipeline.session import Session
from toolkit.text.normalise import Normalised, normalise
from toolkit.types import Hypothesis, Segment, Translation


@dataclass(frozen=True, slots=True)
class _Pending:
    """A segment whose hypotheses are there."""

    segment: Segment
    decoded: Decoded
    remembered: bool


def translate_window(
    documents: Sequence[Prepared], session: Session, report: RunReport
) -> Iterator[tuple[Prepared, list[Translation]]]:
    """Yield each document with its translations, in order. After a stop only documents that are complete come out."""
    decoding = session.options.decoding
    texts = [text.text for document in documents for text in document.normalised if text is not None]
    reviewed = session.memory.recall_reviewed(texts, session.pair) if session.memory else {}
    found = session.recall.many([Job(text, decoding) for text in texts if text not in reviewed])
    complete = [
        d
        for d in documents
        if all(n is None or n.text in reviewed or Job(n.text, decoding) in found for n in d.normalised)
    ]
    ledger = Ledger()
    for document in documents:
        for segment in document.segments:
            ledger.add(segment.text, segment.language)
    begun, engine_before = time.monotonic(), session.recall.seconds
    checker = Checker(session.pair, session.glossary, ledger)
    fresh = session.recall.decoded
    pending: dict[tuple[int, int], _Pending] = {}
    for d, document in enumerate(complete):
        for segment, text in zip(document.segments, document.normalised, strict=True):
            if text is not None and text.text not in reviewed:
                job = Job(text.text, decoding)
                pending[d, segment.index] = _Pending(
                    segment, _guarded(segment, text, found[job], session), job not in fresh
                )
    loops: dict[tuple[int, int], Loop] = {
        key: refine(item.segment.text, item.decoded.hypotheses, checker.against(item.segment), session.options.fidelity)
        for key, item in pending.items()
    }
    outcomes = run_together(loops, lambda requests: _answers(requests, session))
    for d, document in enumerate(complete):
        yield (
            document,
            [
                _translation(
                    segment,
                    text,
                    pending.get((d, segment.index)),
                    outcomes.get((d, segment.index)),
                    reviewed,
                    checker,
                    session,
                )
                for segment, text in zip(document.segments, document.normalised, strict=True)
            ],
        )
    report.decoding_seconds, report.decoded_words = session.recall.seconds, session.recall.words
    report.fidelity_seconds += time.monotonic() - begun - (session.recall.seconds - engine_before)
