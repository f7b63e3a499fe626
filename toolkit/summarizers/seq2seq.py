"""Sequence-to-sequence models of any architecture transformers knows, searched with its own ``generate``.

Weights come from safetensors, code from transformers only; nothing is fetched. An input beyond the model's limit is
refused, never cut.
"""

from __future__ import annotations

import re
import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from toolkit.errors import CheckpointError, EngineError, InputError
from toolkit.options import EngineOptions
from toolkit.summarizers.architecture import Architecture, architecture
from toolkit.text.normalise import normalise
from toolkit.types import Checkpoint, Hypothesis, Signature

TOKENS_A_WORD: Final = 1.8
"""Tokens reckoned for a word of the output: 1.3 for English, more for French and for models of other languages."""
SLACK: Final = 24
"""Tokens beyond the reckoned length, so that the last sentence can end."""
NO_REPEAT: Final = 3
"""Token n-grams that are never produced twice (Paulus et al. 2018), where the model's configuration names no size."""


@contextmanager
def quiet_tokenizer() -> Iterator[None]:
    """Silence Marian's tokenizer, which recommends a package for text that is not in normal form; ours is."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*sacremoses")
        yield


class Seq2Seq(ABC):
    """What every way to run a model shares: tokens, limits, checks. Satisfies ``Condenser``."""

    def __init__(self, checkpoint: Checkpoint, language: str, batch_tokens: int) -> None:
        """Read configuration and tokenizer of *checkpoint*, for summaries in *language*.

        Raises CheckpointError when either cannot be read.
        """
        from transformers import AutoTokenizer

        self.checkpoint = checkpoint
        self.facts: Architecture = architecture(checkpoint, language)
        self.batch_tokens = batch_tokens
        try:
            with quiet_tokenizer():
                self.tokenizer: Any = AutoTokenizer.from_pretrained(
                    checkpoint.directory, local_files_only=True, trust_remote_code=False
                )
        except (OSError, ValueError, KeyError, ImportError, TypeError) as error:
            raise CheckpointError(
                f"The tokenizer of {checkpoint.name} cannot be loaded ({error}): fetch or copy the model again."
            ) from error
        self.language_token = self._known_token()
        if self.language_token:
            self.tokenizer.src_lang = self.language_token

    def _known_token(self) -> str | None:
        token = self.facts.language_token
        return token if token is not None and token in self.tokenizer.get_vocab() else None

    @property
    @abstractmethod
    def signature(self) -> Signature:
        """Engine, versions, model digest, compute type and prefix."""

    @abstractmethod
    def _generate(self, rows: list[list[int]], least: int, most: int, beams: int) -> list[list[Hypothesis]]:
        """Decode token ids, best first."""

    @property
    def max_source_tokens(self) -> int:
        """Longest input in tokens, prefix and special tokens included."""
        return self.facts.source_limit

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, prefix and special tokens included."""
        return [len(row) for row in self._encode(texts)]

    def condense(self, texts: Sequence[str], *, words: int, beams: int = 4) -> list[list[Hypothesis]]:
        """Rewrite each text into about *words* words; see ``Condenser.condense``."""
        rows = self._encode(texts)
        for row in rows:
            if len(row) > self.max_source_tokens:
                raise InputError(
                    f"A passage of {len(row)} tokens was given to {self.checkpoint.name}, which reads at most "
                    f"{self.max_source_tokens}: plan it in parts."
                )
        # An input of n tokens is never worth more than n tokens of summary.
        longest = max(map(len, rows), default=0)
        most = min(self.facts.target_limit - 1, int(words * TOKENS_A_WORD) + SLACK, max(SLACK, longest + SLACK))
        least = min(most // 2, longest // 3, int(words * 0.5))
        answers: list[list[Hypothesis]] = [[] for _ in rows]
        for batch in self._batches(rows):
            for at, found in zip(batch, self._generate([rows[at] for at in batch], least, most, beams), strict=True):
                answers[at] = found
        return answers

    def _encode(self, texts: Sequence[str]) -> list[list[int]]:
        # Marian models are trained on text in normal form, others on text as it stands.
        ready = (normalise(text).text if self.facts.model_type == "marian" else text for text in texts)
        return [
            list(self.tokenizer(self.facts.prefix + text, truncation=False, verbose=False).input_ids) for text in ready
        ]

    def _batches(self, rows: Sequence[Sequence[int]]) -> list[list[int]]:
        """Return positions of *rows* in batches of similar length, at most ``batch_tokens`` with padding."""
        batches: list[list[int]] = []
        for at in sorted(range(len(rows)), key=lambda at: len(rows[at])):
            if batches and (len(batches[-1]) + 1) * len(rows[at]) <= self.batch_tokens:
                batches[-1].append(at)
            else:
                batches.append([at])
        return batches

    def _text(self, ids: Sequence[int]) -> str:
        # PEGASUS writes <n> between sentences.
        text: str = self.tokenizer.decode(list(ids), skip_special_tokens=True, clean_up_tokenization_spaces=False)
        return " ".join(re.sub(r"<n>", " ", text).split())

    def _facts(self, engine: str, version: str, compute: str) -> Signature:
        return Signature((
            ("condenser", engine),
            ("version", version),
            ("model", self.checkpoint.name),
            ("digest", self.checkpoint.digest),
            ("compute", compute),
            ("prefix", self.facts.prefix),
        ))  # fmt: skip


class TransformersCondenser(Seq2Seq):
    """Runs a checkpoint with ``AutoModelForSeq2SeqLM``, on CPU or GPU."""

    def __init__(self, checkpoint: Checkpoint, options: EngineOptions, language: str = "en") -> None:
        """Load the weights. Raises CheckpointError or EngineError, with what to do."""
        import torch
        import transformers

        super().__init__(checkpoint, language, options.batch_tokens)
        usable = torch.cuda.is_available()
        if options.device == "cuda" and not usable:
            raise EngineError("No CUDA device is visible to torch: use --device cpu, or install a CUDA build of torch.")
        self._torch: Any = torch
        self._device = "cuda" if options.device != "cpu" and usable else "cpu"
        if self._device == "cpu" and options.threads:
            torch.set_num_threads(options.threads)
        self._model: Any = _load(transformers, checkpoint, torch.float32).to(self._device)
        # generate() fills what its argument leaves open from the model's own settings, such as a forced end.
        self._defaults = self._model.generation_config.to_dict()
        self._model.generation_config = transformers.GenerationConfig()
        self._signature = self._facts("transformers", f"{transformers.__version__}+torch{torch.__version__}", "float32")

    @property
    def signature(self) -> Signature:
        """Engine, versions, model digest, compute type and prefix."""
        return self._signature

    def _generate(self, rows: list[list[int]], least: int, most: int, beams: int) -> list[list[Hypothesis]]:
        torch = self._torch
        width = max(map(len, rows))
        pad = self.tokenizer.pad_token_id or 0
        ids = torch.tensor([[*row, *[pad] * (width - len(row))] for row in rows], device=self._device)
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows], device=self._device)
        with torch.inference_mode():
            found = self._model.generate(
                input_ids=ids, attention_mask=mask, generation_config=self._settings(least, most, beams)
            )
            scores = self._model.compute_transition_scores(
                found.sequences, found.scores, getattr(found, "beam_indices", None), normalize_logits=True
            )
        made = [self._hypothesis(s.tolist(), p.tolist(), most) for s, p in zip(found.sequences, scores, strict=True)]
        return [made[at : at + beams] for at in range(0, len(made), beams)]

    def _settings(self, least: int, most: int, beams: int) -> Any:  # noqa: ANN401 - the library is untyped
        from transformers import GenerationConfig

        settings = GenerationConfig.from_dict(self._defaults)
        if self.language_token:
            settings.forced_bos_token_id = self.tokenizer.convert_tokens_to_ids(self.language_token)
        settings.update(
            max_length=None,
            min_length=None,
            max_new_tokens=most,
            min_new_tokens=least,
            num_beams=beams,
            num_return_sequences=beams,
            early_stopping=beams > 1,
            do_sample=False,
            no_repeat_ngram_size=settings.no_repeat_ngram_size or NO_REPEAT,
            # A summary cut at the limit must show as such: no forced end.
            forced_eos_token_id=None,
            return_dict_in_generate=True,
            output_scores=True,
        )
        return settings

    def _hypothesis(self, ids: list[int], scores: list[float], most: int) -> Hypothesis:
        eos = self.tokenizer.eos_token_id
        written = ids[1:]
        length = written.index(eos) + 1 if eos in written else len(written)
        finite = [score for score in scores[:length] if score > float("-inf")]
        mean = min(0.0, sum(finite) / max(1, len(finite)))
        return Hypothesis(self._text(written[:length]), mean, None, eos not in written and len(written) >= most)


def _load(transformers: Any, checkpoint: Checkpoint, dtype: Any) -> Any:  # noqa: ANN401 - the library is untyped
    """Load the model; weights that are missing or of the wrong shape are refused, not drawn at random."""
    transformers.logging.disable_progress_bar()
    try:
        model, notes = transformers.AutoModelForSeq2SeqLM.from_pretrained(
            checkpoint.directory,
            dtype=dtype,
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=False,
            output_loading_info=True,
        )
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        raise CheckpointError(
            f"{checkpoint.name} cannot be loaded as an encoder-decoder from safetensors ({error}): name a "
            "summarisation model with a model.safetensors."
        ) from error
    missing = sorted(notes["missing_keys"])
    if missing:
        raise CheckpointError(
            f"{checkpoint.name} lacks the weights {', '.join(missing[:3])}: fetch or copy the model again."
        )
    return model.eval()
