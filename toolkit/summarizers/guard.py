"""The guard: what a summary sentence says must stand in the article.

Figures by value, names word for word, quotations verbatim, negations kept, no content twice, sentences whole. What
fails is regenerated from other hypotheses, repaired, replaced by its source sentence, or dropped; each step leaves a
decision a reviewer can read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from toolkit.summarizers.base import Sentence
from toolkit.summarizers.cohesion import balanced, quotations
from toolkit.summarizers.evidence import Evidence, figures_of, fold, folded_words, names_of
from toolkit.summarizers.words import WORD, count, is_function_word, terms
from toolkit.types import Finding, Severity, Span

NEGATORS: Final = {
    "en": r"not|no|never|none|nobody|nothing|neither|nor|without|cannot|\w+n['’]t|denie[sd]|deny|refuse[sd]?|refusing|"
    r"reject(?:s|ed|ing)?|fail(?:s|ed|ing)?|declin(?:e[sd]?|ing) to|unable|unlikely",
    "fr": r"ne|n['’]\w*|non|sans|ni|aucune?|jamais|rien|refus\w*|rejet\w*|dément\w*|échou\w*|impossible|incapable",
}
"""Words that turn a statement round. Lexical ones count, so that "failed to" may be rewritten as "did not"."""
OVERLAP: Final = 0.75
"""Share of the stems of a sentence from which it repeats another one."""


def examine(text: str, sources: Sequence[Sentence], evidence: Evidence, before: Sequence[str] = ()) -> list[Finding]:
    """Return what is wrong with *text*, nothing when it may stand.

    *sources* are the sentences it rests on, *before* the summary sentences already accepted.
    """
    at = sources[0].index if sources else 0
    found = [
        *_figures(text, sources, evidence, at),
        *_names(text, evidence, at),
        *_quotations(text, evidence, at),
        *_form(text, at),
        *_negation(text, sources, evidence.language, at),
    ]
    if not sources:
        found.append(_finding("invented", at, None, f"Nothing in the article says anything like: {text}"))
    if repeats(text, before, evidence.language):
        found.append(_finding("repetition", at, None, "The summary has said this already."))
    return found


def repeats(text: str, before: Sequence[str], language: str) -> bool:
    """Tell whether three quarters of the content words of *text*, or of one of *before*, are in the other one too."""
    own = set(terms(text, language))
    for other in before:
        theirs = set(terms(other, language))
        if min(len(own), len(theirs)) and len(own & theirs) >= OVERLAP * min(len(own), len(theirs)):
            return True
    return False


def _figures(text: str, sources: Sequence[Sentence], evidence: Evidence, at: int) -> list[Finding]:
    found = []
    for figure in figures_of(text, evidence.language):
        if evidence.holds_figure(figure, sources):
            continue
        where = "in the article" if not evidence.holds_figure(figure) else "in the sentences this one rests on"
        found.append(_finding("figure_invented", at, figure.span, f"The figure {figure.text} is not {where}."))
    if evidence.language not in {"en", "fr"}:
        known = set(re.findall(r"\d+", evidence.plain))
        found += [
            _finding("figure_invented", at, Span(*match.span()), f"The figure {match[0]} is not in the article.")
            for match in re.finditer(r"\d+", text)
            if match[0] not in known
        ]
    return found


def _names(text: str, evidence: Evidence, at: int) -> list[Finding]:
    found = {
        name.span: name.text
        for name in names_of(text, evidence.language)
        if not evidence.holds_name(name.text) and not _figure_like(name.text)
    }
    figures = [figure.span for figure in figures_of(text, evidence.language)]
    for match in WORD.finditer(text):
        word, span = match[0], Span(*match.span())
        inside = bool(re.search(r"[\w,;:)”»\"'’]\s+[\"“«(]?\s?$", text[: match.start()]))
        if word[0].isupper() and inside and not is_function_word(word, evidence.language):
            known = all(f" {part} " in evidence.words for part in folded_words(word))
            if not known and not any(span.overlaps(other) for other in (*found, *figures)):
                found[span] = word
    return [
        _finding("name_invented", at, span, f"The name {name} is not in the article.") for span, name in found.items()
    ]


def _figure_like(text: str) -> bool:
    return bool(re.fullmatch(r"[\W\d]+[A-Za-z]{0,3}", text))


def _quotations(text: str, evidence: Evidence, at: int) -> list[Finding]:
    return [
        _finding("quote_invented", at, _where(text, quoted), f"The article does not say “{quoted}” in these words.")
        for quoted in quotations(text)
        if not evidence.holds_quotation(quoted)
    ]


def _form(text: str, at: int) -> list[Finding]:
    stripped = text.strip()
    if not count(stripped):
        return [_finding("empty_output", at, None, "There are no words in it.")]
    if not re.search(r"[.!?…][\"”»’')\s]*$", stripped) or not balanced(stripped):
        return [
            _finding("incomplete", at, None, "The sentence does not end, or a quotation mark or bracket is missing.")
        ]
    words = [fold(match[0]) for match in WORD.finditer(stripped)]
    threes = list(zip(words, words[1:], words[2:], strict=False))
    if threes and len(threes) - len(set(threes)) >= max(2, len(threes) // 4):
        return [_finding("repetition", at, None, "The sentence goes round in circles.")]
    return []


def _negation(text: str, sources: Sequence[Sentence], language: str, at: int) -> list[Finding]:
    if language not in NEGATORS or not sources:
        return []
    pattern = re.compile(rf"(?<![\w])(?:{NEGATORS[language]})(?![\w])", re.IGNORECASE)
    negated = bool(pattern.search(text))
    if negated and not any(pattern.search(source.text) for source in sources):
        return [_finding("negation_changed", at, None, "It denies something, its source sentences do not.")]
    if not negated and len(sources) == 1:
        own = set(terms(text, language))
        for match in pattern.finditer(sources[0].text):
            scope = terms(sources[0].text[match.end() :], language)[:3]
            if scope and set(scope) <= own:
                return [_finding("negation_changed", at, None, f"Its source says “{match[0]}”, it does not.")]
    return []


def _where(text: str, part: str) -> Span | None:
    start = text.find(part)
    return Span(start, start + len(part)) if start >= 0 else None


def _finding(code: str, at: int, span: Span | None, message: str, severity: Severity = "error") -> Finding:
    return Finding(code, severity, at, None, span, message)
