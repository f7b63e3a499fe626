"""Review pages from what is in an outputs folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from toolkit.errors import InputError
from toolkit.pipeline.index import INDEX, title_of
from toolkit.pipeline.shelf import Shelved, source_of
from toolkit.pipeline.summaries import read_summary
from toolkit.review.markup import PageLink
from toolkit.review.page import article_page
from toolkit.review.rows import page_parts
from toolkit.storage.outputs import Outputs
from toolkit.types import Document

PAGE_SEGMENTS: Final = 2000
"""Segments on one review page at most; a longer article has several. A page of this length has about 6 MB."""


def write_page(
    outputs: Outputs,
    article: Shelved,
    records: Iterable[dict[str, Any]],
    run: Mapping[str, str],
    layout: Document | None = None,
) -> Path:
    """Write the review pages of one article and return the path of the first. Raises StorageError.

    *records* come in order and may be read more than once. Beyond `PAGE_SEGMENTS` segments the article has several
    pages with links between them. *layout* is the source document, for exact blank lines; read again when None, guessed
    when that fails.
    """
    if layout is None:
        with suppress(InputError):
            layout = source_of(outputs, article).document
    summary = read_summary(outputs, article.side, article.language, article.digest)
    title = title_of(records, article.id)
    links = [
        PageLink("All articles", _up(article.page, INDEX)),
        PageLink("Translation", Path(article.translation).name),
    ]

    def write(page: Page, extra: Sequence[PageLink], elsewhere: Sequence[Place] = ()) -> Path:
        text = article_page(
            title,
            article.id,
            page.records,
            layout=layout,
            summary=summary if page.number == 1 else None,
            run=run,
            links=[*links, *extra],
            target_language=article.language,
            elsewhere=elsewhere,
        )
        return outputs.write(_page_name(article, page.number), text.encode())

    places: list[Place] = []
    first = before = None
    for page, following in _pages(records):
        neighbours = [_link(article, other) for other in (before, following) if other is not None]
        if page.number == 1:
            first, beside = page, neighbours
        else:
            places.append((page.first, page.last, Path(_page_name(article, page.number)).name))
            write(page, neighbours)
        before = page._replace(records=page.records[:1] + page.records[-1:])
    assert first is not None
    _remove_further_pages(outputs, article, len(places) + 2)
    return write(first, beside, places)  # last, because its summary refers to the others


Place = tuple[int, int, str]
"""First and last segment of a page, and its file."""


class Page(NamedTuple):
    """Some of the records of an article."""

    number: int
    """From 1."""
    records: list[Mapping[str, Any]]

    @property
    def first(self) -> int:
        """Index of the first segment."""
        return int(self.records[0]["index"]) if self.records else 0

    @property
    def last(self) -> int:
        """Index of the last segment."""
        return int(self.records[-1]["index"]) if self.records else 0


def _pages(records: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Page, Page | None]]:
    """Yield every page with the one after it."""
    last: Page | None = None
    for number, part in enumerate(page_parts(records, PAGE_SEGMENTS), 1):
        page = Page(number, part)
        if last is not None:
            yield last, page
        last = page
    if last is not None:
        yield last, None


def _page_name(article: Shelved, number: int) -> str:
    return article.page if number == 1 else f"{article.side}.review-{number}.html"


def _link(article: Shelved, page: Page) -> PageLink:
    return PageLink(f"Segments {page.first + 1:,}–{page.last + 1:,}", Path(_page_name(article, page.number)).name)


def _remove_further_pages(outputs: Outputs, article: Shelved, number: int) -> None:
    """Remove the pages that an earlier, longer text had."""
    while outputs.path(name := _page_name(article, number)).exists():
        outputs.remove([name])
        number += 1


def _up(page: str, name: str) -> str:
    """Return the way from *page* to *name*, which lies in the outputs folder itself."""
    return "../" * page.count("/") + name
