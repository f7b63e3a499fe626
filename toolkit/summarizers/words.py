"""Words of a sentence as the ranking compares them: lower-cased, stemmed, function words left out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

WORD: Final = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
"""A run of letters and digits; inner hyphens, apostrophes and points belong to it."""
_ELISION: Final = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)

_ENGLISH: Final = """
a about above after again against all almost along already also although always am among an and another any are aren't
around as at away back be because been before behind being below between both but by can can't cannot could couldn't did
didn't do does doesn't doing don't down during each either else even ever every few for from further get gets got had
has hasn't have haven't having he he's her here hers herself him himself his how however i i'm if in instead into is
isn't it it's its itself just least less let like likely made make makes many may maybe me might more most much must my
myself near nearly neither never next no nor not now of off often on once one only onto or other others our out over own
per perhaps put quite rather really said same say says see seem seems seen several she should since so some such take
taken than that that's the their theirs them themselves then there these they they're this those though through thus to
too toward towards under until up upon us very via was wasn't way we well were weren't what when where whether which
while who whom whose why will with within without would yet you your yours
"""
_FRENCH: Final = """
a à afin ai ainsi alors an au aucun aucune aujourd'hui auquel aussi autour autre autres aux auxquels avait avant avec
avoir avons c'est ça car ce ceci cela celle celles celui cependant ces cet cette ceux chaque chez ci comme comment
contre d'un d'une dans de déjà depuis des dès désormais dit donc dont du durant elle elles en encore enfin ensuite entre
est et étaient était étant été être eu eux fait faire font fut grâce hors ici il ils jamais je jusque jusqu'à la là
laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui ma mais malgré me même mêmes mes moi moins mon ne
ni nos notre nous on ont or ou où par parce parmi pas pendant peu peut peuvent plus plusieurs plutôt pour pourquoi
pourrait pourtant près puis puisque qu'il qu'elle quand que quel quelle quelles quels quelque quelques qui quoi quoique
sa sans sauf se selon sera serait ses si sinon sont sous soit son sur surtout ta tandis tant te tel telle telles tels
tes toi ton toujours tous tout toute toutefois toutes très trop tu un une va vers via voici voilà vos votre vous y
"""
_STOP: Final = {"en": frozenset(_ENGLISH.split()), "fr": frozenset(_FRENCH.split())}


def words(text: str) -> list[str]:
    """Return the words of *text* as they stand, French elisions (``l'``, ``d'``, ``qu'``) cut off."""
    return [_ELISION.sub("", match[0]) or match[0] for match in WORD.finditer(text)]


def count(text: str) -> int:
    """Return the number of words separated by white space that hold a letter or digit: what a reader would count."""
    return sum(any(character.isalnum() for character in word) for word in text.split())


def is_function_word(word: str, language: str) -> bool:
    """Tell whether *word* is a closed-class word or light verb of the language; False for languages without a list."""
    return word.lower().replace("’", "'") in _STOP.get(language, frozenset())


def terms(text: str, language: str) -> list[str]:
    """Return the stems of the content words of *text*, in order, repeats kept. Figures are terms as they stand."""
    return [stem(word, language) for word in words(text) if not is_function_word(word, language)]


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return a light stem of *word*: inflection is cut off, derivation stays.

    English: plural as Harman (1991, "How effective is suffixing?"), then ``-ing`` and ``-ed``. French: plural, feminine
    and infinitive endings after Savoy (1999, "A stemming procedure for general French corpora"). Accents fall away, so
    that spellings with and without them meet. Other languages: lower case only.
    """
    folded = word.lower().replace("’", "'")
    folded = folded.removesuffix("'s")
    folded = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    if len(folded) < 4 or not folded.isalpha():  # noqa: PLR2004 - shorter words have no ending to lose
        return folded
    if language == "en":
        return _english(folded)
    return _french(folded) if language == "fr" else folded


def _english(word: str) -> str:
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        word = word[:-3] + "y"
    elif (word.endswith("es") and not word.endswith(("aes", "ees", "oes"))) or (
        word.endswith("s") and not word.endswith(("us", "ss"))
    ):
        word = word[:-1]
    for suffix in ("ing", "ed"):
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) > 2 and re.search("[aeiouy]", rest):  # noqa: PLR2004 - "bed", "king" stay
            word = rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "ls" else rest
            break
    return word.removesuffix("e") if len(word) > 4 else word  # noqa: PLR2004 - "make" and "making" meet, "one" stays


def _french(word: str) -> str:
    if word.endswith("aux") and len(word) > 5:  # noqa: PLR2004 - "eaux" is no plural of "eal"
        word = word[:-2] + "l"
    word = re.sub("[sx]$", "", word)
    shorter = re.sub("(?:issement|ement|euse|ante|ent|ant|er|ee|e|i)$", "", word)
    return shorter if len(shorter) > 2 else word  # noqa: PLR2004 - a stem of two letters means nothing
