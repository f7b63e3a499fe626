"""The same models with CTranslate2 (Klein et al. 2020), where it converts them: faster and smaller on CPU."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from toolkit.errors import CheckpointError, EngineError
from toolkit.options import EngineOptions
from toolkit.summarizers.architecture import LANGUAGE_TOKENS
from toolkit.summarizers.seq2seq import NO_REPEAT, Seq2Seq, quiet_tokenizer
from toolkit.types import Checkpoint, Hypothesis, Signature

CONVERTIBLE: Final = frozenset({"bart", "mbart", "pegasus", "t5", "mt5", "marian", "m2m_100"})
"""Architectures CTranslate2 has a converter for."""
_LAYOUT: Final[dict[str, dict[str, bool]]] = {
    "bart": {"normalize_before": False, "normalize_embedding": True},
    "mbart": {"normalize_before": True, "normalize_embedding": True},
    "pegasus": {"normalize_before": True, "normalize_embedding": False},
    "marian": {"normalize_before": False, "normalize_embedding": False},
    "m2m_100": {"normalize_before": True, "normalize_embedding": False},
}
"""Where the layer norms are, which is fixed in each architecture's code (Lewis et al. 2020; Liu et al. 2020; Zhang et
al. 2020)."""


def convert(checkpoint: Checkpoint, directory: Path) -> None:
    """Write *checkpoint* in CTranslate2's format into *directory*, which must not exist yet.

    The precision stays the checkpoint's own; CTranslate2 quantises while it loads. Raises CheckpointError for
    architectures without a converter and when the conversion fails: then use TransformersCondenser.
    """
    if checkpoint.architecture not in CONVERTIBLE:
        raise CheckpointError(
            f"{checkpoint.name} is a {checkpoint.architecture} model, which CTranslate2 does not convert: use --engine "
            "transformers."
        )
    from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc]
        def load_model(self, model_class: Any, path: str, **settings: Any) -> Any:  # noqa: ANN401 - the library is untyped
            settings |= {"local_files_only": True, "use_safetensors": True}
            model = model_class.from_pretrained(path, **settings)
            # The converter still asks for what transformers 5 took out of the configurations.
            for key, value in _LAYOUT.get(checkpoint.architecture, {}).items():
                if not hasattr(model.config, key):
                    setattr(model.config, key, value)
            if checkpoint.architecture == "mbart" and not knows_languages(checkpoint.directory):
                # Then the start token is no language either; it is given with each input instead.
                model.config.tokenizer_class = None
            return model

    try:
        with quiet_tokenizer():
            Converter(str(checkpoint.directory), trust_remote_code=False).convert(str(directory))
    except (AttributeError, KeyError, NotImplementedError, OSError, RuntimeError, TypeError, ValueError) as error:
        raise CheckpointError(
            f"{checkpoint.name} cannot be converted for CTranslate2 ({error!r}): use --engine transformers."
        ) from error


def knows_languages(directory: Path) -> bool:
    """Tell whether the tokenizer in *directory* has mBART's language tokens; BARThez, of one language, has none."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(directory, local_files_only=True, trust_remote_code=False)
    return not LANGUAGE_TOKENS.isdisjoint(tokenizer.get_vocab())


class Ct2Condenser(Seq2Seq):
    """Runs converted weights with CTranslate2."""

    def __init__(self, checkpoint: Checkpoint, converted: Path, options: EngineOptions, language: str = "en") -> None:
        """Load the weights in *converted*, made from *checkpoint*. Raises CheckpointError or EngineError."""
        import ctranslate2

        super().__init__(checkpoint, language, options.batch_tokens)
        gpus = ctranslate2.get_cuda_device_count()
        if options.device == "cuda" and not gpus:
            raise EngineError(
                "No CUDA device is visible to CTranslate2: use --device cpu, or install its CUDA libraries."
            )
        device = "cuda" if options.device != "cpu" and gpus else "cpu"
        wanted = {"auto": "int8" if device == "cpu" else "float16"}.get(options.compute_type, options.compute_type)
        try:
            self._translator: Any = ctranslate2.Translator(
                str(converted), device=device, compute_type=wanted, inter_threads=1, intra_threads=options.threads
            )
        except (RuntimeError, ValueError) as error:
            raise CheckpointError(
                f"CTranslate2 cannot load {converted} ({error}): delete that directory, it is made again."
            ) from error
        self._settings = _generation(checkpoint)
        self._signature = self._facts("ctranslate2", ctranslate2.__version__, self._translator.compute_type)

    @property
    def signature(self) -> Signature:
        """Engine, versions, model digest, compute type and prefix."""
        return self._signature

    def _generate(self, rows: list[list[int]], least: int, most: int, beams: int) -> list[list[Hypothesis]]:
        first = self._first_token()
        results = self._translator.translate_batch(
            [self.tokenizer.convert_ids_to_tokens(row) for row in rows],
            target_prefix=[[first]] * len(rows) if first else None,
            beam_size=beams,
            num_hypotheses=beams,
            length_penalty=self._settings.length_penalty or 1.0,
            no_repeat_ngram_size=self._settings.no_repeat_ngram_size or NO_REPEAT,
            max_input_length=0,
            # generate() counts the forced first token, CTranslate2 does not.
            max_decoding_length=most - bool(first),
            min_decoding_length=max(0, least - bool(first)),
            return_end_token=True,
            return_scores=True,
        )
        return [
            [self._hypothesis(tokens, score) for tokens, score in zip(each.hypotheses, each.scores, strict=True)]
            for each in results
        ]

    def _first_token(self) -> str | None:
        """Return the token the output must start with: a language, or the begin of the model's sequences."""
        if self.language_token:
            return self.language_token
        forced = self._settings.forced_bos_token_id
        if self.facts.model_type == "mbart":
            forced = self._settings.decoder_start_token_id
        return None if forced is None else str(self.tokenizer.convert_ids_to_tokens(forced))

    def _hypothesis(self, tokens: list[str], score: float) -> Hypothesis:
        finished = self.tokenizer.eos_token in tokens
        total = score * max(1, len(tokens)) ** (self._settings.length_penalty or 1.0)
        text = self._text(self.tokenizer.convert_tokens_to_ids(tokens))
        return Hypothesis(text, min(0.0, total / max(1, len(tokens))), None, not finished)


def _generation(checkpoint: Checkpoint) -> Any:  # noqa: ANN401 - the library is untyped
    from transformers import GenerationConfig

    try:
        return GenerationConfig.from_pretrained(checkpoint.directory, local_files_only=True)
    except OSError:
        return GenerationConfig.from_pretrained(
            checkpoint.directory, config_file_name="config.json", local_files_only=True
        )
