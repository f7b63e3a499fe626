"""Translate from Python: strings, lists and files, with the same checks and repairs as the command."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

from toolkit.fidelity.terms import Glossary
from toolkit.options import TranslateOptions
from toolkit.pipeline.compose import block_targets
from toolkit.pipeline.desk import Desk, load_model
from toolkit.pipeline.recall import Recall
from toolkit.pipeline.segments import Prepared, prepare, prepare_loaded
from toolkit.pipeline.window import translate_window
from toolkit.storage.documents import Input, read_string
from toolkit.storage.glossaries import load
from toolkit.types import Checkpoint, Translation


class Translator:
    """A loaded model, ready for any number of texts.

        import toolkit
        translator = toolkit.Translator()
        print(translator.translate("Crusoe a levé 686 M$."))

    Not for several threads at once: give each its own.
    """

    def __init__(
        self, model: str | None = None, *, glossary: Path | str | None = None, options: TranslateOptions | None = None
    ) -> None:
        """Load *model*: an embedded name, a directory or a hub id; None: the embedded one.

        *glossary* is a TSV, CSV or TBX file. *options* as for the command; ``outputs`` is not used, and nothing is
        remembered between calls. Raises ToolkitError.
        """
        given = options or TranslateOptions()
        self.options = given if model is None else given.with_model(model)
        self.checkpoint: Checkpoint
        self.checkpoint, engine = load_model(self.options)
        terms = load(Path(glossary)) if glossary else Glossary()
        recall = Recall(
            engine, None, self.options.engine.batch_tokens, threading.Event(), lambda _segments, _words: None
        )
        self._desk = Desk(self.options, engine, terms, recall)

    def translate(self, text: str) -> str:
        """Translate a text of any length; line breaks, blank lines and list markers stay as they are."""
        document = self._prepared(text)
        ((_, translations),) = translate_window([document], self._desk)
        return self._rendered(document, translations).decode()

    def translate_all(self, texts: Sequence[str]) -> list[str]:
        """Translate texts together, which is much faster than one by one; same length and order as *texts*."""
        documents = [self._prepared(text) for text in texts]
        found = translate_window(documents, self._desk)
        return [self._rendered(document, translations).decode() for document, translations in found]

    def segments(self, text: str) -> list[Translation]:
        """Translate a text and return its segments with hypotheses, edits, findings and alignment."""
        ((_, translations),) = translate_window([self._prepared(text)], self._desk)
        return translations

    def translate_file(self, source: Path | str, target: Path | str) -> list[Translation]:
        """Translate a document of any supported format to a file of the same format; return its segments.

        Raises InputError when *source* cannot be read, OSError when *target* cannot be written.
        """
        path = Path(source)
        document = prepare(Input(path.name, path, path.stem, path.stem), 0, self._desk.pair[0], detect=self._detects)
        ((_, translations),) = translate_window([document], self._desk)
        Path(target).write_bytes(self._rendered(document, translations))
        return translations

    @property
    def _detects(self) -> bool:
        return self.options.source_language == "auto"

    def _prepared(self, text: str) -> Prepared:
        source = Input("text", Path("text.txt"), "text", "text")
        # A single sentence says too little about its language to overrule the caller who wants it translated.
        detect = self._detects and "\n" in text.strip()
        loaded = read_string(source, text)
        return prepare_loaded(source, loaded, 0, self._desk.pair[0], detect=detect, begun=time.monotonic())

    def _rendered(self, document: Prepared, translations: Sequence[Translation]) -> bytes:
        targets = block_targets(document.document, translations, drop_boilerplate=self.options.drop_boilerplate)
        return document.loaded.render(list(targets), self.options.target_language)
