"""Names that contain digits: H100, A350-900, CO2, 5G, GPT-4, Hut 8, Boeing 737, 20 Minutes, CAC 40.

Their digits are no figures; whether the name was kept is for the checks of names to say.
"""

from __future__ import annotations

import re
from typing import Final

from toolkit.fidelity.figures.lexer import lex
from toolkit.fidelity.figures.numerals import spelled
from toolkit.fidelity.figures.units import UNITS
from toolkit.fidelity.figures.words import word_set
from toolkit.types import Span

_CLUSTER: Final = re.compile(r"(?<![^\W_])[^\W_]*\d[^\W_]*(?:[-‑–.+/][^\W_]*\d[^\W_]*|-[^\W\d_]+\d[^\W_]*)*")
"""A run of letters and digits with at least one digit, and what is joined to it."""

_LETTERS_HYPHEN: Final = re.compile(r"(?<![\w-])([^\W\d_][^\W_]*(?:-[^\W\d_]+)*)[-‑]$")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"»)\]]+|[\w.+-]+@[\w-]+\.[\w.-]+\w")
"""Addresses of pages and of mail: their digits are no figures."""
_STOPPAGE: Final = re.compile(r"(?:45|90|105|120)(?:e|ᵉ|ème|th)?\+\d{1,2}")
"""Stoppage time of football: 90e+4."""
_PERIOD: Final = re.compile(
    r"[TQSH][1-4]|(?:19|20)\d\d[TQSH][1-4]|[1-4][TQSH](?:\d\d|\d{4})?|[TQSH][1-4](?:[-/]?20\d\d|[-/]\d\d)|FY\d\d(?:\d\d)?|CY\d{2,4}",
    re.IGNORECASE,
)
_CURRENCY_LED: Final = re.compile(
    r"(?:USD|EUR|GBP|CHF|CAD|AUD|JPY|CNY|Rs|v|V|n|no|No|nos|Nos|nº)\d[\d.,]*[a-zA-Z]{0,3}"
)
_NUMBER_LED: Final = re.compile(
    r"\d[\d.,]*(?:"
    r"er|re|ère|e|è|ᵉ|ème|eme|ième|nd|nde|ers|res|es|èmes|emes|st|rd|th|s"  # ordinals, plural of decades
    r"|[hH](?:\d\d?)?(?:mn|min)?(?:\d\d)?|am|pm|a|p|hrs?|ans|yrs?|min|mn|sec|s"  # times
    r"|k|K|M|m|mn|mln|Md|Mds|mds|Mrd|Mrds|bn|b|B|tn|trn|T|t|Mio|mio|MM"  # scales
    r"|[kMG]?(?:USD|EUR|GBP|CHF)|cts?"
    r"|kr|mm|cm|km|nm|m[²³23]|km[²2]|ft|in|mi|ha|kg|g|mg|lb|lbs|oz|l|L|ml|mL|cl|hl|[kMG]?W[pc]?|TW|kWh|MWh|GWh|TWh|Wh|V"
    r"|kV|Ah|mAh|kt|Mt"
    r"|Hz|kHz|MHz|GHz|dB|kmh|kph|mph|Ko|ko|Mo|Go|To|Po|KB|kB|MB|GB|TB|PB|EB|Mb|Gb|Mbps|Gbps|Mpx|MP|hPa|ch|hp|p"
    r"|pp|pts?|pc|bp|bps|C|F"
    r"|[½¼¾⅓⅔]|x|bis|ter)"
)
_PREFIXES: Final = word_set(
    """
    mi mid pré pre post pro anti sous sub sur plus moins top under over early late ex non l d s n début fin
    avril mars mai juin avr janvier février juillet août septembre octobre novembre décembre january february
    march april may june july august september october november december bac page pages n° no age article
    articles
    """
)
NOT_NAMES: Final = word_set(
    """
    article articles art chapitre chapter section sections page pages p loi law act version titre title annexe
    annex annexes appendix phase phases groupe group niveau level jour day numéro numéros number numbers no nos
    n figure fig graphique chart encadré diagramme update updates
    release releases build clause clauses firmware
    tableau table étape step volume vol tome partie part saison season épisode episode règle rule
    lot lots ligne line paragraphe paragraph alinéa verset verse psaume psalm décret decree directive règlement
    regulation résolution resolution chambre room bureau porte gate quai terminal voie étage floor appartement
    apartment rue street avenue boulevard place lotissement case box boîte question questions note notes point
    points item items option options classe class catégorie category rang rank édition edition exercice tour
    round match set acte scène année year january february march april may june july august september october
    november december janvier février mars avril mai juin juillet août septembre octobre novembre décembre jan
    feb mar apr jun jul aug sep sept oct nov dec lundi mardi mercredi jeudi vendredi samedi dimanche monday
    tuesday wednesday thursday friday saturday sunday le la les l un une des du de d au aux à en sur sous dans
    par pour avec sans entre vers chez contre depuis dès avant après pendant plus moins environ près quelque
    quelques seuls seules seul seule selon soit sont est ont a et ou mais donc or ni car que qui où quand si ce
    cet cette ces son sa ses leur leurs notre votre vos mon ma mes ton ta tes il elle ils elles on nous vous je
    tu y compris dont parmi jusque jusqu outre hormis âgé âgée âgés âgées né née premiers dernières premières
    derniers autres total environs presque exactement toutes tous certains the an of in at by for from to with
    without between towards toward against since before after during over under about around some nearly almost
    only more less fewer than least most up as per is are was were has have had and but so nor that which who
    when if this these those his her its their our your my he she it they we you i there here another other
    others another's all both each every any not just roughly approximately circa born aged age ages first last
    next past within inside outside including until till upto through across among top best worst chauffage menu
    bilan score résultat résultats totals heating results result usd eur gbp chf us cad aud jpy cny rs fr euros
    dollars
    """
)
"""Words before a number that do not make it a name even with a capital: at the start of a sentence, in a reference."""

_FOLLOWERS: Final = word_set(
    """
    a ont est sont était étaient sera seront fut avait avaient va vont peut doit et ou de du des d qui que qu
    pour par dans sur à au aux en se s ne n c' avec sans après avant chez vers depuis contre lors puis mais déjà
    lui elle il face has have is are was were will would can could must may and or of for with without in on at
    by to from after before since which that who had said says said, 's against into over then but also jets
    aircraft planes series
    """
)
_CODES: Final = frozenset(code for code, unit in UNITS.items() if unit.dimension == "money" and code.isupper())
_CAPITAL: Final = re.compile(
    r"(?<![\w-])([A-ZÀ-ÖØ-Þ][\w&.+-]*)[ \u00a0\u202f](\d{1,4}(?:\.\d)?)(?=(s?))\3(?![\w%]|[.,:/'’-]\d"
    r"|[ \u00a0\u202f]?[%€$£°]|[ \u00a0\u202f]\d{3}(?!\d))"
    r"(?=(\W*)([^\W_]*))"
)
_KNOWN: Final = re.compile(
    r"(?=[\dA-Zims])(?<!\w)(?:(?<![$€£.,])3M(?![€$£])"
    r"|Long March \d\w*|Longue Marche \d\w*|20 Minutes|24 [Hh]eures (?:du Mans|de Spa)|24 [Hh]ours of (?:Le Mans|Spa)"
    r"|60 Minutes|30 Millions d['’][Aa]mis"
    r"|60 Millions de [Cc]onsommateurs|50 Cent|21 Savage|Blink-182|7-Eleven|S&P 500|Nasdaq(?:-| )100|CAC(?:-"
    r"| )40|SBF(?:-| )120"
    r"|FTSE(?:-| )(?:100|250)|DAX(?:-| )(?:30|40)|(?:Euro )?[Ss]toxx ?(?:50|600)|Nikkei(?:-| )225|Dow(?:-| )30"
    r"|Russell 2000"
    r"|Hang Seng 40|Formule [1-4]|Formula (?:1|One)|Ligue [12]|Top 14|Pro D2|Série [A-C]|[1-4]x[1-4]|4 ?[x×] ?4"
    r"|(?:Boeing |B)?7[0-8]7(?:s|-\d{1,3}(?:ER|LR)?|[ -]MAX(?: \d+)?)?(?= ?(?:MAX|jets|Max))|7[0-8]7 MAX(?: \d+)?"
    r"|24/7|50[-/]50|France (?:[2-5]|24)|Canal \d|Channel [45]|BBC (?:[1-4]"
    r"|One|Two|Three|Four)|PM ?(?:10|2[.,]5)"
    r"|Rai [1-3]"
    r"|Windows \d+(?:\.\d)?|iPhone \d+|iOS \d+(?:\.\d+)*|Android \d+|macOS \d+|Ubuntu \d\d\.\d\d"
    r"|Python \d(?:\.\d+)*|Apollo \d+|Ariane \d"
    r"|Falcon \d|Spoutnik \d+|Sputnik \d+|Route 66|Sapin (?:2|II)|Egalim \d|EGalim \d|Xbox (?:360|One)"
    r"|PlayStation \d|Peugeot \d{3,4}"
    r"|[Mm]odel [3SXY]|Unité 731|Euro [67]|G ?(?:7|8|20|77)|Web[ -]?[23](?:\.0)?|[Ii]ndustrie 4\.0|Industry 4\.0)(?!\w)"
)


EVENTS: Final = word_set("mondial mondiaux euro jo olympiques jeux cup monde olympics games expo championnats")
"""Last words of names of events after which two digits are a year."""
_FLAT: Final = re.compile(r"[FT][1-6]")
_FLAT_BEFORE: Final = re.compile(r"\b(?:[Uu]n|[Dd]es|[Dd]['’]un|[Aa]ppartements?|[Ll]ogements?|type|petits?|grands?) $")
"""What stands before a flat of so many rooms, "un F3"."""
_MEASURES: Final = frozenset({"m2", "m3", "km2", "km3", "cm2", "cm3", "mm2", "dm2", "dm3", "ft2"})


def _is_name(text: str, start: int, end: int) -> bool:
    cluster = text[start:end]
    alone = cluster.isdecimal() and text[start - 1 : start] not in {"-", "‑"}
    flat = _FLAT.fullmatch(cluster) and _FLAT_BEFORE.search(text, max(0, start - 14), start)
    if flat or alone or cluster in _MEASURES or _STOPPAGE.fullmatch(cluster):
        return False
    plural = cluster[-1:] == "s" and cluster[:-1].isdecimal() and text[start - 1 : start] in {"-", "‑"}
    if (
        plural
        and not re.fullmatch(r"(?:19|20)?\d0s", cluster)
        and re.search(r"(?<![A-Za-z])[A-Z]{1,4}[-‑]$", text[:start])
    ):
        return True  # "S-300s"
    if cluster.isdecimal() or re.fullmatch(r"[\d.,/–‑+-]+", cluster):
        before = _LETTERS_HYPHEN.search(text, max(0, start - 24), start)
        if not before or _is_prefix(before[1]) or re.fullmatch(r"(?:1[5-9]|20)\d\d(?:\W.*)?", cluster):
            return False
        if before[1].islower() and len(before[1]) > 3 and before[1] not in {"covid", "sars-cov"}:  # noqa: PLR2004
            return False  # "magnitude-6.3"
        return before[1].lower() not in NOT_NAMES and len(cluster) < 6  # noqa: PLR2004  longer runs are amounts
    parts = re.split("[–/‑-]", cluster)
    return not all(
        part.isdecimal() or _PERIOD.fullmatch(part) or _CURRENCY_LED.fullmatch(part) or _NUMBER_LED.fullmatch(part)
        or re.fullmatch(r"[\d.,]*", part) or part.lower() in {"mm", "year"}
        for part in parts
    )  # fmt: skip


def _is_prefix(word: str) -> bool:
    """Tell "mid-2020" and "s-400" from "S-400", a name."""
    return word.lower() in _PREFIXES and not (len(word) == 1 and word.isupper())


def _with_prefix(text: str, start: int) -> int:
    before = _LETTERS_HYPHEN.search(text, max(0, start - 24), start)
    return before.start(1) if before and not _is_prefix(before[1]) else start


def name_like_spans(text: str, language: str) -> list[Span]:
    """Return the ranges of names that contain digits, in order, without overlaps.

    A general rule first: letters and digits in one word that are no ordinal, unit, time or amount; then a capitalised
    word with a bare number after it that counts nothing (no noun, unit or percent sign follows); then a table of
    titles and indices. *language*, ``fr`` or ``en``, says which words are numbers; the rules are the same in both.
    """
    found = [Span(*match.span()) for match in _KNOWN.finditer(text)]
    found += [
        Span(_with_prefix(text, match.start()), match.end())
        for match in _CLUSTER.finditer(text)
        if _is_name(text, *match.span())
    ]
    if _JOINED_DIGITS.search(text):
        found += [Span(*match.span()) for match in _MODEL.finditer(text) if match[1].lower() not in NOT_NAMES]
    for match in () if text.isupper() else _CAPITAL.finditer(text):  # in a line of capitals they show no names
        word, number = match[1].strip(".'’"), match[2]
        tail, follower = match[4], match[5]
        if word.lower().rstrip("s") in NOT_NAMES or word.lower() in NOT_NAMES or not word:
            continue
        if re.fullmatch(r"(?:19|20)\d\d", number) or word in _CODES or _is_count(text, match, language):
            continue
        if _is_member(text, match):
            continue
        if len(number) == 2 and word.lower() in EVENTS:  # noqa: PLR2004  "Mondial 98"
            continue
        if word.isupper() and len(word) == 1 and word not in "CDFGTVX":
            continue
        plain = not tail.strip() or tail.strip().startswith(("'", "’"))
        if plain and follower and follower.lower() not in _FOLLOWERS and not follower[0].isupper() and not match[3]:
            continue
        found.append(Span(match.start(1), match.end(3)))
    return _merge(found)


_AFTER_NAME: Final = re.compile(r"[A-ZÀ-ÖØ-Þ][\w&-]*(?:['’]s?)? $")


_MODEL: Final = re.compile(
    r"(?<![\w-])([A-ZÀ-ÖØ-Þ][\w&.]+)[ \u00a0\u202f](?:\d{4}[-‑]\d|\d{2,3}[-‑]\d00)(?:[A-Z]{1,3})?s?"
    r"(?![\w%]|[.,-]\d|[ \u00a0\u202f]?[%€$£°])"
)
"""Types of aircraft and the like, whose second number can end no range of years and is no score: Mirage 2000-5."""


_JOINED_DIGITS: Final = re.compile(r"\d[-‑]\d")
_MEMBER: Final = re.compile(
    r"(?:[,;]|\b(?:et|and|contre|against|but|mais|puis|then))\s+"
    r"(?:(?:le|la|les|the|à|au|in|at|celui de|celle de) |l['’])?"
    r"(?:[A-ZÀ-ÖØ-Þ][\w'’.-]*\s)*$"
)
_CLOSED: Final = re.compile(r"\s*(?:[.,;:!?)]|$)")
_NUMBER: Final = re.compile(r"(?<![\w.,])\d[\d.,\u00a0\u202f ]*(?!\w)")


def _is_member(text: str, match: re.Match[str]) -> bool:
    """Tell the count of "40 agences, le Crédit Mutuel 25.", a member of an enumeration, from the number of a name."""
    if len(match[2]) < 2 or not _CLOSED.match(text, match.end(3)) or not _MEMBER.search(text, 0, match.start()):  # noqa: PLR2004
        return False
    earlier = [
        found for found in _NUMBER.finditer(text, 0, match.start()) if not _YEAR.fullmatch(found[0].strip(" ,."))
    ]
    return bool(earlier) and f"{match[1]} " not in text[: match.start()]


_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def _is_count(text: str, match: re.Match[str], language: str) -> bool:
    """Tell "Two 900 MW reactors", where a number word counts, from "Xbox One 500", where it ends a name."""
    tokens = lex(match[1], language)
    found = spelled(tokens, 0, language)
    if found is None or found[1] != len(tokens):
        return False
    return not _AFTER_NAME.search(text, max(0, match.start() - 30), match.start())


def with_addresses(text: str, names: list[Span]) -> list[Span]:
    """Return *names* and the addresses of pages and of mail in *text*, in order, without overlaps."""
    if "/" not in text and "@" not in text:
        return names
    return _merge([*names, *(Span(*match.span()) for match in _ADDRESS.finditer(text))])


def _merge(found: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(found):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
