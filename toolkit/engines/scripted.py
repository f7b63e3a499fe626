"""An engine without a model: it answers from a table. For tests and demonstrations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from toolkit.engines.attention import WORD
from toolkit.errors import InputError
from toolkit.options import DecodingOptions
from toolkit.types import Hypothesis, Link, Signature, Span


class ScriptedEngine:
    """Answers known texts from a script, others word for word; deterministic, and it records what it was asked."""

    def __init__(
        self,
        script: Mapping[str, str | Sequence[str | Hypothesis]] | None = None,
        *,
        pair: tuple[str, str] = ("fr", "en"),
        words: Mapping[str, str] | None = None,
        max_source_tokens: int = 512,
    ) -> None:
        """Take a *script* from source text to one translation or to an n-best list, best first.

        Texts that are not in it are translated word by word with *words*; unknown words are copied. Words, figures and
        signs count as one token each.
        """
        self._script = {
            text: (answers,) if isinstance(answers, str) else tuple(answers) for text, answers in (script or {}).items()
        }
        self._pair = pair
        self._words = dict(words or {})
        self._limit = max_source_tokens
        self.asked: list[tuple[str, DecodingOptions, str]] = []
        """Every text decoded so far with its options and prefix."""

    @property
    def pair(self) -> tuple[str, str]:
        """Source and target language, ISO 639-1."""
        return self._pair

    @property
    def calls(self) -> int:
        """One: the record of what was asked stays in order."""
        return 1

    @property
    def signature(self) -> Signature:
        """The engine's name and a digest of its script."""
        content = json.dumps([repr(sorted(self._script.items())), sorted(self._words.items())])
        return Signature((("engine", "scripted"), ("digest", hashlib.sha256(content.encode()).hexdigest()[:16])))

    @property
    def max_source_tokens(self) -> int:
        """Longest input, in words and signs."""
        return self._limit

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of words and signs of each text, plus one for the end."""
        return [len(WORD.findall(text)) + 1 for text in texts]

    def translate(
        self, texts: Sequence[str], options: DecodingOptions, prefixes: Sequence[str] | None = None
    ) -> list[list[Hypothesis]]:
        """Answer each text, as TranslationEngine says."""
        if prefixes is not None and len(prefixes) != len(texts):
            raise ValueError(f"{len(texts)} texts but {len(prefixes)} prefixes: give one a text.")
        for count in self.count_tokens(texts):
            if count > self._limit:
                raise InputError(f"A text of {count} tokens was given, at most {self._limit} fit: split it.")
        results = []
        for text, prefix in zip(texts, prefixes or [""] * len(texts), strict=True):
            self.asked.append((text, options, prefix))
            results.append(self._answer(text, options, prefix))
        return results

    def _answer(self, text: str, options: DecodingOptions, prefix: str) -> list[Hypothesis]:
        if not text.strip():
            return [Hypothesis("", 0.0, ())]
        answers = self._script.get(text) or (self._word_for_word(text),)
        hypotheses = [
            answer if isinstance(answer, Hypothesis) else Hypothesis(answer, -0.1 * (rank + 1), align(text, answer))
            for rank, answer in enumerate(answers)
        ]
        if prefix:
            fitting = [hypothesis for hypothesis in hypotheses if hypothesis.text.startswith(prefix)]
            hypotheses = fitting or [_behind(prefix, text, hypothesis) for hypothesis in hypotheses]
        return hypotheses[: options.nbest]

    def _word_for_word(self, text: str) -> str:
        return WORD.sub(lambda match: self._words.get(match[0], match[0]), text).strip()


def align(source: str, target: str) -> tuple[Link, ...]:
    """Link equal words and figures to each other in order, the remaining words by their relative position."""
    left = [Span(*match.span()) for match in WORD.finditer(source)]
    right = [Span(*match.span()) for match in WORD.finditer(target)]
    free = list(range(len(left)))
    found: dict[int, int] = {}
    for index, span in enumerate(right):
        same = next((at for at in free if left[at].of(source) == span.of(target)), None)
        if same is not None:
            free.remove(same)
            found[index] = same
    for index in range(len(right)):
        if index not in found and left:
            found[index] = min(len(left) - 1, index * len(left) // len(right))
    return tuple(Link(left[found[index]], right[index], 1.0) for index in sorted(found))


def _behind(prefix: str, source: str, hypothesis: Hypothesis) -> Hypothesis:
    """Return the hypothesis with its beginning replaced by *prefix*, as many words of it as the prefix has."""
    words = list(WORD.finditer(hypothesis.text))
    skipped = len(WORD.findall(prefix))
    rest = hypothesis.text[words[skipped - 1].end() :] if 0 < skipped <= len(words) else ""
    text = prefix + rest
    return Hypothesis(text, hypothesis.score, align(source, text), hypothesis.truncated)
