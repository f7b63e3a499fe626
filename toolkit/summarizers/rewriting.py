"""Summaries written by a sequence-to-sequence model, any length of article, under the guard.

Two ways, by what the model was trained for:

- ``article``: the model turns a passage into a summary (BART, PEGASUS, T5 trained on news). An article beyond its limit
  is cut into parts at sections; each part is condensed, the results are put together and condensed again until one
  part is left. What a round wrote is guarded before the next one reads it.
- ``sentence``: the model shortens one sentence. The salient sentences are selected first, then each is shortened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from toolkit.options import SummaryOptions
from toolkit.summarizers.assembly import assemble
from toolkit.summarizers.base import Article, Condenser, Sentence
from toolkit.summarizers.condensed import losses
from toolkit.summarizers.deletion import rebuilt
from toolkit.summarizers.evidence import Evidence
from toolkit.summarizers.extractive import budget_of, supported
from toolkit.summarizers.guard import examine
from toolkit.summarizers.planning import clauses, pack, sections
from toolkit.summarizers.resolution import settle
from toolkit.summarizers.selection import Budget
from toolkit.summarizers.words import count, terms
from toolkit.text.segment import sentences as split
from toolkit.types import Hypothesis, Signature, Skipped, Summary, SummarySentence

WORDS_A_SENTENCE: Final = 22
"""Words reckoned for a sentence when a length in sentences is given to a model that counts words."""
ROUNDS: Final = 6
"""Times the parts of an article are condensed again at most; each round leaves about a fifth."""
STALLED: Final = 0.9
"""Share of the tokens before a round from which the round was in vain."""
SHRINK: Final = 5
"""How many words of an article one word of an intermediate summary stands for."""


@dataclass(frozen=True, slots=True)
class Rewriter:
    """Condenses with a model. Satisfies ``Summarizer``."""

    condenser: Condenser
    unit: Literal["article", "sentence"] = "article"

    @property
    def signature(self) -> Signature:
        """The model's facts and the unit it works on."""
        return self.condenser.signature.plus(summarizer="seq2seq", unit=self.unit)

    def summarize(self, article: Article, options: SummaryOptions) -> Summary:
        """Condense *article* with the model; what the guard refuses is replaced by sentences of the article."""
        evidence = Evidence(article)
        budget = budget_of(article, options)
        work = _Work(article, evidence, self.condenser, options.beams, [])
        chosen = work.shortened(budget) if self.unit == "sentence" else work.condensed(budget)
        return assemble(article, chosen, work.dropped, evidence)


@dataclass(frozen=True, slots=True)
class _Passage:
    """A sentence of the article, or one that an earlier round made of some."""

    text: str
    sources: tuple[Sentence, ...]
    made: SummarySentence | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    article: Article
    evidence: Evidence
    condenser: Condenser
    beams: int
    dropped: list[Skipped]

    def shortened(self, budget: Budget) -> list[SummarySentence]:
        """Select, then shorten each selected sentence."""
        chosen, left_out = supported(self.article, budget, "extractive", self.evidence)
        self.dropped.extend(left_out)
        if len(chosen) == 1:
            # Measured: alone, a sentence loses more by what is left out than it gains by being short.
            note = "Left as it is: the only sentence of the summary."
            return [SummarySentence(s.text.strip(), (s.index,), "extractive", (note,)) for s in chosen]
        texts = [s.text.strip() for s in chosen]
        fitting = [self._size(text) <= self.condenser.max_source_tokens for text in texts]
        ready = [text for text, fits in zip(texts, fitting, strict=True) if fits]
        answers = iter(self.condenser.condense(ready, words=WORDS_A_SENTENCE, beams=self.beams) if ready else [])
        done: list[SummarySentence] = []
        for sentence, text, fits in zip(chosen, texts, fitting, strict=True):
            if not fits:
                note = "Left as it is: it is longer than the model can read."
                done.append(SummarySentence(text, (sentence.index,), "extractive", (note,)))
                continue
            proposals = [
                _as_written(h.text.strip(), text)
                for h in next(answers)
                if not h.truncated and count(h.text) < count(text)
            ]
            done.append(self._settled(proposals, sentence, [each.text for each in done]))
        return done

    def _settled(self, proposals: Sequence[str], source: Sentence, before: Sequence[str]) -> SummarySentence:
        """Return the shortened sentence, or the selected one as it is: it was selected not to repeat the others."""
        notes: tuple[str, ...] = () if proposals else ("The model did not make it shorter.",)
        sound = []
        for number, text in enumerate(proposals, 1):
            if faults := losses(text, source, self.evidence.language):
                notes += (f"Candidate {number} refused: {faults[0].message}",)
            else:
                sound.append(text)
        if sound:
            settled = settle(sound, self.evidence, before, [source])
            if settled.sentence is not None:
                return replace(settled.sentence, decisions=(*notes, *settled.sentence.decisions))
            notes += (settled.dropped.reason,) if settled.dropped else ()
        if proposals:
            notes += ("Replaced by its source sentence.",)
        return SummarySentence(source.text.strip(), (source.index,), "extractive", notes)

    def condensed(self, budget: Budget) -> list[SummarySentence]:
        """Condense part by part until all that is left can be read at once, then once more to the length asked for."""
        groups = [[_Passage(s.text.strip(), (s,)) for s in part.sentences] for part in sections(self.article)]
        words = budget.words or (budget.sentences or 1) * WORDS_A_SENTENCE
        size = self._joined(groups)
        for _ in range(ROUNDS):
            if size <= self.condenser.max_source_tokens:
                break
            parts = pack(groups, lambda passage: self._size(passage.text), self._room)
            quota = max(WORDS_A_SENTENCE, *(sum(count(p.text) for p in part) // SHRINK for part in parts))
            groups = self._round(parts, max(quota, words // len(parts)))
            before, size = size, self._joined(groups)
            if size > STALLED * before:
                break
        if size > self.condenser.max_source_tokens:
            return self._selected(budget)
        passages = [passage for group in groups for passage in group]
        final = self._round([passages], words)[0] if passages else []
        return self._within([p.made or self._verbatim(p) for p in final], budget)

    @property
    def _room(self) -> int:
        # Tokens of joined sentences may differ by a few from the sum of their own counts.
        return max(8, int(0.95 * self.condenser.max_source_tokens) - 4)

    def _joined(self, parts: Sequence[Sequence[_Passage]]) -> int:
        return self._size(" ".join(passage.text for part in parts for passage in part))

    def _size(self, text: str) -> int:
        return self.condenser.count_tokens([text])[0]

    def _round(self, parts: Sequence[Sequence[_Passage]], words: int) -> list[list[_Passage]]:
        """Condense parts in one batch to about *words* words each."""
        pieces = [self._pieces(part) for part in parts]
        texts = [text for each in pieces for text in each]
        answers = iter(self.condenser.condense(texts, words=words, beams=self.beams))
        results: list[list[_Passage]] = []
        for part, each in zip(parts, pieces, strict=True):
            made: list[_Passage] = []
            for _ in each:
                made += self._guarded(next(answers), part, [passage.text for passage in made])
            results.append(made or list(part[:1]))
        return results

    def _pieces(self, part: Sequence[_Passage]) -> list[str]:
        """Return the text of a part; a sentence too long for the model comes clause by clause, on the record."""
        text = " ".join(passage.text for passage in part)
        limit = self.condenser.max_source_tokens
        if self._size(text) <= limit:
            return [text]
        texts = clauses(text, self._size, self._room)
        note = f"A passage of {self._size(text)} tokens was read in {len(texts)} pieces: the model reads {limit}."
        self.dropped.append(Skipped(f"{self.article.id}, sentence {part[0].sources[0].index + 1}", note, "info"))
        return texts

    def _guarded(self, answers: Sequence[Hypothesis], part: Sequence[_Passage], before: list[str]) -> list[_Passage]:
        language = self.article.language
        beams = [[span.of(h.text) for span in split(h.text, language)] for h in answers]
        if answers and answers[0].truncated and len(beams[0]) > 1:
            beams[0] = beams[0][:-1]
        pool = {s.index: s for passage in part for s in passage.sources}
        made: list[_Passage] = []
        for text in beams[0] if beams else []:
            others = [other for beam in beams[1:] if (other := _closest(text, beam, language)) is not None]
            settled = settle([text, *others], self.evidence, [*before, *(p.text for p in made)])
            if settled.dropped is not None:
                self.dropped.append(settled.dropped)
            if settled.sentence is not None:
                rows = tuple(pool[i] for i in settled.sentence.sources if i in pool)
                known = rows or tuple(s for s in self.evidence.sentences if s.index in settled.sentence.sources)
                made.append(_Passage(settled.sentence.text, known, settled.sentence))
        return made

    def _selected(self, budget: Budget) -> list[SummarySentence]:
        """Return selected sentences instead: the model's rounds did not make the article short enough to read."""
        note = (
            f"{self.condenser.max_source_tokens} tokens are too few for what the model left: sentences were selected."
        )
        self.dropped.append(Skipped(self.article.id, note, "info"))
        chosen, left_out = supported(self.article, budget, "extractive", self.evidence)
        self.dropped.extend(left_out)
        return [SummarySentence(s.text.strip(), (s.index,), "extractive", (note,)) for s in chosen]

    def _verbatim(self, passage: _Passage) -> SummarySentence:
        return SummarySentence(passage.text, tuple(s.index for s in passage.sources), "extractive")

    def _within(self, sentences: Sequence[SummarySentence], budget: Budget) -> list[SummarySentence]:
        """Return the sentences that fit the budget, and are right by their source in the other language."""
        kept: list[SummarySentence] = []
        rows = {s.index: s for s in self.evidence.sentences}
        for sentence in sentences:
            sources = [rows[i] for i in sentence.sources if i in rows]
            faults = [f for s in sources for f in self.evidence.translation_faults(s)]
            what = f"{self.article.id}, a sentence of the summary"
            if faults:
                self.dropped.append(Skipped(what, f"Dropped: its translation is in doubt: {faults[0].message}", "info"))
            elif (
                examine(sentence.text, sources, self.evidence, [k.text for k in kept]) and sentence.method == "seq2seq"
            ):
                self.dropped.append(Skipped(what, f"Dropped: “{sentence.text}” failed the last check.", "info"))
            elif budget.admits([count(k.text) for k in kept], count(sentence.text)):
                kept.append(replace(sentence, sources=tuple(sorted(sentence.sources))))
            else:
                self.dropped.append(Skipped(what, f"Beyond the length asked for: “{sentence.text}”", "info"))
        return kept


def _as_written(text: str, source: str) -> str:
    """Return a short form in the very words of *source*, which models may spell otherwise, and with its capital."""
    text = rebuilt(text, source)
    return text[:1].upper() + text[1:] if source[:1].isupper() else text


def _closest(text: str, beam: Sequence[str], language: str) -> str | None:
    """Return the sentence of another hypothesis that says nearly the same; None when none shares half its words."""
    wanted = set(terms(text, language))
    best = max(beam, key=lambda other: len(wanted & set(terms(other, language))), default=None)
    if best is None or best == text or 2 * len(wanted & set(terms(best, language))) < len(wanted):
        return None
    return best
