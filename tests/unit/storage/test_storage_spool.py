"""Lists that grow on disk instead of in memory."""

import pytest

from toolkit.storage.spool import Spool


@pytest.mark.parametrize("keep", [0, 2, 100])
def test_spool_is_a_list(keep):
    """Whatever is kept in memory and whatever on disk, the items come back in order, by number and by slice."""
    spool = Spool(lambda pair: [*pair], lambda values: (values[0], values[1]), keep)
    items = [(f"é\ud800{number}\n", number) for number in range(5)]
    for number, item in enumerate(items):
        assert list(spool) == items[:number]
        spool.append(item)
    assert list(spool) == items
    assert (len(spool), spool[-1], spool[1:3]) == (5, items[4], items[1:3])
    with pytest.raises(IndexError):
        spool[5]


def test_reading_while_growing():
    """Items that are added while the list is read do not disturb the reading."""
    spool = Spool(int, int, keep=1)
    seen = []
    for number in range(3):
        spool.append(number)
    for item in spool:
        if len(spool) < 5:
            spool.append(9)
        seen.append(item)
    assert seen[:3] == [0, 1, 2]
