"""The index of everything in an outputs folder, and the titles of articles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, islice, takewhile
from pathlib import Path
from typing import Any, Final

from toolkit.errors import StorageError
from toolkit.pipeline.shelf import Shelved, each_shelved, segment_file
from toolkit.pipeline.summaries import read_summary
from toolkit.review.index import ArticleEntry, Counted, index_page
from toolkit.review.markup import PageLink
from toolkit.storage.manifest import RUNS
from toolkit.storage.outputs import Outputs
from toolkit.summarizers.cohesion import is_credit
from toolkit.types import Skipped, Summary

INDEX: Final = "index.html"
DIGEST: Final = "digest.md"
INDEX_ARTICLES: Final = 1000
"""Articles on one page of the index at most."""
TITLE_LENGTH: Final = 90
"""Characters of a title at most; headlines of the press are shorter."""


def write_index(
    outputs: Outputs,
    run: Mapping[str, str],
    skipped: Iterable[Skipped] = (),
    known: Mapping[str, ArticleEntry] | None = None,
) -> Path:
    """Write the index of everything in the outputs folder and return its path. Raises StorageError.

    *known* has what the index shows of some articles by id, so that their records need not be read again. Beyond
    `INDEX_ARTICLES` articles the index has several pages with links between them.
    """
    unreadable: list[Skipped] = []
    links = [PageLink("Digest", DIGEST)] if outputs.path(DIGEST).exists() else []
    facts = dict(run)
    if "date" not in facts and (date := _last_date(outputs)):
        facts["date"] = date

    def write(
        number: int,
        articles: Sequence[ArticleEntry],
        problems: Sequence[Skipped] = (),
        whole: Mapping[str, int] | None = None,
        *,
        more: bool,
    ) -> Path:
        beside = [PageLink("Earlier articles", _index_name(number - 1))] if number > 1 else []
        beside += [PageLink("Later articles", _index_name(number + 1))] if more else []
        page = index_page(articles, skipped=problems, run=facts, links=[*links, *beside], whole=whole)
        return outputs.write(_index_name(number), page.encode())

    first: list[ArticleEntry] = []
    whole: Counter[str] = Counter()
    number = 0
    chunks = _chunks(_entries(outputs, unreadable, known or {}))
    for number, (chunk, more) in enumerate(chunks, 1):
        whole.update(articles=len(chunk))
        for entry in chunk:
            whole.update(words=entry.words, segments=entry.segments, reviewed=entry.reviewed, **entry.findings)
        if number == 1:
            first = chunk
        else:
            write(number, chunk, more=more)
    for stale in takewhile(lambda name: outputs.path(name).exists(), map(_index_name, count(max(2, number + 1)))):
        outputs.remove([stale])
    problems = [item for item in (*skipped, *unreadable) if item.severity != "info"]
    return write(1, first, problems, whole, more=number > 1)


def _index_name(number: int) -> str:
    return INDEX if number == 1 else f"index-{number}.html"


def _chunks(entries: Iterator[ArticleEntry]) -> Iterator[tuple[list[ArticleEntry], bool]]:
    """Yield as many articles as one page of the index shows, and whether more follow."""
    chunk = list(islice(entries, INDEX_ARTICLES))
    while chunk:
        following = list(islice(entries, INDEX_ARTICLES))
        yield chunk, bool(following)
        chunk = following


def _last_date(outputs: Outputs) -> str:
    """Return the day of the last translation as YYYY-MM-DD, "" when the log of runs does not say."""
    try:
        lines = outputs.path(RUNS).read_text(encoding="utf-8").splitlines()
        return str(json.loads(lines[-1])["date"])[:10]
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _entries(outputs: Outputs, unreadable: list[Skipped], known: Mapping[str, ArticleEntry]) -> Iterator[ArticleEntry]:
    """Yield what the index shows; an article of an earlier run whose records are gone must not stop this one."""
    for article in each_shelved(outputs):
        entry = known.get(article.id)
        if entry is None:
            try:
                entry = counted_entry(article, segment_file(outputs, article))
            except StorageError as error:
                unreadable.append(Skipped(article.id, str(error), "warning"))
                continue
        summary: Summary | None = read_summary(outputs, article.side, article.language, article.digest)
        links = (PageLink("translation", article.translation),)
        lead = summary.sentences[0].text if summary and summary.sentences else ""
        yield replace(entry, headline=summary.headline if summary else "", lead=lead, links=links)


def counted_entry(article: Shelved, records: Iterable[Mapping[str, Any]]) -> ArticleEntry:
    """Return what the index shows of an article, without its summary and its links; *records* are read once."""
    counted, title = Counted(), Title()
    for record in records:
        counted.add(record)
        title.add(record)
    return counted.entry(title.of(article.id), article.id, article.page)


def title_of(records: Iterable[Mapping[str, Any]], default: str) -> str:
    """Return the first headline of an article in the target language, else its first sentence, else *default*."""
    title = Title()
    for record in records:
        title.add(record)
        if title.is_found:
            break
    return title.of(default)


class Title:
    """Finds the title of an article, record by record."""

    def __init__(self) -> None:
        self._text: str | None = None
        self.is_found = False
        """Whether further records can change nothing."""

    def add(self, record: Mapping[str, Any]) -> None:
        """Look at the next record."""
        if self.is_found or (self._text is not None and record["kind"] != "heading"):
            return
        if not record["boilerplate"] and record["target"].strip() and not _credits(record):
            self._text, self.is_found = record["target"], record["kind"] == "heading"

    def of(self, default: str) -> str:
        """Return the first headline, else the first sentence, else *default*; long ones are cut."""
        text = default if self._text is None else " ".join(self._text.split())
        if self._text is None or len(text) <= TITLE_LENGTH:
            return text
        return text[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _credits(record: Mapping[str, Any]) -> bool:
    return is_credit(record["source"]) or is_credit(record["target"])
