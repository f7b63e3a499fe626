"""Other ways to write one name, and names that changed roles."""

import pytest

from toolkit.fidelity.names import check_names


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Selon J.-P. Raffarin, la loi passera.", "According to Jean-Pierre Raffarin, the law will pass."),
        ("Les Rothschild ont vendu la banque.", "The Rothschilds sold the bank."),
        ("Les ports de la mer Noire et de la mer Caspienne.", "The ports of the Black and Caspian Seas."),
        (
            "La Société nationale des ponts (SNP) recrute, dit la SNP.",
            "The National Bridge Company (NBC) is hiring, the NBC says.",
        ),
        ("L'AS Nancy-Lorraine a gagné à Metz.", "Nancy won in Metz."),
        ("La fusée Vega II décolle de Kourou.", "The Vega 2 rocket lifts off from Kourou."),
        ("Le gardien est un Ardennais, élève d'un club vosgien.", "The keeper, from a Vosges club, is an Ardennais."),
    ],
)
def test_another_way_to_write_a_name_is_right(source, target):
    """Initials, plurals, shared heads, spelled-out acronyms, clubs, numerals and peoples are no faults."""
    assert check_names(source, target).findings == ()


@pytest.mark.parametrize(
    ("source", "target", "lost", "found"),
    [
        ("Le quotidien cite Le Stade français.", "The paper quotes the French stadium.", "Le Stade français", "French"),
        ("L'acteur Michel Blanc est mort.", "The actor Michel White has died.", "Michel Blanc", "Michel White"),
        ("Il l'a dit au Monde.", "He said so to the world.", "Monde", "the world"),
        ("L'ONU condamne, dit la diplomatie européenne.", "The EU condemns, says Europe's diplomacy.", "ONU", "EU"),
    ],
)
def test_name_rendered_as_something_else_is_changed(source, target, lost, found):
    """A name taken for common words, or for a name that other words of the source account for, is a changed name."""
    (finding, *_) = check_names(source, target).findings
    assert finding.code == "name_changed"
    assert finding.source_span.of(source) == lost
    assert found in finding.target_span.of(target) or finding.target_span.of(target) in found


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("L'essence est plus chère à Bastia qu'à Ajaccio.", "Petrol is dearer in Ajaccio than in Bastia."),
        ("La NASA a choisi Blue Origin plutôt que SpaceX.", "NASA chose SpaceX over Blue Origin."),
        ("Le Hezbollah a vendu des armes au Hamas.", "Hamas has sold weapons to Hezbollah."),
    ],
)
def test_names_that_changed_roles_are_found(source, target):
    """Two names of which each has the verb or preposition of the other one are two changed names."""
    findings = check_names(source, target).findings
    assert [finding.code for finding in findings] == ["name_changed", "name_changed"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Microsoft a été poursuivi par Apple en mars.", "Apple sued Microsoft in March."),
        ("Le télescope Spitzer de la NASA a vu l'étoile.", "NASA's Spitzer telescope saw the star."),
        ("Les avocats de Luc Besson et de Marc Roux ont plaidé.", "Luc Besson's and Marc Roux's lawyers pleaded."),
        ("L'essence est moins chère à Bastia qu'à Ajaccio.", "Petrol is dearer in Ajaccio than in Bastia."),
    ],
)
def test_another_order_of_names_is_right(source, target):
    """Passive, genitive, enumeration and opposite comparison change the order of names and not their roles."""
    assert check_names(source, target).findings == ()
