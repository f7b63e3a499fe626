"""What an article says, looked up by value: the figures, names, words and quotations a summary may use."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Final

from toolkit.fidelity.figures.check import check_figures
from toolkit.fidelity.figures.parse import parse
from toolkit.fidelity.names import check_names, find_names
from toolkit.summarizers.base import Article, Sentence
from toolkit.summarizers.planning import body
from toolkit.summarizers.words import WORD, is_function_word, terms
from toolkit.types import Figure, Finding, Name

READ: Final = frozenset({"fr", "en"})
"""Languages whose figures and names can be read. In others words and digits are compared as they stand."""


class Evidence:
    """The article that a summary must stay within. Built once, looked up for every sentence."""

    def __init__(self, article: Article) -> None:
        """Take the whole article, headings and captions too: whatever the reader could have read."""
        self.article = article
        self.language = article.language
        self.sentences = [s for s in article.sentences if not s.boilerplate]

    @cached_property
    def words(self) -> str:
        """Every word of the article, folded, one space between and around them."""
        return f" {' '.join(folded_words(' '.join(s.text for s in self.sentences)))} "

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Folded words that stand somewhere in the article with a capital."""
        return frozenset(
            part
            for sentence in self.sentences
            for match in WORD.finditer(sentence.text)
            if match[0] != match[0].lower()
            for part in folded_words(match[0])
        )

    @cached_property
    def plain(self) -> str:
        """The article's characters, quotation marks, case and spacing levelled."""
        return level(" ".join(s.text for s in self.sentences))

    @cached_property
    def bags(self) -> list[Counter[str]]:
        """Stems of the content words of each sentence."""
        return [Counter(terms(s.text, self.language)) for s in self.sentences]

    @cached_property
    def telling(self) -> frozenset[int]:
        """Rows of the sentences that tell something, rather than announce it as title and headings do."""
        told = {sentence.index for sentence in body(self.article)}
        return frozenset(row for row, sentence in enumerate(self.sentences) if sentence.index in told)

    @cached_property
    def holders(self) -> dict[str, list[int]]:
        """Rows of the sentences that hold each stem."""
        found: dict[str, list[int]] = {}
        for row, bag in enumerate(self.bags):
            for term in bag:
                found.setdefault(term, []).append(row)
        return found

    def sources(self, text: str, most: int = 3) -> list[Sentence]:
        """Return the sentences *text* rests on, at most *most*, in reading order; none when no content word is shared.

        Greedy cover of the stems of *text*, rare ones weighing more; a further sentence must add a fifth of the weight.
        """
        wanted = set(terms(text, self.language))
        weight = {term: 1.0 / (1 + len(self.holders[term])) ** 0.5 for term in wanted if term in self.holders}
        total = sum(weight.values())
        rows: list[int] = []
        left = set(weight)
        while left and len(rows) < most:
            gains: dict[int, float] = {}
            for term in left:
                for row in self.holders[term]:
                    gains[row] = gains.get(row, 0.0) + weight[term] * (1.0 if row in self.telling else 0.8)
            best = max(gains, key=lambda row: (gains[row], -row))
            if rows and gains[best] < 0.2 * total:
                break
            rows.append(best)
            left -= self.bags[best].keys()
        return [self.sentences[row] for row in sorted(rows)]

    def holds_name(self, name: str) -> bool:
        """Tell whether the words of *name* follow one another in the article, one of them with a capital."""
        parts = [word for word in folded_words(name) if not is_function_word(word, self.language)]
        parts = parts or folded_words(name)
        whole = " ".join(folded_words(name)).removeprefix("the ")
        return any(part in self.capitals or not part.isalpha() for part in parts) and (
            f" {whole} " in self.words or f" {' '.join(parts)} " in self.words
        )

    def holds_quotation(self, quoted: str) -> bool:
        """Tell whether *quoted* stands in the article word for word, punctuation at its ends aside."""
        wanted = level(quoted).strip(" .,;:!?…")
        return bool(wanted) and wanted in self.plain

    def translation_faults(self, sentence: Sentence) -> list[Finding]:
        """Return the figures and names of a translated sentence that its source sentence does not have, as errors.

        Empty for articles that are no translation from French. What the translation left out is no fault here: the
        summary says less, nothing false.
        """
        if sentence.source is None or (self.article.source_language, self.language) != ("fr", "en"):
            return []
        figures = check_figures(sentence.source, sentence.text, segment=sentence.index).findings
        names = check_names(sentence.source, sentence.text, segment=sentence.index).findings
        wrong = {"figure_changed", "figure_invented", "unit_changed", "name_changed", "name_invented"}
        return [fault for fault in (*figures, *names) if fault.code in wrong and fault.severity == "error"]

    def holds_figure(self, figure: Figure, within: Iterable[Sentence] | None = None) -> bool:
        """Tell whether *figure* stands by value in one of the sentences *within*, or anywhere in the article."""
        places = self.sentences if within is None else within
        return any(same_figure(figure, other) for s in places for other in figures_of(s.text, self.language))


@lru_cache(maxsize=20_000)
def figures_of(text: str, language: str) -> tuple[Figure, ...]:
    """Return the figures of *text* by value; nothing in languages that cannot be read."""
    return tuple(parse(text, language)) if language in READ else ()


@lru_cache(maxsize=20_000)
def names_of(text: str, language: str) -> tuple[Name, ...]:
    """Return the names of *text*; nothing in languages that cannot be read."""
    return tuple(find_names(text, language)) if language in READ else ()


def same_figure(one: Figure, other: Figure) -> bool:
    """Tell whether two figures of one language mean the same: value and unit, or a date that the other one contains."""
    if one.key is not None and other.key is not None:
        return one.key == other.key or _date_within(one.key, other.key)
    if one.key is not None or other.key is not None:
        return (one.key or str(one.value)) == (other.key or str(other.value))
    return one.value == other.value and (one.unit == other.unit or None in {one.unit, other.unit})


def _date_within(less: str, more: str) -> bool:
    pattern = r"(\d{4}|-)?-?(\d\d)?(?:-(\d\d))?"
    short, long = re.fullmatch(pattern, less), re.fullmatch(pattern, more)
    if not short or not long:
        return False
    return all(a in {None, "-", b} for a, b in zip(short.groups(), long.groups(), strict=True))


def fold(word: str) -> str:
    """Return *word* in lower case without accents, possessive ending and final point."""
    lower = unicodedata.normalize("NFD", word.lower().replace("’", "'").removesuffix("'s").rstrip(".'"))
    return "".join(character for character in lower if not unicodedata.combining(character))


def folded_words(text: str) -> list[str]:
    """Return the words of *text* folded; hyphens and elisions separate, so that parts of a compound can be found."""
    return [part for match in WORD.finditer(text) for part in re.split(r"[-']", fold(match[0])) if part]


def level(text: str) -> str:
    """Return *text* with one form of quotation mark, apostrophe, dash and space, in lower case."""
    text = re.sub(r"[\"“”„«»]", " ", text.replace("’", "'").replace("–", "-").replace("—", "-"))
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text.split())).lower()
