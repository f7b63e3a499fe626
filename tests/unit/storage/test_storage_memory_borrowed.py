"""The memory as a worker has it: reads the owner's file, writes nothing, hands over what it decoded."""

import json

import pytest

from toolkit.storage import memory_borrowed
from toolkit.storage.memory import Memory
from toolkit.storage.memory_borrowed import BorrowedMemory
from toolkit.types import Hypothesis, Link, Span

BEST = [Hypothesis("It rains.", -0.25, (Link(Span(0, 2), Span(0, 2), 0.123456),))]


@pytest.fixture
def path(tmp_path):
    """Return where the owner's file is."""
    return tmp_path / "memory.sqlite"


def refuse(*given):
    """Fail: nothing should be handed over."""
    raise AssertionError(given)


def test_reads_what_the_owner_has_and_counts_it(path):
    """Hypotheses and reviewed translations of the file are recalled while its owner has it open; uses are told."""
    with Memory.open(path) as owner:
        stored = owner.remember("s", {"Il pleut.": BEST})
        owner.remember_reviewed("Il neige.", "It is snowing.")
        worker = BorrowedMemory(path, refuse)
        assert worker.recall_requests("s", [("Il pleut.", ""), ("Il neige.", "")]) == {
            ("Il pleut.", ""): stored["Il pleut."]
        }
        assert worker.recall_requests("other", [("Il pleut.", "")]) == {}
        assert worker.recall_reviewed(["Il neige.", "Il pleut."])["Il neige."].target == "It is snowing."
        owner.count_uses(worker.uses)
        assert owner.stats().signatures[0].uses == 1
        worker.close()


def test_hands_over_and_goes_on_with_what_will_be_recalled(path):
    """What was decoded goes to the owner as plain data; worker and later runs see the same rounded weights."""
    with Memory.open(path) as owner:
        handed = []
        worker = BorrowedMemory(path, lambda signature, rows: handed.append((signature, rows)))
        kept = worker.remember_requests("s", {("Il pleut.", ""): BEST})
        assert worker.recall_requests("s", [("Il pleut.", "")]) == kept
        assert owner.recall("s", ["Il pleut."]) == {}
        ((signature, rows),) = json.loads(json.dumps(handed))
        owner.remember_encoded(signature, rows)
        assert owner.recall("s", ["Il pleut."])["Il pleut."] == kept["Il pleut.", ""]
        assert BorrowedMemory(path, refuse).recall_requests("s", [("Il pleut.", "")]) == kept


def test_holds_little(monkeypatch):
    """However much is decoded in one unit, only the last lists stay with the worker."""
    monkeypatch.setattr(memory_borrowed, "MOST_FRESH", 3)
    worker = BorrowedMemory(None, lambda _signature, _rows: None)
    for number in range(5):
        worker.remember_requests("s", {(f"{number}", ""): BEST, (f"{number}", "p"): BEST})
    requests = [(f"{number}", prefix) for number in range(5) for prefix in ("", "p")]
    assert list(worker.recall_requests("s", requests)) == requests[-3:]


def test_without_a_file(path):
    """A worker on a cluster has the reviewed translations it was given, and nothing else."""
    worker = BorrowedMemory(None, lambda _signature, _rows: None, [("Il neige.", "It is snowing.")])
    assert worker.recall_reviewed(["Il neige.", "x"])["Il neige."].target == "It is snowing."
    assert worker.recall_requests("s", [("Il neige.", "")]) == {}


def test_a_damaged_file_is_no_error(path):
    """A file that cannot be read has nothing to recall: its owner deals with it, the worker decodes."""
    path.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    worker = BorrowedMemory(path, refuse)
    assert worker.recall_requests("s", [("Il pleut.", "")]) == {}
    assert worker.recall_reviewed(["Il pleut."]) == {}
    assert BorrowedMemory(path.with_name("none"), refuse).recall_requests("s", [("Il pleut.", "")]) == {}
    assert not path.with_name("none").exists()
