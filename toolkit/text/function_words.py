"""The commonest small words of each language: evidence of a language where a line is too short for statistics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

_LISTS: Final[Mapping[str, str]] = {
    "fr": """le la les un une des du de au aux et ou où mais donc car ni que qui quoi dont ce cet cette ces il elle ils
        elles on nous vous je tu se son sa ses leur leurs notre nos votre vos mon ma mes ton ta tes y en dans sur sous
        par pour avec sans chez vers entre selon depuis pendant ne pas plus est sont était étaient être été a ont avait
        avoir fait faire peut sera très même aussi comme si tout tous toute toutes après avant lors lorsque quand
        ainsi cela ça ici là bien encore alors puis contre autre autres moins suis sommes êtes ai avons avez""",
    "en": """the a an of to in on at by for with from and or but not is are was were be been being has have had do does
        did will would can could should may might this that these those it its he she they we you i his her their our
        your my who which what when where how why there here than then as if so into about over after before between
        through during without under more most some any all no yes up out also just only other such because while
        against until your""",
    "de": """der die das den dem des ein eine einen einem einer eines und oder aber nicht ist sind war waren sein hat
        haben hatte wird werden wurde kann mit von zu zum zur im in auf an am für bei nach aus über unter vor durch
        ohne um gegen als wie wenn dass weil auch noch nur schon sich er sie es wir ihr ich sein seine ihre unser
        unsere dieser diese dieses was wer wo warum sehr mehr alle vom beim""",
    "es": """el la los las un una unos unas de del al y o pero no que quien cual es son era eran ser fue ha han había
        con sin por para en sobre entre hasta desde según como más muy también ya se su sus lo le les nos mi tu este
        esta estos estas ese esa eso cuando donde porque si todo todos hay está están esto ayer nuestro nuestros
        cuánto qué""",
    "it": """il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla
        dai in nel nella nei nelle con su sul sulla per tra fra e o ma non che chi cui è sono era erano essere ha hanno
        aveva più anche come se si suo sua suoi loro questo questa questi queste quando dove perché molto già ancora
        tutti dopo prima nostri ieri abbiamo""",
    "nl": """de het een van en of maar niet is zijn was waren wordt worden werd heeft hebben had kan kunnen met voor
        op in aan bij naar uit over onder door zonder om tegen als dan dat die dit deze wie wat waar hoe waarom ook
        nog al zich hij zij ze we wij je jij u ik hun haar onze ons er te meer veel alle na volgens tussen""",
    "pt": """o a os as um uma uns umas de do da dos das ao aos à às no na nos nas em por pelo pela para com sem sobre
        entre até desde e ou mas não que quem qual é são era eram ser foi tem têm tinha mais muito também já se seu
        sua seus suas lhe nosso nossa este esta isto isso esse essa quando onde porque como todo todos há está ontem
        você""",
}
_WORD: Final = re.compile(r"[^\W\d_]+")
_ELIDED: Final = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the small words of *language* (ISO 639-1), in lower case; empty for languages without a list."""
    return frozenset(_LISTS.get(language, "").split())


def count(text: str, language: str, unlike: str | None = None) -> int:
    """Return how many words of *text* are small words of *language* and not of the language *unlike*.

    French elisions ("l'", "qu'") count as small words of French, save against Italian, which has them too.
    """
    words = function_words(language) - (function_words(unlike) if unlike else frozenset())
    found = sum(word in words for word in _WORD.findall(text.lower()))
    return found + (len(_ELIDED.findall(text)) if language == "fr" and unlike != "it" else 0)
