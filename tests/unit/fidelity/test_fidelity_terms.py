"""Glossaries are validated, matched and enforced."""

import pytest

from toolkit.errors import InputError
from toolkit.fidelity.names import check_names
from toolkit.fidelity.terms import Pair, build, check_terms, find_terms, parse, suggest, unused
from toolkit.fidelity.terms.inflect import pluralise, singulars
from toolkit.types import Link, Span

HEAD = "source\ttarget\tpolicy\tcase\tnote\n"


def _glossary(*lines):
    return build(parse(HEAD + "\n".join(line.replace(" | ", "\t") for line in lines)))


def _found(text, glossary):
    return [(m.span.of(text), m.plural) for m in find_terms(text, glossary)]


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("company", "companies"),
        ("data center", "data centers"),
        ("day", "days"),
        ("analysis", "analyses"),
        ("tax", "taxes"),
        ("return on equity", "returns on equity"),
        ("asset manager", "asset managers"),
        ("CEO", "CEOs"),
        ("equity", "equity"),
        ("spokesman", "spokesmen"),
        ("woman", "women"),
    ],
)
def test_pluralises_english(one, many):
    """The head of an English noun phrase takes its regular or irregular plural."""
    assert pluralise(one) == many


@pytest.mark.parametrize(
    ("many", "one"),
    [("puces", "puce"), ("réseaux", "réseau"), ("capitaux", "capital"), ("travaux", "travail"), ("gaz", "gaz")],
)
def test_knows_french_plurals(many, one):
    """French plurals lead back to their singular."""
    assert one in singulars(many)


def test_matches_inflected_terms_longest_first():
    """Plural and feminine forms match, and the longest entry wins."""
    glossary = _glossary("centre | center", "centre de données | data center", "société minière | mining company")
    text = "Les centres de données des sociétés minières et l'ancien centre."
    assert _found(text, glossary) == [("centres de données", True), ("sociétés minières", True), ("centre", False)]


def test_matches_across_elision_and_apostrophes():
    """An article cut short before a term, and either apostrophe inside it, make no difference."""
    glossary = _glossary("gestionnaire d'actifs | asset manager", "IA | AI |  | sensitive")
    assert _found("l’IA du gestionnaire d’actifs", glossary) == [("IA", False), ("gestionnaire d’actifs", False)]


def test_case_sensitive_entry_needs_its_case():
    """An entry with case `sensitive` does not match another case."""
    glossary = _glossary("SEC | SEC | translate | sensitive")
    assert _found("un climat sec, dit la SEC", glossary) == [("SEC", False)]


def test_feminine_of_a_single_noun_is_another_word():
    """A noun alone matches in the plural but not in the feminine: mineure is no miner."""
    glossary = _glossary("mineur | miner")
    assert _found("une faille mineure, des mineurs", glossary) == [("mineurs", True)]


def test_missing_term_is_a_finding_with_the_expected_plural():
    """The finding names the form that is wanted, in the source's number."""
    source = "Les levées de fonds ralentissent."
    report = check_terms(source, "The lifting of funds is slowing.", _glossary("levée de fonds | funding round"))
    (finding,) = report.findings
    assert (finding.code, finding.source_span.of(source)) == ("term_missing", "levées de fonds")
    assert "funding rounds" in finding.message
    assert report.expected[0].text == "funding rounds"
    assert not report.expected[0].found


@pytest.mark.parametrize(
    "target", ["Data centers grow.", "The data center's growth.", "Datacentres grow.", "Data-center growth."]
)
def test_variants_of_the_target_are_accepted(target):
    """Capital, possessive, plural, hyphen and alternatives do not matter."""
    glossary = _glossary("centre de données | data center|data centre")
    assert check_terms("Le centre de données grandit.", target, glossary).findings == ()


def test_match_gives_both_spans():
    """A term that holds is a pair of ranges."""
    source, target = "Les puces manquent.", "Chips are scarce."
    ((a, b),) = check_terms(source, target, _glossary("puce | chip")).matches
    assert (a.of(source), b.of(target)) == ("puces", "Chips")


def test_forbidden_target_is_found_only_beside_its_source():
    """`forbid` concerns translations of its source and nothing else."""
    glossary = _glossary("mineur | minor | forbid")
    (finding,) = check_terms("Le mineur de Bitcoin", "The Bitcoin minor", glossary).findings
    assert finding.code == "term_forbidden"
    assert check_terms("Le détail", "A minor detail", glossary).findings == ()


def test_forbidden_entry_inside_a_longer_one_is_not_meant():
    """A `forbid` entry does not fire within a longer entry that is translated."""
    glossary = _glossary("centre | center | forbid", "centre de données | data center")
    assert check_terms("un centre de données", "a data center", glossary).findings == ()


def test_kept_term_stays():
    """`keep` wants the source unchanged, a possessive aside."""
    glossary = _glossary("Taiga |  | keep")
    assert check_terms("L'unité Taiga", "Taiga's unit", glossary).findings == ()
    assert [f.code for f in check_terms("L'unité Taiga", "The taïga-unit", glossary).findings] == []
    assert [f.code for f in check_terms("L'unité Taiga", "The forest unit", glossary).findings] == ["term_missing"]


def test_terms_are_left_out_of_the_check_of_names():
    """What a glossary entry covers is not a name as well."""
    glossary = _glossary("Grand Palais | Grand Palace")
    assert check_names("Le Grand Palais rouvre.", "The Grand Palace reopens.", glossary=glossary).findings == ()


def test_errors_are_reported_together_with_their_lines():
    """A glossary with errors is refused, and the message lists all of them."""
    with pytest.raises(InputError) as error:
        _glossary("| chip", "puce | ", "mineur | miner | maybe", "IA | AI |  | loud", "Taiga | taiga | keep")
    message = str(error.value)
    assert "5 errors" in message
    for line in range(2, 7):
        assert f"line {line}:" in message


def test_conflicts_are_errors_and_duplicates_are_warnings():
    """Two targets for one source are refused; the same entry twice is reported and kept once."""
    with pytest.raises(InputError, match="line 3: 'Puce' has the target"):
        _glossary("puce | chip", "Puce | flea")
    with pytest.raises(InputError, match="forbidden here and wanted in line 2"):
        _glossary("puce | chip", "puce | chip | forbid")
    glossary = _glossary("puce | chip", "puce | chip")
    assert len(glossary) == 1
    assert [(p.line, p.severity) for p in glossary.problems] == [(3, "warning")]


def test_reads_commas_byte_order_mark_and_comments():
    """CSV with quotes, a byte order mark and comment lines are read."""
    rows = parse('\ufeff# mine\nsource,target\n"puce","chip, small"\n\n')
    assert [(row.line, dict(row.cells)) for row in rows] == [(3, {"source": "puce", "target": "chip, small"})]


@pytest.mark.parametrize(
    "text", ["", "# only\n", "puce\tchip\n", "source\ttarget\tcolour\n", "source\ttarget\na\tb\tc\n"]
)
def test_refuses_tables_it_does_not_understand(text):
    """A missing or unknown column, or a cell too many, is an error."""
    with pytest.raises(InputError):
        parse(text)


def test_unused_entries_and_digest():
    """Entries no source has are listed; the digest depends on the entries and not on notes."""
    glossary = _glossary("puce | chip", "torchage | flaring")
    used = check_terms("Les puces", "The chips", glossary).used
    assert [term.source for term in unused(glossary, used)] == ["torchage"]
    assert glossary.digest == _glossary("puce | chip |  |  | a note", "torchage | flaring").digest
    assert glossary.digest != _glossary("puce | chip").digest


def test_suggests_frequent_terms_and_names():
    """Frequent word sequences and names are proposed unless the glossary has them."""
    pairs = [Pair("Le réseau électrique de Lancium alimente le site."), Pair("Un réseau électrique pour Lancium.")]
    proposed = {(s.source, s.reason) for s in suggest(pairs)}
    assert ("réseau électrique", "term") in proposed
    assert ("Lancium", "name") in proposed
    known = _glossary("réseau électrique | power grid", "Lancium |  | keep")
    assert not {"réseau électrique", "Lancium"} & {s.source for s in suggest(pairs, glossary=known)}


def test_suggests_terms_rendered_in_several_ways():
    """A term with two renderings in the outputs, by alignment, is proposed as inconsistent."""
    rows = [("une puce", "a chip"), ("la puce", "the chip"), ("la puce", "the flea"), ("une puce", "a flea")]
    pairs = [Pair(s, t, [Link(Span(s.index("puce"), len(s)), Span(t.index(" ") + 1, len(t)), 1.0)]) for s, t in rows]
    (mixed,) = [s for s in suggest(pairs) if s.reason == "inconsistent"]
    assert (mixed.source, mixed.targets) == ("puce", (("chip", 2), ("flea", 2)))
