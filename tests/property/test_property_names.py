"""Names that nobody listed: kept is clean, altered is found."""

from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toolkit.fidelity.names import check_names, find_names, gazetteer, grammar
from toolkit.fidelity.names.tokens import fold, tokenise

SYLLABLES = st.sampled_from([c + v for c in "bdlmprt" for v in "aeo"])
NAMES = st.lists(SYLLABLES, min_size=3, max_size=4).map(lambda parts: "".join(parts).capitalize() + "x")
TEMPLATES = [
    ("Selon {}, les ventes ont reculé.", "According to {}, sales fell."),
    ("Les salariés de {} ont voté la grève.", "{}'s employees voted to strike."),
    ("Le contrat a été signé par {} lundi.", "The contract was signed by {} on Monday."),
    ("C'est l'avis qu'a défendu {} devant la presse.", "That is the view {} defended to the press."),
    ("Les analystes saluent l'arrivée de {} au capital.", "Analysts welcome {} as a shareholder."),
]


def _free(name):
    word = fold(name)
    return not (
        grammar.is_common(word, "fr")
        or grammar.is_common(word, "en")
        or gazetteer.french().starting(word)
        or gazetteer.english().starting(word)
    )


@settings(max_examples=150, deadline=None)
@given(NAMES, st.sampled_from(TEMPLATES))
def test_invented_name_kept_is_clean(name, template):
    """A name in no list that stands on both sides gives no finding."""
    assume(_free(name))
    source, target = (text.format(name) for text in template)
    report = check_names(source, target)
    assert report.findings == ()
    assert [(a.of(source), b.of(target)) for a, b in report.matches] == [(name, name)]


@settings(max_examples=150, deadline=None)
@given(NAMES, st.sampled_from(TEMPLATES), st.data())
def test_name_altered_by_one_letter_is_changed(name, template, data):
    """One letter changed inside the name is a changed name that points at both forms."""
    index = data.draw(st.integers(1, len(name) - 2))
    letter = data.draw(st.sampled_from([c for c in "bdlmprtaeo" if c != name[index]]))
    other = name[:index] + letter + name[index + 1 :]
    assume(_free(name) and _free(other))
    source, target = template[0].format(name), template[1].format(other)
    (finding,) = check_names(source, target).findings
    assert finding.code == "name_changed"
    assert finding.source_span.of(source) == name
    assert finding.target_span.of(target) == other


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.text(max_size=120), st.sampled_from(["fr", "en"]))
def test_any_text_is_read(source, target, language):
    """Names of any text lie in order, inside it and apart; comparing any two texts does not fail."""
    names = find_names(source, language)
    assert all(a.span.end <= b.span.start for a, b in pairwise(names))
    assert all(name.span.of(source) == name.text for name in names)
    for finding in check_names(source, target).findings:
        assert finding.source_span is None or finding.source_span.of(source)
        assert finding.target_span is None or finding.target_span.of(target)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_tokens_and_gaps_give_the_text_back(text):
    """Every character is in a word or in the gap before one, up to the last word."""
    tokens = tokenise(text)
    end = tokens[-1].end if tokens else 0
    assert "".join(token.gap + token.text for token in tokens) == text[:end]
