"""Which language a document and each of its blocks is written in.

py3langid (Lui and Baldwin 2012, naive Bayes over byte n-grams) scores the languages; its scores are log-likelihoods in
nats, so that a difference of scores measures the evidence. A block inherits the document's language unless the
evidence against it is strong, because taking a French line for another language leaves it untranslated. The margins
were chosen by looking at newstest2013, newsdiscusstest2015 and Tatoeba lines (no French one of 6,500 is lost) and
checked on unseen newstest2008-2012 and newsdiscussdev2015: of 10,473 French lines two are, both part Spanish.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from toolkit.languages import NAMES
from toolkit.text.function_words import count
from toolkit.text.normalise import normalise
from toolkit.types import Block, Document

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE: Final = 20_000
"""Characters of a document or block that are looked at."""
_WITH_WORDS: Final = 10.0
"""Nats that must speak for another language when several small words of it, none of the document's, are found."""
_WITH_WORD: Final = 15.0
"""The same when there is one such word."""
_AGAINST_WORDS: Final = 30.0
"""The same when its small words outnumber those of the document's language."""
_WITHOUT_WORDS: Final = 40.0
"""The same when no small words of either are found."""
_OVERWHELMING: Final = 80.0
"""Nats that decide alone."""
_NOISE: Final = re.compile(r"https?://\S+|www\.\S+|(?<!\S)\S+@\S+|[@#]\w+|\d+")
"""Addresses and figures. Only from the start of a word is an @ looked for: the search is linear in the text."""
_QUOTED: Final = re.compile(r"«[^»]{1,400}»|“[^”]{1,400}”|\"[^\"]{1,400}\"")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LATIN_END: Final = "\u024f"
_LOADING: Final = threading.Lock()


def detect(document: Document, candidates: Sequence[str] = tuple(NAMES), language: str | None = None) -> Document:
    """Return *document* with the language of the whole and of each block decided.

    *candidates* are the ISO 639-1 codes to tell apart (text in another script may get any code). With *language* the
    main language is taken as given and only blocks that are strongly another are told apart from it. A document
    without letters keeps the language it came with.
    """
    main = language or _main_language(document, candidates) or document.language
    blocks = tuple(replace(block, language=_of_block(document, block, candidates, main)) for block in document.blocks)
    return replace(document, language=main, blocks=blocks)


def language_of(text: str, candidates: Sequence[str] = tuple(NAMES), expected: str | None = None) -> str | None:
    """Return the ISO 639-1 code of *text*, None when it has no letters.

    With *expected*, that language is kept unless another is clearly better.
    """
    plain = _plain(text)
    if not plain:
        return expected
    if _is_other_script(plain):
        return _ranking(plain)[0][0]
    scores = {code: score for code, score in _ranking(plain) if code in candidates or code == expected}
    if expected is None or expected not in scores:
        return max(scores, key=scores.__getitem__, default=expected)
    others = [code for code in scores if code != expected]
    best = max(others, key=scores.__getitem__, default=expected)
    return best if _outweighs(plain, best, expected, scores[best] - scores[expected]) else expected


def _outweighs(text: str, other: str, expected: str, margin: float) -> bool:
    """Tell whether *margin* nats for *other* are enough to leave *expected*."""
    if margin < _WITH_WORDS:
        return False
    around = _QUOTED.sub(" ", text)
    if count(around, expected, unlike=other) > count(around, other, unlike=expected):
        return False  # a sentence that quotes another language, or names a title in it
    here, there = count(text, expected, unlike=other), count(text, other, unlike=expected)
    if margin >= _OVERWHELMING and there >= here:
        return True
    if there > here:
        return margin >= (_AGAINST_WORDS if here else _WITH_WORDS if there > 1 else _WITH_WORD)
    return here == 0 and margin >= _WITHOUT_WORDS


def _main_language(document: Document, candidates: Sequence[str]) -> str | None:
    parts: list[str] = []
    length = 0
    for block in document.blocks:
        if block.boilerplate or length > _SAMPLE:
            continue
        parts.append(document.text[block.start : min(block.end, block.start + _SAMPLE)])
        length += len(parts[-1])
    return language_of("\n".join(parts)[:_SAMPLE], candidates)


def _of_block(document: Document, block: Block, candidates: Sequence[str], main: str) -> str:
    text = document.text[block.start : min(block.end, block.start + _SAMPLE)]
    return language_of(text, candidates, expected=main) or main


def _plain(text: str) -> str:
    """Return what tells languages apart: no addresses or figures; headlines in capitals as ordinary text."""
    plain = _NOISE.sub(" ", normalise(text).text)
    if not _LETTERS.search(plain):
        return ""
    return plain.lower() if plain.isupper() else plain


def _is_other_script(text: str) -> bool:
    letters = "".join(_LETTERS.findall(text))
    return sum(char > _LATIN_END for char in letters) > len(letters) / 2


def _ranking(text: str) -> list[tuple[str, float]]:
    """Return every language the identifier knows with its log-likelihood, best first."""
    ranking: list[tuple[str, float]] = _identifier().rank(text)
    return ranking


def prepare() -> None:
    """Begin to load the identifier, beside whatever else a run has to load first."""
    threading.Thread(target=_identifier, name="languages", daemon=True).start()


def _identifier() -> LanguageIdentifier:
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # half a second and 100 MB, only when needed

    return LanguageIdentifier.from_model_file(MODEL_FILE)
