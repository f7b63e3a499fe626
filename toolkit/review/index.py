"""The page that lists all articles of an outputs folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.review.marks import showable
from toolkit.review.markup import INDEX_SCRIPTS, PageLink, render
from toolkit.review.rows import COUNTED, SEVERITIES, Record, counts, words
from toolkit.types import Skipped, Summary


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """One row of the index."""

    document: str
    title: str
    page: str
    """Path of the review page, relative to the index."""
    words: int
    """Words of the source."""
    segments: int
    reviewed: int
    """Segments whose target a reviewer has approved."""
    edited: int
    findings: dict[str, int]
    """Number of findings by severity on segments not reviewed yet."""
    headline: str = ""
    lead: str = ""
    """First sentence of the summary."""
    links: tuple[PageLink, ...] = field(default=())

    @property
    def share(self) -> int:
        """Reviewed segments in percent, rounded down: 100 only when all are."""
        return self.reviewed * 100 // self.segments if self.segments else 100

    @property
    def page_link(self) -> PageLink:
        """Link to the review page."""
        return PageLink(self.title, self.page)


class Counted:
    """Counts what the index shows of one article, record by record."""

    def __init__(self) -> None:
        self._total = dict.fromkeys(COUNTED, 0)
        self._open = dict.fromkeys(SEVERITIES, 0)
        self._words = 0

    def add(self, record: Record) -> None:
        """Count one record."""
        own = counts([record])
        self._total = {key: number + own[key] for key, number in self._total.items()}
        if record["origin"] != "reviewed":
            self._open = {key: number + own[key] for key, number in self._open.items()}
        self._words += words(record["source"])

    def entry(
        self,
        title: str,
        document_id: str,
        page: str,
        summary: Summary | None = None,
        links: Sequence[PageLink] = (),
    ) -> ArticleEntry:
        """Return the row of the index."""
        return ArticleEntry(
            document=document_id,
            title=title or document_id,
            page=page,
            words=self._words,
            segments=self._total["all"],
            reviewed=self._total["reviewed"],
            edited=self._total["edited"],
            findings=dict(self._open),
            headline=summary.headline if summary else "",
            lead=summary.sentences[0].text if summary and summary.sentences else "",
            links=tuple(links),
        )


def index_page(
    articles: Sequence[ArticleEntry],
    *,
    skipped: Sequence[Skipped] = (),
    run: Mapping[str, object] | None = None,
    links: Sequence[PageLink] = (),
    title: str = "Translated articles",
    target_language: str = "en",
    whole: Mapping[str, int] | None = None,
) -> str:
    """Return the index as one self-contained HTML page.

    *skipped* lists what was not done, with its reason. *links* lead to files about all articles, such as the digest.
    *whole* counts ``articles``, ``words``, ``segments``, ``reviewed`` and findings by severity over all pages of a long
    index; None: over the articles of this one. Raises InputError when a link is not a relative path.
    """
    whole = whole or _sums(articles)
    return render(
        "index.html",
        INDEX_SCRIPTS,
        title=showable(title),
        articles=articles,
        count=whole["articles"],
        totals={severity: whole[severity] for severity in SEVERITIES},
        words=whole["words"],
        segments=whole["segments"],
        reviewed=whole["reviewed"],
        severities=SEVERITIES,
        skipped=skipped,
        run={showable(str(key)): value for key, value in (run or {}).items()},
        links=links,
        target_language=target_language,
    )


def _sums(articles: Sequence[ArticleEntry]) -> Mapping[str, int]:
    sums: Counter[str] = Counter(articles=len(articles))
    for article in articles:
        sums.update(words=article.words, segments=article.segments, reviewed=article.reviewed, **article.findings)
    return sums
