"""The default engine on CPU: CTranslate2 (Klein et al. 2020) on weights converted from the same checkpoint.

Each worker runs one batch on one thread. That is faster than threads inside an operation for models of this size, never
waits on barriers when the machine is busy, and makes results independent of the number of threads; `batching` keeps
them independent of neighbours.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from toolkit.engines.attention import AlignmentHead
from toolkit.engines.base import Candidate, Decoder, Job, describe
from toolkit.engines.batching import ALONE, SAME_LENGTH, Limits, usable_cores, within
from toolkit.errors import CheckpointError, EngineError
from toolkit.options import DecodingOptions, EngineOptions
from toolkit.types import Checkpoint, Signature

Library: TypeAlias = Any
"""ctranslate2, which is imported late, or an object of it."""


class Ct2Engine(Decoder):
    """Runs converted weights with CTranslate2."""

    def __init__(
        self, checkpoint: Checkpoint, converted: Path, options: EngineOptions, head: AlignmentHead, limits: Limits
    ) -> None:
        """Load the weights in *converted*, which come from *checkpoint*.

        Raises EngineError when the device or compute type is not available, CheckpointError when the weights cannot be
        read.
        """
        import ctranslate2

        device = _device(ctranslate2, options.device)
        compute = _compute_type(ctranslate2, device, options.compute_type)
        workers = (options.threads or usable_cores()) if device == "cpu" else 1
        super().__init__(checkpoint, limits=limits, sharing=ALONE)
        try:
            self._translator: Any = ctranslate2.Translator(
                str(converted),
                device=device,
                compute_type=compute,
                inter_threads=workers,
                intra_threads=1,
                # Without a limit, submitting never waits: attention is read while other texts are still decoded.
                max_queued_batches=-1,
            )
        except (RuntimeError, ValueError) as error:
            raise CheckpointError(
                f"CTranslate2 cannot load {converted} ({error}): delete that directory, it is made again."
            ) from error
        if device == "cuda":
            self.sharing = within(options.batch_tokens)
        elif self._translator.compute_type.startswith("int8"):
            self.sharing = SAME_LENGTH
        facts = describe("ctranslate2", ctranslate2.__version__, checkpoint, self._translator.compute_type, head)
        self._signature = facts.plus(device=device)
        self._scoring = threading.Lock()

    @property
    def signature(self) -> Signature:
        """Everything that can change the output for one input."""
        return self._signature

    @property
    def calls(self) -> int:
        """Two: while one call waits for its last batch, the workers go on with the other's."""
        return 2

    def _search(self, jobs: Sequence[Job], options: DecodingOptions) -> Iterator[list[list[Candidate]]]:
        pending = deque((job, self._submit(job, options)) for job in jobs)
        searched: deque[tuple[Job, list[Any], dict[int, Any]]] = deque()
        while pending:
            job, submitted = pending.popleft()
            results = [result.result() for result in submitted]
            searched.append((job, results, self._openings(job, results, options)))
        while searched:
            job, results, openings = searched.popleft()
            found = []
            for at in range(len(results)):
                found.append(self._candidates(job, options, at, results[at], openings.pop(at, None)))
                results[at] = None  # its attention takes more memory than all that is made of it
            yield found

    def _submit(self, job: Job, options: DecodingOptions) -> list[Any]:
        return self._translate(
            job,
            beam_size=options.beam,
            num_hypotheses=options.nbest,
            length_penalty=options.length_penalty,
            repetition_penalty=options.repetition_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram,
            # CTranslate2 counts the prefix, transformers does not.
            max_decoding_length=job.limit + len(job.prefixes[0]),
            return_scores=True,
        )

    def _translate(self, job: Job, **options: Any) -> list[Any]:  # noqa: ANN401 - options of an untyped library
        results: list[Any] = self._translator.translate_batch(
            [list(source) for source in job.sources],
            target_prefix=[list(prefix) for prefix in job.prefixes] if job.prefixes[0] else None,
            asynchronous=True,
            max_input_length=0,
            return_end_token=True,
            return_attention=True,
            **options,
        )
        return results

    def _openings(self, job: Job, results: Sequence[Library], options: DecodingOptions) -> dict[int, Any]:
        """Return by text where its first row of attention is told, for the texts of which one reading needs it.

        CTranslate2 4.8 widens the search to its beams after the first step and then reads that step's attention as if
        it had been wide: text n gets the row of text n // beam. That row depends on the source alone, so one greedy
        step finds it, for a seventh of the cost of a whole search.
        """
        count = len(job.sources)
        needed = [
            at for at, result in enumerate(results) if any(self.opens_alone(tokens) for tokens in result.hypotheses)
        ]
        if options.beam == 1 or count == 1 or job.prefixes[0]:
            return {at: _Told(results[at]) for at in needed}
        told = 1 + (count - 1) // options.beam if len({len(source) for source in job.sources}) == 1 else 0
        lost = [at for at in needed if at >= told]
        again = Job(tuple(job.sources[at] for at in lost), tuple(job.prefixes[at] for at in lost), 1)
        decoded = self._translate(again, beam_size=1, max_decoding_length=1) if lost else []
        return {at: _Told(results[at * options.beam]) for at in needed if at < told} | dict(
            zip(lost, decoded, strict=True)
        )

    def _candidates(
        self, job: Job, options: DecodingOptions, at: int, result: Library, opening: Library
    ) -> list[Candidate]:
        """Return what was found for text *at*; *opening* tells its first row of attention, None: nobody needs it."""
        forced = len(job.prefixes[at])
        penalised = options.repetition_penalty != 1 or options.no_repeat_ngram > 0
        first = opening.result().attention[0][0] if opening else [0.0] * len(job.sources[at])
        found = []
        for tokens, score, attention in zip(result.hypotheses, result.scores, result.attention, strict=True):
            # The score is the sum over the tokens after the prefix, divided by the whole length to the penalty's power.
            total = score * max(1, len(tokens)) ** options.length_penalty
            free = max(1, len(tokens) - forced)
            finished = bool(tokens) and tokens[-1] == self.vocabulary.eos
            pieces = tuple(tokens[:-1] if finished else tokens)
            rows = attention if forced else [first, *attention[1:]]
            found.append((total / free**options.length_penalty, total / free, pieces, finished, rows))
        found.sort(key=lambda row: -row[0])
        means = [row[1] for row in found]
        if penalised:
            ended = [(*pieces, self.vocabulary.eos) if finished else pieces for _, _, pieces, finished, _ in found]
            means = self._means([job.sources[at]] * len(found), ended, forced)
        return [
            Candidate(pieces, mean, finished, rows)
            for mean, (_, _, pieces, finished, rows) in zip(means, found, strict=True)
        ]

    def _means(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]], skip: int = 0) -> list[float]:
        """Score *targets*, which end with the end-of-sentence token when they are to be scored with it.

        The scores of a search with penalties are no probabilities, so they are taken again.
        """
        eos = self.vocabulary.eos
        bare = [list(target[:-1] if target and target[-1] == eos else target) for target in targets]
        # One at a time: the logits of several loops at once would take a hundred megabytes.
        with self._scoring:
            results = self._translator.score_batch(
                [list(source) for source in sources], bare, max_batch_size=1, max_input_length=0
            )
        means = []
        for result, target in zip(results, targets, strict=True):
            values = result.log_probs[skip : len(target)]
            means.append(sum(values) / max(1, len(values)))
        return means

    def _score(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> list[float]:
        return self._means(sources, [(*target, self.vocabulary.eos) for target in targets])


class _Told(NamedTuple):
    """A result that is there, in the place of one that is still to come."""

    there: Library

    def result(self) -> Library:
        """Return it."""
        return self.there


def _device(ctranslate2: Library, wanted: str) -> str:
    gpus = ctranslate2.get_cuda_device_count()
    if wanted == "cuda" and not gpus:
        raise EngineError("No CUDA device is visible to CTranslate2: use --device cpu, or install its CUDA libraries.")
    return "cuda" if wanted == "cuda" or (wanted == "auto" and gpus) else "cpu"


def _compute_type(ctranslate2: Library, device: str, wanted: str) -> str:
    """Return a compute type the device has; ``auto`` is int8 on CPU, float16 on GPU, float32 where they are missing."""
    usable = ctranslate2.get_supported_compute_types(device)
    if wanted == "auto":
        best = "int8" if device == "cpu" else "float16"
        return best if best in usable else "float32"
    if wanted not in usable:
        names = ", ".join(sorted(usable))
        raise EngineError(f"CTranslate2 cannot compute in {wanted} on this machine's {device}: use one of {names}.")
    return wanted
