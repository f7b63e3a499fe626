"""Set phrases whose number words count nothing, and names of works and rounds that only look like figures.

Sources: Wiktionnaire, "Locutions en français" (categories: deux, trois, quatre, mille …), Rey & Chantreau,
*Dictionnaire des expressions et locutions*; Wiktionary, category "English idioms" (entries with numerals).
Selected by hand.
Entries are regular expressions without alternation at the top; the first word is plain but for optional letters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from toolkit.fidelity.figures.records import Token

_FRENCH: Final = """
deux oreilles|en deux mots comme en cent|deux bouts|quatre vents|reprendre à zéro|tout à zéro|trente glorieuses
vingt-quatre heures sur vingt-quatre|24 heures sur 24|24 h sur 24|24 h/24|24h/24|sept jours sur sept|7 jours sur 7
7j/7|sept familles|quatre nages|rugby à sept|rugby à treize|rugby à quinze|aux? quatre coins|quatre coins d[ue]
à la une|les unes d|faire la une|à la une des|en un mot comme en cent|en un mot|en deux mots|en quelques mots
d'une pierre deux coups
une pierre,? deux coups|deux oiseaux|son trente et un|son trente-et-un|votre trente et un|votre trente-et-un
leur trente et un|leur trente-et-un
mon trente et un|mon trente-et-un|ton trente et un|ton trente-et-un|notre trente et un|notre trente-et-un
plier en deux|pliait en deux|pliaient en deux|sale quart d'heure|à deux(?=,)|un de ces quatre
mauvais quart d'heure
quart d'heure de gloire|à deux pas|deux poids,? deux mesures|deux poids et deux mesures|midi à quatorze heures
trente-six du mois|trente-six chandelles|trente-six solutions|les cent pas|cent pas|à cent lieues|à mille lieues
mille lieues|mille mercis|mille et une?|mille-feuilles?|millefeuilles?|mille-pattes
cent fois(?! (?:plus|moins|supérieur))|mille fois(?! (?:plus|moins|supérieur))|se mettre en quatre|met en quatre
mettent en quatre|mis en quatre|mises? en quatre|à deux balles|septième art|neuvième art|huitième art|mille morceaux
onze tricolore|onze de départ|onze de france
onze titulaire|onze type|onze national|guerre de 14(?!-)|guerre de quatorze|les cheveux en quatre|ni une ni deux
jamais deux sans trois|entre quatre yeux
entre quatre-z-yeux|entre quatre murs|à quatre pattes|quatre à quatre|ses quatre vérités|leurs quatre vérités
ses quatre volontés|quatre épingles|pliée?s? en deux|pliée?s? en quatre|les quatre cents coups|quatre cents coups
six-quatre-deux|en cinq sec|sept lieues|septième ciel|sept fois sa langue|haute?s? comme trois pommes|trois fois rien
l'an quarante|comme quatre(?=[,.;:!?»]|$)
semaine des quatre jeudis|quatre matins|deux et deux font quatre|trois coups de cuill(?:è|e)re|trente-sixième dessous
treize à la douzaine|les deux pieds sur terre|les deux pieds dans le même|entre deux âges|entre deux vins|coup double
première chemise|de la première heure|dire deux mots|toucher deux mots|touché deux mots|vingt dieux|vingt-deux,? v'l
trois francs six sous|deux trois mouvements|quatre planches|les quatre fers|un coup de trois
de deux choses l'une|en moins de deux(?=[,.;:!?»]|$)|deux gouttes d'eau|à deux doigts|quatre chemins|vaut mieux que deux
vaut mieux qu'un|au premier chef|premier chef|de prime abord|de première main|de seconde main|en premier lieu
en second lieu|en deuxième lieu|en dernier lieu|premier temps|second temps|deuxième temps|première vue|premier abord
premier plan|second plan|second rôle|seconds rôles|second souffle|second degré|premier degré|au second degré
premier venu|cinquième roue|cinquième colonne|troisième âge|quatrième âge|quatrième pouvoir|troisième homme
troisième voie|tiers[- ]mondes?|tiers[- ]mondistes?|tiers[- ]lieux?|pays tiers|tiers payant|tiers provisionnel
tiers[- ]temps
de confiance tiers|un tiers de confiance|tiers de confiance|parties? tierces?|tierces? parties?|des tiers
à des tiers|les tiers|quart[- ]monde
demi-tours?|demi-frères?|demi-sœurs?
demi-soeurs?|demi-mesures?|demi-mots?|à demi-mot|demi-teintes?|demi-fond|demi-dieux?|premier ministre
première ministre|premiers ministres|premier ministère|premières ministres|vice-premier|vice-première|première dame
premières dames|premier secrétaire|première secrétaire|premier président|première présidente|premier adjoint
première adjointe|premier choix|premières? nécessités?|première classe|seconde classe|deuxième classe
premiers secours|premiers soins|matières? premières?|nombres? premiers?|second tour de table|jeunes premiers?
tout premier|une fois(?! sur)|une fois de plus|encore une fois|à la fois|une bonne fois|il était une fois
pour une fois|plus d'une fois|d'une part|un jour(?! sur)|un peu|un à un|une à une|un par un|une par une|l'un l'autre
les uns|les unes|l'une? et l'autre|l'une? ou l'autre|l'une? des|l'une? de|l'une?|un tel|un tant soit peu|un certain
double sens|agents? doubles?|double tranchant|double jeu|doubles? nationalités?|double emploi|double vie
double langage|double peine|double clic|à double|bouchées doubles|mettre les bouchées doubles|doublées? en|doublage
doublures?|double-clic|doublé par|tolérance zéro|zéro déchets?|repartir de zéro|de zéro|reparti de zéro
partir de zéro|parti de zéro|à partir de zéro|zéro émission|objectif zéro|remise? à zéro|remettre à zéro
remis à zéro|compteurs? à zéro|point zéro|ground zero|trois-quarts arrière
les trois mousquetaires|deux-points|point-virgule|les quatre saisons|quatre saisons|quatre fers|chaud et demi
six pieds sous terre|onze novembre|les sept nains|mis en quarantaine|mise en quarantaine|mises en quarantaine
en quarantaine|de quarantaine|la quarantaine(?! d[e'])|la trentaine(?! d[e'])|la cinquantaine(?! d[e'])
la soixantaine(?! d[e'])|la vingtaine(?! d[e'])|sa quarantaine|sa trentaine|quatre-vingt-un ans de réflexion
cent ans de solitude|une minute de silence|minute de silence|dernières? minutes?|premières minutes
de première minute|à la minute|d'une minute à l'autre|une seconde|à la seconde|en deux temps,? trois mouvements
deux temps trois mouvements|à quatre mains|à une main|en un clin d'œil|clin d'oeil|trois points de suspension
les deux font la paire|de deux maux|entre deux feux|entre deux chaises|entre deux eaux|des deux mains|à deux mains
deux sous|pour deux sous|quatre sous|trois sous|quart de tour|au quart de tour|les trois quarts du temps
midi pile à sa porte|midi à sa porte|à la onzième heure|onzième heure|ouvrier de la onzième heure|remise? à neuf
remises à neuf|remettre à neuf|remis à neuf|refait à neuf|quoi de neuf|flambant neuf|tout neuf|rien de neuf
à neuf(?! (?:heure|cent|mille|mois|\\S+s\\b))
du neuf|dans le neuf|état neuf|attendre cent sept ans|attendre 107 ans|7 j/7|24 h/24
sept fois dans sa bouche|réfléchi à deux fois|réfléchir à deux fois|réfléchira à deux fois|réfléchissent à deux fois
réfléchit à deux fois|regarder à deux fois|regarde à deux fois|regardé à deux fois|y reprendre à deux fois
repris à deux fois|dire deux fois|dit pas deux fois|à deux vitesses|deux coups de cuill(?:è|e)re
deux avis valent|averti en vaut deux|deux lièvres à la fois|deux fers au feu|trois pelés|deux pelés|ménages? à trois
plier en quatre|plie en quatre|plient en quatre|pliera en quatre|trèfles? à quatre feuilles|quatre points cardinaux
cinq sens|sixième sens|semaine de quatre jeudis|donner ses huit jours|donné ses huit jours|boule à zéro|moral à zéro
zéro pointé|zéro défaut
dix commandements|ses dix doigts|aux cent coups|des mille et des cents|le donne en mille|dans le mille
mille excuses|mille bravos|mille regrets|mille pardons|un mille-feuilles?|un mille-pattes
et de deux(?=[,.;:!?»])|et de trois(?=[,.;:!?»])|était moins une|est moins une|était moins cinq
est moins cinq|quart d'heure américain|tiers[- ]état|douze coups de midi|douze coups de minuit|sept péchés capitaux
sept merveilles|deux ou trois bricoles|à cent à l'heure(?! [0-9])|à deux à l'heure|deux mains gauches
troisième type|troisième œil|troisième oeil|troisième larron|quatrième mur|quatre-vingts jours autour
les trois coups(?=[,.;:!?»]| du spectacle| de la pièce)|démon de midi|trois-mâts|deux-roues|trois-roues|quatre-roues
quatre-quarts|quatre-quatre|quatre-heures|quatre-épices|cinq-à-sept|un cinq à sept|le cinq à sept|du cinq à sept
au cinq à sept|trois-huit|les trois huit
deux-huit|huit de pique|grand huit|quarts? de queue|demi-lune|demi-sel|demi-saison|demi-monde|demi-portions?|demi-sang
demi-sourire|demi-sourires|demi-vérités?|demi-aveux?|demi-échecs?|demi-succès|demi-victoires?
demi-surprises?|à demi(?! )|par douzaines|à la douzaine
"""

_ENGLISH: Final = """
four corners of|two birds with one stone|birds with one stone|two birds|to the nines|six of one
half a dozen of the other|sixes and sevens|cloud nine|seventh heaven|on all fours|nine-to-five|in two minds
two cents|square one|number one|one way or another|one way or the other|one by one|one after another
one after the other|one another|no[- ]one|no one|anyone|every one|each one|any one of|one and the same|one-sided
one-off|one-time|one-way|two-way|one-on-one|one-to-one|no two
three-dimensional|two-dimensional|zero[- ]gravity|at first|first of all|first and foremost|in the first place
first place|at first sight|at first glance|first things first|first-hand|first hand|first-class|first class
second-class|second class|second to none|second-hand|second hand|second nature|second thoughts?|on second thought
second wind|second guess|second-guess|second fiddle|first aid|first lady|first ladies|first names?|first-rate
first mates?|first officers?|first cousins?|first sergeant|first lieutenant|second lieutenant|second cousins?
third time lucky|nine lives|whole nine yards|forty winks|two left feet|two peas in a pod|a stitch in time saves nine
two and two together|ten a penny|two a penny|six feet under|scrum[- ]half|scrum[- ]halves|fly[- ]half|fly[- ]halves
half-?backs?
second-rate|third-rate|third[- ]party|third[- ]parties|third world|third age|third degree|third way|fifth column
fourth estate|fifth wheel|eleventh hour|first minister|first secretary|prime minister|split second|any second
in seconds|every second counts|wait a second|just a second|a minute(?! and)|last[- ]minute|any minute|at the last minute
minute's silence|by the minute|one of|one thing|for one(?=[,.;])|the one(?!-)|this one|that one|which one|one's
a one|ones
one must|one can|one could|one should|one would|one might|one has|one is|if one|as one|when one|what one
than one(?! (?:[mbtr]+illion|thousand|hundred|per))
one-fifth of the one|six feet under|two-faced|two sides|on the one hand|one hand|one day|once|at one point|one step
one more time|a thousand times|a million times|roaring twenties|a tale of two cities|one needs?|one only
thanks a million|a million thanks|thousand apologies|one in a million|million[- ]dollar question
zero in on|zero tolerance|zero waste|net[- ]zero|ground zero|zero[- ]sum|zero[- ]emissions?|from zero|sub-zero
half[- ]?time|half-hearted
half[- ]?brothers?|half[- ]?sisters?|half-baked|half-empty|half-full|half way|half-way|better half|other half
half measures?|half-mast|half-light|latin quarter|close quarters|living quarters|quarters|all quarters
from all quarters|any quarter|from some quarters|french quarter|double standards?|double-edged|double agents?
double[- ]click|double check|double-check|double lives|double life|double-decker|doubles|double-digit|two-digit
three-digit|on the double|double act|double bind|double vision|catch-22|twenty questions|seven dwarfs|seven wonders
seven seas|seven deadly sins|ten commandments|three musketeers|four seasons|the thousand and one nights
one thousand and one nights|arabian nights|fifty-fifty|fifty fifty|twenty-four seven|round the clock|a hundred times
a thousand words|one for all|all for one|one fine day|one last|one stop|one-stop|back to one|thousand[- ]and[- ]one
think twice|thinks twice|thought twice|thinking twice|look twice|looked twice|looks twice|twice shy|once or twice
twice over(?=[,.;:!?])|two minds|two-tim(?:ed|er|ing)|two's company|three's a crowd|two can play|two of us(?=[,.;])
two to tango|own two feet|two wrongs|two evils|three cheers|three rs|three sheets to the wind|third wheel|third time's
four-letter words?|four-leaf|four-leaved|between four walls|high[- ]fiv(?:e|es|ed|ing)|take five(?=[,.;])
the fifth amendment|plead the fifth|pleaded the fifth|pleads the fifth|sixth sense|seven-year itch|eighth wonder
behind the eight|eight[- ]ball
nine times out of ten|ninety-nine times out of|nine days' wonder|nine-day wonder|an eleventh-hour
baker's dozen|dime a dozen|by the dozen|daily dozen|nineteen to the dozen|twenty-twenty|20/20 vision|20/20 hindsight
64,000 question|sixty-four[- ]thousand[- ]dollar question|like a million dollars|like a million bucks
in a million years|a thousand apologies|die a thousand deaths|died a thousand deaths|batted a thousand
batting a thousand|a thousand thanks
a thousand pities|half the battle|half a loaf|too clever by half|half-truths?|half-smiles?|half-moon|half-wits?
half-breed|half-tones?|half-term|half-board|half-lives|half-life|doubled down|doubling down|doubles down|double down
doubled back|doubling back|doubled over (?:in|with)|doubled up|doubles up|doubling up|doubles as an?(?! result)
doubled as an?(?! result)
double whammy|double take|double-cross(?:ed|es|ing)?|double-dealing|double or quits|double-glazed|double-glazing
double-barrelled|double-barreled|double-breasted|double-parked|double fault|double negative|double entendre|double top
double bass|double cream|triple threat|triple jump|zero hour|patient zero|year zero|zeroes in
zeroing in|zeroed in|nineteenth hole|back nine|front nine|big four|big three|big five|big six|one-two punch
two thumbs up
two steps forward|two steps back|three strikes and|three-ring|four-square|foursquare|four-by-four|fab four
ten-gallon|third base|third rail|third party|third parties|third-party|third-world|third sector|third-degree
fourth wall|fifth columnists?|two-tier|two-speed|two-wheelers?|three-wheelers?|four-wheelers?|four-wheel|four-poster
two-step|two-bit|two-piece|three-piece|five-a-side|seven-a-side|six-pack|six-packs|six-shooter|nine-pin|ninepins
ten-pin|tenpin|seven-league|nineteen-to-the-dozen|ones and zeros|ones and zeroes|forty-niners
second-string|second-tier|second-best|second best|second wave of doubt
"""
_BAR: Final = re.compile(r"\|(?![^(]*\))")
_HEAD: Final = re.compile(r"(?:\w\??)+'?|\[.*?\]\w+|\(\?:.*?\)\w*")
_DIGITS: Final = re.compile(r"\d+")
_SPECIAL: Final = frozenset("[(?")
"""Signs of regular expressions that the tables use; whatever stands before the first one is plain."""
_OPTION: Final = re.compile(r"(?:\[([^\]\\^]+)\]|([\w,'-]))(\??)")
"""One letter, sign or class of them, with the mark that says it may be left out."""
_LONGEST: Final = 80
"""Characters of a text that are compared with set phrases; the longest phrase has about fifty."""
_SPACE: Final = re.compile(r" (?!\])")


def _spellings(word: str) -> set[str]:
    """Expand the optional letters of a head word: "aux?" is "aux" and "au"."""
    if word.isalpha():
        return {word}
    found = {""}
    for match in re.finditer(r"(\w|')(\??)", word):
        longer = {start + match[1] for start in found}
        found = longer | found if match[2] else longer
    return found


def _heads(table: str, elided: str) -> dict[str, list[str]]:
    """Group the phrases by head word, so that ordinary words cost one look-up; *elided* belongs to it in French."""
    phrases = {
        phrase.strip()
        for line in table.splitlines()
        for phrase in (_BAR.split(line) if "(" in line else line.split("|"))
    } - {""}
    heads: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        match = _HEAD.match(phrase)
        head = match.group() if match else phrase
        digits = _DIGITS.match(head)
        head = digits.group() if digits else head  # "24h/24": the lexer cuts letters from digits
        for spelling in _spellings(head if head.endswith(elided) else head.rstrip("'")):
            heads.setdefault(spelling, []).append(phrase)
    return heads


_PHRASES: Final = {"fr": _heads(_FRENCH, "'"), "en": _heads(_ENGLISH, "\n")}
HEADS: Final = {language: frozenset(phrases) for language, phrases in _PHRASES.items()}
"""Words that a set phrase can begin with, in lower case."""


def _split(phrase: str) -> tuple[list[str], str]:
    """Return the plain beginnings of a phrase, its options written out, longer ones first, and the expression left."""
    found, at = [""], 0
    while at < len(phrase):
        if phrase[at] == " ":
            found, at = [start + " " for start in found], at + 1
            continue
        option = _OPTION.match(phrase, at)
        if option is None:
            break
        choices = [*(option[1] or option[2]), *([""] if option[3] else [])]
        found, at = [start + choice for start in found for choice in choices], option.end()
    return sorted(found, key=len, reverse=True), phrase[at:]


@cache
def _entries(head: str, language: str) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """Return the plain beginnings of the phrases of *head*, and each with the expression that must follow it."""
    entries = [
        (start, rest) for phrase in _PHRASES[language][head] for starts, rest in [_split(phrase)] for start in starts
    ]
    return tuple({start for start, _ in entries}), entries


def _compiled(expression: str) -> re.Pattern[str]:
    spaced = _SPACE.sub("[ \u00a0\u202f]+", expression.replace("'", "['’]"))
    return re.compile(rf"(?:{spaced})(?!\w)", re.IGNORECASE)


_rest = cache(_compiled)


@cache
def _spaced(head: str, language: str) -> re.Pattern[str]:
    """Return one expression for all phrases of *head*, for texts with several blanks in a row."""
    return _compiled("|".join(_PHRASES[language][head]))


def idiom_end(text: str, token: Token, language: str) -> int | None:
    """Return the end of the set phrase that begins with *token*, or None. *language* is ``fr`` or ``en``.

    Most phrases are compared as plain strings, which costs no compiling and a fraction of the time.
    """
    if token.norm not in _PHRASES[language]:
        return None
    starts, entries = _entries(token.norm, language)
    window = text[token.start : token.start + _LONGEST].lower()
    if not window.isascii():
        window = window.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
    if "  " in window:
        match = _spaced(token.norm, language).match(text, token.start)
        return match.end() if match else None
    if not window.startswith(starts):
        return None
    for start, rest in entries:
        if not window.startswith(start):
            continue
        end = token.start + len(start)
        if rest:
            match = _rest(rest).match(text, end)
            if match:
                return match.end()
        elif not (text[end : end + 1].isalnum() or text[end : end + 1] == "_"):
            return end
    return None
