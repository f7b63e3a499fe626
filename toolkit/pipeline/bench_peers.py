"""How others would run the same weights: transformers by the sentence, in padded batches, and CTranslate2 alone.

These are the programs people write without this toolkit, each as its library's documentation shows it. None checks
anything or writes anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

from toolkit.checkpoints.convert import convert
from toolkit.decoding import decode
from toolkit.engines.attention import alignment_head
from toolkit.engines.batching import usable_cores
from toolkit.engines.open import limits
from toolkit.engines.pieces import Vocabulary
from toolkit.types import Checkpoint, Span

Library: TypeAlias = Any
"""An object of torch, transformers or ctranslate2, which are imported late."""

ROWS: Final = 16
"""Sentences in a batch. CTranslate2 4.8 took, int8, beam 4, one thread, for 151 sentences sorted by length, 3.8 s of
processor time one by one, 3.0 s by four, 2.6 s by 16, and no less by 32 or by 1,024 tokens."""
LONGEST_OUTPUT: Final = 512
"""Tokens, the position table of Marian models; `generate` stops there without being told."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A loaded program."""

    translate: Callable[[Sequence[str]], Sequence[str]]
    """What is timed: sentences in, translations out; for CTranslate2 alone, see `bare`."""
    ready: Callable[[Sequence[str]], Sequence[Any]]
    """What is done to the text before the clock starts."""
    text_of: Callable[[Any], str]
    """What is done to one result after the clock stopped."""


class Spent(NamedTuple):
    """What a translation took."""

    seconds: float
    """Wall time."""
    cpu: float
    """Processor time of all threads, user and system."""


def timed(peer: Peer, sentences: Sequence[str], warm_up: Sequence[str]) -> tuple[Spent, list[str]]:
    """Return the seconds for *sentences* after *warm_up*, and their translations."""
    peer.translate(peer.ready(warm_up))
    ready = peer.ready(sentences)
    before, begun = time.process_time(), time.perf_counter()
    results = peer.translate(ready)
    spent = Spent(time.perf_counter() - begun, time.process_time() - before)
    return spent, [peer.text_of(result) for result in results]


@dataclass(frozen=True, slots=True)
class _Sizes:
    """What cutting needs to know of an engine."""

    vocabulary: Vocabulary
    max_source_tokens: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self.vocabulary.count(texts)


def naive(checkpoint: Checkpoint, beam: int, threads: int) -> Peer:
    """Return transformers in float32, one sentence at a time."""
    return _transformers(checkpoint, beam, threads, rows=1)


def padded(checkpoint: Checkpoint, beam: int, threads: int) -> Peer:
    """Return transformers in float32, batches of like lengths, padded."""
    return _transformers(checkpoint, beam, threads, rows=ROWS)


def _transformers(checkpoint: Checkpoint, beam: int, threads: int, rows: int) -> Peer:
    import torch
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    torch.set_num_threads(threads or usable_cores())
    options = {"local_files_only": True}
    tokenizer = transformers.MarianTokenizer.from_pretrained(checkpoint.directory, **options)
    model = transformers.MarianMTModel.from_pretrained(
        checkpoint.directory, dtype=torch.float32, use_safetensors=True, **options
    ).eval()

    def translate(sentences: Sequence[str]) -> list[str]:
        found: list[str] = []
        for start in range(0, len(sentences), rows):
            batch = tokenizer(list(sentences[start : start + rows]), return_tensors="pt", padding=True)
            with torch.inference_mode():
                output = model.generate(**batch, num_beams=beam)
            found += tokenizer.batch_decode(output, skip_special_tokens=True)
        return found

    def by_length(sentences: Sequence[str]) -> list[str]:
        return sorted(sentences, key=len, reverse=True) if rows > 1 else list(sentences)

    return Peer(translate, by_length, str)


def bare(checkpoint: Checkpoint, beam: int, threads: int, compute_type: str, *, cut: bool) -> Peer:
    """Return CTranslate2 alone on sentences that are tokenised and sorted by length before the clock starts.

    One worker a core, each on one thread, batches of like lengths; the best hypothesis only, no attention, no scores.
    *cut*: sentences are also cut into the pieces that the toolkit decodes, before the clock starts; nothing that reads
    and writes text can be faster with this library and these weights. Without, long sentences go in whole, as others
    give them.
    """
    import ctranslate2

    vocabulary = Vocabulary(checkpoint.directory, checkpoint.pair)
    translator: Library = ctranslate2.Translator(
        str(convert(checkpoint, alignment_head(checkpoint.directory))),
        device="cpu",
        compute_type=compute_type,
        inter_threads=threads or usable_cores(),
        intra_threads=1,
    )

    sizes = _Sizes(vocabulary, limits(checkpoint).source)

    def tokenised(sentences: Sequence[str]) -> list[list[str]]:
        spans = decode.cut(sentences, sizes) if cut else [[Span(0, len(text))] for text in sentences]
        texts = [span.of(text).strip() for text, cuts in zip(sentences, spans, strict=True) for span in cuts]
        return sorted((list(vocabulary.encode(text)) for text in texts), key=len, reverse=True)

    def translate(pieces: Sequence[Any]) -> Any:  # noqa: ANN401 - results of an untyped library
        return translator.translate_batch(
            list(pieces),
            beam_size=beam,
            max_batch_size=ROWS,
            max_input_length=0,
            max_decoding_length=LONGEST_OUTPUT,
        )

    return Peer(translate, tokenised, lambda result: vocabulary.decode(result.hypotheses[0]).text)
