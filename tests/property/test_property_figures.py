"""Any value, written in any form of either language, is read back and compared by value."""

from datetime import date
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toolkit.fidelity.figures import check_figures, localise, match, name_like_spans, parse

FAST = settings(max_examples=120, deadline=None)
SLOW_TEXT = settings(max_examples=40, deadline=None)

WORDS = {
    "UNITS_FR": (
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
        "dix-sept dix-huit dix-neuf"
    ),
    "UNITS_EN": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen"
    ),
    "MONTHS_FR": ("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "MONTHS_EN": ("January February March April May June July August September October November December"),
}
UNITS_FR = WORDS["UNITS_FR"].split()
TENS_FR = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"]
SWISS = {7: "septante", 8: "huitante", 9: "nonante"}
UNITS_EN = WORDS["UNITS_EN"].split()
TENS_EN = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SPACES = [" ", "\u00a0", "\u202f", "\u2009"]
MONTHS_FR = WORDS["MONTHS_FR"].split()
MONTHS_EN = WORDS["MONTHS_EN"].split()
CURRENCIES = [("euros", "€", "€"), ("dollars", "$", "$"), ("livres sterling", "£", "£")]


def french_below_hundred(n, *, swiss):
    """Write 0 to 99 in French words."""
    if n < 20:
        return UNITS_FR[n]
    tens, units = divmod(n, 10)
    if tens in {7, 9} and not swiss:
        base = french_below_hundred((tens - 1) * 10, swiss=False).removesuffix("s")
        return f"{base} et onze" if n == 71 else f"{base}-{UNITS_FR[10 + units]}"
    if tens == 8 and not swiss:
        return f"quatre-vingt-{UNITS_FR[units]}" if units else "quatre-vingts"
    word = SWISS[tens] if tens > 6 else TENS_FR[tens]
    if units == 1:
        return f"{word} et un"
    return f"{word}-{UNITS_FR[units]}" if units else word


def french_below_thousand(n, *, swiss, final=True):
    """Write 0 to 999 in French words."""
    hundreds, rest = divmod(n, 100)
    if not hundreds:
        return french_below_hundred(rest, swiss=swiss)
    word = "cent" if hundreds == 1 else f"{UNITS_FR[hundreds]} cent{'s' if not rest and final else ''}"
    return f"{word} {french_below_hundred(rest, swiss=swiss)}" if rest else word


def french_words(n, *, swiss=False, hyphens=False):
    """Write 0 to 999,999 in French words, in the old or the 1990 spelling, or as the Swiss say it."""
    thousands, rest = divmod(n, 1000)
    parts = []
    if thousands:
        head = french_below_thousand(thousands, swiss=swiss, final=False).replace("vingts", "vingt")
        parts.append("mille" if thousands == 1 else f"{head} mille")
    if rest or not thousands:
        parts.append(french_below_thousand(rest, swiss=swiss))
    text = " ".join(parts)
    return text.replace(" ", "-") if hyphens else text


def english_words(n, *, joined="and "):
    """Write 0 to 999,999 in English words."""
    thousands, rest = divmod(n, 1000)
    if thousands:
        head = f"{english_words(thousands, joined=joined)} thousand"
        if not rest:
            return head
        return f"{head} {'and ' if rest < 100 else ''}{english_words(rest, joined=joined)}"
    hundreds, low = divmod(rest, 100)
    if hundreds:
        return f"{UNITS_EN[hundreds]} hundred" + (f" {joined}{english_words(low)}" if low else "")
    if low < 20:
        return UNITS_EN[low]
    tens, units = divmod(low, 10)
    return TENS_EN[tens] + (f"-{UNITS_EN[units]}" if units else "")


def digits_fr(value, separator):
    """Write digits the French way."""
    whole, _, rest = f"{value}".partition(".")
    grouped = f"{int(whole):,}".replace(",", separator)
    return grouped + (f",{rest}" if rest else "")


def digits_en(value):
    """Write digits the English way."""
    whole, _, rest = f"{value}".partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")


whole = st.one_of(st.integers(2, 99), st.integers(100, 999_999))
decimals = st.builds(
    lambda n, places: Decimal(n) / 10**places, st.integers(11, 99_999).filter(lambda n: n % 10), st.integers(1, 2)
)
written = st.builds(
    lambda n, form: (
        n,
        {"trad": french_words(n), "1990": french_words(n, hyphens=True), "swiss": french_words(n, swiss=True)}[form],
        english_words(n),
    ),
    whole,
    st.sampled_from(["trad", "1990", "swiss"]),
)
grouped = st.builds(
    lambda n, sep: (n, digits_fr(n, sep), digits_en(n)),
    st.one_of(whole, decimals),
    st.sampled_from([*SPACES, "'", "’"]),
)
forms = st.one_of(written, grouped)
"""A value, a French form and an English form of it."""


def values(text, language):
    """Return the values that are read in the text."""
    return [figure.value for figure in parse(text, language)]


@FAST
@given(forms)
def test_every_form_is_read_back(form):
    """A number in words or digits, of either language and any separator, has the value it was written from."""
    value, french, english = form
    assume(not 1400 <= value <= 2199)
    assert values(f"On compte {french} voitures ici.", "fr") == [value]
    assert values(f"There are {english} cars here.", "en") == [value]


@FAST
@given(forms, st.sampled_from([("millions", 10**6), ("milliards", 10**9)]), st.sampled_from(CURRENCIES))
def test_money_is_read_back_in_long_and_short_forms(form, scale, currency):
    """Words, signs and abbreviations of scale and currency give one value and one unit in both languages."""
    value, french, english = form
    assume(value < 1000)
    french_scale, factor = scale
    english_scale, short, abbreviation = {10**6: ("million", "m", "M"), 10**9: ("billion", "bn", "Md")}[factor]
    word, sign, _ = currency
    of = "d'" if word == "euros" else "de "
    expected = (Decimal(value) * factor, sign)
    readings = [
        *parse(f"Il a payé {french} {french_scale} {of}{word}.", "fr"),
        *parse(f"He paid {english} {english_scale} {word.replace('livres', 'pounds')}.", "en"),
    ]
    if french[0].isdigit():
        readings += parse(f"Il a payé {french} {abbreviation}{sign}.", "fr")
        readings += parse(f"He paid {sign}{english}{short} and left.", "en")
    codes = {"€": "EUR", "$": "USD", "£": "GBP"}
    assert {(figure.value, figure.unit) for figure in readings} == {(expected[0], codes[expected[1]])}


@FAST
@given(forms, forms)
def test_check_is_clean_for_one_value_and_not_for_two(one, other):
    """check(fr(v), en(v)) finds nothing; check(fr(v), en(w)) finds one changed figure."""
    value, french, english = one
    wrong, _, other_english = other
    assume(value != wrong)
    source = f"La ville a vendu {french} arbres."
    assert not check_figures(source, f"The city sold {english} trees.").findings
    findings = check_figures(source, f"The city sold {other_english} trees.").findings
    assert [finding.code for finding in findings] == ["figure_changed"]
    assert findings[0].source_span.of(source) in french


@FAST
@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2150, 12, 31)), numeric=st.booleans())
def test_dates_survive_every_form(day, *, numeric):
    """A date in French words or digits equals the same date in American, British and ISO form, and no other day."""
    first = "1er" if day.day == 1 else str(day.day)
    french = (
        f"{day.day:02d}/{day.month:02d}/{day.year}" if numeric else f"{first} {MONTHS_FR[day.month - 1]} {day.year}"
    )
    month = MONTHS_EN[day.month - 1]
    source = f"L'accord a été signé le {french} à Paris."
    for english in (f"{month} {day.day}, {day.year}", f"{day.day} {month} {day.year}", day.isoformat()):
        assert not check_figures(source, f"The deal was signed on {english} in Paris.").findings
    wrong = f"{month} {day.day % 28 + 1}, {day.year}"
    assume(day.day % 28 + 1 != day.day)
    assert check_figures(source, f"The deal was signed on {wrong} in Paris.").findings


@FAST
@given(st.integers(0, 23), st.integers(0, 59))
def test_times_survive_every_form(hour, minute):
    """20 h 30, 20h30 and 20:30 equal 8:30 p.m. and 20:30."""
    english = f"{(hour - 1) % 12 + 1}:{minute:02d} {'a.m.' if hour < 12 else 'p.m.'}"
    for french in (f"{hour} h {minute:02d}", f"{hour}h{minute:02d}", f"{hour:02d}:{minute:02d}"):
        for target in (english, f"{hour:02d}:{minute:02d}"):
            assert not check_figures(f"Le train part à {french}.", f"The train leaves at {target}.").findings


@FAST
@given(st.lists(forms, min_size=1, max_size=6))
def test_matching_a_text_with_itself_leaves_nothing(several):
    """Figures matched against themselves are all ok, each exactly once, repeated values included."""
    text = " ; ".join(f"{french} arbres" for _, french, _ in several)
    figures = parse(text, "fr")
    outcomes = match(figures, figures)
    assert [outcome.outcome for outcome in outcomes] == ["ok"] * len(figures)
    assert sorted(id(outcome.target) for outcome in outcomes) == sorted(id(figure) for figure in figures)


@FAST
@given(forms, st.sampled_from(["", " %", " millions d'euros", " euros", " MW", " km", " ans"]))
def test_localised_english_keeps_the_value(form, unit):
    """What localise writes in English is read as the figure it was made from."""
    _, french, _ = form
    figure = parse(f"Un total avec {french}{unit}.", "fr")[0]
    again = parse(f"There are {localise(figure)} .", "en")
    assert [(other.value, other.unit) for other in again] == [(figure.value, figure.unit)]


@SLOW_TEXT
@given(st.text(alphabet="0123456789 ,.-–'’/:%€$hMdunetdeuxH\u00a0", max_size=200))
def test_any_text_is_read_with_spans_in_order(text):
    """Spans are those of the text, in order and without overlap, whatever the text is."""
    for language in ("fr", "en"):
        end = 0
        for figure in parse(text, language):
            assert figure.span.of(text) == figure.text
            assert figure.span.start >= end
            end = figure.span.end
        assert all(span.start < span.end for span in name_like_spans(text, language))
