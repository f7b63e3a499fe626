"""Text to subword pieces and back, with the characters each piece stands for.

Both engines tokenise here, so they cannot differ in it, and neither needs the tokenizers of transformers. The pieces
and their ids are those of transformers' MarianTokenizer (a test compares them).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from toolkit.errors import CheckpointError
from toolkit.types import Span

MARK: Final = "▁"
"""SentencePiece writes a space as U+2581 (Kudo and Richardson 2018)."""

_BYTE: Final = re.compile("<0x([0-9A-F]{2})>")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text cut into subword pieces."""

    text: str
    """What the pieces stand for."""
    pieces: tuple[str, ...]
    spans: tuple[Span, ...]
    """Characters of *text* behind each piece, without the space before them; empty for spaces and special tokens."""


class Vocabulary:
    """The SentencePiece models and the ids of a Marian checkpoint."""

    def __init__(self, directory: Path, pair: tuple[str, str] | None = None) -> None:
        """Read the tokenizer of the checkpoint in *directory*.

        *pair* picks the target-language token of models that write several languages. Raises CheckpointError.
        """
        import sentencepiece

        try:
            self._source = sentencepiece.SentencePieceProcessor(model_file=str(directory / "source.spm"))
            self._target = sentencepiece.SentencePieceProcessor(model_file=str(directory / "target.spm"))
            self.ids: dict[str, int] = _read_json(directory / "vocab.json")
            separate = directory / "target_vocab.json"
            self.target_ids: dict[str, int] = _read_json(separate) if separate.is_file() else self.ids
            config = _read_json(directory / "config.json")
        except (OSError, RuntimeError, ValueError) as error:
            raise CheckpointError(
                f"The tokenizer files in {directory} cannot be read ({error}): fetch or copy the model again."
            ) from error
        self._pieces = {number: piece for piece, number in self.target_ids.items()}
        self.eos = self._special(config.get("eos_token_id"), "</s>")
        self.unk = "<unk>"
        self.pad = self._special(config.get("pad_token_id"), "<pad>")
        self._language = self._language_token(pair)

    def _special(self, number: object, default: str) -> str:
        return self._pieces.get(number, default) if isinstance(number, int) else default

    def _language_token(self, pair: tuple[str, str] | None) -> tuple[str, ...]:
        token = f">>{pair[1]}<<" if pair else ""
        return (token,) if token in self.ids else ()

    def encode(self, text: str) -> tuple[str, ...]:
        """Return the source pieces of *text*, the end-of-sentence token included."""
        return (*self._language, *self._source.encode(text, out_type=str), self.eos)

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return the number of source pieces of each text, the end-of-sentence token included."""
        return [len(self.encode(text)) for text in texts]

    def encode_target(self, text: str) -> tuple[str, ...]:
        """Return the target pieces of *text* without the end-of-sentence token."""
        return tuple(self._target.encode(text, out_type=str))

    def locate(self, text: str, pieces: Sequence[str]) -> Pieces:
        """Find the characters of the source *text* behind each of its *pieces*, as `encode` returned them.

        SentencePiece normalises before it cuts, so that one piece may stand for fewer or more characters than it shows.
        """
        normal, offsets = self._source.normalize(text, with_offsets=True)
        skip = len(self._language)
        spans = [Span(0, 0)] * skip
        at = 0
        for piece, count in zip(pieces[skip:-1], _widths(pieces[skip:-1]), strict=True):
            begin, end = min(at, len(normal)), min(at + count, len(normal))
            visible = begin + (len(piece) - len(piece.lstrip(MARK)) if count else 0)
            visible = min(visible, end)
            spans.append(Span(offsets[visible], max(offsets[end], offsets[visible])) if offsets else Span(0, 0))
            at += count
        spans.append(Span(len(text), len(text)))
        return Pieces(text, tuple(pieces), tuple(_spread(pieces, spans)))

    def decode(self, pieces: Sequence[str]) -> Pieces:
        """Join target *pieces* to text, without special tokens, and say which characters each became."""
        surfaces: list[str] = []
        pending = bytearray()
        for piece, following in zip(pieces, [*pieces[1:], ""][: len(pieces)], strict=True):
            match = _BYTE.fullmatch(piece)
            if match:
                pending.append(int(match[1], 16))
                whole = not _BYTE.fullmatch(following) or _complete(pending)
                surfaces.append(pending.decode("utf-8", errors="replace") if whole else "")
                pending = bytearray() if whole else pending
            else:
                surfaces.append("" if piece in (self.eos, self.pad) else piece.replace(MARK, " "))
        text = "".join(surfaces)
        lead, length = len(text) - len(text.lstrip()), len(text.strip())
        spans, at = [], -lead
        for surface in surfaces:
            visible = at + len(surface) - len(surface.lstrip())
            at += len(surface)
            spans.append(Span(min(max(visible, 0), length), min(max(at, 0), length)))
        return Pieces(text.strip(), tuple(pieces), tuple(_spread(pieces, spans)))

    def to_ids(self, pieces: Sequence[str], *, target: bool = False) -> list[int]:
        """Return the ids of *pieces*; pieces that are not in the vocabulary become the unknown token."""
        table = self.target_ids if target else self.ids
        return [table.get(piece, table[self.unk]) for piece in pieces]

    def to_pieces(self, ids: Sequence[int]) -> list[str]:
        """Return the target pieces with these *ids*."""
        return [self._pieces.get(number, self.unk) for number in ids]


def _read_json(path: Path) -> dict[str, Any]:
    value = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(value, dict):
        raise ValueError(f"{path.name} holds no JSON object")  # noqa: TRY004 - caught above with other unreadable files
    return value


def _complete(data: bytearray) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _widths(pieces: Sequence[str]) -> list[int]:
    """Return how many normalised characters each piece stands for; a character in bytes counts at its last byte."""
    widths = []
    pending = bytearray()
    for piece in pieces:
        match = _BYTE.fullmatch(piece)
        if not match:
            pending.clear()
            widths.append(len(piece))
            continue
        pending.append(int(match[1], 16))
        widths.append(1 if _complete(pending) else 0)
        if widths[-1]:
            pending.clear()
    return widths


def _spread(pieces: Sequence[str], spans: list[Span]) -> list[Span]:
    """Give every byte of a character the span of the whole character, which its last byte carries."""
    for index in range(len(spans) - 2, -1, -1):
        empty = spans[index].start == spans[index].end
        if empty and _BYTE.fullmatch(pieces[index]) and _BYTE.fullmatch(pieces[index + 1]):
            spans[index] = spans[index + 1]
    return spans
