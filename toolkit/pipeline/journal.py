"""What comes out of the windows of a run, brought together: report, manifest, observer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Final

from toolkit.fidelity.names.ledger import Variant
from toolkit.pipeline.observer import Observer, RunReport
from toolkit.pipeline.work import Event, Failed
from toolkit.pipeline.write import Done
from toolkit.review.index import ArticleEntry
from toolkit.storage.manifest import Manifest
from toolkit.storage.spool import Spool
from toolkit.text.printable import printable
from toolkit.types import Skipped

_MOST_VARIANTS: Final = 1000
"""Pairs of spellings that are kept; beyond, the rarest are forgotten."""


class Journal:
    """Takes the events of a run in order. It is the one place that writes the manifest."""

    def __init__(self, report: RunReport, manifest: Manifest, observer: Observer) -> None:
        """Begin with an empty *report*."""
        self.report = report
        self.articles = Articles()
        self._manifest = manifest
        self._observer = observer
        self._variants: dict[tuple[str, str, str], Counter[str]] = {}

    def take(self, event: Event) -> None:
        """Take note of what a window did. Raises StorageError when the manifest cannot be written."""
        if isinstance(event, Done):
            self._manifest.add(event.entry)
            if event.article is not None:
                self.articles.add(event.article)
            self.report.documents.append(event.report)
            self._observer.finished(event.report, event.size)
        elif isinstance(event, Failed):
            self.skip(event.skipped, event.size)
        else:
            self.report.fidelity_seconds += event.spent.fidelity_seconds
            self.report.decoding_seconds = event.spent.decoding_seconds
            self.report.decoded_words = event.spent.decoded_words
            self._keep(event.variants)

    def skip(self, skipped: Skipped, size: int = 0) -> None:
        """Take note of a document of *size* bytes, or a part of one (0), that was not done."""
        skipped = replace(skipped, what=printable(skipped.what), reason=printable(skipped.reason))
        self.report.skipped.append(skipped)
        self._observer.skipped(skipped, size)

    def variants(self) -> list[Variant]:
        """Return the pairs of spellings, their occurrences in all windows added up, the most frequent names first."""
        found = [
            Variant(text, usual, counts["rare"], counts["usual"], reason)
            for (text, usual, reason), counts in self._variants.items()
        ]
        return sorted(found, key=lambda variant: (-variant.usual_count, variant.text))

    def _keep(self, variants: tuple[Variant, ...]) -> None:
        for variant in variants:
            counts = self._variants.setdefault((variant.text, variant.usual, variant.reason), Counter())
            counts.update(rare=variant.count, usual=variant.usual_count)
        if len(self._variants) > _MOST_VARIANTS:
            rows = sorted(self._variants.items(), key=lambda row: -row[1]["usual"])
            self._variants = dict(rows[: _MOST_VARIANTS // 2])


class Articles(Mapping[str, ArticleEntry]):
    """Rows of the index by id of the document; only the ids stay in memory."""

    def __init__(self) -> None:
        self._rows: Spool[ArticleEntry] = Spool(asdict, lambda values: ArticleEntry(**values))
        self._places: dict[str, int] = {}

    def add(self, row: ArticleEntry) -> None:
        """Add a row, which has no links yet."""
        self._places[row.document] = len(self._rows)
        self._rows.append(row)

    def __getitem__(self, document: str) -> ArticleEntry:
        return self._rows[self._places[document]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
