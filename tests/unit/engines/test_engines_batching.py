"""Batches hold every text once, and give each a limit that is its own."""

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.engines.batching import ALONE, SAME_LENGTH, longest_input, output_limit, plan, usable_cores, within

LENGTHS = st.lists(st.tuples(st.integers(2, 248), st.integers(0, 20)), max_size=40)


@given(LENGTHS, st.integers(0, 600))
@settings(max_examples=60, deadline=None)
def test_every_text_is_in_one_batch_within_the_budget(rows, tokens):
    """No text is lost or doubled, and texts that share a batch fit its tokens and have prefixes of one length."""
    lengths, prefixes = [row[0] for row in rows], [row[1] for row in rows]
    batches = plan(lengths, prefixes, within(tokens), 512)
    assert sorted(index for batch in batches for index in batch.members) == list(range(len(rows)))
    for batch in batches:
        longest = max(lengths[index] for index in batch.members)
        assert len(batch.members) == 1 or longest * len(batch.members) <= tokens
        assert len({prefixes[index] for index in batch.members}) == 1


@given(LENGTHS)
@settings(max_examples=60, deadline=None)
def test_limit_of_a_text_does_not_depend_on_the_others(rows):
    """A text's limit is the same alone and among others."""
    lengths, prefixes = [row[0] for row in rows], [row[1] for row in rows]
    for batch in plan(lengths, prefixes, within(300), 512):
        for index in batch.members:
            (alone,) = plan([lengths[index]], [prefixes[index]], within(300), 512)
            assert alone.limit == batch.limit


@given(LENGTHS)
@settings(max_examples=60, deadline=None)
def test_exact_sharing_joins_only_texts_of_one_length_without_prefix(rows):
    """With exact sharing, texts of a batch have one length and no prefix, and every possible batch is full."""
    lengths, prefixes = [row[0] for row in rows], [row[1] for row in rows]
    batches = plan(lengths, prefixes, SAME_LENGTH, 512)
    assert sorted(index for batch in batches for index in batch.members) == list(range(len(rows)))
    for batch in batches:
        assert len({lengths[index] for index in batch.members}) == 1
        assert len(batch.members) == 1 or not any(prefixes[index] for index in batch.members)
    for length in set(lengths):
        free = sum(1 for row in rows if row == (length, 0))
        found = [batch for batch in batches if lengths[batch.members[0]] == length and not prefixes[batch.members[0]]]
        assert len(found) == -(-free // SAME_LENGTH.rows)


def test_no_budget_means_one_text_at_a_time():
    """With a budget of 0 every text is decoded alone."""
    assert [len(batch.members) for batch in plan([5, 5, 5], [0, 0, 0], ALONE, 512)] == [1, 1, 1]


@given(st.integers(20, 2000))
@settings(max_examples=60, deadline=None)
def test_longest_input_leaves_room_for_its_translation(positions):
    """The translation of the longest input may still be twice as long within the model's positions."""
    longest = longest_input(positions)
    assert longest >= 1
    assert output_limit(longest, positions) >= 2 * longest
    assert output_limit(longest, positions) <= positions


def test_usable_cores_is_a_count():
    """There is at least one core."""
    assert usable_cores() >= 1
