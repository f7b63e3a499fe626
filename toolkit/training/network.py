"""The Marian model in training: made or loaded, its losses, the head that learns to align."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from toolkit.errors import CheckpointError, EngineError
from toolkit.training.batches import Row
from toolkit.training.recipe import Architecture, TrainingOptions

Tensor: TypeAlias = Any
"""torch.Tensor; torch is imported late."""

Model: TypeAlias = Any
"""transformers.MarianMTModel."""

_LEAST: Final = 1e-6
"""Attention below this counts as this, so that one missed link cannot make the loss infinite."""


class Loss(NamedTuple):
    """What one batch gives."""

    total: Tensor
    """Sum over target tokens of the loss that is minimised; the mean times *tokens*."""
    entropy: float
    """Sum of the label-smoothed cross-entropy, in nats."""
    guide: float
    """Sum over tokens of the guided-alignment loss, in nats; 0 when nothing is aligned."""
    tokens: int
    """Target tokens, the end-of-sentence token included."""


class Network:
    """A Marian model with what training needs of it."""

    def __init__(self, model: Model, options: TrainingOptions, device: str) -> None:
        """Take a model of transformers."""
        import torch
        from transformers import GenerationConfig

        self._torch: Any = torch
        self.options, self.device = options, device
        self.model = model.to(device)
        model.generation_config = GenerationConfig()  # `write` gives its own; `export` writes the model's
        self._attention: list[Tensor] = []
        if options.guide:
            layer = model.model.decoder.layers[-1].encoder_attn
            layer.register_forward_hook(lambda _module, _inputs, output: self._attention.append(output[1]))

    @property
    def longest(self) -> int:
        """Return the most tokens of a source or target."""
        return int(self.model.config.max_position_embeddings)

    def loss(self, rows: Sequence[Row]) -> Loss:
        """Return the loss of one batch: label-smoothed cross-entropy and, where links are given, guided alignment."""
        torch, options = self._torch, self.options
        self._attention.clear()
        logits, gold = self._logits(rows)
        entropy = torch.nn.functional.cross_entropy(
            logits, gold, label_smoothing=options.label_smoothing, reduction="sum"
        )
        total, guided, count = entropy, 0.0, len(gold)
        guide = self._guided(rows) if options.guide else None
        if guide is not None:
            guided = guide.item() * count
            total = total + options.guide * count * guide
        return Loss(total, entropy.item(), guided, count)

    def entropy(self, rows: Sequence[Row]) -> tuple[float, int]:
        """Return the cross-entropy of *rows* without smoothing, summed in nats, and the number of target tokens."""
        torch = self._torch
        with torch.inference_mode():
            logits, gold = self._logits(rows)
            self._attention.clear()
            return torch.nn.functional.cross_entropy(logits, gold, reduction="sum").item(), len(gold)

    def _logits(self, rows: Sequence[Row]) -> tuple[Tensor, Tensor]:
        """Return the logits [target tokens, vocabulary] in float32 and the ids [target tokens] they should give.

        Padding is left out before the largest product of all, the one with the vocabulary.
        """
        torch, model = self._torch, self.model
        pad, start = model.config.pad_token_id, model.config.decoder_start_token_id
        source, mask = self._padded([row.source for row in rows], pad)
        target, real = self._padded([row.target for row in rows], pad)
        shifted = torch.cat([torch.full_like(target[:, :1], start), target[:, :-1]], 1)
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.options.precision == "bfloat16"):
            hidden = model.model(
                input_ids=source, attention_mask=mask.long(), decoder_input_ids=shifted, use_cache=False
            ).last_hidden_state
            logits = torch.nn.functional.linear(hidden[real], model.lm_head.weight)
        return logits.float() + model.final_logits_bias[0], target[real]

    def _padded(self, rows: Sequence[Any], pad: int) -> tuple[Tensor, Tensor]:
        """Return ids and mask, both [rows, longest], padded at the right."""
        torch = self._torch
        ids = torch.full((len(rows), max(map(len, rows))), pad, dtype=torch.long)
        mask = torch.zeros(ids.shape, dtype=torch.bool)
        for index, row in enumerate(rows):
            ids[index, : len(row)] = torch.as_tensor(row.astype("int64"))
            mask[index, : len(row)] = True
        return ids.to(self.device), mask.to(self.device)

    def _guided(self, rows: Sequence[Row]) -> Tensor | None:
        """Return the mean cross-entropy between head 0 of the last decoder layer and the given links.

        The head's attention is [rows, heads, target, source]. A target token with several links should share its
        attention equally among them; one without links counts for nothing. None: no row has links.
        """
        import numpy as np

        torch, attention = self._torch, self._attention.pop()
        if attention is None:
            raise EngineError("This version of transformers gives no attention: set training.guide = 0.")
        counts = [len(row.links) for row in rows]
        if not sum(counts):
            return None
        links = torch.from_numpy(np.concatenate([row.links for row in rows]).astype(np.int64)).to(self.device)
        row = torch.repeat_interleave(torch.arange(len(rows)), torch.tensor(counts)).to(self.device)
        width = attention.shape[2]
        place = row * width + links[:, 1]
        share = 1.0 / torch.bincount(place, minlength=len(rows) * width)[place].float()
        picked = attention[row, 0, links[:, 1], links[:, 0]].float().clamp_min(_LEAST)
        return -(picked.log() * share).sum() / share.sum()

    def write(self, sources: Sequence[Any], beam: int = 1) -> list[list[int]]:
        """Return the target ids of each source row of ids, greedily or with a beam."""
        from transformers import GenerationConfig

        torch, config = self._torch, self.model.config
        ids, mask = self._padded(sources, config.pad_token_id)
        with (
            torch.inference_mode(),
            torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.options.precision == "bfloat16"),
        ):
            found = self.model.generate(
                input_ids=ids,
                attention_mask=mask.long(),
                generation_config=GenerationConfig(
                    num_beams=beam,
                    do_sample=False,
                    max_new_tokens=min(self.longest - 1, 2 * ids.shape[1] + 16),
                    decoder_start_token_id=config.decoder_start_token_id,
                    eos_token_id=config.eos_token_id,
                    pad_token_id=config.pad_token_id,
                    bad_words_ids=[[config.pad_token_id]],
                ),
            )
        self._attention.clear()
        return [row[1:].tolist() for row in found]


def device_of(wanted: str) -> str:
    """Return ``cpu`` or ``cuda``. Raises EngineError when a GPU is asked for and there is none."""
    import torch

    usable = torch.cuda.is_available()
    if wanted == "cuda" and not usable:
        raise EngineError("No CUDA device is visible to torch: set training.device to cpu.")
    return "cuda" if usable and wanted != "cpu" else "cpu"


def load_model(directory: Path, options: TrainingOptions) -> Model:
    """Return the model in *directory* in float32, with the dropout of *options*. Raises CheckpointError."""
    import transformers

    transformers.logging.disable_progress_bar()
    try:
        config = transformers.MarianConfig.from_pretrained(directory, local_files_only=True)
        config.dropout = options.dropout
        config.attention_dropout = config.activation_dropout = 0.0
        model, notes = transformers.MarianMTModel.from_pretrained(
            directory,
            config=config,
            dtype="float32",
            attn_implementation="eager",  # returns attention, and is the faster one for sentences on CPU
            local_files_only=True,
            use_safetensors=True,
            output_loading_info=True,
        )
    except (OSError, RuntimeError, ValueError) as error:
        raise CheckpointError(f"{directory} cannot be trained on ({error}): give a Marian model directory.") from error
    if missing := sorted(notes["missing_keys"]):
        raise CheckpointError(f"{directory} lacks the weights {', '.join(missing[:3])}: fetch or copy it again.")
    return model


def new_model(shape: Architecture, size: int, ids: tuple[int, int], options: TrainingOptions, seed: int) -> Model:
    """Return a model with random weights.

    *size*: ids of the vocabulary; *ids*: those of the end-of-sentence and the padding token. Linear layers start as
    Glorot and Bengio (2010) propose, embeddings with a deviation of one over the root of the width.
    """
    import torch
    import transformers

    eos, pad = ids
    config = transformers.MarianConfig(
        vocab_size=size, decoder_vocab_size=size, d_model=shape.width, max_position_embeddings=shape.positions,
        encoder_layers=shape.encoder_layers, decoder_layers=shape.decoder_layers,
        encoder_ffn_dim=shape.feed_forward, decoder_ffn_dim=shape.feed_forward,
        encoder_attention_heads=shape.heads, decoder_attention_heads=shape.heads,
        pad_token_id=pad, eos_token_id=eos, bos_token_id=None, decoder_start_token_id=pad, forced_eos_token_id=eos,
        scale_embedding=True, activation_function="relu", dropout=options.dropout, attention_dropout=0.0,
        activation_dropout=0.0, share_encoder_decoder_embeddings=True, tie_word_embeddings=True,
        init_std=shape.width**-0.5, attn_implementation="eager",
    )  # fmt: skip
    transformers.logging.disable_progress_bar()
    torch.manual_seed(seed)
    model = transformers.MarianMTModel(config)
    for module in model.modules():
        if isinstance(module, torch.nn.Linear) and module is not model.lm_head:
            torch.nn.init.xavier_uniform_(module.weight)
            if module.bias is not None:
                torch.nn.init.zeros_(module.bias)
    return model
