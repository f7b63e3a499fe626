"""The reference engine: MarianMTModel of transformers, searched with its own ``generate``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from toolkit.engines.attention import AlignmentHead
from toolkit.engines.base import Candidate, Decoder, Job, describe
from toolkit.engines.batching import ALONE, Limits, usable_cores, within
from toolkit.errors import CheckpointError, EngineError
from toolkit.options import DecodingOptions, EngineOptions
from toolkit.types import Checkpoint, Signature

Tensor: TypeAlias = Any
"""torch.Tensor; torch is imported late."""

Library: TypeAlias = Any
"""torch or transformers, or a model of them."""

NEVER: Final = -1e4
"""Added to the logit of a token that must not be produced; within the range of float16."""

_TYPES: Final = {"auto": "float32", "float32": "float32", "bfloat16": "bfloat16", "float16": "float16"}


class MarianEngine(Decoder):
    """Runs a checkpoint with transformers, on CPU or GPU."""

    def __init__(self, checkpoint: Checkpoint, options: EngineOptions, head: AlignmentHead, limits: Limits) -> None:
        """Load the weights of *checkpoint*.

        Raises EngineError when the device or compute type is not available, CheckpointError when the weights do not fit
        the model.
        """
        import torch
        import transformers

        self._torch: Any = torch
        self._device = _device(torch, options.device)
        sharing = within(options.batch_tokens) if self._device == "cuda" else ALONE
        super().__init__(checkpoint, limits=limits, sharing=sharing)
        compute = _compute_type(options.compute_type)
        if self._device == "cpu":
            torch.set_num_threads(options.threads or usable_cores())
        self._head = head
        self._model: Any = _load(transformers, checkpoint, getattr(torch, compute)).to(self._device)
        # The start token is no word, and the unknown token says nothing to a reader; the conversion does the same.
        never = self.vocabulary.to_ids([self.vocabulary.pad, self.vocabulary.unk], target=True)
        self._model.final_logits_bias[..., never] = NEVER
        version = f"{transformers.__version__}+torch{torch.__version__.split('+')[0]}"
        facts = describe("transformers", version, checkpoint, compute, head)
        self._signature = facts.plus(device=self._device)

    @property
    def signature(self) -> Signature:
        """Everything that can change the output for one input."""
        return self._signature

    def _search(self, jobs: Sequence[Job], options: DecodingOptions) -> list[list[list[Candidate]]]:
        with self._torch.inference_mode():
            return [self._search_one(job, options) for job in jobs]

    def _search_one(self, job: Job, options: DecodingOptions) -> list[list[Candidate]]:
        from transformers import GenerationConfig

        ids, mask = self._padded([self.vocabulary.to_ids(source) for source in job.sources])
        encoded = self._model.get_encoder()(input_ids=ids, attention_mask=mask)
        states = encoded.last_hidden_state.repeat_interleave(
            options.nbest, dim=0
        )  # generate() expands its own in place
        start = [self._start(self.vocabulary.to_ids(prefix, target=True)) for prefix in job.prefixes]
        config = self._model.config
        found = self._model.generate(
            encoder_outputs=encoded,
            attention_mask=mask,
            decoder_input_ids=self._torch.tensor(start, device=self._device),
            generation_config=GenerationConfig(
                num_beams=options.beam,
                num_return_sequences=options.nbest,
                length_penalty=options.length_penalty,
                # As CTranslate2: done when as many hypotheses are complete as the beam is wide.
                early_stopping=options.beam > 1,
                max_new_tokens=job.limit,
                repetition_penalty=options.repetition_penalty,
                no_repeat_ngram_size=options.no_repeat_ngram,
                decoder_start_token_id=config.decoder_start_token_id,
                eos_token_id=config.eos_token_id,
                pad_token_id=config.pad_token_id,
                do_sample=False,
            ),
        )
        rows = [self._trim(row[1:].tolist()) for row in found]
        repeat = options.nbest
        means, attention = self._forced(states, mask.repeat_interleave(repeat, dim=0), rows, len(job.prefixes[0]))
        return [
            [
                self._candidate(rows[at], means[at], attention[at], len(source))
                for at in range(index * repeat, (index + 1) * repeat)
            ]
            for index, source in enumerate(job.sources)
        ]

    def _candidate(self, ids: list[int], mean: float, attention: Tensor, width: int) -> Candidate:
        finished = bool(ids) and ids[-1] == self._model.config.eos_token_id
        pieces = self.vocabulary.to_pieces(ids[:-1] if finished else ids)
        return Candidate(tuple(pieces), mean, finished, attention[: len(pieces), :width].tolist())

    def _trim(self, ids: list[int]) -> list[int]:
        """Cut the padding after the end-of-sentence token."""
        eos = self._model.config.eos_token_id
        return ids[: ids.index(eos) + 1] if eos in ids else ids

    def _start(self, ids: Sequence[int]) -> list[int]:
        return [self._model.config.decoder_start_token_id, *ids]

    def _padded(self, rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """Return ids and attention mask, both [rows, longest], padded at the right."""
        width = max(map(len, rows))
        pad = self._model.config.pad_token_id
        ids = [[*row, *[pad] * (width - len(row))] for row in rows]
        mask = [[1] * len(row) + [0] * (width - len(row)) for row in rows]
        return tuple(self._torch.tensor(value, device=self._device) for value in (ids, mask))

    def _forced(self, states: Tensor, mask: Tensor, rows: list[list[int]], skip: int) -> tuple[list[float], Tensor]:
        """Run the decoder along given *rows* of ids.

        Returns the mean log-probability of each row after its first *skip* ids, and the alignment attention
        [rows, longest row, source].
        """
        targets, used = self._padded(rows)
        inputs, _ = self._padded([self._start(row[:-1]) for row in rows])
        output = self._model(
            encoder_outputs=(states,), attention_mask=mask, decoder_input_ids=inputs, output_attentions=True
        )
        chosen = output.logits.float().log_softmax(-1).gather(-1, targets[..., None])[..., 0]
        counted = used.clone()
        counted[:, :skip] = 0
        means = (chosen * counted).sum(-1) / counted.sum(-1).clamp(min=1)
        attention = output.cross_attentions[self._head.layer]
        attention = attention[:, : self._head.heads or attention.shape[1]].float().mean(dim=1)
        return means.tolist(), attention

    def _score(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> list[float]:
        eos = self._model.config.eos_token_id
        with self._torch.inference_mode():
            ids, mask = self._padded([self.vocabulary.to_ids(source) for source in sources])
            states = self._model.get_encoder()(input_ids=ids, attention_mask=mask).last_hidden_state
            rows = [[*self.vocabulary.to_ids(target, target=True), eos] for target in targets]
            return self._forced(states, mask, rows, 0)[0]


def _load(transformers: Library, checkpoint: Checkpoint, dtype: object) -> Library:
    """Load the model; weights that are missing or of the wrong shape are refused, not drawn at random."""
    transformers.logging.disable_progress_bar()
    try:
        model, notes = transformers.MarianMTModel.from_pretrained(
            checkpoint.directory,
            dtype=dtype,
            attn_implementation="eager",  # the only one that returns attention
            local_files_only=True,
            use_safetensors=True,
            output_loading_info=True,
        )
    except (OSError, RuntimeError, ValueError) as error:
        raise CheckpointError(
            f"{checkpoint.name} cannot be loaded ({error}): fetch or copy the model again."
        ) from error
    missing = sorted(notes["missing_keys"])
    if missing:
        raise CheckpointError(
            f"{checkpoint.name} lacks the weights {', '.join(missing[:3])}{' …' if missing[3:] else ''}: fetch or "
            "copy the model again."
        )
    model.generation_config = transformers.GenerationConfig()
    return model.eval()


def _device(torch: Library, wanted: str) -> str:
    usable = torch.cuda.is_available()
    if wanted == "cuda" and not usable:
        raise EngineError("No CUDA device is visible to torch: use --device cpu, or install a CUDA build of torch.")
    return "cuda" if wanted != "cpu" and usable else "cpu"


def _compute_type(wanted: str) -> str:
    if wanted not in _TYPES:
        raise EngineError(
            f"The transformers engine cannot compute in {wanted}: use --engine ctranslate2, or --compute-type float32."
        )
    return _TYPES[wanted]
