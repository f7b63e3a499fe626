"""Whether a sentence can be read on its own once it is taken out of its article.

Judged by closed classes of words and by punctuation only, so the rules hold for any topic. English and French.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from toolkit.summarizers.base import Sentence
from toolkit.summarizers.words import count

BODY: Final = frozenset({"paragraph", "list_item", "quote", "other", "cue"})
"""Kinds of block whose sentences may stand in a summary."""

_CONNECTIVES: Final = {
    "en": r"but|and|or|so(?! far)|yet|however|also|moreover|furthermore|besides|therefore|thus|hence|consequently|"
    r"nevertheless|nonetheless|still|instead|otherwise|meanwhile|then|conversely|similarly|likewise|indeed|"
    r"in turn|in fact|"
    r"as a result|for example|for instance|in addition|in contrast|on the other hand|on the contrary|that is|"
    r"in other words|that said|even so|after that|by contrast|another|other|nor|because of this|"
    r"no wonder|not surprisingly|too",
    "fr": r"mais|et|ou|or|donc|car|cependant|toutefois|pourtant|néanmoins|en revanche|par ailleurs|en outre|de plus|"
    r"ainsi(?! que)|aussi(?! bien)|dès lors|par conséquent|en effet|au contraire|en fait|par exemple|"
    r"à l['’]inverse|de même|"
    r"ensuite|puis|alors(?! qu)|sinon|autrement dit|c['’]est pourquoi|d['’]autre part|pour autant|de quoi|"
    r"un autre|une autre|"
    r"d['’]autres|autant d|il n['’]est donc|reste que|résultat",
}
_PRONOUNS: Final = {
    "en": r"he|she|they|it|him|her|his|hers|its|their|them|this|that|these|those|such|the (?:former|latter|same|two|"
    r"pair|duo)|one of (?:them|these|those)|some of (?:them|these|those)|here",
    "fr": r"ils?|elles?|lui|leurs?|eux|celui(?:-ci|-là)?|celle(?:-ci|-là)?|ceux(?:-ci|-là)?|celles(?:-ci|-là)?|ce|cet|"
    r"cette|ces|cela|ceci|ça|c['’]|son|sa|ses|tel(?:le)?s?|(?:l['’]un|l['’]une|certains|certaines) d['’]entre|"
    r"(?:ce|le|la) derni(?:er|ère)|les deux|en voici",
}
_SHORTHANDS: Final = {
    "en": r"the (?:company|firm|group|start-?up|pair|deal|move|report|document|agency|ministry|bank|team)",
    "fr": r"l['’](?:entreprise|agence)|la (?:société|firme|start-?up|jeune pousse|banque)|"
    r"le (?:groupe|document|rapport|ministère)|une? (?:[\w'’-]+ ){1,4}(?:qui|que|dont|où)",
}
"""Nouns that stand for something named before; in French also the noun phrase set down as if it were a sentence."""
_POINTING: Final = {
    "en": r"(?:[a-z]+ ){1,3}(?:this|these|that|those|such|which)\s"
    r"(?!week|month|year|spring|summer|autumn|fall|winter)\w[^,.]{0,40},",
    "fr": r"(?:pour (?:y|cela|ce faire)\b|(?:[a-zà-ÿ]+ ){1,3}(?:cet?|cette|ces|celui|celle|cela)\s?"
    r"(?!semaine|année|mois|été|automne|printemps|jour)[^,.]{0,40},)",
}
"""An opening phrase that points back: "Faced with this finding, ..."."""
_COMMENT: Final = re.compile(
    r"(?:il est (?:intéressant|important|utile) de (?:noter|rappeler|souligner)|à noter|notons|rappelons|soulignons|"
    r"force est|it is (?:worth|interesting|important) (?:noting|to note|remembering|to remember)|note that|"
    r"needless to say|"
    r"in short|en résumé|en conclusion|to sum up)\b",
    re.IGNORECASE,
)
"""Openings in which the author comments instead of reporting."""
_FRAGMENT: Final = re.compile(
    r"(?:de quoi |autant d|une (?:façon|manière) de |(?:une?|la|le) (?:[\w-]+ ){1,3}(?:qui|que) |"
    r"a (?:[\w-]+ ){1,3}(?:that|which) )",
    re.IGNORECASE,
)
"""Openings of noun phrases set down as sentences, in which nothing is stated."""
_EXPLETIVES: Final = {
    "en": r"it (?:is|was|will be|would be|has been|remains|seems|appears|turns out|takes) "
    r"(?!an?\b|the\b|now\b|also\b|not\b|being\b|expected\b|owned\b|\w+ed\b)|"
    r"this (?:week|month|year|spring|summer|autumn|fall|winter|morning|afternoon|evening|weekend)\b|"
    r"that (?:year|month|day)\b",
    "fr": r"il (?:y a|y avait|faut|faudra|fallait|existe|semble|semblerait|paraît|s['’]agit|reste|convient|arrive|"
    r"suffit|vaut mieux|"
    r"est (?:intéressant|important|possible|impossible|probable|difficile|facile|clair|temps|vrai|prévu|"
    r"nécessaire|question|rare|à noter|utile))\b|c['’]est (?:le|la|l['’]|en|à|dans|aux?|un|une|ce|par|pour|avec|[A-Z])|"
    r"ce (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|soir|mois|printemps|week-end)\b|"
    r"cette (?:semaine|année)\b|cet (?:été|automne|hiver|après-midi)\b",
}
_TERMINAL: Final = re.compile(r"[.!?…][\"'”’»)\]\s]*$")
_CREDIT: Final = re.compile(
    r"^(?:source|sources|author|authors|auteurs?|compil\w+ (?:by|par)|compilateur|photos?|image|crédits?|credits?|"
    r"illustration|by|par|written by|edited by|reporting by|copyright|©|generated with|translated by|traduction|lire|"
    r"read (?:also|more)|à lire)\b\s*(?::|[A-Z©])",
    re.IGNORECASE,
)
_OPENERS: Final = "“«„"
_CLOSERS: Final = "”»"


class Standing(NamedTuple):
    """How a sentence stands on its own."""

    usable: bool
    """False for headings, furniture, credits, fragments and cut quotations: never selected."""
    dependent: bool
    """True when it opens with a pronoun or connective that points to the sentence before."""
    penalty: float
    """Share of its score that it loses, 0 to 1: questions, colons, bare quotations, list items."""


def standing(sentence: Sentence, language: str) -> Standing:
    """Judge one sentence by itself; whether its quotation marks are balanced counts, its neighbours do not."""
    text = sentence.text.strip()
    size = count(text)
    if sentence.boilerplate or sentence.kind not in BODY or size < 4 or is_credit(text):  # noqa: PLR2004 - a fragment
        return Standing(usable=False, dependent=False, penalty=1.0)
    if not balanced(text) or not re.match(r"[\W_]*[A-ZÀ-Þ0-9]", text):
        return Standing(usable=False, dependent=False, penalty=1.0)
    penalty = 0.0
    if text.endswith("?"):
        penalty = 0.6
    elif text.endswith(":"):
        penalty = 0.9
    elif not _TERMINAL.search(text):
        penalty = 0.5
    if sentence.kind == "list_item":
        penalty = max(penalty, 0.2)
    if sentence.kind == "quote" or quoted_share(text) > 0.8:  # noqa: PLR2004 - nobody is named as speaking
        penalty = max(penalty, 0.6)
    penalty = max(penalty, 0.6 * quoted_share(text))
    if _COMMENT.match(text) or _FRAGMENT.match(text):
        penalty = max(penalty, 0.4)
    if first_person(text, language):
        penalty = max(penalty, 0.4)
    return Standing(usable=True, dependent=is_dependent(text, language), penalty=penalty)


def standings(sentences: Sequence[Sentence], language: str) -> list[Standing]:
    """Judge all sentences of an article. One that stands inside a quotation begun before it is not usable.

    Quotations are followed within a block: a mark that is never closed ends with its block.
    """
    found: list[Standing] = []
    block, depth, straight = None, 0, False
    for sentence in sentences:
        if sentence.block != block:
            block, depth, straight = sentence.block, 0, False
        alone = standing(sentence, language)
        found.append(alone._replace(usable=False, penalty=1.0) if depth > 0 or straight else alone)
        for character in sentence.text:
            depth = max(0, depth + (character in _OPENERS) - (character in _CLOSERS))
        straight ^= sentence.text.count('"') % 2 == 1
    return found


def is_dependent(text: str, language: str) -> bool:
    """Tell whether *text* opens with a connective or with a pronoun that needs the sentence before it."""
    if language not in _PRONOUNS:
        return False
    opening = text.lstrip("\"'“”«»‘’ \u00a0\u202f-–—•*")
    if re.match(rf"(?:{_EXPLETIVES[language]})", opening, re.IGNORECASE):
        return False
    opener = rf"(?:{_CONNECTIVES[language]}|{_PRONOUNS[language]}|{_SHORTHANDS[language]})(?![\w-])"
    if re.match(opener, opening, re.IGNORECASE) or (language == "fr" and re.match(r"c['’]", opening, re.IGNORECASE)):
        return True
    if re.match(_POINTING[language], opening, re.IGNORECASE):
        return True
    # "Founded in 2018, it has raised ...": the subject is a pronoun and nobody has been named.
    late = re.search(r",\s(?:il|elle|ils|elles|he|she|it|they)\s", opening)
    return late is not None and not re.search(r"\s[\"“«(]?[A-ZÀ-Þ]", opening[: late.start()])


def is_credit(text: str) -> bool:
    """Tell whether *text* is a short line that names a source, author or picture, not a sentence."""
    return count(text) <= 12 and not _TERMINAL.search(text) and bool(_CREDIT.match(text))  # noqa: PLR2004 - a line


def balanced(text: str) -> bool:
    """Tell whether every quotation mark and bracket opened in *text* is closed in it and the other way round."""
    depth = 0
    for character in text:
        depth += (character in _OPENERS) - (character in _CLOSERS)
        if depth not in {0, 1, 2}:
            return False
    straight = len(re.findall(r'"', text))
    return depth == 0 and straight % 2 == 0 and text.count("(") == text.count(")")


def quotations(text: str) -> list[str]:
    """Return what stands between the quotation marks of *text*, straight, curly or French; unclosed ones left out."""
    found = re.findall(r'"([^"]+)"|“([^”"]+)[”"]|«\s*([^»]+?)\s*»|„([^“”]+)[“”]', text)
    return [next(part for part in parts if part).strip() for parts in found]


def quoted_share(text: str) -> float:
    """Return the share of the characters of *text* that stand between quotation marks, 0 to 1."""
    return min(1.0, sum(map(len, quotations(text))) / max(1, len(text)))


def first_person(text: str, language: str) -> bool:
    """Tell whether *text* says "I" or "we" outside quotation marks: a voice the reader cannot place."""
    plain = re.sub(r'"[^"]*"|“[^”]*”|«[^»]*»', " ", text)
    own = {"en": r"I|I['’]\w+|we|our|my|us", "fr": r"je|j['’]\w+|nous|notre|nos|mon|ma"}.get(language)
    return own is not None and bool(
        re.search(rf"(?<![\w.])(?:{own})(?![\w.])", plain, re.IGNORECASE if own[0] == "j" else 0)
    )
