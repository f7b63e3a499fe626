"""Windows are shared out so that workers end together; every member is done exactly once."""

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.pipeline.slices import LEAST_BYTES, Slice, shared_out

WINDOWS = st.lists(st.lists(st.integers(0, 100_000), min_size=1, max_size=12), max_size=12)


@given(WINDOWS, st.integers(1, 5))
@settings(max_examples=150, deadline=None)
def test_every_member_is_in_one_slice(windows, workers):
    """The slices of a window, in order, are its members, none left out, none twice, and none is empty."""
    found = list(shared_out([(number, sizes) for number, sizes in enumerate(windows)], workers))
    assert [number for number, _ in found] == list(range(len(windows)))
    for number, slices in found:
        members = [at for part in slices for at in range(part.begin, part.end)]
        assert members == list(range(len(windows[number])))
        assert all(part.begin < part.end for part in slices)
        assert [(part.number, part.total) for part in slices] == [(n, len(slices)) for n in range(len(slices))]
        assert [part.is_last for part in slices] == [False] * (len(slices) - 1) + [True]


def test_one_worker_gets_whole_windows():
    """Without anyone to share with, nothing is cut."""
    assert list(shared_out([("a", [10**6, 10**6]), ("b", [1])], 1)) == [
        ("a", [Slice(0, 1, 0, 2)]),
        ("b", [Slice(0, 1, 0, 1)]),
    ]


def test_slices_get_smaller_towards_the_end():
    """The first windows of a long run are whole; of the last ones slices shrink to the least size, so none waits."""
    size, members = 1000, 256
    found = [slices for _, slices in shared_out([(n, [size] * members) for n in range(8)], 2)]
    assert [len(slices) for slices in found[:6]] == [1] * 6
    ends = [size * (part.end - part.begin) for slices in found[6:] for part in slices]
    assert ends[0] >= 3 * ends[-1]
    assert sum(found_size > 2 * LEAST_BYTES for found_size in ends[-3:]) == 0


def test_windows_are_read_no_further_ahead_than_there_are_workers():
    """A long corpus is not held in memory: at most one window a worker is waiting."""
    read = []

    def windows():
        for number in range(100):
            read.append(number)
            yield number, [1]

    for number, _ in shared_out(windows(), 3):
        assert len(read) - number <= 4
