import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.review.decisions import apply_decisions, parse_decisions
from toolkit.review.proposals import propose_terms
from toolkit.review.rows import edit_spans, source_digest
from toolkit.types import Span

DATA = Path(__file__).parents[2] / "data" / "review"
DOCUMENT = "001_2e594218bdbc95af.txt"


def records():
    """Return the records of the fixture."""
    lines = (DATA / f"{DOCUMENT}.segments.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def entry(segment, decision="accept", text="", **more):
    """Return a decision on a segment of the fixture, as the page exports it."""
    record = records()[segment]
    return {
        "document": DOCUMENT,
        "segment": segment,
        "source_sha256": source_digest(record["source"]),
        "machine": record["target"],
        "decision": decision,
        "text": text,
        "comment": "",
        "time": "2026-01-02T03:04:05.678Z",
        **more,
    }


def parsed(*entries):
    """Return entries after a round trip through a decisions file."""
    return parse_decisions(json.dumps({"schema": 1, "decisions": entries}))


def test_correction_becomes_target_memory_and_edit():
    """A corrected segment has the reviewer's text, origin reviewed, an edit that replays, and a memory entry."""
    before = records()
    fixed = before[8]["target"].replace("$1.5 million", "$1.5 billion")
    result = apply_decisions(before, parsed(entry(8, "correct", fixed, comment="billion", reviewer="AB")))
    record = result.records[8]
    assert (record["target"], record["origin"]) == (fixed, "reviewed")
    assert record["edits"][-1]["before"] == before[8]["target"]
    assert edit_spans(record["edits"])[-1] == Span(0, len(fixed))
    assert record["review"] == {
        "decision": "correct",
        "comment": "billion",
        "time": "2026-01-02T03:04:05.678Z",
        "reviewer": "AB",
    }
    (memory,) = result.memory
    assert (memory.source, memory.target) == (before[8]["source"], fixed)
    assert [d.segment for d in result.corrected] == [8]


def test_corrected_spans_are_dropped_or_computed_anew():
    """Matches and findings of the old text do not outlive it; a recheck may set them anew."""
    fixed = entry(8, "correct", "Shorter.")
    plain = apply_decisions(records(), parsed(fixed)).records[8]
    assert (plain["findings"], plain["figures"], plain["names"], plain["alignment"]) == ([], [], [], [])
    seen = []
    again = apply_decisions(
        records(), parsed(fixed), lambda record: seen.append(record["target"]) or {**record, "names": [[0, 1, 0, 1]]}
    )
    assert seen == ["Shorter."]
    assert again.records[8]["names"] == [[0, 1, 0, 1]]


def test_accepting_keeps_the_text_and_remembers_it():
    """An accepted segment keeps target, matches and findings; the memory gets it as reviewed."""
    before = records()
    result = apply_decisions(before, parsed(entry(2)))
    assert result.records[2] == {**before[2], "origin": "reviewed", "review": result.records[2]["review"]}
    assert [m.target for m in result.memory] == [before[2]["target"]]
    assert result.corrected == ()


def test_rejecting_and_commenting_change_no_text():
    """A rejected or only commented segment keeps target and origin and gives the memory nothing."""
    before = records()
    result = apply_decisions(before, parsed(entry(3, "reject"), entry(4, None, comment="?")))
    for index, decision in ((3, "reject"), (4, None)):
        assert result.records[index]["target"] == before[index]["target"]
        assert result.records[index]["origin"] == "engine"
        assert result.records[index]["review"]["decision"] == decision
    assert result.memory == ()
    assert len(result.applied) == 2


def test_applying_twice_changes_nothing_more():
    """The second time a file is applied, every record is as it was after the first."""
    decisions = parsed(entry(8, "correct", "x"), entry(2), entry(3, "reject"), entry(4, None, comment="?"))
    once = apply_decisions(records(), decisions)
    twice = apply_decisions(once.records, decisions)
    assert twice.records == once.records
    assert (twice.stale, twice.conflicts) == ((), ())


def test_an_older_file_does_not_undo_a_later_review():
    """Decisions older than the review that a record carries are stale when they would change its text."""
    late = entry(8, "correct", "later", time="2026-02-01T00:00:00Z")
    once = apply_decisions(records(), parsed(late))
    again = apply_decisions(once.records, parsed(entry(8, "correct", "earlier", time="2026-01-01T00:00:00Z")))
    assert again.records[8]["target"] == "later"
    assert "reviewed again" in again.stale[0].reason


def test_records_given_are_left_alone():
    """Applying returns new records."""
    before = records()
    kept = copy.deepcopy(before)
    apply_decisions(before, parsed(entry(8, "correct", "x"), entry(2)))
    assert before == kept


def test_an_accepted_text_the_model_no_longer_writes_still_stands():
    """What a reviewer approved for a source wins over a later translation of the same source."""
    result = apply_decisions(records(), parsed(entry(2, machine="An earlier, approved text.")))
    assert result.records[2]["target"] == "An earlier, approved text."
    assert result.stale == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"source_sha256": "0" * 64}, "changed"),
        ({"document": "gone.txt"}, "no document 'gone.txt'"),
        ({"decision": "reject", "machine": "other"}, "not there any more"),
    ],
)
def test_stale_decisions_are_reported_whole(change, reason):
    """A decision about something that is not there any more changes nothing and comes back with its reason."""
    before = records()
    decisions = parsed({**entry(2), **change})
    result = apply_decisions(before, decisions)
    assert list(result.records) == before
    (stale,) = result.stale
    assert stale.decision == decisions[0]
    assert reason in stale.reason


def test_a_decision_follows_a_segment_that_moved():
    """When a line was added above, decisions stay with their sentence."""
    moved = [{**r, "index": r["index"] + 1} for r in records()]
    result = apply_decisions(moved, parsed(entry(8, "correct", "x")))
    assert [r["index"] for r in result.records if r["target"] == "x"] == [9]


def test_a_segment_that_stands_twice_elsewhere_is_not_guessed():
    """A decision whose sentence now stands at two other places is stale, not applied to one of them."""
    one = records()[8]
    twice = [{**one, "index": 20}, {**one, "index": 21}]
    (stale,) = apply_decisions(twice, parsed(entry(8))).stale
    assert "several" in stale.reason


def test_one_reviewer_who_changed_their_mind():
    """Of one reviewer's decisions the latest counts; the change is reported with all of them."""
    early = entry(8, "correct", "first", time="2026-01-01T00:00:00+01:00")
    late = entry(8, "correct", "second", time="2026-01-01T00:00:00Z")
    result = apply_decisions(records(), parsed(late, early))
    assert result.records[8]["target"] == "second"
    (conflict,) = result.conflicts
    assert [d.text for d in conflict.decisions] == ["first", "second"]
    assert conflict.applied.text == "second"


def test_two_reviewers_who_disagree():
    """Differing decisions of two reviewers are reported and none is applied; equal ones are no conflict."""
    pair = [entry(8, "correct", "x", reviewer="A"), entry(8, "reject", reviewer="B")]
    result = apply_decisions(records(), parsed(*pair))
    assert result.records[8] == records()[8]
    assert result.conflicts[0].applied is None
    agreed = apply_decisions(records(), parsed(entry(8, reviewer="A"), entry(8, reviewer="B")))
    assert agreed.conflicts == ()
    assert agreed.records[8]["origin"] == "reviewed"


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.sampled_from(["accept", "correct", "reject", None]),
            st.sampled_from(["x", "y"]),
            st.sampled_from(["A", "B", ""]),
            st.integers(1, 28),
        ),
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None)
def test_no_decision_is_lost(rows):
    """Every decision is applied, superseded in a reported conflict, equal to an applied one, or reported stale."""
    entries = []
    for segment, decision, text, reviewer, day in rows:
        made = entry(min(segment, 31), decision, text, reviewer=reviewer, time=f"2026-01-{day:02}T00:00:00Z")
        entries.append({**made, "source_sha256": "0" * 64} if segment > 31 else made)
    decisions = parsed(*entries)
    result = apply_decisions(records(), decisions)
    reported = [s.decision for s in result.stale] + [d for c in result.conflicts for d in c.decisions]
    effects = {(d.segment, d.decision, d.approved) for d in result.applied}
    for decision in decisions:
        assert decision in reported or (decision.segment, decision.decision, decision.approved) in effects


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"schema": 1,\n "decisions": [}', "line 2, column 16"),
        ("[]", "schema 1: found 'list'"),
        ('{"schema": 2, "decisions": []}', "schema 1: found 2"),
        ('{"schema": 1, "decisions": {}}', "decisions must be a list, found dict"),
        ('{"schema": 1, "decisions": [1]}', r"decisions\[0\] must be an object"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_files_that_are_no_decisions_are_refused_with_position(text, message):
    """The message names the place and what to do."""
    with pytest.raises(InputError, match=message) as caught:
        parse_decisions(text, "d.json")
    assert str(caught.value).startswith("d.json")
    assert "Export the decisions again" in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("segment", -1),
        ("segment", True),
        ("segment", "3"),
        ("decision", "maybe"),
        ("decision", []),
        ("machine", None),
        ("text", 1),
        ("text", " "),
        ("time", "yesterday"),
        ("time", "2026-01-01T00:00:00"),
        ("document", None),
    ],
)
def test_wrong_values_are_refused_with_their_path(key, value):
    """A wrong value is named by the path of the entry."""
    wrong = {**entry(1, "correct", "x"), key: value}
    with pytest.raises(InputError, match=rf"decisions\[1\]\.{key}"):
        parsed(entry(0), wrong)


def test_consistent_corrections_propose_a_term():
    """A term changed the same way twice is proposed with its source; changed in two ways or once it is not."""
    base = {**records()[7], "alignment": [], "names": [], "terms": [], "findings": []}
    lines = [
        ("La coentreprise démarre.", "The coenterprise starts.", "The joint venture starts."),
        ("Une coentreprise suffit.", "A coenterprise is enough.", "A joint venture is enough."),
        ("Le torchage cesse.", "The torching ends.", "The flaring ends."),
        ("La puce chauffe.", "The flea heats up.", "The chip heats up."),
        ("La puce coûte 3 euros.", "The flea costs 3 euros.", "The processor costs 3 euros."),
    ]
    made, entries = [], []
    for index, (source, target, fixed) in enumerate(lines):
        source_word, target_word = source.split()[1], target.split()[1]
        a, c = source.index(source_word), target.index(target_word)
        link = [a, a + len(source_word), c, c + len(target_word), 0.9]
        made.append({**base, "index": index, "source": source, "target": target, "alignment": [link]})
        entries.append(
            {
                **entry(1, "correct", fixed),
                "segment": index,
                "source_sha256": source_digest(source),
                "machine": target,
            }
        )
    result = apply_decisions(made, parsed(*entries))
    (proposal,) = propose_terms(made, result.corrected)
    assert (proposal.term.source, proposal.term.target, proposal.was) == (
        "coentreprise",
        "joint venture",
        "coenterprise",
    )
    assert [segment for _, segment in proposal.segments] == [0, 1]
    assert {p.term.source for p in propose_terms(made, result.corrected, least=1)} == {"coentreprise", "torchage"}


def test_corrected_figures_propose_no_term():
    """A figure is right by value, so correcting one is no glossary matter."""
    fixed = records()[8]["target"].replace("$1.5 million", "$1.5 billion")
    result = apply_decisions(records(), parsed(entry(8, "correct", fixed)))
    assert [p for p in propose_terms(records(), result.corrected, least=1) if "1.5" in p.term.target] == []
