"""From accepted sentences to a finished summary: headline, key figures, one last check."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.summarizers.base import Article
from toolkit.summarizers.evidence import Evidence
from toolkit.summarizers.guard import examine
from toolkit.summarizers.headline import headline
from toolkit.summarizers.key_figures import key_figures
from toolkit.types import Finding, Skipped, Summary, SummarySentence


def assemble(
    article: Article, sentences: Sequence[SummarySentence], dropped: Sequence[Skipped], evidence: Evidence
) -> Summary:
    """Return the summary of *article* made of *sentences*.

    An article without a usable sentence gives an empty summary and says why in ``dropped``.
    """
    notes = list(dropped)
    if not sentences:
        notes.append(Skipped(article.id, "No summary: the article has no complete sentence to rest one on.", "info"))
    return Summary(
        document_id=article.id,
        language=article.language,
        headline=headline(article, sentences, evidence),
        sentences=tuple(sentences),
        key_figures=tuple(key_figures(article, sentences, evidence)),
        findings=tuple(_last_check(sentences, evidence)),
        dropped=tuple(notes),
    )


def _last_check(sentences: Sequence[SummarySentence], evidence: Evidence) -> list[Finding]:
    rows = {sentence.index: sentence for sentence in evidence.sentences}
    found: list[Finding] = []
    for sentence in sentences:
        sources = [rows[index] for index in sentence.sources if index in rows]
        found += [f for f in examine(sentence.text, sources, evidence) if f.code in PROMISED]
    return found


PROMISED = frozenset({"figure_invented", "name_invented", "quote_invented"})
"""Codes that a finished summary must be free of."""
