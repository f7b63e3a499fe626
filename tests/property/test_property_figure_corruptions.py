"""Faults of the kinds that translators and models make are found wherever they are put."""

import random
import re
from itertools import pairwise

import pytest

from toolkit.fidelity.figures import check_figures

MONTHS_FR = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905  one line
)
MONTHS_EN = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905  one line
)
SPELLED = "two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905  one line
ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905  one line
FRACTIONS = ["two-thirds", "three-quarters", "a quarter", "a third"]
NUMBER = re.compile(r"(?<![\w.,:/-])\d[\d,]*(?:\.\d+)?(?![\w:/-]|[.,]\d)")
PLAIN = re.compile(r"(?<![\w.,:/$€£-])\d{2,3}(?= [a-z]{4,})")
YEAR = re.compile(r"\b(?:in|of|since|by) ((?:19|20)\d\d)\b(?![-–s])")


def _put(text, match, new, group=0):
    start, end = match.span(group)
    return text[:start] + new + text[end:], (start, start + len(new))


def _pick(rng, pattern, text):
    found = list(re.finditer(pattern, text))
    return rng.choice(found) if found else None


def _word(rng, text, words):
    """Replace one word of a list by another of the list."""
    match = _pick(rng, rf"\b(?:{'|'.join(words)})\b(?![ -](?:part|countr|world))", text)
    return match and _put(text, match, rng.choice([word for word in words if word != match.group()]))


def digit(rng, text):
    """Change one digit of a number."""
    match = _pick(rng, NUMBER, text)
    if match is None or text[: match.start()].rstrip().endswith(tuple(MONTHS_EN)):
        return None  # "January 92" is a month of 1992
    at = rng.choice([i for i, character in enumerate(match.group()) if character.isdigit()])
    new = str((int(match.group()[at]) + rng.randint(1, 8)) % 10)
    changed = match.group()[:at] + (new if at or new != "0" else "9") + match.group()[at + 1 :]
    return None if changed == match.group() else _put(text, match, changed)


def scale(rng, text):
    """Take a million for a billion."""
    match = _pick(rng, r"(?<=\d) (?:million|billion)\b", text)
    return match and _put(text, match, {"million": " billion", "billion": " million"}[match.group().strip()])


def comma(rng, text):
    """Take the decimal sign for one of thousands, or drop it."""
    match = _pick(rng, r"(?<![\w.,])(\d{1,3})\.(\d{1,2})(?=%| million| billion| [a-z])", text)
    if match is None:
        return None
    whole, rest = match.groups()
    return _put(text, match, rng.choice([f"{whole},{rest.ljust(3, '0')}", f"{whole}{rest}"]))


def month(rng, text):
    """Write another month."""
    match = _pick(rng, rf"\b(?:{'|'.join(MONTHS_EN)})(?= \d)|(?<=\d )(?:{'|'.join(MONTHS_EN)})\b", text)
    return match and _put(text, match, rng.choice([name for name in MONTHS_EN if name != match.group()]))


def year(rng, text):
    """Write another year."""
    match = _pick(rng, YEAR, text)
    return match and _put(text, match, str(int(match[1]) + rng.choice([-10, -1, 1, 10])), 1)


def spelled(rng, text):
    """Write another small number in words."""
    match = _pick(rng, rf"(?<![\w-])(?:{'|'.join(SPELLED)})(?= [a-z]{{4,}}s\b)", text)
    return match and _put(text, match, rng.choice([word for word in SPELLED if word != match.group()]))


def ordinal(rng, text):
    """Write another ordinal."""
    return _word(rng, text, ORDINALS)


def fraction(rng, text):
    """Write another fraction."""
    return _word(rng, text, FRACTIONS)


def currency(rng, text):
    """Write another currency."""
    match = _pick(rng, r"(?<![A-Z])[$€£](?=\d)|(?<= )(?:dollars|euros)\b", text)
    other = {"$": "€", "€": "$", "£": "€", "dollars": "euros", "euros": "dollars"}
    return match and _put(text, match, other[match.group()])


def unit(rng, text):
    """Write another unit."""
    other = {"kilometres": "miles", "MW": "GW", "hectares": "acres", "tonnes": "kilos", "megawatts": "gigawatts"}
    match = _pick(rng, rf"(?<=\d )(?:{'|'.join(other)})\b", text)
    return match and _put(text, match, other[match.group()])


def points(rng, text):
    """Take percent for points."""
    match = _pick(rng, r"(?<=\d)(?:%| per cent| percent)(?![-\w])", text)
    return match and _put(text, match, " points")


def meridiem(rng, text):
    """Take the morning for the evening."""
    match = _pick(rng, r"\b(?:a|p)\.m\.", text)
    return match and _put(text, match, {"a.m.": "p.m.", "p.m.": "a.m."}[match.group()])


def sign(rng, text):
    """Lose the minus."""
    match = _pick(rng, r"(?<= )-(?=\d)", text)
    return match and _put(text, match, "")


def drop(rng, text):
    """Leave a count out."""
    match = _pick(rng, PLAIN, text)
    return match and (text[: match.start()] + "some" + text[match.end() :], None)


def range_end(rng, text):
    """Lose the end of a range."""
    match = _pick(rng, r"(?<=\d)(?: to |–|-)\d+(?=%| [a-z])", text)
    return match and (text[: match.start()] + text[match.end() :], None)


def invent(rng, text):
    """Add an amount that nobody named."""
    match = _pick(rng, r"\.$", text.rstrip())
    if match is None:
        return None
    number = rng.choice([f"{rng.randint(200, 899)} others", f"{rng.randint(21, 97)} cases"])
    return text.rstrip()[:-1] + f", with {number}.", (len(text.rstrip()) + 5, len(text.rstrip()) + 5 + len(number))


def twice(rng, text):
    """Say an amount a second time, with another value."""
    match = _pick(rng, r"[$€£]\d[\d.,]*\d(?: (?:million|billion))?(?=[ ,.])", text)
    if match is None:
        return None
    number = re.search(r"\d", match.group())
    new = match.group()[: number.start()] + str((int(number.group()) + 3) % 9 + 1) + match.group()[number.end() :]
    return text[: match.end()] + f", or {new}," + text[match.end() :], (match.end() + 5, match.end() + 5 + len(new))


def swap(rng, text):
    """Exchange two amounts of one sort."""
    found = list(re.finditer(r"[$€£]\d[\d.,]*\d(?: (?:million|billion))?|\d[\d.]*\d?%", text))
    pairs = [
        (one, two)
        for one, two in pairwise(found)
        if one.group() != two.group() and (one.group()[-1] == "%") == (two.group()[-1] == "%")
    ]
    between = re.compile(r" (?:and|to|or) |–|-")
    pairs = [(one, two) for one, two in pairs if not between.fullmatch(text[one.end() : two.start()])]
    if not pairs:
        return None
    one, two = rng.choice(pairs)
    middle = text[one.end() : two.start()]
    changed = text[: one.start()] + two.group() + middle + one.group() + text[two.end() :]
    return changed, (one.start(), one.start() + len(two.group()))


KINDS = {
    "digit": (digit, {"figure_changed"}),
    "scale": (scale, {"figure_changed"}),
    "comma": (comma, {"figure_changed"}),
    "month": (month, {"figure_changed"}),
    "year": (year, {"figure_changed"}),
    "spelled": (spelled, {"figure_changed"}),
    "ordinal": (ordinal, {"figure_changed"}),
    "fraction": (fraction, {"figure_changed"}),
    "currency": (currency, {"unit_changed"}),
    "unit": (unit, {"unit_changed"}),
    "points": (points, {"unit_changed"}),
    "meridiem": (meridiem, {"figure_changed"}),
    "sign": (sign, {"figure_changed"}),
    "swap": (swap, {"figure_changed"}),
    "drop": (drop, {"figure_missing"}),
    "range_end": (range_end, {"figure_missing"}),
    "invent": (invent, {"figure_invented"}),
    "twice": (twice, {"figure_invented"}),
}
"""Each way to err, with the codes that name it rightly."""


def judge(source, target, codes, span):
    """Tell how a fault was reported: ``found``, ``miscoded`` or ``missed``; a null span: something was left out."""
    findings = check_figures(source, target).findings
    touching = [
        finding
        for finding in findings
        if span is None
        or (finding.target_span and finding.target_span.start < span[1] + 1 and span[0] < finding.target_span.end + 1)
    ]
    if any(finding.code in codes for finding in touching):
        return "found"
    return "miscoded" if findings else "missed"


FRAMES = [
    ("La société a levé {m1} auprès de {n1} investisseurs en {y1}.",
     "The company raised {M1} from {N1} investors in {y1}."),
    ("Le chiffre d'affaires a progressé de {p1} pour atteindre {m1}, tandis que la marge a reculé à {p2}.",
     "Revenue grew by {P1} to reach {M1}, while the margin fell to {P2}."),
    ("La centrale de {w1} alimentera {n1} foyers à partir du {d1}.",
     "The {W1} plant will supply {N1} households from {D1}."),
    ("Le conseil se réunira le {d1} à {t1}.", "The board will meet on {D1} at {T1}."),
    ("Environ {f1} des salariés, soit {n1} personnes, ont voté.", "About {F1} of the staff, or {N1} people, voted."),
    ("Il a terminé {o1} de la course, à {s1} minutes du vainqueur.",
     "He finished {O1} in the race, {S1} minutes behind."),
    ("Le fonds a perdu {m1} en {y1}, contre un gain de {m2} un an plus tôt.",
     "The fund lost {M1} in {y1}, against a gain of {M2} a year earlier."),
    ("La température est tombée à -{s2} degrés et {s1} routes ont été fermées.",
     "The temperature fell to -{s2} degrees and {S1} roads were closed."),
    ("Il faudra de {r1} à {r2} mois pour rouvrir les {k1} de voies.",
     "It will take {r1} to {r2} months to reopen the {K1} of track."),
    ("Le {o1} rapport compte {n1} pages et cite {s1} entreprises.",
     "The {O1} report has {N1} pages and names {S1} companies."),
    ("Selon l'étude, {p1} des ménages et {p2} des entreprises ont payé plus de {m1}.",
     "According to the study, {P1} of households and {P2} of businesses paid more than {M1}."),
    ("La récolte a couvert {h1} et donné {q1} de blé.", "The harvest covered {H1} and yielded {Q1} of wheat."),
]  # fmt: skip


def _money(rng):
    value = f"{rng.randint(2, 980)}.{rng.randint(1, 9)}"
    scale_fr, scale_en = rng.choice([("millions", "million"), ("milliards", "billion")])
    word, mark = rng.choice([("de dollars", "$"), ("d'euros", "€"), ("de livres sterling", "£")])
    return f"{value.replace('.', ',')} {scale_fr} {word}", f"{mark}{value} {scale_en}"


def _values(rng):
    """Return the values of the slots of a frame: capitals are the English form."""
    slots = {}
    for key in ("m1", "m2"):
        slots[key], slots[key.upper()] = _money(rng)
    for key in ("p1", "p2"):
        value = f"{rng.randint(3, 49)}.{rng.randint(1, 9)}"
        slots[key], slots[key.upper()] = value.replace(".", ",") + " %", value + "%"
    for key, words in (("n1", 1),):
        value = rng.randint(101, 899) * words
        slots[key], slots[key.upper()] = str(value), str(value)
    small = rng.sample(range(2, 13), 1)[0]
    slots["s1"] = "deux trois quatre cinq six sept huit neuf dix onze douze".split()[small - 2]  # noqa: SIM905
    slots["S1"] = SPELLED[small - 2]
    slots["s2"] = str(rng.randint(13, 28))
    slots["y1"] = str(rng.randint(1951, 2029))
    slots["r1"], slots["r2"] = str(rng.randint(14, 20)), str(rng.randint(22, 40))
    which, day = rng.randrange(12), rng.randint(2, 28)
    slots["d1"], slots["D1"] = f"{day} {MONTHS_FR[which]}", f"{MONTHS_EN[which]} {day}"
    hour, minute = rng.choice([*range(1, 12), *range(13, 24)]), rng.randint(10, 59)
    slots["t1"] = f"{hour} h {minute}"
    slots["T1"] = f"{(hour - 1) % 12 + 1}:{minute} {'a.m.' if hour < 12 else 'p.m.'}"
    place = rng.randrange(8)
    slots["o1"] = "troisième quatrième cinquième sixième septième huitième neuvième dixième".split()[place]  # noqa: SIM905
    slots["O1"] = ORDINALS[place]
    slots["f1"], slots["F1"] = rng.choice(
        [
            ("les deux tiers", "two-thirds"),
            ("les trois quarts", "three-quarters"),
            ("un quart", "a quarter"),
            ("un tiers", "a third"),
        ]
    )
    for key, french, english in (
        ("w1", "mégawatts", "megawatts"),
        ("k1", "kilomètres", "kilometres"),
        ("h1", "hectares", "hectares"),
        ("q1", "tonnes", "tonnes"),
    ):
        value = rng.randint(41, 899)
        slots[key], slots[key.upper()] = f"{value} {french}", f"{value} {english}"
    return slots


def _pairs(seed, count):
    rng = random.Random(seed)
    for number in range(count):
        french, english = FRAMES[number % len(FRAMES)]
        slots = _values(rng)
        yield french.format(**slots), english.format(**slots)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_fault_of_a_kind_is_found_under_its_code(kind):
    """What was changed in a right translation is reported with the right code, at the right place."""
    corrupt, codes = KINDS[kind]
    rng = random.Random(kind)
    tried, failed = 0, []
    for source, target in _pairs(f"pairs {kind}", 96):
        wrong = corrupt(rng, target)
        if wrong is not None and wrong[0] != target:
            tried += 1
            verdict = judge(source, wrong[0], codes, wrong[1])
            if verdict != "found":
                failed.append((verdict, source, wrong[0]))
    assert tried >= 8
    assert failed == []


def test_right_translations_of_the_frames_have_no_findings():
    """What the faults are put into is clean."""
    assert [pair for pair in _pairs("clean", 240) if check_figures(*pair).findings] == []
