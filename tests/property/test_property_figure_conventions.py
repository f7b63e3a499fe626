"""Writing right figures in one English form keeps their values and comes to an end."""

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.fidelity.edits import replay
from toolkit.fidelity.figures import check_figures, localisations

MONTHS = {1: ("janvier", "January"), 6: ("juin", "June"), 8: ("août", "August"), 12: ("décembre", "December")}
CURRENCIES = [("dollars", "dollars", "$"), ("euros", "euros", "€"), ("livres sterling", "pounds sterling", "£")]
SCALES = [("millions", "million", "m"), ("milliards", "billion", "bn")]

mantissas = st.integers(11, 9999).filter(lambda n: n % 10).map(lambda n: f"{n // 10}.{n % 10}")
money = st.builds(
    lambda n, scale, currency, form: (
        f"{n.replace('.', ',')} {scale[0]} {'d’' if currency[0][0] == 'e' else 'de '}{currency[0]}",
        form.format(n=n, scale=scale[1], short=scale[2], word=currency[1], sign=currency[2]),
    ),
    mantissas,
    st.sampled_from(SCALES),
    st.sampled_from(CURRENCIES),
    st.sampled_from(["{n} {scale} {word}", "{sign}{n}{short}", "{sign}{n} {scale}", "{n} {scale} {sign}"]),
)
percent = st.builds(
    lambda n, form: (f"{n.replace('.', ',')} %", form.format(n)),
    mantissas,
    st.sampled_from(["{} percent", "{} per cent", "{} %", "{}%"]),
)
dates = st.builds(
    lambda day, month, year, form: (
        f"le {'1er' if day == 1 else day} {MONTHS[month][0]} {year}",
        form.format(day=day, month=MONTHS[month][1], year=year),
    ),
    st.integers(1, 28),
    st.sampled_from(sorted(MONTHS)),
    st.integers(1950, 2049),
    st.sampled_from(
        ["{day} {month} {year}", "{month} {day}, {year}", "{month} {day} {year}", "{day} of {month} {year}"]
    ),
)
times = st.builds(
    lambda hour, minute, form: (f"{hour} h {minute:02d}", form.format(hour=hour, minute=minute)),
    st.integers(13, 23),
    st.integers(1, 59),
    st.sampled_from(["{hour}:{minute:02d}", "{hour} h {minute:02d}"]),
)
parts = st.lists(st.one_of(money, percent, dates, times), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(parts)
def test_rewriting_keeps_the_values_and_leaves_nothing_to_rewrite(items):
    """After the edits the check is as clean as before, and a second pass proposes nothing."""
    source = "Voici " + " ; voici ".join(fr for fr, _ in items) + "."
    target = "Here is " + "; here is ".join(en for _, en in items) + "."
    before = check_figures(source, target)
    assert not before.findings
    proposals = localisations(target, before.matches)
    written = replay(target, [proposal.edit(target) for proposal in reversed(proposals)])
    after = check_figures(source, written)
    assert not after.findings
    assert len(after.matches) == len(before.matches)
    assert localisations(written, after.matches) == []


@settings(max_examples=150, deadline=None)
@given(parts)
def test_nothing_foreign_is_left(items):
    """No currency word, no percent word, no day before its month and no clock of 24 hours is left."""
    source = "Voici " + " ; voici ".join(fr for fr, _ in items) + "."
    target = "Here is " + "; here is ".join(en for _, en in items) + "."
    proposals = localisations(target, check_figures(source, target).matches)
    written = replay(target, [proposal.edit(target) for proposal in reversed(proposals)])
    assert not [word for word in ("dollar", "euro", "sterling", "cent", " of ", " h ") if word in written]
    assert " %" not in written
    assert not [hour for hour in range(13, 24) if f"{hour}:" in written]
