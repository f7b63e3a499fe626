"""The review page of one article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from toolkit.languages import name
from toolkit.review.marks import showable
from toolkit.review.markup import ARTICLE_SCRIPTS, PageLink, relative_url, render
from toolkit.review.rows import Record, block_views, counts, source_digest, words
from toolkit.types import Document, Summary

SCHEMA: Final = 1
"""Version of the data in the page and of the decisions file it exports."""

_FILTERS: Final = (
    ("all", "All"),
    ("findings", "Findings"),
    ("edited", "Edited"),
    ("unreviewed", "Unreviewed"),
    ("boilerplate", "Boilerplate"),
)
_ORIGINS: Final = {
    "engine": "Translated by the model",
    "memory": "From the translation memory",
    "copied": "Copied as it is: not to be translated",
    "reviewed": "Approved by a reviewer",
}
_SHORTCUTS: Final = (
    ("j k", "next, previous segment"),
    ("n N", "next, previous segment with a finding"),
    ("u U", "next, previous unreviewed segment"),
    ("a", "accept the translation"),
    ("e", "correct it; Ctrl+Enter saves, Esc leaves"),
    ("r", "reject it"),
    ("c", "comment"),
    ("z", "take the decision back"),
    ("d", "other translations and attempts"),
    ("← →", "step through aligned words"),
    ("/", "search"),
    ("?", "this help"),
)


def article_page(  # noqa: PLR0913 - what a page shows
    title: str,
    document_id: str,
    records: Sequence[Record],
    *,
    layout: Document | None = None,
    summary: Summary | None = None,
    run: Mapping[str, object] | None = None,
    links: Sequence[PageLink] = (),
    target_language: str = "en",
    elsewhere: Sequence[tuple[int, int, str]] = (),
) -> str:
    """Return one self-contained HTML page: text, summary, findings and the tools to review them.

    *records* are segment records of schema 1; *layout* is the document they come from, which makes blank lines exact
    (see `block_views`). *run* is shown as given, in its order. *links* lead to other files of the outputs folder. The
    page is the same for the same arguments, works without script (for reading and printing) and never makes a request.

    A very long document has several pages, each with some of its records; *elsewhere* then tells first and last segment
    and the file of the other pages that *summary* may refer to.

    Raises InputError when a link is not a relative path, and KeyError when a record is not of schema 1.
    """
    ordered = sorted(records, key=lambda record: int(record["index"]))
    total = counts(ordered)
    total["unreviewed"] = total["all"] - total["reviewed"]
    source_language = _main_language(ordered)
    return render(
        "article.html",
        ARTICLE_SCRIPTS,
        title=showable(title),
        document=showable(document_id),
        views=block_views(ordered, layout),
        summary=summary,
        run={showable(str(key)): value for key, value in (run or {}).items()},
        links=links,
        counts=total,
        words=sum(words(record["source"]) for record in ordered),
        source_name=name(source_language),
        target_language=target_language,
        target_name=name(target_language),
        filters=_FILTERS,
        shortcuts=_SHORTCUTS,
        origins=_ORIGINS,
        refer=lambda index: _place(index, elsewhere),
        data={
            "schema": SCHEMA,
            "document": document_id,
            "target": target_language,
            "segments": [_segment_data(record) for record in ordered],
        },
    )


def _place(index: int, elsewhere: Sequence[tuple[int, int, str]]) -> str:
    """Return the address of a segment, seen from the page."""
    file = next((relative_url(path) for first, last, path in elsewhere if first <= index <= last), "")
    return f"{file}#s{index}"


def _main_language(records: Sequence[Record]) -> str:
    """Return the language most segments are in; French when there are none."""
    languages = [str(record["language"]) for record in records if record["origin"] != "copied"]
    languages = languages or [str(record["language"]) for record in records]
    counted = Counter(languages)
    return max(sorted(counted), key=counted.__getitem__) if counted else "fr"


def _segment_data(record: Record) -> dict[str, Any]:
    """Return what the script needs of one record. Empty fields are left out to keep long articles small."""
    data = {
        "i": record["index"],
        "sha": source_digest(record["source"]),
        "source": record["source"],
        "target": record["target"],
        "origin": record["origin"],
        "boilerplate": bool(record["boilerplate"]),
        "edited": bool(record["edits"]),
        "alignment": record["alignment"],
        "figures": record["figures"],
        "names": record["names"],
        "findings": [[f["code"], f["severity"], f["source_span"]] for f in record["findings"]],
        "hypotheses": [[h["text"], h["score"], h["truncated"]] for h in record["hypotheses"]],
        "chosen": record["chosen"],
        "attempts": [[a["reason"], a["method"], a["accepted"]] for a in record["attempts"]],
        "reviewed": record["review"]["time"] if record.get("review") else "",
    }
    return {key: value for key, value in data.items() if value or key in {"i", "chosen", "source", "target"}}
