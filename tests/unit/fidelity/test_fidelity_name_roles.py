"""Names that are all there, but some in the wrong place or under a common word."""

import pytest

from toolkit.fidelity.names import SourceNames, check_names, find_names
from toolkit.types import Link, Span


def _found(source, target):
    return [
        (f.code, f.source_span and f.source_span.of(source), f.target_span and f.target_span.of(target))
        for f in check_names(source, target).findings
    ]


@pytest.mark.parametrize("text", ["Orange recule.", "Free a gagné.", "Carrefour rachètera Cora."])
def test_bare_subject_that_is_a_known_firm_is_a_name(text):
    """A common word that opens a sentence without article, before a verb, is the firm of that name."""
    assert text.split()[0] in [name.text for name in find_names(text, "fr")]


@pytest.mark.parametrize("text", ["Orange amère et citron.", "Casino en ligne : la fraude explose."])
def test_sentence_start_without_verb_is_no_name(text):
    """The same words before an adjective or a preposition stay common words."""
    assert text.split()[0] not in [name.text for name in find_names(text, "fr")]


@pytest.mark.parametrize(
    ("source", "target", "kept", "word"),
    [
        ("La Croix consacre un dossier.", "The cross devotes a feature.", "La Croix", "The cross"),
        ("L'Équipe a suivi le coureur.", "The team followed the rider.", "L'Équipe", "The team"),
    ],
)
def test_newspaper_rendered_as_a_word_is_changed(source, target, kept, word):
    """A newspaper's name that was translated is reported with the word it became."""
    assert ("name_changed", kept, word) in _found(source, target)


def test_newspaper_kept_is_no_finding():
    """A newspaper's name that stays as it is holds."""
    assert _found("La Croix consacre un dossier.", "La Croix devotes a feature.") == []


def test_part_of_a_lost_name_accounts_for_nothing():
    """Guinea is another country than the Guinée-Bissau of the source."""
    assert _found("La Guinée-Bissau vote.", "Guinea is voting.") == [("name_changed", "Guinée-Bissau", "Guinea")]


def test_surname_after_a_title_is_invented():
    """A common word after a personal title is a surname the source does not have."""
    assert _found("Le président a signé.", "President Trump signed.") == [("name_invented", None, "Trump")]


def test_office_attached_to_its_holder_is_changed():
    """An office that belongs to its holder in the translation shows two names in each other's place."""
    source = "« Oui », a déclaré Adam Sullivan, PDG de Core Scientific, à propos de CoreWeave."
    target = '"Yes," said CoreWeave, CEO of the firm Adam Sullivan, about Core Scientific.'
    assert ("name_changed", "Adam Sullivan", "CoreWeave") in _found(source, target)


def test_office_named_in_another_order_is_no_finding():
    """The holder may come before or after the office."""
    source = "Le PDG de Tesla, Elon Musk, a vu Sam Altman, patron d'OpenAI."
    assert _found(source, "Elon Musk, CEO of Tesla, met Sam Altman, head of OpenAI.") == []


SOURCE, TARGET = "Lyon, ville de départ, puis Nice.", "Nice, the start, then Lyon."


def _links(first, second, weight):
    nice, lyon = Span(0, 4), Span(22, 26)
    return (
        Link(Span(0, 4), nice if first == "crosswise" else lyon, weight),
        Link(Span(28, 32), lyon if second == "crosswise" else nice, weight),
    )


def test_names_linked_crosswise_are_changed():
    """Two names of which each is linked to the other's place are both reported."""
    report = SourceNames(SOURCE).check(TARGET, alignment=_links("crosswise", "crosswise", 0.8))
    assert [f.code for f in report.findings] == ["name_changed", "name_changed"]


@pytest.mark.parametrize(
    "links", [(), _links("crosswise", "crosswise", 0.3), _links("straight", "straight", 0.8), None]
)
def test_weak_or_straight_links_are_no_finding(links):
    """Without strong links from each name to the other's place nothing is reported."""
    assert SourceNames(SOURCE).check(TARGET, alignment=links).findings == ()


def test_invented_names_do_not_flood():
    """A garbled translation gets a few findings for its many invented words, each word once."""
    target = "They sing " + ", ".join(f"Zor{chr(97 + k)}ka" for k in range(20)) + ", Zoraka."
    assert len(check_names("Ils chantent.", target).findings) == 5
