"""Review pages from what is in an outputs folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from toolkit.errors import InputError, StorageError
from toolkit.pipeline.summaries import read_summary
from toolkit.review.index import ArticleEntry, article_entry, index_page
from toolkit.review.markup import PageLink
from toolkit.review.page import article_page
from toolkit.storage.documents import Input, Loaded, read
from toolkit.storage.manifest import NAME as MANIFEST
from toolkit.storage.manifest import RUNS
from toolkit.storage.outputs import Outputs
from toolkit.summarizers.cohesion import is_credit
from toolkit.types import Document, Skipped, Summary

SEGMENTS: Final = ".segments.jsonl"
INDEX: Final = "index.html"
DIGEST: Final = "digest.md"
TITLE_LENGTH: Final = 90
"""Characters of a title at most; headlines of the press are shorter."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A translated article in an outputs folder."""

    id: str
    side: str
    """Stem of everything written about it."""
    translation: str
    """Name of the translated file."""
    language: str
    """Target language, ISO 639-1."""
    digest: str
    """SHA-256 of the segment records."""
    path: str
    """Where the source was read from, relative to the outputs folder."""
    source: str
    """SHA-256 of the source file."""

    @property
    def segments(self) -> str:
        """Name of the segment records."""
        return self.side + SEGMENTS

    @property
    def page(self) -> str:
        """Name of the review page."""
        return f"{self.side}.review.html"


def read_manifest(outputs: Outputs) -> dict[str, Any]:
    """Return the manifest. Raises StorageError when there is none: nothing was translated here yet."""
    path = outputs.path(MANIFEST)
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StorageError(
            f"{outputs.folder} holds no translations ({MANIFEST} is missing). Run: toolkit translate FOLDER "
            f"-o {outputs.folder}"
        ) from None
    except (OSError, ValueError) as error:
        raise StorageError(f"{path} cannot be read ({error}). Translate again to write it anew.") from error
    return content


def shelf(outputs: Outputs) -> list[Shelved]:
    """Return the translated articles in the order of their ids. Raises StorageError."""
    found = []
    for entry in read_manifest(outputs)["documents"]:
        names = entry["outputs"]
        records = next((name for name in names if name.endswith(SEGMENTS)), None)
        translation = next((name for name in names if name != records), None)
        if records and translation:
            side = records.removesuffix(SEGMENTS)
            language = Path(translation).suffixes[-2].lstrip(".")
            found.append(
                Shelved(entry["id"], side, translation, language, names[records], entry["path"], entry["source"])
            )
    return found


def records_of(outputs: Outputs, article: Shelved) -> list[dict[str, Any]]:
    """Return the segment records of an article. Raises StorageError."""
    path = outputs.path(article.segments)
    try:
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
    except (OSError, ValueError) as error:
        raise StorageError(f"{path} cannot be read ({error}). Translate again to write it anew.") from error


def source_of(outputs: Outputs, article: Shelved) -> Loaded:
    """Read the source of an article again. Raises InputError when it is gone or has changed since."""
    path = (outputs.folder / article.path).resolve()
    loaded = read(Input(article.id, path, article.side, article.side))
    if loaded.digest != article.source:
        raise InputError(f"{path} has changed since it was translated. Run toolkit translate again.")
    return loaded


def write_page(
    outputs: Outputs,
    article: Shelved,
    records: Sequence[dict[str, Any]],
    run: Mapping[str, str],
    layout: Document | None = None,
) -> Path:
    """Write the review page of one article and return its path. Raises StorageError.

    *layout* is the source document, for exact blank lines; read again when None, guessed when that fails.
    """
    if layout is None:
        with suppress(InputError):
            layout = source_of(outputs, article).document
    summary = read_summary(outputs, article.side, article.language, article.digest)
    links = [
        PageLink("All articles", _up(article.page, INDEX)),
        PageLink("Translation", Path(article.translation).name),
    ]
    page = article_page(
        title_of(records, article.id),
        article.id,
        records,
        layout=layout,
        summary=summary,
        run=run,
        links=links,
        target_language=article.language,
    )
    return outputs.write(article.page, page.encode())


def write_index(outputs: Outputs, run: Mapping[str, str], skipped: Sequence[Skipped] = ()) -> Path:
    """Write the index of everything in the outputs folder and return its path. Raises StorageError."""
    unreadable: list[Skipped] = []
    entries = list(_entries(outputs, unreadable))
    links = [PageLink("Digest", DIGEST)] if outputs.path(DIGEST).exists() else []
    problems = [item for item in (*skipped, *unreadable) if item.severity != "info"]
    facts = dict(run)
    if "date" not in facts and (date := _last_date(outputs)):
        facts["date"] = date
    page = index_page(entries, skipped=problems, run=facts, links=links)
    return outputs.write(INDEX, page.encode())


def _last_date(outputs: Outputs) -> str:
    """Return the day of the last translation as YYYY-MM-DD, "" when the log of runs does not say."""
    try:
        lines = outputs.path(RUNS).read_text(encoding="utf-8").splitlines()
        return str(json.loads(lines[-1])["date"])[:10]
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _entries(outputs: Outputs, unreadable: list[Skipped]) -> Iterator[ArticleEntry]:
    """Yield what the index shows; an article of an earlier run whose records are gone must not stop this one."""
    for article in shelf(outputs):
        try:
            records = records_of(outputs, article)
        except StorageError as error:
            unreadable.append(Skipped(article.id, str(error), "warning"))
            continue
        summary: Summary | None = read_summary(outputs, article.side, article.language, article.digest)
        links = [PageLink("translation", article.translation)]
        yield article_entry(title_of(records, article.id), article.id, article.page, records, summary, links)


def page_facts(outputs: Outputs) -> dict[str, str]:
    """Return the facts of the last run that pages show. Raises StorageError."""
    manifest = read_manifest(outputs)
    run = manifest["run"]
    return {
        "model": f"{run.get('model', '')} ({run.get('model_digest', '')})",
        "engine": run.get("engine", ""),
        "signature": manifest["signature"]["facts"],
    }


def title_of(records: Sequence[Mapping[str, Any]], default: str) -> str:
    """Return the first headline of an article in the target language, else its first sentence, else *default*."""
    texts = [r for r in records if not r["boilerplate"] and r["target"].strip() and not _credits(r)]
    first = next((r for r in texts if r["kind"] == "heading"), texts[0] if texts else None)
    if first is None:
        return default
    text = " ".join(first["target"].split())
    return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _credits(record: Mapping[str, Any]) -> bool:
    return is_credit(record["source"]) or is_credit(record["target"])


def _up(page: str, name: str) -> str:
    """Return the way from *page* to *name*, which lies in the outputs folder itself."""
    return "../" * page.count("/") + name
