"""Closed classes of words that decide what is a name in French and English.

Source: reference grammars of both languages (Grevisse, "Le Bon Usage"; Huddleston and Pullum, "The Cambridge Grammar of
the English Language"), compiled for this project.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from toolkit.fidelity.data.tables import rows
from toolkit.fidelity.names.tokens import Token, fold

ELISIONS: Final = frozenset("l d j m n s t c qu jusqu lorsqu puisqu quoiqu presqu quelqu".split())
FUNCTION: Final = {
    "fr": frozenset(
        "le la les un une des du de au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs "
        "je tu il elle on nous vous ils elles me te se lui eux moi toi soi y en qui que quoi dont ou où et mais or ni car "
        "donc si ne pas plus ni comme quand lorsque puisque tandis alors ainsi aussi encore dans sur sous avec sans pour par "
        "chez vers entre depuis pendant avant apres après dès des selon malgré malgre contre parmi hors outre sauf à a "
        "jusque voici voila voilà ici là oui non bien très tres tout tous toute toutes quel quelle quels quelles chaque "
        "plusieurs certains certaines aucun aucune nul nulle autre autres même cela ça ceci celui celle ceux celles "
        "comment pourquoi combien ouais waouh wow oulala ah oh eh hein bah ben bof euh helas hélas tiens zut bref merci bonjour "
        "est sont était a ont avait sera d l c s n j m t qu".split()
    ),
    "en": frozenset(
        "the a an this that these those my your his her its our their i you he she it we they me him us them who whom which "
        "what whose where when why how and but or nor for so yet if then than as at by in of on to with from into over "
        "under after before between among against during without within through about above below up down out off near "
        "via per while since until although though because unless whether not no yes only also just even still already "
        "ah oh hey wow lol omg yeah yes ok okay hi hello well please thanks hmm "
        "is are was were be been being has have had do does did will would can could may might shall should must there here "
        "all both each every some any many much more most few several such other another one two three four five six seven "
        "eight nine ten eleven twelve according however meanwhile moreover s t d ll re ve m".split()
    ),
}
"""Function words, in lower case."""
CALENDAR: Final = {
    "fr": frozenset(
        "janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre décembre decembre lundi mardi "
        "mercredi jeudi vendredi samedi dimanche".split()
    ),
    "en": frozenset(
        "january february march april may june july august september october november december monday tuesday wednesday "
        "thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun "
        "mondays tuesdays wednesdays thursdays fridays saturdays sundays christmas easter".split()
    ),
}
_DAYS: Final = dict(
    pair.split(":")
    for pair in (
        "janvier:january fevrier:february mars:march avril:april mai:may juin:june juillet:july aout:august "
        "septembre:september octobre:october novembre:november decembre:december lundi:monday mardi:tuesday "
        "mercredi:wednesday jeudi:thursday vendredi:friday samedi:saturday dimanche:sunday"
    ).split()
)
TITLES: Final = frozenset(
    "m mm mme mmes mlle mlles mr mrs ms miss dr drs pr prof me mgr sir lady lord dame monsieur madame mademoiselle messieurs "
    "mesdames maître maitre docteur doctor professeur professor président présidente president ministre minister premier "
    "première ministère sénateur sénatrice senator député députée chancelier chancelière chancellor roi reine king queen "
    "prince princesse princess pape pope saint sainte st ste général colonel capitaine commandant général captain "
    "commissaire commissioner gouverneur gouverneure governor maire mayor juge judge inspector detective sergeant "
    "baron baronne comte comtesse duc duchesse duke duchess count countess emperor empereur secretary".split()
)
"""Forms of address and offices: they introduce a name and are translated freely."""
PARTICLES: Final = frozenset(
    "von van der den ten ter zu zum bin ibn ben al el ul di da do dos das del della delle dello degli de du des la le las los "
    "y e af av vom op".split()
)
STRONG_PARTICLES: Final = frozenset(
    "von van der den ten ter zu zum bin ibn ben al el ul di da do dos das del della degli af vom".split()
)
"""Particles that French has as nothing else: they join what stands around them in every context."""
LINKS: Final = {
    "fr": frozenset("de du des d la le l pour sur sous sans".split()),
    "en": frozenset("of for the de du la without".split()),
}
"""Words that can link the parts of an organisation's name when its head is a common noun."""
COMPANY: Final = frozenset(
    "inc corp ltd llc plc sa sas sarl se ag gmbh nv spa bv ab asa oyj kk co company group holding holdings groupe société societe".split()
)
"""Legal forms, which either language may leave out."""
INSTITUTIONS: Final = frozenset(
    "etat etats bourse eglise parlement constitution histoire republique gouvernement senat assemblee commission conseil "
    "tribunal cour ministere ministeres academie administration internet web net dieu terre soleil lune nord sud est ouest "
    "occident orient liberation revolution resistance antiquite renaissance moyen age empire loi code article charte "
    "traite constitutionnel union federation confederation banque chambre comite parquet police armee marine justice "
    "interieur culture education economie finances defense sante budget travail transports agriculture environnement "
    "ecologie affaires etrangeres premier premiere president presidente vice grand grande petit petite haut haute "
    "nouveau nouvelle national nationale nationaux internationale international general generale tour coupe ligue "
    "championnat mondial jeux olympiques festival prix salon foire palais place rue avenue boulevard quai pont gare "
    "port aeroport hopital universite ecole institut centre musee theatre opera stade parc foret mont montagne lac mer "
    "ocean fleuve riviere golfe detroit canal ile iles cap baie vallee cote plaine region departement province comte "
    "district canton commune ville cite maison chateau tour cathedrale eglise basilique abbaye bible coran torah noel "
    "paques toussaint carnaval ramadan covid sida version annexe chapitre titre section figure tableau".split()
)
"""Folded French common nouns and adjectives that open or fill the names of institutions and places, and are translated."""
ROMAN: Final = re.compile(r"[IVX]{2,6}")
"""A Roman numeral; alone it is a number."""
NOT_NAME_DIGITS: Final = re.compile(
    r"\d+(?:e|er|re|ère|ère|ème|eme|nd|nde|st|th|rd|s|h|h\d+|min|mn|km|m|cm|mm|kg|g|t|k|K|ha|am|pm|x|x\d+|ans|bn|tn|mph|ft|lb|in"
    r"|M|Md|Mds|Mrd|MM|Go|To|Mo|Ko|GB|TB|MB|KB|Gb|Mb|MW|GW|kW|TW|MWh|GWh|kWh|TWh|Hz|GHz|MHz|W|V|C|F|l|L|cl|ml|KM)"
    r"|[TSQH][1-4]|(?:[IVX]|[IVXLC]{2,})[IVXLC]*(?:e|er|ère|ème|th|st|nd|rd)|\d+h\d*|\d+x\d+|\d+s",
)
"""Words with digits that are figures: ordinals, times, quantities, quarters, and Roman centuries."""
UNITS: Final = frozenset(
    "md mds mrd mrds meur musd kusd keur mchf mdusd usd eur gbp chf jpy cny cad aud go to mo ko po gb tb mb kb pb gbps mbps gw mw kw tw "
    "gwh mwh kwh twh wh mwc hz khz mhz ghz mpa hpa bar km km2 kmh mph kph kg mg cl dl ml db dpi ppm celsius fahrenheit kelvin "
    "cv ch hp bpd bopd tep gtep mtep teu evp nm mm cm m3 m2 bp bps".split()
)
"""Folded symbols of units and currencies, which are figures and not names after a number."""
ENGLISH_ACRONYMS: Final = frozenset(
    "ai agi gdp vat ceo cfo coo cto ipo dna rna it tv pc us usa uk eu un uae phd mp mps mep meps hr pr rd gpu gpus cpu cpus ev evs "
    "lng lpg ngo ngos pm hq id sme smes suv suvs r&d m&a gp gps hiv aids pov vip atm usd eur gbp bn ai's etf etfs llm llms "
    "cv faq dvd cd usb sms pin url ok am gmt utc bc ad ap ar vr api apis ram rom led lcd ssd nfc gps ad hgv vc pe esg csr kpi kpis diy vips cctv ma mba phds "
    "celsius fahrenheit mr mrs ms st jr sr tb gb mb kb mw gw kw twh gwh mwh kwh hz ghz mhz mph bp bps usd".split()
)
"""English acronyms of common nouns and countries, which render words that French spells out."""
GIVEN_TABLE: Final = "given_names.tsv"


@cache
def given_names() -> frozenset[str]:
    """Return folded given names."""
    return frozenset(fold(part) for row in rows(GIVEN_TABLE) for part in row[0].split())


@cache
def common_words(language: str) -> frozenset[str]:
    """Return folded words that running text writes in lower case."""
    listed = {fold(row[0]) for row in rows(f"words.{language}.tsv")}
    return frozenset(listed | {fold(word) for word in FUNCTION[language] | CALENDAR[language]})


_ENDINGS: Final = {
    "fr": ("s", "x", "e", "es", "ent", "ant", "ants", "er", "ez", "ait", "aient", "ée", "és", "ées", "ment"),
    "en": ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "or"),
}


@lru_cache(maxsize=65536)
def is_common(word: str, language: str) -> bool:
    """Tell whether a folded word, or one it is regularly inflected from, is written in lower case in running text."""
    known = common_words(language)
    if word in known or (language == "fr" and (word in INSTITUTIONS or word in heads())):
        return True
    if len(word) < 5:  # noqa: PLR2004 - short names look like inflections too often (Mars, Hess)
        return False
    for ending in _ENDINGS[language]:
        if word.endswith(ending) and len(word) - len(ending) > 3:  # noqa: PLR2004
            stem = word[: -len(ending)]
            if stem in known or (
                language == "en" and (stem + "e" in known or (stem[-1] == "i" and stem[:-1] + "y" in known))
            ):
                return language == "en" or ending in {"s", "x", "e", "es"} or stem + "er" in known
    return False


@cache
def heads() -> dict[str, frozenset[str]]:
    """Return folded French nouns that open the names of places and institutions, with their folded English nouns."""
    return {
        fold(source): frozenset(fold(word) for word in target.split("|"))
        for names, target in rows("heads.tsv")
        for source in names.split("|")
    }


@cache
def english_heads() -> frozenset[str]:
    """Return the English nouns of `heads`."""
    return frozenset(word for words in heads().values() for word in words)


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """Return folded French words with their likely English translations."""
    table: dict[str, tuple[str, ...]] = {}
    for source, target in rows("lexicon.tsv"):
        key = fold(source)
        table[key] = table.get(key, ()) + tuple(fold(word) for word in target.split())
    table.update((month, (other,)) for month, other in _DAYS.items())
    for key, words in heads().items():
        table[key] = tuple(dict.fromkeys((*sorted(words), *table.get(key, ()))))
    return table


def is_function(token: Token, language: str) -> bool:
    """Tell whether *token* is a function word. A capital letter that no apostrophe follows is an initial."""
    if len(token.text) == 1 and token.capital and token.text in "BCDJLMNQST":
        return False
    return token.fold in FUNCTION[language] or token.text.lower() in FUNCTION[language]


DERIVED: Final = {
    "fr": re.compile(
        r"\w{3,}(?:ant|ants|ement|é|ée|és|ées|eux|euse|euses|able|ables|ique|iques|tion|tions|isme|ismes|iste|istes|eur|eurs)"
    ),
    "en": re.compile(r"\w{3,}(?:ly|ed|ism|ness|tion|tions|ments?|ous|able|ists?|ities)"),
}
"""Endings of derived words. A word with one that opens a sentence is taken for no name."""


def figure_like(token: Token) -> bool:
    """Tell whether a word with digits, or a Roman numeral with an ordinal ending, is a figure and not a name."""
    return bool(NOT_NAME_DIGITS.fullmatch(token.text))
