"""One line that says what an article is about, in its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from toolkit.summarizers.base import Article
from toolkit.summarizers.cohesion import balanced
from toolkit.summarizers.evidence import Evidence
from toolkit.summarizers.planning import title_of
from toolkit.summarizers.words import count
from toolkit.types import SummarySentence

LONG: Final = 110
"""Characters from which a headline is shortened; search engines and news tickers cut about here."""
_SITE: Final = re.compile(r"\s+[|·•–—]\s+[^|·•–—]{2,30}$")
_ASIDE: Final = re.compile(
    r"\s*\([^()]*\)|"
    r",\s(?:which|who|whose|where|qui|dont|où)\s[^,;:()\"“”«»]*(?=,\s)|"
    r"\s[–—]\s[^–—]*\s[–—](?=\s)"
)
_TAIL: Final = re.compile(
    r",\s(?:which|who|whose|where|while|whereas|after|as|with|including|adding|making|giving|because|"
    r"qui|dont|où|tandis que|alors que|après|avec|grâce à|y compris|notamment|ce qui|soit|tout en|permettant)\s"
    r"[^\"“”«»]*$"
)


def headline(article: Article, sentences: Sequence[SummarySentence], evidence: Evidence) -> str:
    """Return the article's title without the name of the site, else its most telling summary sentence, shortened.

    Words are only left out, never changed. A translated title whose figures or names are in doubt is not used. Empty
    when the article has neither.
    """
    title = title_of(article)
    if title is not None and not evidence.translation_faults(title):
        return clean(title.text)
    rows = {sentence.index: sentence for sentence in evidence.sentences}
    wholes = [s for s in sentences if all(index in rows for index in s.sources)]
    return shorten(wholes[0].text) if wholes else ""


def clean(title: str) -> str:
    """Return a title in one line, the name of the site after a bar or dash cut off when enough is left."""
    line = " ".join(title.split())
    cut = _SITE.sub("", line)
    return cut if (count(cut) >= 4 and "|" in line[len(cut) : len(cut) + 3]) or count(cut) >= 8 else line  # noqa: PLR2004


def shorten(text: str) -> str:
    """Return *text* as a headline: asides and trailing clauses left out while it is too long, no final full stop."""
    line = " ".join(text.split())
    for pattern in (_ASIDE, _TAIL, _TAIL):
        if len(line) <= LONG:
            break
        cut = pattern.sub("", line)
        if count(cut) >= 6 and balanced(cut) == balanced(line):  # noqa: PLR2004 - a headline needs subject and verb
            line = cut if cut[-1:] in ".!?" else f"{cut}."
    return re.sub(r"(?<=\w)\.$", "", line)
