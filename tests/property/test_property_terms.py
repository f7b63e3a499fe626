"""Glossary entries are found in every number, place and case."""

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.fidelity.terms import Row, build, check_terms, find_terms
from toolkit.fidelity.terms.inflect import is_plural, lemmas, pluralise, singulars

STEMS = st.sampled_from(
    ["puce", "levée", "jeton", "mineur", "coentreprise", "startup", "portefeuille", "serveur", "cloud"]
)
ADJECTIVES = st.sampled_from([("électrique", "électriques"), ("minière", "minières"), ("mondial", "mondiaux")])
BEFORE = st.sampled_from(["", "Les ", "D'après les ", "L'", "« ", "Trois ", "(", "qu’"])
AFTER = st.sampled_from(["", ".", " sont là.", " »", ", dit-on", "'", " ?"])


def _glossary(source, target):
    return build([Row(1, {"source": source, "target": target})])


@settings(max_examples=150, deadline=None)
@given(STEMS, ADJECTIVES, st.booleans(), BEFORE, AFTER, st.booleans())
def test_term_is_found_in_both_numbers(noun, adjective, plural, before, after, upper):
    """A two-word term is found whatever stands around it, in singular, plural and capitals."""
    words = f"{noun}s {adjective[1]}" if plural else f"{noun} {adjective[0]}"
    text = before + (words.upper() if upper else words) + after
    (match,) = find_terms(text, _glossary(f"{noun} {adjective[0]}", "thing"))
    assert match.span.of(text).lower() == words
    assert match.plural == plural


@settings(max_examples=150, deadline=None)
@given(st.from_regex(r"[a-z]{3,8}( [a-z]{3,8}){0,2}", fullmatch=True), st.booleans(), BEFORE)
def test_target_is_accepted_in_both_numbers(target, plural, before):
    """The English form and its plural both satisfy an entry."""
    form = pluralise(target) if plural else target
    report = check_terms(f"{before}puces", f"Some {form}, they say.", _glossary("puce", target))
    assert report.findings == ()
    assert report.expected[0].text == pluralise(target)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abcdeilnoqrstuvxéè", min_size=1, max_size=14))
def test_singulars_and_lemmas_keep_the_word(word):
    """A word is among its own singulars and lemmas, and regular plurals lead back to it."""
    assert word in singulars(word)
    assert singulars(word) <= lemmas(word)
    if len(word) > 3 and word[-1] not in "sxz":
        assert word in singulars(word + "s")
        assert is_plural(word + "s", word)
