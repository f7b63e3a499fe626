"""Currencies and units of measure: how they are written in French and English, and how they convert.

Factors: SI Brochure, 9th edition (BIPM 2019), and NIST Special Publication 811 (2008), appendix B.8, where customary
units are defined exactly. Currency codes: ISO 4217. Symbols are compared with their case (MW is not mW), words without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.lexer import lex
from toolkit.fidelity.figures.records import Token


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: what it measures and how many base units it is."""

    code: str
    """The code that figures carry: ``USD``, ``MW``, ``t``, ``percent``."""
    dimension: str
    """What it measures; units of one dimension convert into each other."""
    factor: Decimal
    """Size in base units of the dimension (see ``_BASE``)."""
    metric: bool = True
    """False for customary units: conversions between the two systems are rounded by writers."""
    french: tuple[str, str] = ("", "")
    """French word after one and after several; empty where only the symbol is used."""
    english: tuple[str, str] = ("", "")
    """English word after one and after several; empty where only the symbol is used."""


# code | dimension | factor | symbols (case matters) | French words | English words. A word with "+" also takes the
# plural s; a factor with "!" is a customary unit.
_MEASURES: Final = """
mm|length|0.001|mm|millimètre+|millimetre+,millimeter+
cm|length|0.01|cm|centimètre+|centimetre+,centimeter+
m|length|1|m|mètre+|metre+,meter+
km|length|1000|km,KM,Km|kilomètre+|kilometre+,kilometer+
nm|length|0.000000001|nm|nanomètre+|nanometre+,nanometer+
µm|length|0.000001|µm,μm|micromètre+,micron+|micrometre+,micrometer+,micron+
in|length|0.0254!||pouce+|inch,inches
ft|length|0.3048!|ft,ft.|pied+|foot,feet
yd|length|0.9144!|yd,yds|yard+|yard+
mi|length|1609.344!|mi|mile+|mile+
nmi|length|1852||mille+ marin+,mille nautique,milles nautiques,milles|nautical mile+
ly|length|9460730472580800||année-lumière,années-lumière,année lumière,années lumière|light-year+,light year+
m2|area|1|m²,m2,m ²|mètre carré,mètres carrés|square metre+,square meter+,sq m,sq. m,sqm
km2|area|1000000|km²,km2|kilomètre carré,kilomètres carrés|square kilometre+,square kilometer+,sq km,sq. km
cm2|area|0.0001|cm²,cm2|centimètre carré,centimètres carrés|square centimetre+,square centimeter+
ha|area|10000|ha|hectare+|hectare+
acre|area|4046.8564224!||acre+|acre+
mi2|area|2589988.110336!||mile carré,miles carrés|square mile+,sq mi,sq. mi
ft2|area|0.09290304!|ft²,ft2|pied carré,pieds carrés|square foot,square feet,sq ft,sq. ft
m3|volume|1|m³,m3|mètre cube,mètres cubes|cubic metre+,cubic meter+
km3|volume|1000000000|km³,km3|kilomètre cube,kilomètres cubes|cubic kilometre+,cubic kilometer+
cm3|volume|0.000001|cm³,cm3|centimètre cube,centimètres cubes|cubic centimetre+,cubic centimeter+
l|volume|0.001|l,L|litre+|litre+,liter+
cl|volume|0.00001|cl|centilitre+|centilitre+,centiliter+
ml|volume|0.000001|ml,mL|millilitre+|millilitre+,milliliter+
hl|volume|0.1|hl,hL|hectolitre+|hectolitre+,hectoliter+
gal|volume|0.003785411784!|gal|gallon+|gallon+
pt|volume|0.000473176473!||pinte+|pint+
bbl|volume|0.158987294928!|bbl|baril+|barrel+
cuft|volume|0.028316846592!||pied cube,pieds cubes|cubic foot,cubic feet
g|mass|0.001|g|gramme+|gram+,gramme+
mg|mass|0.000001|mg|milligramme+|milligram+,milligramme+
µg|mass|0.000000001|µg,μg|microgramme+|microgram+
kg|mass|1|kg|kilogramme+,kilo+|kilogram+,kilogramme+,kilo+
t|mass|1000|t|tonne+|tonne+,metric ton+,ton+
kt|mass|1000000|kt|kilotonne+|kilotonne+,kiloton+
Mt|mass|1000000000|Mt|mégatonne+|megatonne+,megaton+
lb|mass|0.45359237!|lb,lbs,lb.,lbs.||
oz|mass|0.028349523125!|oz,oz.|once+|ounce+
q|mass|100||quintal,quintaux|quintal+
W|power|1|W|watt+|watt+
kW|power|1000|kW|kilowatt+|kilowatt+
MW|power|1000000|MW|mégawatt+|megawatt+
GW|power|1000000000|GW|gigawatt+|gigawatt+
TW|power|1000000000000|TW|térawatt+|terawatt+
hp|power|745.6998715822702!|hp|cheval-vapeur,chevaux-vapeur|horsepower
ch|power|735.49875!|ch|chevaux|
Wh|energy|3600|Wh|wattheure+|watt-hour+,watt hour+
kWh|energy|3600000|kWh,kwh|kilowattheure+,kilowatt-heure,kilowatts-heure,kilowatts-heures|kilowatt-hour+,kilowatt hour+
MWh|energy|3600000000|MWh|mégawattheure+,mégawatt-heure,mégawatts-heure,mégawatts-heures|megawatt-hour+,megawatt hour+
GWh|energy|3600000000000|GWh|gigawattheure+,gigawatt-heure,gigawatts-heure,gigawatts-heures|gigawatt-hour+,\
gigawatt hour+
TWh|energy|3600000000000000|TWh|térawattheure+,térawatt-heure,térawatts-heure,térawatts-heures|terawatt-hour+,\
terawatt hour+
kcal|energy|4184|kcal|kilocalorie+,calorie+|kilocalorie+,calorie+
J|energy|1|J|joule+|joule+
V|voltage|1|V|volt+|volt+
kV|voltage|1000|kV|kilovolt+|kilovolt+
A|current|1||ampère+|ampere+,amp+
Ah|charge|1|Ah|ampère-heure,ampères-heures|amp-hour+
mAh|charge|0.001|mAh||
Hz|frequency|1|Hz|hertz|hertz
kHz|frequency|1000|kHz|kilohertz|kilohertz
MHz|frequency|1000000|MHz|mégahertz|megahertz
GHz|frequency|1000000000|GHz|gigahertz|gigahertz
dB|level|1|dB|décibel+|decibel+
kmh|speed|1|km/h,km / h,k/h,kmh,kph,km/hr|kilomètre+ par heure,kilomètre+-heure,kilomètre+ à l' heure,\
kilomètre+ heure|kilometre+ per hour,kilometer+ per hour,kilometre+ an hour,kilometer+ an hour
mph|speed|1.609344!|mph|mile+ par heure,mile+ à l' heure,mile+-heure,mille+ à l' heure|mile+ per hour,mile+ an hour
ms|speed|3.6|m/s|mètre+ par seconde|metre+ per second,meter+ per second
kms|speed|3600|km/s|kilomètre+ par seconde|kilometre+ per second,kilometer+ per second
kn|speed|1.852||nœud+,noeud+|knot+
bit|data|0.125||bit+|bit+
Mbit|data|125000|Mb,Mbit,Mbits|mégabit+|megabit+
Gbit|data|125000000|Gb,Gbit,Gbits|gigabit+|gigabit+
B|data|1||octet+|byte+
kB|data|1000|Ko,ko,KB,kB|kilooctet+,kilo-octet+|kilobyte+
MB|data|1000000|Mo,MB|mégaoctet+,méga-octet+|megabyte+
GB|data|1000000000|Go,GB|gigaoctet+,giga-octet+|gigabyte+,gig+
TB|data|1000000000000|To,TB|téraoctet+,téra-octet+|terabyte+
PB|data|1000000000000000|Po,PB|pétaoctet+,péta-octet+|petabyte+
EB|data|1000000000000000000|EB|exaoctet+|exabyte+
Mbps|rate|1|Mb/s,Mbit/s,Mbits/s,Mbps|mégabit+ par seconde|megabit+ per second
Gbps|rate|1000|Gb/s,Gbit/s,Gbits/s,Gbps|gigabit+ par seconde|gigabit+ per second
MBps|rate|8|Mo/s,MB/s|mégaoctet+ par seconde|megabyte+ per second
GBps|rate|8000|Go/s,GB/s|gigaoctet+ par seconde|gigabyte+ per second
Mpx|pixels|1|Mpx,Mpix,MP|mégapixel+|megapixel+
bar|pressure|1|bar|bar+|bar+
hPa|pressure|0.001|hPa|hectopascal+|hectopascal+
mbar|pressure|0.001|mbar,mb|millibar+|millibar+
psi|pressure|0.0689475729!|psi||
celsius|temperature|1|°C,° C,ºC|degré+ Celsius,degré+ centigrade+|degree+ Celsius,degree+ C,degree+ centigrade,\
Celsius,centigrade
fahrenheit|temperature|1!|°F,° F|degré+ Fahrenheit|degree+ Fahrenheit,degree+ F,Fahrenheit
kelvin|temperature|1||kelvin+|kelvin+
Sv|dose|1|Sv|sievert+|sievert+
mSv|dose|0.001|mSv|millisievert+|millisievert+
µSv|dose|0.000001|µSv,μSv|microsievert+|microsievert+
degree|angle|1|°|degré+|degree+
second|clock|1|s,sec|seconde+|second+
ms_|clock|0.001|ms|milliseconde+|millisecond+
minute|clock|60|min,mn|minute+|minute+,min+
hour|clock|3600|h|heure+|hour+,hr+
day|clock|86400||jour+,journée+|day+
night|clock|86400.0||nuit+,nuitée+|night+
week|clock|604800||semaine+|week+
weekend|clock|172800.0||week-end+|weekend+
fortnight|clock|1209600|||fortnight+
month|calendar|1||mois|month+
quarter|calendar|3||trimestre+|
halfyear|calendar|6||semestre+|
year|calendar|12||an,ans,année+|year+,yr+
decade|calendar|120||décennie+|decade+
century|calendar|1200||siècle+|century,centuries
millennium|calendar|12000||millénaire+|millennium,millennia
percent|share|0.01|%,p. 100,p.100,p. cent,p.c.|pour cent,pourcent,pour-cent,pour cents|per cent,percent,pct,per-cent,pc
permille|share|0.001|‰|pour mille|per mille,per mil,per thousand
point|point|1||point+,pt+,point+ de pourcentage,point+ de pour cent|point+,percentage point+,pp,ppt,pts,\
percentage-point+,percent point+
bp|point|0.01|pb,pdb|point+ de base|basis point+,basis-point+,bp,bps
times|times|1||fois|time+,fold,-fold
cent|cent|1|¢|cent+,centime+,centime+ d' euro,penny,pence|cent+,euro cent+,centime+,penny,pence
carat|mass2|1||carat+|carat+
"""

# code | symbols | French words | English words
_CURRENCIES: Final = """
USD|$,US$,USD,$US,$ US,U.S.$|dollar+,dollar+ américain+,dollar+ US,dollar+ des États-Unis|dollar+,US dollar+,\
U.S. dollar+,American dollar+,buck+
EUR|€,EUR,Eur|euro+|euro+
XEU|ECU,XEU|écu+|ecu+
GBP|£,GBP,£ sterling|livre+ sterling,livre+ britannique+,£|pound+ sterling,British pound+,sterling,quid
CAD|C$,CA$,CAD,$CA,$ CA,$ CAN,$CAN,CDN$,Can$|dollar+ canadien+|Canadian dollar+
AUD|A$,AU$,AUD,$AU|dollar+ australien+|Australian dollar+
NZD|NZ$,NZD|dollar+ néo-zélandais|New Zealand dollar+
HKD|HK$,HKD|dollar+ de Hong Kong,dollar+ de Hongkong,dollar+ hongkongais|Hong Kong dollar+
SGD|S$,SGD|dollar+ de Singapour,dollar+ singapourien+|Singapore dollar+
TWD|NT$,TWD|dollar+ taïwanais|Taiwan dollar+,Taiwanese dollar+
CHF|CHF,Fr.,SFr,Sfr|franc+ suisse+|Swiss franc+
XOF|XOF,FCFA,F CFA|franc+ CFA|CFA franc+,CFA
XAF|XAF||
FRF|FRF,FF|franc+ français|French franc+
JPY|¥,JPY|yen+|yen
CNY|CNY,RMB|yuan+,renminbi+|yuan,renminbi
INR|₹,INR|roupie+ indienne+|Indian rupee+
PKR|PKR|roupie+ pakistanaise+|Pakistani rupee+
RUB|₽,RUB|rouble+|rouble+,ruble+
UAH|₴,UAH|hryvnia+|hryvnia+,hryvnias
TRY|₺,TRY|livre+ turque+|Turkish lira+,lira
LBP|LBP|livre+ libanaise+|Lebanese pound+
EGP|EGP|livre+ égyptienne+|Egyptian pound+
SEK|SEK|couronne+ suédoise+|Swedish krona,Swedish kronor,Swedish crown+,kronor,krona
NOK|NOK|couronne+ norvégienne+|Norwegian krone,Norwegian kroner,Norwegian crown+
DKK|DKK|couronne+ danoise+|Danish krone,Danish kroner,Danish crown+
CZK|CZK,Kč|couronne+ tchèque+|Czech koruna,Czech korunas,Czech crown+,koruna,korunas
PLN|PLN|zloty+|zloty,zlotys
HUF|HUF|forint+|forint+
RON|RON|leu roumain,lei roumains,lei|lei
BRL|R$,BRL|real brésilien,reals,reais,réal,réals,réaux|real,reals,reais
MXN|MXN|peso+ mexicain+|Mexican peso+
ARS|ARS|peso+ argentin+|Argentine peso+
KRW|₩,KRW|won+|won
ZAR|ZAR|rand+|rand,rands
ILS|₪,ILS|shekel+|shekel+
SAR|SAR|riyal saoudien,riyals saoudiens,riyal+|Saudi riyal+,riyal+
AED|AED|dirham+ émirati+,dirham+ des Émirats|UAE dirham+,Emirati dirham+
MAD|MAD|dirham+ marocain+|Moroccan dirham+
DZD|DZD|dinar+ algérien+|Algerian dinar+
TND|TND|dinar+ tunisien+|Tunisian dinar+
NGN|₦,NGN|naira+|naira,nairas
DEM|DEM|mark+,deutschemark+,mark+ allemand+|mark+,deutschmark+,Deutsche Mark+,German mark+
ITL|ITL|lire+|lire
BTC|BTC,₿|bitcoin+|bitcoin+
ETH|ETH|ether+|ether
THB|THB|baht+|baht
franc||franc+|franc+
krone|kr,kr.|couronne+|crown+,krone,kroner
peso||peso+|peso+
rupee||roupie+|rupee+
dirham||dirham+|dirham+
dinar||dinar+|dinar+
livre||livre+|pound+
"""

FAMILIES: Final[dict[str, frozenset[str]]] = {
    "franc": frozenset({"CHF", "XOF", "XAF", "FRF"}),
    "krone": frozenset({"SEK", "NOK", "DKK", "CZK"}),
    "peso": frozenset({"MXN", "ARS"}),
    "rupee": frozenset({"INR", "PKR"}),
    "dirham": frozenset({"AED", "MAD"}),
    "dinar": frozenset({"DZD", "TND"}),
    "livre": frozenset({"GBP", "lb", "LBP", "EGP", "TRY"}),
    "degree": frozenset({"celsius", "fahrenheit", "kelvin"}),
    "XOF": frozenset({"XAF"}),
    "day": frozenset({"night"}),
    "ch": frozenset({"hp"}),
    "nmi": frozenset({"mi"}),
}
"""Words that name a family of units: the translation may name the member. "livres" may also be pounds of weight."""

SYMBOLS: Final[dict[str, str]] = {
    "celsius": "°C", "fahrenheit": "°F", "kelvin": "K", "degree": "°", "kmh": "km/h", "ms": "m/s", "kms": "km/s",
    "m2": "m²", "km2": "km²", "cm2": "cm²", "m3": "m³", "km3": "km³", "cm3": "cm³", "ms_": "ms", "percent": "%",
    "permille": "‰", "MBps": "MB/s", "GBps": "GB/s", "Mpx": "MP",
}  # fmt: skip
"""English symbols that are not the code itself."""

SIGNS: Final[dict[str, str]] = {
    "USD": "$", "EUR": "€", "GBP": "£", "CAD": "C$", "AUD": "A$", "NZD": "NZ$", "HKD": "HK$", "SGD": "S$", "TWD": "NT$",
    "JPY": "¥", "INR": "₹", "BRL": "R$", "KRW": "₩", "ILS": "₪",
}  # fmt: skip
"""Currency signs that English puts before the number."""

Forms = dict[str, list[tuple[tuple[str, ...], str]]]


def _rows(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.strip().splitlines()]


def _pair(words: str) -> tuple[str, str]:
    forms = words.split(",")
    first = forms[0]
    if "+" in first:
        return first.replace("+", ""), first.replace("+", "s")
    return first, forms[1] if len(forms) > 1 else first


def _units() -> dict[str, Unit]:
    units = {}
    for code, dimension, factor, _, french, english in _rows(_MEASURES):
        metric = not factor.endswith("!")
        size = Decimal(factor.rstrip("!"))
        units[code] = Unit(code, dimension, size, metric, _pair(french), _pair(english))
    for code, _, french, english in _rows(_CURRENCIES):
        units[code] = Unit(code, "money", Decimal(1), True, _pair(french), _pair(english))
    return units


def _add(forms: Forms, written: str, code: str, language: str, *, symbol: bool) -> None:
    for variant in {written.replace("+", ""), written.replace("+", "s")}:
        tokens = lex(variant, language)
        key = tuple(token.text if symbol else token.norm for token in tokens)
        if key:
            forms.setdefault(key[0], []).append((key, code))


def _forms(language: str) -> tuple[Forms, Forms]:
    symbols: Forms = {}
    words: Forms = {}
    column = 4 if language == "fr" else 5
    rows = [[row[0], row[3], row[column]] for row in _rows(_MEASURES)]
    rows += [[row[0], row[1], row[column - 2]] for row in _rows(_CURRENCIES)]
    for code, signs, names in rows:
        for sign in filter(None, signs.split(",")):
            _add(symbols, sign, code, language, symbol=True)
        for name in filter(None, names.split(",")):
            _add(words, name, code, language, symbol=False)
    for forms in (symbols, words):
        for entries in forms.values():
            entries.sort(key=lambda entry: -len(entry[0]))
    return symbols, words


UNITS: Final = _units()
"""Every unit by code."""

_FORMS: Final = {language: _forms(language) for language in ("fr", "en")}


def unit_words(language: str) -> set[str]:
    """Return the first words of all units of *language*, ``fr`` or ``en``."""
    return {word for word in _FORMS[language][1] if word.isalpha()}


def unit_symbols(language: str) -> set[str]:
    """Return the first signs, as they are written, of all symbols of *language*, ``fr`` or ``en``."""
    return set(_FORMS[language][0])


def unit_at(tokens: Sequence[Token], index: int, language: str) -> tuple[str, int] | None:
    """Return the code of the longest unit that starts at token *index* and the index after it, or None."""
    if index >= len(tokens):
        return None
    symbols, words = _FORMS[language]
    best: tuple[str, int] | None = None
    for entries, exact in ((symbols.get(tokens[index].text), True), (words.get(tokens[index].norm), False)):
        for key, code in entries or ():
            end = index + len(key)
            if best is not None and end <= best[1]:
                break
            found = tokens[index:end]
            if end <= len(tokens) and all((t.text if exact else t.norm) == p for t, p in zip(found, key, strict=True)):
                best = (code, end)
                break
    return None if best and best[0] in {"BRL", "KRW"} and _is_no_unit(tokens, index) else best


def _is_no_unit(tokens: Sequence[Token], index: int) -> bool:
    """Tell "a real challenge" and "half-won", "3 won gold" from money; nobody pays three won."""
    token, before = tokens[index], tokens[index - 1] if index else tokens[index]
    if token.norm == "won":
        return len(before.text) < 3 or before.text in {"half", "one", "two"}  # noqa: PLR2004
    return token.norm == "real" and not before.text[-1].isdecimal()


def compatible(one: str | None, other: str | None) -> bool:
    """Tell whether two unit codes may stand for the same unit: equal, or a family word and a member of it."""
    if one == other:
        return True
    if one is None or other is None:
        return False
    return other in FAMILIES.get(one, ()) or one in FAMILIES.get(other, ())
