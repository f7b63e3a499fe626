"""Text to token ids for training, with the SentencePiece models and ids of a Marian checkpoint."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from toolkit.errors import CheckpointError, InputError
from toolkit.training.recipe import VocabularyOptions
from toolkit.types import Span

EOS: Final = "</s>"
UNKNOWN: Final = "<unk>"
PAD: Final = "<pad>"
_SPACE: Final = "▁"
_BYTE: Final = re.compile("<0x([0-9A-F]{2})>")
_CONTINUED: Final = 0x80
"""Marks bytes after the first of a character in UTF-8, under the mask 0xC0."""
FILES: Final = ("source.spm", "target.spm", "vocab.json")


class Vocabulary:
    """The tokenizer of a Marian checkpoint whose two languages share one vocabulary."""

    def __init__(self, directory: Path, pair: tuple[str, str]) -> None:
        """Read the tokenizer in *directory*. Raises CheckpointError when it is not there or has two vocabularies."""
        import sentencepiece

        if (directory / "target_vocab.json").is_file():
            raise CheckpointError(
                f"{directory} has two vocabularies, which training does not cover: choose a model with one."
            )
        try:
            self._source = sentencepiece.SentencePieceProcessor(model_file=str(directory / "source.spm"))
            self._target = sentencepiece.SentencePieceProcessor(model_file=str(directory / "target.spm"))
            self.ids: dict[str, int] = json.loads((directory / "vocab.json").read_text(encoding="utf-8"))
            self.eos, self.unknown, self.pad = (self.ids[piece] for piece in (EOS, UNKNOWN, PAD))
        except (OSError, RuntimeError, ValueError, KeyError) as error:
            raise CheckpointError(
                f"{directory} has no Marian tokenizer that can be read ({error}): it needs {', '.join(FILES)}."
            ) from error
        self.directory = directory
        self._pieces = {number: piece for piece, number in self.ids.items()}
        language = self.ids.get(f">>{pair[1]}<<")
        self._language = [] if language is None else [language]

    def __len__(self) -> int:
        """Return the number of ids."""
        return max(self.ids.values()) + 1

    def encode(self, texts: Sequence[str], *, target: bool = False) -> list[list[int]]:
        """Return the ids of each text, the end-of-sentence token included."""
        spm = self._target if target else self._source
        lead = [] if target else self._language
        get, unknown, end = self.ids.get, self.unknown, [self.eos]
        return [lead + [get(piece, unknown) for piece in row] + end for row in spm.encode(list(texts), out_type=str)]

    def encode_located(self, text: str, *, target: bool = False) -> tuple[list[int], list[Span]]:
        """Return the ids of *text* and the characters behind each, as `encode`; special tokens have empty ranges."""
        spm = self._target if target else self._source
        lead = [] if target else self._language
        pieces: list[str] = spm.encode(text, out_type=str)
        ids = [self.ids.get(piece, self.unknown) for piece in pieces]
        _, offsets = spm.normalize(text, with_offsets=True)
        spans = _places(pieces, offsets)
        end = Span(len(text), len(text))
        return lead + ids + [self.eos], [Span(0, 0)] * len(lead) + spans + [end]

    def decode(self, ids: Iterable[int]) -> str:
        """Return the target text of *ids* up to the end-of-sentence token."""
        pieces: list[str] = []
        for number in ids:
            if number == self.eos:
                break
            if number != self.pad:
                pieces.append(self._pieces.get(number, UNKNOWN))
        return str(self._target.decode(pieces))

    def copy_to(self, directory: Path) -> None:
        """Copy the tokenizer's files."""
        directory.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copyfile(self.directory / name, directory / name)


def _places(pieces: Sequence[str], offsets: Sequence[int]) -> list[Span]:
    """Return the characters behind each piece.

    *offsets*: the original place of each normalised character, and of the end. A character in bytes belongs to all of
    its bytes; the space before a word is not counted to it.
    """
    spans: list[Span] = []
    at = 0
    for piece in pieces:
        byte = _BYTE.fullmatch(piece)
        if byte is None:
            begin = at + (len(piece) - len(piece.lstrip(_SPACE)))
            at = min(at + len(piece), len(offsets) - 1)
            spans.append(Span(offsets[min(begin, at)], offsets[at]))
            continue
        if int(byte[1], 16) & 0xC0 != _CONTINUED:  # the first byte of a character in UTF-8
            at = min(at + 1, len(offsets) - 1)
        spans.append(Span(offsets[max(at - 1, 0)], offsets[at]))
    return spans


def train_vocabulary(sentences: Iterable[str], options: VocabularyOptions, directory: Path, seed: int = 1) -> None:
    """Train a joint unigram SentencePiece model (Kudo 2018) and write it as a Marian tokenizer into *directory*.

    Figures are cut into digits and rare characters into bytes, so that every figure and name can be copied. Ids follow
    published Marian models: end of sentence 0, unknown 1, padding last. A corpus with too little text gives fewer
    pieces. Raises InputError when it has none.
    """
    import sentencepiece

    directory.mkdir(parents=True, exist_ok=True)
    prefix = directory / "joint"
    try:
        sentencepiece.set_random_generator_seed(seed)
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(sentences),
            model_prefix=str(prefix),
            model_type="unigram",
            vocab_size=options.size - 1,  # the padding token is added below
            input_sentence_size=options.sample,
            shuffle_input_sentence=True,
            character_coverage=0.9999,
            byte_fallback=True,
            split_digits=True,
            hard_vocab_limit=False,
            normalization_rule_name="identity",  # `text.normalise` has done it
            eos_id=0,
            unk_id=1,
            bos_id=-1,
            pad_id=-1,
            num_threads=1,
            minloglevel=2,
        )
    except (RuntimeError, OSError) as error:
        raise InputError(f"No vocabulary can be learnt from these texts ({error}): give more of them.") from error
    model = prefix.with_suffix(".model")
    spm: Any = sentencepiece.SentencePieceProcessor(model_file=str(model))
    table = {spm.id_to_piece(number): number for number in range(spm.get_piece_size())}
    table[PAD] = len(table)
    text = json.dumps(table, ensure_ascii=False, indent=0)
    (directory / "vocab.json").write_text(text, encoding="utf-8")
    for name in FILES[:2]:
        shutil.copyfile(model, directory / name)
    model.unlink()
    prefix.with_suffix(".vocab").unlink(missing_ok=True)
