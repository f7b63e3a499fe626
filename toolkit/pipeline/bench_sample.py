"""The text of a benchmark: whole paragraphs out of the user's articles, written as plain articles of their own.

Every system reads this folder, so that all translate the same sentences.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from toolkit.errors import InputError
from toolkit.evaluation.bench import Text
from toolkit.pipeline.segments import Prepared, prepare
from toolkit.storage.discover import discover
from toolkit.storage.documents import Input

LONGEST: Final = 500
"""Characters of the longest sentence taken: every peer must be able to take it whole, and Marian models end at 512
tokens."""
_GLOSSARIES: Final = ("glossary.tsv", "glossary.csv", "glossary.tbx")


def write_sample(paths: Sequence[Path], folder: Path, language: str, sentences: int) -> Text:
    """Write articles with about *sentences* sentences in *language* from the documents under *paths* into *folder*.

    Whole paragraphs are taken in order until the number is reached; a paragraph with a sentence that was taken before,
    or one longer than `LONGEST`, is left out. A glossary beside the articles comes along. Returns what was written.
    Raises InputError when there is nothing to take.
    """
    inputs, _ = discover(paths, folder)
    folder.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    for number, source in enumerate(inputs):
        if len(seen) >= sentences:
            break
        paragraphs = _paragraphs(source, language, seen, sentences)
        if paragraphs:
            (folder / f"{number + 1:04}.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    _bring_glossary(inputs, folder)
    return _described(folder, language)


def _paragraphs(source: Input, language: str, seen: set[str], sentences: int) -> list[str]:
    try:
        document = prepare(source, 0, language, detect=True)
    except InputError:
        return []  # the run on articles says why; a benchmark takes another one
    found = []
    pairs = zip(document.segments, document.normalised, strict=True)
    for index, members in itertools.groupby(pairs, lambda pair: pair[0].block):
        texts = [text.text if text else "" for _, text in members]
        if len(seen) >= sentences:
            break
        if all(0 < len(text) <= LONGEST for text in texts) and seen.isdisjoint(texts) and len({*texts}) == len(texts):
            seen.update(texts)
            block = document.document.blocks[index]
            found.append(" ".join(document.document.text[block.start : block.end].split("\n")))
    return found


def _bring_glossary(inputs: Sequence[Input], folder: Path) -> None:
    for parent in dict.fromkeys(source.path.parent for source in inputs):
        for name in _GLOSSARIES:
            if (parent / name).is_file():
                shutil.copyfile(parent / name, folder / name)
                return


def documents(folder: Path, language: str) -> list[Prepared]:
    """Return the documents of a sample, read and segmented as a run does it."""
    inputs, _ = discover([folder], folder / "none")
    return [prepare(source, source.path.stat().st_size, language, detect=False) for source in inputs]


def texts(folder: Path) -> list[str]:
    """Return the normalised sentences of a sample, each once.

    They were kept when it was written: a peer's process must not load what cuts articles into sentences.
    """
    found: list[str] = json.loads(_sentences(folder).read_text(encoding="utf-8"))
    return found


def _sentences(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.json")


def _described(folder: Path, language: str) -> Text:
    """Keep the sentences of a sample and return its size and digest. Raises InputError when it is empty."""
    read = documents(folder, language)
    sentences = list(dict.fromkeys(text.text for document in read for text in document.normalised if text is not None))
    if not sentences:
        raise InputError(
            f"The articles given have no sentence in {language!r} of at most {LONGEST} characters to measure with. "
            "Give other articles, such as seeds/ of the source distribution."
        )
    _sentences(folder).write_text(json.dumps(sentences), encoding="utf-8")
    return Text(
        documents=len(read),
        sentences=len(sentences),
        words=sum(len(text.split()) for text in sentences),
        digest=hashlib.sha256(json.dumps(sentences).encode()).hexdigest()[:16],
    )


def write_distinct(folder: Path, sentences: Sequence[str], documents: int, size: int) -> None:
    """Write that many documents of *size* sentences each; a number in each sentence makes it unlike all others."""
    folder.mkdir(parents=True)
    source = _numbered(sentences)
    for number in range(documents):
        text = "\n".join(itertools.islice(source, size))
        (folder / f"{number + 1:06}.txt").write_text(text + "\n", encoding="utf-8")


def write_one(folder: Path, sentences: Sequence[str], size: int) -> None:
    """Write one document of at least *size* bytes, ten sentences a paragraph; no two sentences are the same."""
    folder.mkdir(parents=True)
    source, written = _numbered(sentences), 0
    with (folder / "one.txt").open("w", encoding="utf-8", newline="\n") as file:
        while written < size:
            paragraph = " ".join(itertools.islice(source, 10)) + "\n\n"
            file.write(paragraph)
            written += len(paragraph.encode())


def _numbered(sentences: Sequence[str]) -> Iterator[str]:
    for number in itertools.count(1):
        for sentence in sentences:
            yield f"{sentence.rstrip(' .')} ({number})."
