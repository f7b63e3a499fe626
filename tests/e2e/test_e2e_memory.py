"""Work that was done is not done again, and is never the reason for other outputs."""

import json
import random
import re
import signal

import pytest
from kill_runs import disturb, finish, start, tree, wait_for_work

from toolkit.pipeline import work
from toolkit.pipeline.write import DocumentWriter

ARTICLES = {
    "a.txt": "Le chat dort.\nIl pleut à Paris.\nLe marché a gagné 3 % en 2024.\n",
    "b.txt": "Le ministre a parlé mardi.\nLa banque a prêté 20 millions d'euros.\n",
}


def decoded(report):
    """Return how many segments a run decoded."""
    return sum(document["decoded"] for document in report["documents"])


def test_second_run_decodes_nothing(toolkit, articles, outputs):
    """An unchanged folder is read, checked and written again without the engine, to the same bytes."""
    folder = articles(ARTICLES)
    first = toolkit("translate", folder, "-o", outputs, "--json").report
    wanted = tree(outputs)
    second = toolkit("translate", folder, "-o", outputs, "--json").report
    assert decoded(first) == 5
    assert decoded(second) == 0
    assert second["decoding_seconds"] == 0
    assert tree(outputs) == wanted


def test_a_changed_sentence_is_decoded_alone(toolkit, articles, outputs):
    """After one sentence has changed, that sentence is decoded and no other."""
    folder = articles(ARTICLES)
    toolkit("translate", folder, "-o", outputs)
    articles({"b.txt": ARTICLES["b.txt"].replace("mardi", "jeudi")})
    report = toolkit("translate", folder, "-o", outputs, "--json").report
    assert {d["document"]: (d["decoded"], d["remembered"]) for d in report["documents"]} == {
        "a.txt": (0, 3),
        "b.txt": (1, 1),
    }


def test_a_glossary_needs_no_new_first_decoding(toolkit, articles, outputs):
    """A new glossary works on the hypotheses that are there: no segment is decoded anew for it."""
    folder = articles(ARTICLES)
    toolkit("translate", folder, "-o", outputs)
    articles({"glossary.tsv": "source\ttarget\nmarché\tbourse floor\n"})
    ran = toolkit("translate", folder, "-o", outputs, "--json")
    assert decoded(ran.report) == 0
    assert "glossary.tsv (1 entries)" in ran.report["run"]["glossary"]
    row = json.loads((outputs / "a.segments.jsonl").read_text(encoding="utf-8").splitlines()[2])
    assert "bourse floor" in row["target"] or [f["code"] for f in row["findings"]] == ["term_missing"]


def test_without_memory(toolkit, articles, outputs):
    """--no-memory decodes everything again and leaves no memory behind."""
    folder = articles(ARTICLES)
    for _ in range(2):
        assert decoded(toolkit("translate", folder, "-o", outputs, "--json", "--no-memory").report) == 5
    assert not list(outputs.rglob("memory.sqlite"))


def test_damaged_memory_is_set_aside(toolkit, articles, outputs):
    """A memory that is no database is kept aside with a message, and the run goes on to the same outputs."""
    folder = articles(ARTICLES)
    toolkit("translate", folder, "-o", outputs)
    wanted = tree(outputs)
    (outputs / ".toolkit" / "memory.sqlite").write_bytes(b"no database " * 1000)
    ran = toolkit("translate", folder, "-o", outputs)
    assert ran.code == 0
    assert re.search(r"warning: .*memory\.sqlite: The translation memory was damaged .* set aside as \S+", ran.err)
    found = tree(outputs)
    assert "was damaged" in found.pop("index.html").decode()
    assert found == {name: content for name, content in wanted.items() if name != "index.html"}
    assert (outputs / ".toolkit" / "memory.sqlite.broken-1").read_bytes() == b"no database " * 1000


def test_lost_records_of_another_article_stop_nothing(toolkit, articles, outputs):
    """An article of an earlier run whose records were deleted is named on the index, and the others are done."""
    folder = articles(ARTICLES)
    toolkit("translate", folder, "-o", outputs)
    (outputs / "b.segments.jsonl").unlink()
    ran = toolkit("translate", folder / "a.txt", "-o", outputs)
    assert ran.code == 0, ran.err
    index = (outputs / "index.html").read_text(encoding="utf-8")
    assert "a.review.html" in index
    assert "b.segments.jsonl" in index


def test_memory_commands(toolkit, articles, outputs, tmp_path):
    """Stats counts, export and import carry reviewed translations, which win over the engine; prune asks what."""
    folder = articles(ARTICLES)
    toolkit("translate", folder, "-o", outputs)
    assert json.loads(toolkit("memory", "stats", "-o", outputs, "--json").out)["entries"] >= 5
    units = (
        '<?xml version="1.0"?><tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" '
        'o-tmf="t" adminlang="en" srclang="fr" datatype="plaintext"/><body><tu><tuv xml:lang="fr"><seg>Le chat dort.'
        '</seg></tuv><tuv xml:lang="en"><seg>The cat is asleep.</seg></tuv></tu></body></tmx>'
    )
    (tmp_path / "legacy.tmx").write_text(units, encoding="utf-8")
    ran = toolkit("memory", "import", tmp_path / "legacy.tmx", "-o", outputs)
    assert ran.code == 0
    assert ran.out.startswith("1 added")
    toolkit("translate", folder, "-o", outputs)
    assert (outputs / "a.en.txt").read_text(encoding="utf-8").startswith("The cat is asleep.\n")
    assert toolkit("memory", "export", tmp_path / "new.tmx", "-o", outputs).code == 0
    assert "The cat is asleep." in (tmp_path / "new.tmx").read_text(encoding="utf-8")
    assert toolkit("memory", "prune", "-o", outputs).code == 2
    ran = toolkit("memory", "prune", "-o", outputs, "--older-than", "0", "--unused")
    assert ran.code == 0
    assert re.fullmatch(r"\d+ segments? deleted\n", ran.out)


def test_killed_runs_end_in_the_same_bytes(articles, tmp_path):
    """Runs killed at random instants and continued leave, byte for byte, what an undisturbed run leaves."""
    seed = random.SystemRandom().randrange(10**6)
    result = disturb(articles(ARTICLES), tmp_path, 4, random.Random(seed))
    assert (result.kills, result.differences) == (4, []), f"seed of the instants: {seed}"


@pytest.mark.slow
def test_thirty_killed_runs_end_in_the_same_bytes(articles, tmp_path):
    """The same over thirty kills of a longer run."""
    seed = random.SystemRandom().randrange(10**6)
    longer = {f"{n}.txt": "".join(f"Le chat a mangé {n + k} souris.\n" for k in range(20)) for n in range(0, 200, 20)}
    result = disturb(articles(longer), tmp_path, 30, random.Random(seed))
    assert (result.kills, result.differences) == (30, []), f"seed of the instants: {seed}"


def test_two_runs_at_once(articles, tmp_path):
    """Two runs on one outputs folder both end well, and the outputs are those of a single run."""
    folder = articles(ARTICLES)
    finish(start(folder, tmp_path / "single"))
    pair = [start(folder, tmp_path / "shared") for _ in range(2)]
    for process in pair:
        finish(process)
    assert tree(tmp_path / "shared") == tree(tmp_path / "single")


def test_interrupted_run_continues(articles, tmp_path):
    """Ctrl-C ends with 130 and whole documents; the same command then ends in the outputs of an undisturbed run."""
    folder = articles(ARTICLES)
    finish(start(folder, tmp_path / "single"))
    process = start(folder, tmp_path / "stopped")
    wait_for_work(process)
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=300)[1]
    assert process.returncode == 130, told
    assert "finishing the batch" in told
    single = tree(tmp_path / "single")
    for name, content in tree(tmp_path / "stopped").items():
        if name.endswith(".en.txt"):
            assert content.count(b"\n") == single[name].count(b"\n")
    finish(start(folder, tmp_path / "stopped"))
    assert tree(tmp_path / "stopped") == single


def test_stop_after_the_first_window(toolkit, articles, outputs, monkeypatch):
    """What was complete when the run was stopped is written and recorded, what was not is not begun."""
    monkeypatch.setattr(work, "WINDOW_BYTES", 1)  # every article is a window of its own
    folder = articles(ARTICLES)

    def stop_before(writer):
        signal.raise_signal(signal.SIGINT)
        return written(writer)

    written = DocumentWriter.finish
    monkeypatch.setattr(DocumentWriter, "finish", stop_before)
    ran = toolkit("translate", folder, "-o", outputs, "--json")
    assert ran.code == 130
    assert ran.report["interrupted"] is True
    assert [d["document"] for d in ran.report["documents"]] == ["a.txt"]
    assert (outputs / "a.en.txt").is_file()
    assert not (outputs / "b.en.txt").exists()


def test_second_interrupt_stops_at_once(articles, tmp_path):
    """A second Ctrl-C does not wait for the batch; the exit code and the way to go on are the same."""
    process = start(articles({"a.txt": "".join(f"Le chat a mangé {k} souris.\n" for k in range(300))}), tmp_path / "o")
    wait_for_work(process)
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    lines = []
    while "finishing" not in (line := process.stderr.readline()):
        assert line, lines
        lines.append(line)
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=300)[1]
    assert process.returncode == 130
    assert told.splitlines()[-1].endswith("Run the same command again to go on.")
    assert "Traceback" not in told
