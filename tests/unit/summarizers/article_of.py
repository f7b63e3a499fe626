"""Text to an article, as the pipeline would cut it."""

from toolkit.summarizers.base import Article, Sentence
from toolkit.text.segment import sentences


def as_article(text, language="en", name="article.txt", sources=None):
    """Cut *text* into blocks by line and sentences: short lines without a final stop are headings."""
    rows = []
    lines = [line for line in text.split("\n") if line.strip()]
    for block, line in enumerate(lines):
        short = len(line.split()) < 18 and line.rstrip()[-1] not in '.!?:”»"'
        kind = "list_item" if line.startswith("- ") else "heading" if short else "paragraph"
        for span in sentences(line, language):
            source = sources[len(rows)] if sources else None
            rows.append(
                Sentence(
                    len(rows), span.of(line), block, kind, line in {"Share this article", "Leave a comment"}, source
                )
            )
    return Article(name, language, tuple(rows), "fr" if sources else None)
