"""Cleaning, alignment, order of batches and the measure of quality."""

import itertools
import random

import numpy as np
import pytest
import sacrebleu
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.training import chrf
from toolkit.training.alignment import align, installed, parse, spans_to_pieces, symmetrise, words_to_pieces
from toolkit.training.batches import Place, Stream
from toolkit.training.cleaning import Cleaner, fingerprint
from toolkit.training.corpus import Corpus, CorpusWriter
from toolkit.training.recipe import CleaningOptions
from toolkit.types import Span

LONG = "Le conseil a adopté la proposition de la commission sur le budget."
RIGHT = "The council adopted the commission's proposal on the budget."


@pytest.mark.parametrize(
    ("source", "target", "rule"),
    [
        (LONG, RIGHT, None),
        ("", "Yes.", "empty"),
        ("Oui \u200b", " \u00a0", "empty"),
        (LONG, RIGHT * 4, "ratio"),
        ("PIB", "gross domestic product", "ratio"),
        ("Oui.", "Yes, of course.", None),
        ("mot " * 130, "word " * 130, "length"),
        ("Version 1.2 of the big file", "Version 1.2 of the big file", "copy"),
        ("Le Monde", "Le Monde", None),
        (LONG, "Der Rat hat den Vorschlag der Kommission zum Haushalt angenommen.", "language"),
        ("Le prix est de 3,4 milliards de dollars.", "The price is $3.4 billion.", None),
        ("Le prix est de 3,4 milliards de dollars.", "The price is $3.4 million.", "figures"),
        ("Il y a 12 salariés dans cette usine.", "There are twelve employees in this plant.", None),
        ("Il y a 12 salariés dans cette usine.", "There are 13 employees in this plant.", "figures"),
    ],
)
def test_the_rules_of_cleaning(source, target, rule):
    """Each rule leaves out what it is for, and ordinary pairs pass them all."""
    cleaner = Cleaner(CleaningOptions(), ("fr", "en"))
    kept = list(cleaner.clean([(source, target)]))
    assert (dict(cleaner.dropped), len(kept)) == (({rule: 1}, 0) if rule else ({}, 1))


def test_duplicates_and_the_dev_set_are_left_out():
    """A pair is kept once, whatever its spaces; a sentence of the dev set never, whatever its figures."""
    cleaner = Cleaner(CleaningOptions(), ("fr", "en"), held_out=frozenset({fingerprint("Le budget est de 3 euros.")}))
    rows = [(LONG, RIGHT), (f" {LONG}\u00a0", RIGHT), ("Le budget est de 45 euros.", "The budget is 45 euros.")]
    assert [number for number, *_ in cleaner.clean(rows)] == [0]
    assert cleaner.dropped == {"duplicate": 1, "dev": 1}


def test_a_source_that_is_not_to_be_cleaned_is_taken_as_it_is():
    """Without rules only empty pairs are left out."""
    cleaner = Cleaner(CleaningOptions(), ("fr", "en"))
    rows = [("a", "b " * 500), ("a", "b " * 500), ("", "x")]
    assert len(list(cleaner.clean(rows, rules=False))) == 2


def test_pharaoh_links_become_links_of_pieces():
    """A word's link joins all pieces of both words; equal words are joined piece by piece."""
    texts = ("Crusoe lève", "Crusoe raises")
    pieces = ([Span(0, 3), Span(3, 6), Span(7, 11), Span(11, 11)], [Span(0, 3), Span(3, 6), Span(7, 10), Span(10, 13)])
    assert words_to_pieces(parse("0-0 1-1 5-0"), texts, pieces) == [(0, 0), (1, 1), (2, 2), (2, 3)]
    assert spans_to_pieces([(Span(0, 6), Span(7, 13))], texts, pieces) == [(0, 2), (0, 3), (1, 2), (1, 3)]
    with pytest.raises(InputError, match="line 3: '1:2' is no link"):
        parse("0-0 1:2", "line 3")


def test_grow_diag_adds_neighbours_that_reach_free_words():
    """Links of both directions stay, those of one come in only beside others and for words without a link."""
    assert symmetrise([(0, 0), (1, 1), (5, 2)], [(0, 0), (1, 2)]) == [(0, 0), (1, 1), (1, 2)]


@pytest.mark.skipif(not installed(), reason="eflomal is an optional extra")
def test_eflomal_finds_words_that_go_together():
    """On a small language with two word orders most links are right."""
    rng = random.Random(3)
    rows = []
    for _ in range(300):
        words = [rng.randrange(10, 30) for _ in range(6)]
        rows.append((words, [w + 100 for w in reversed(words)]))
    links = align(rows)
    assert len(links) == len(rows)
    right = sum(s + t == 5 for found in links for s, t in found)
    assert right > 0.7 * sum(map(len, links))


def corpus(sizes, weight=1.0):
    """Return a corpus of pairs with these lengths."""
    writer = CorpusWriter()
    for number, (source, target) in enumerate(sizes):
        writer.add([number] * source, [number] * target, weight, [(0, 0)] if number % 2 else ())
    return writer.corpus()


def stream(pairs, **changed):
    """Return a stream without templates."""
    settings = {"seed": 4, "batch_tokens": 60, "group": 2, "longest": 40}
    return Stream(pairs, [], None, **{**settings, **changed})


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), min_size=1, max_size=60), st.integers(20, 200))
def test_an_epoch_sees_every_pair_within_the_budget(sizes, budget):
    """Each pair comes once an epoch, batches keep to the budget of padded tokens, groups are full."""
    seen, count = [], 0
    for place, batches in stream(corpus(sizes), batch_tokens=budget).groups(Place()):
        if place.epoch:
            break
        assert len(batches) == 2
        for batch in batches:
            longest = max(max(len(row.source), len(row.target)) for row in batch)
            assert len(batch) == 1 or longest * len(batch) <= budget
            count += 1
            seen += [int(row.source[0]) for row in batch]
    assert set(seen) == set(range(len(sizes)))
    assert len(seen) == len(sizes) or count % 2 == 0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=20, max_size=80), st.floats(0.1, 1.0))
def test_no_pair_is_lost_when_short_ones_come_first(lengths, share):
    """With short_first every pair still comes once, in the first epoch and in those after it."""
    pairs = corpus([(length, length) for length in lengths])
    order, later = [], []
    for place, batches in stream(pairs, batch_tokens=30, group=1, short_first=share).groups(Place()):
        if place.epoch > 1:
            break
        (order, later)[place.epoch].append([int(row.source[0]) for row in batches[0]])
    assert sorted(index for batch in order for index in batch) == list(range(len(lengths)))
    assert sorted(index for batch in later for index in batch) == list(range(len(lengths)))


def test_long_sentences_come_late():
    """With short_first = 1 the first tenth of an epoch has shorter sentences than the last, and plain order has not."""
    pairs = corpus([(1 + k % 30, 9) for k in range(600)])

    def tenths(**changed):
        tops = [
            max(len(row.source) for row in batches[0])
            for place, batches in itertools.takewhile(
                lambda item: not item[0].epoch, stream(pairs, group=1, **changed).groups(Place())
            )
        ]
        size = len(tops) // 10
        return sum(tops[:size]) / size, sum(tops[-size:]) / size

    first, last = tenths(short_first=1.0)
    assert last > 1.5 * first
    first, last = tenths()
    assert last < 1.5 * first


def test_the_stream_goes_on_anywhere():
    """From the place after any group the same batches follow."""
    sizes = [(random.Random(k).randint(1, 20), 9) for k in range(70)]

    def take(place, count):
        groups = stream(corpus(sizes, 1.5)).groups(place)
        return [(p, [[int(r.source[0]) for r in b] for b in bs]) for p, bs in (next(groups) for _ in range(count))]

    whole = take(Place(), 40)
    assert whole[-1][0].epoch > 0
    for at in (3, 17, 30):
        assert take(whole[at][0], 40 - at - 1) == whole[at + 1 :]


def test_weights_mix_the_sources():
    """A weight of one half shows about half of the pairs in an epoch, two shows each twice."""
    writer = CorpusWriter()
    for number in range(400):
        writer.add([number] * 3, [0] * 3, 0.5 if number < 200 else 2.0)
    rows = []
    for place, batches in stream(writer.corpus(), group=1).groups(Place()):
        if place.epoch:
            break
        rows += [int(row.source[0]) for batch in batches for row in batch]
    assert 70 < sum(n < 200 for n in rows) < 130
    assert sum(n >= 200 for n in rows) == 400


def test_nothing_to_train_on_is_an_error():
    """Pairs that are all too long for the model are told, not looped over for ever."""
    with pytest.raises(InputError, match="at most 40 tokens"):
        next(stream(corpus([(50, 50)])).groups(Place()))


def test_arrays_survive_the_disk(tmp_path):
    """What is saved and loaded is what was added, links included."""
    corpus([(3, 4), (5, 6)]).save(tmp_path)
    found = Corpus.load(tmp_path)
    assert found.source(1).tolist() == [1] * 5
    assert found.target(0).tolist() == [0] * 4
    assert [found.links(k).tolist() for k in (0, 1)] == [[], [[0, 0]]]
    assert np.asarray(found.weight).tolist() == [1, 1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text("abc é.", max_size=30), st.text("abc é.", min_size=1, max_size=30)), min_size=1))
def test_chrf_is_that_of_sacrebleu(rows):
    """Sums over parts of a corpus give sacrebleu's corpus score."""
    hypotheses, references = [list(side) for side in zip(*rows, strict=True)]
    half = len(rows) // 2
    parts = [chrf.counts(hypotheses[a:b], references[a:b]) for a, b in ((0, half), (half, len(rows)))]
    ours = chrf.score([x + y for x, y in zip(*parts, strict=True)])
    assert ours == pytest.approx(sacrebleu.corpus_chrf(hypotheses, [references]).score, abs=1e-6)
