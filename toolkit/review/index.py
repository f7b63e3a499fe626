"""The page that lists all articles of an outputs folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.review.marks import showable
from toolkit.review.markup import INDEX_SCRIPTS, PageLink, render
from toolkit.review.rows import SEVERITIES, Record, counts, words
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


def article_entry(
    title: str,
    document_id: str,
    page: str,
    records: Iterable[Record],
    summary: Summary | None = None,
    links: Sequence[PageLink] = (),
) -> ArticleEntry:
    """Count what the index shows of one article."""
    members = list(records)
    total = counts(members)
    still_open = counts(record for record in members if record["origin"] != "reviewed")
    return ArticleEntry(
        document=document_id,
        title=title or document_id,
        page=page,
        words=sum(words(record["source"]) for record in members),
        segments=total["all"],
        reviewed=total["reviewed"],
        edited=total["edited"],
        findings={severity: still_open[severity] for severity in SEVERITIES},
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
) -> str:
    """Return the index as one self-contained HTML page.

    *skipped* lists what was not done, with its reason. *links* lead to files about all articles, such as the digest.
    Raises InputError when a link is not a relative path.
    """
    totals = {severity: sum(article.findings[severity] for article in articles) for severity in SEVERITIES}
    return render(
        "index.html",
        INDEX_SCRIPTS,
        title=showable(title),
        articles=articles,
        totals=totals,
        words=sum(article.words for article in articles),
        segments=sum(article.segments for article in articles),
        reviewed=sum(article.reviewed for article in articles),
        severities=SEVERITIES,
        skipped=skipped,
        run={showable(str(key)): value for key, value in (run or {}).items()},
        links=links,
        target_language=target_language,
    )
