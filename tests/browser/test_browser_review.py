import base64
import json
from pathlib import Path

import pytest

from toolkit.review.decisions import apply_decisions, parse_decisions
from toolkit.review.index import Counted, index_page
from toolkit.review.marks import showable
from toolkit.review.markup import PageLink
from toolkit.review.page import article_page
from toolkit.review.rows import page_parts
from toolkit.review.serve import ReviewServer
from toolkit.types import Finding, KeyFigure, Skipped, Summary, SummarySentence

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[1]
DOCUMENT = "001_2e594218bdbc95af.txt"
HOSTILE = json.loads((ROOT / "cases/review/hostile.json").read_text(encoding="utf-8"))
SUMMARY = Summary(
    DOCUMENT,
    "en",
    "Crusoe Energy closes a record round",
    (
        SummarySentence("A record funding round of $686 million.", (2, 8), "seq2seq"),
        SummarySentence("A campus in Abilene for $3.4 billion.", (11, 12), "extractive", ("replaced by its source",)),
    ),
    (KeyFigure("$686 million", "record funding round", 2),),
)


def records(name=DOCUMENT):
    """Return the records of a fixture."""
    lines = (ROOT / "data/review" / f"{name}.segments.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def write(path, html):
    """Write a page as the toolkit does, byte for byte."""
    path.write_text(html, encoding="utf-8", newline="")
    return path


@pytest.fixture
def page(tmp_path):
    """Write the review page of the fixture."""
    run = {"model": "fr-en-small", "date": "2026-01-01"}
    links = [PageLink("All articles", "index.html")]
    return write(
        tmp_path / "a.html", article_page("Crusoe", DOCUMENT, records(), summary=SUMMARY, run=run, links=links)
    )


@pytest.fixture
def opened(browser, page):
    """Open the review page of the fixture; afterwards nothing may have been complained about or asked for."""
    browser.open(page)
    yield browser
    assert browser.console() == []
    assert [url for url in browser.requests() if not url.startswith(("file:", "blob:"))] == []


def current(browser):
    """Return the id of the current row."""
    return browser.script("return document.querySelector('.row.current')?.id")


def kept(browser):
    """Return the decisions that the browser keeps."""
    text = browser.script("return localStorage.getItem(arguments[0])", f"toolkit-review:1:{DOCUMENT}")
    return json.loads(text)["decisions"] if text else []


def downloaded(browser):
    """Export, wait for the file and return its text."""
    browser.one("#export").click()
    name = browser.downloads / f"{DOCUMENT}.decisions.json"
    for _ in range(200):
        if name.exists():
            return name.read_text(encoding="utf-8")
        browser.script("return new Promise(done => setTimeout(done, 20))")
    return pytest.fail("no file was downloaded")


def test_filters_show_what_they_say(opened):
    """Each filter shows the rows of its count; unreviewed shrinks as decisions are taken."""
    for name, number in (("all", 32), ("findings", 5), ("edited", 3), ("unreviewed", 32), ("boilerplate", 0)):
        opened.one(f'[data-filter="{name}"]').click()
        assert len(opened.visible(".row")) == number
        assert opened.one(f'[data-count="{name}"]').text == str(number)
        assert opened.one(f'[data-filter="{name}"]').get_attribute("aria-pressed") == "true"
    assert opened.visible("#none") == ["none"]
    opened.one('[data-filter="findings"]').click()
    assert opened.visible(".row") == ["s7", "s8", "s15", "s22", "s24"]
    assert "5 of 32 segments shown" in opened.script("return document.getElementById('status').textContent")


def test_search_ignores_case_and_accents_in_both_columns(opened):
    """A search finds French without its accents and English, and says how many."""
    for words, rows in (("ecoresponsable", ["s4"]), ("BLUE OWL", ["s12"]), ("zzz", [])):
        opened.script(
            "const s = document.getElementById('search'); s.value = arguments[0];s.dispatchEvent(new Event('input'))",
            words,
        )
        opened.wait(
            f"[...document.querySelectorAll('.row:not([hidden])')].map(e => e.id).join() === '{','.join(rows)}'"
        )
        assert opened.visible(".row") == rows


def test_keys_walk_through_the_text(opened):
    """Keys j and k step, n and N jump between findings, u to unreviewed, / searches, ? helps and Esc leaves."""
    opened.keys("j", "j", "k")
    assert current(opened) == "s1"
    assert opened.script("return document.activeElement.id") == "s1"
    opened.keys("n", "n")
    assert current(opened) == "s8"
    opened.keys("N")
    assert current(opened) == "s7"
    opened.keys("a", "k", "k", "u")
    assert current(opened) == "s8"
    opened.keys("/")
    assert opened.script("return document.activeElement.id") == "search"
    opened.keys("\ue00c", "?")
    assert opened.script("return document.getElementById('help-dialog').open")
    opened.keys("\ue00c")
    assert not opened.script("return document.getElementById('help-dialog').open")


def test_single_keys_can_be_switched_off(opened):
    """A reader whose software needs the letters can turn shortcuts off, and the page remembers."""
    opened.keys("?")
    opened.one("#keys-on").click()
    opened.one("#help-close").click()
    opened.keys("j", "a")
    assert (current(opened), kept(opened)) == ("s0", [])


def test_accepting_goes_on_to_the_next_open_segment(opened):
    """Keys a and r decide, mark the row for eye and ear, and move on; z takes a decision back."""
    opened.keys("a", "r")
    assert current(opened) == "s2"
    assert [(d["segment"], d["decision"]) for d in kept(opened)] == [(0, "accept"), (1, "reject")]
    assert opened.one("#s0").get_attribute("aria-label") == "Segment 1, accepted"
    assert opened.one("#progress-text").text == "2 of 32 reviewed"
    opened.keys("k", "z")
    assert [d["segment"] for d in kept(opened)] == [0]
    assert opened.one("#s1").get_attribute("data-state") is None


def test_correcting_checks_figures_and_names_while_typing(opened):
    """The editor says that the figure is missing, then that it is there; saving shows old and new."""
    opened.keys("n", "n", "e")
    checks = "return [...document.querySelectorAll('.checks li')].map(e => [e.className, e.textContent])"
    assert ["missing", "✗ missing: 1,5 milliard de dollars"] in opened.script(checks)
    text = opened.one("textarea").get_property("value").replace("million", "billion")
    opened.retype(text)
    assert opened.script(checks) == [["ok", "✓ 1,5 milliard de dollars"]]
    assert "All found." in opened.one(".checked").text
    opened.save()
    assert opened.one("#s8 .target").text == text
    assert "Was" in opened.one("#s8 .decided").text
    assert opened.one("#s8").get_attribute("data-state") == "corrected"
    assert opened.script("return document.activeElement.id") == "s8"
    opened.keys("z")
    assert "$1.5 million" in opened.one("#s8 .target").text
    assert len(opened.all("#s8 .target .error")) == 1


def test_what_was_typed_survives_a_click_elsewhere(opened):
    """Leaving an unsaved correction by a click keeps it for the next time; Esc gives it up."""
    opened.keys("e")
    opened.retype("Half a sentence")
    opened.one("#s2 .source").click()
    assert (current(opened), opened.all("textarea"), kept(opened)) == ("s2", [], [])
    opened.one("#s0 .source").click()
    opened.keys("e")
    assert opened.one("textarea").get_property("value") == "Half a sentence"
    opened.keys("\ue00c", "e")
    assert opened.one("textarea").get_property("value") == records()[0]["target"]


def test_an_empty_correction_is_not_saved(opened):
    """Emptying a translation is no correction; the page says what to do instead. Esc leaves without a decision."""
    opened.keys("e")
    opened.retype("")
    opened.save()
    assert "cannot be empty" in opened.one(".checked").text
    opened.keys("\ue00c")
    assert (kept(opened), opened.all("textarea")) == ([], [])


CHECKS = json.loads((ROOT / "cases/review/live_check.json").read_text(encoding="utf-8"))


def test_live_check_reads_values_as_labelled(opened):
    """Numbers in digits have the labelled values in French and in English."""
    got = [opened.script("return check.values(arguments[0], arguments[1])", c["text"], c["language"]) for c in CHECKS]
    assert got == [case["values"] for case in CHECKS]


def test_live_check_never_calls_the_unknown_right(opened):
    """Swapped, repeated, new and spelled-out figures and changed names are told apart."""
    segment = {
        "source": "Soixante-dix sociétés, dont Crusoe, ont 3 puces et 5 puces.",
        "target": "Seventy companies, including Crusoe, have 3 chips and 5 chips.",
        "figures": [[0, 12, 0, 7], [40, 41, 42, 43], [48, 49, 54, 55]],
        "names": [[28, 34, 29, 35]],
    }

    def states(text):
        result = opened.script("return check.compare(arguments[0], arguments[1])", segment, text)
        return [item["state"] for item in result]

    assert states("Seventy firms, Crusoe too, have 5 chips and 3 chips.") == ["ok", "ok", "ok", "ok"]
    assert states("70 firms, Crusoe too, have 3 chips and 3 chips.") == ["look", "ok", "missing", "ok", "new", "new"]
    assert states("Seventy firms, Crusoé too, have 3 chips and 5.") == ["ok", "ok", "ok", "missing"]


def test_comments_and_alternatives_on_demand(opened):
    """Key c comments without deciding; d shows n-best and attempts, from which a correction can start."""
    opened.keys("c")
    opened.one("textarea").send_keys("Check with the desk")
    opened.save()
    (comment,) = kept(opened)
    assert (comment["decision"], comment["comment"]) == (None, "Check with the desk")
    assert opened.one("#progress-text").text == "0 of 32 reviewed"
    opened.keys("n", "n", "d")
    assert len(opened.all(".more ol li")) == 3
    assert "next hypothesis" in opened.one(".more ul").text
    opened.all(".more ol button")[0].click()
    assert "$1.5 billion" in opened.one("textarea").get_property("value")


def test_progress_survives_a_reload_and_a_changed_source(opened, page):
    """Decisions are there again after a reload; those on text that changed are kept aside and exported."""
    opened.keys("a", "a")
    opened.driver.refresh()
    assert opened.one("#progress-text").text == "2 of 32 reviewed"
    changed = records()
    changed[1] = {**changed[1], "source": changed[1]["source"] + " !"}
    write(page, article_page("Crusoe", DOCUMENT, changed))
    opened.driver.refresh()
    assert opened.one("#progress-text").text == "1 of 32 reviewed"
    assert "1 earlier decision is for text that has changed" in opened.one("#notice").text
    assert [d["segment"] for d in json.loads(downloaded(opened))["decisions"]] == [0, 1]


def test_pages_of_one_document_keep_each_others_decisions(browser, tmp_path):
    """Decisions taken on two pages of a very long document end in one export, without a warning."""
    first, second = page_parts(records(), most=20)
    paths = [write(tmp_path / f"{n}.html", article_page("t", DOCUMENT, part)) for n, part in enumerate((first, second))]
    for path in (*paths, paths[0]):
        browser.open(path)
        browser.keys("a")
        assert browser.visible("#notice") == []
    assert [d["segment"] for d in json.loads(downloaded(browser))["decisions"]] == [0, first[-1]["index"] + 1]


def test_next_finding_is_on_the_screen_however_far(browser, tmp_path):
    """In an article of a thousand segments, jumping over hundreds puts the row on the screen."""
    quiet = [{**records()[3], "index": n, "block": n, "start": n * 200, "end": n * 200 + 9} for n in range(1000)]
    quiet[900] = {**records()[8], "index": 900, "block": 900, "start": 180000, "end": 180009}
    browser.open(write(tmp_path / "long.html", article_page("t", DOCUMENT, quiet)))
    browser.keys("n")
    assert current(browser) == "s900"
    browser.wait(
        "[document.getElementById('s900').getBoundingClientRect()].every(b => b.top > 0 && b.bottom < innerHeight)"
    )


def test_export_applies_and_imports(opened):
    """The exported file is valid, applies to the records, and can be imported into an empty browser."""
    opened.keys("?")
    opened.one("#reviewer").send_keys("AB")
    opened.one("#help-close").click()
    opened.keys("a", "r", "e")
    opened.retype("A 😀 corrected “sentence” of $686 million.")
    opened.save()
    text = downloaded(opened)
    result = apply_decisions(records(), parse_decisions(text))
    assert (result.stale, result.conflicts) == ((), ())
    assert result.records[2]["target"] == "A 😀 corrected “sentence” of $686 million."
    assert [(d.decision, d.reviewer) for d in result.applied] == [("accept", "AB"), ("reject", "AB"), ("correct", "AB")]
    opened.script("localStorage.clear()")
    opened.driver.refresh()
    assert opened.one("#progress-text").text == "0 of 32 reviewed"
    opened.one("#import").send_keys(str(opened.downloads / f"{DOCUMENT}.decisions.json"))
    opened.wait("document.getElementById('notice').textContent.includes('3 taken')")
    assert opened.one("#s2 .target").text == "A 😀 corrected “sentence” of $686 million."


def test_files_that_are_no_decisions_are_not_imported(opened, tmp_path):
    """A wrong file changes nothing and is explained."""
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"schema": 9}', encoding="utf-8")
    opened.one("#import").send_keys(str(wrong))
    opened.wait("document.getElementById('notice').textContent.includes('not a decisions file')")
    assert kept(opened) == []


def test_without_storage_the_page_works_and_warns(opened):
    """Where the browser keeps nothing, decisions can still be taken and exported, and the page says so."""
    opened.script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    opened.keys("a")
    assert "does not keep progress" in opened.one("#notice").text
    assert [d["segment"] for d in json.loads(downloaded(opened))["decisions"]] == [0]


def test_words_and_their_partners_light_up(opened):
    """Arrow keys step through aligned words, light both sides and say the pair; hovering lights marks and words."""
    opened.keys("j", "\ue014")
    lit = "return [...(CSS.highlights.get('aligned') || [])].map(r => r.toString())"
    first = opened.script(lit)
    assert len(first) == 2
    assert opened.script("return document.getElementById('status').textContent") == f"{first[0]}: {first[1]}"
    opened.keys("\ue014")
    assert opened.script(lit) != first
    opened.hover(opened.one('#s1 .source [data-k="n0"]'))
    opened.wait("[...(CSS.highlights.get('aligned') || [])].some(r => r.toString() === 'Crusoe Energy')")
    assert opened.script("return document.querySelectorAll('#s1 .on').length") == 2


def test_alignment_counts_code_points(browser, tmp_path):
    """Characters outside the basic plane before a word do not shift its light."""
    one = {**records()[3], "source": "😀😀 mot", "target": "😀 a word", "alignment": [[3, 6, 4, 8, 0.9]]}
    empty = {"figures": [], "names": [], "terms": [], "edits": [], "findings": []}
    browser.open(write(tmp_path / "p.html", article_page("t", DOCUMENT, [{**one, **empty}])))
    browser.keys("j")
    browser.script("document.querySelector('.row').focus()")
    browser.keys("\ue014")
    assert browser.script("return [...CSS.highlights.get('aligned')].map(r => r.toString())") == ["mot", "word"]


def test_summary_leads_to_its_sources(opened):
    """Hovering a summary sentence lights its segments, a click goes to the first, a hidden one is shown again."""
    opened.one('[data-filter="findings"]').click()
    sentence = opened.all(".sentence")[0]
    opened.hover(sentence)
    assert opened.script("return [...document.querySelectorAll('.row.lit')].map(e => e.id)") == ["s2", "s8"]
    sentence.click()
    assert current(opened) == "s2"
    assert len(opened.visible(".row")) == 32
    opened.one('.key-figures a[href="#s2"]').click()
    assert current(opened) == "s2"


def test_tab_reaches_everything_in_order(opened):
    """From the skip link on, Tab goes through links, tools, summary, filters, search, files, then the current row."""
    seen = []
    for _ in range(40):
        opened.keys("\ue004")
        seen.append(
            opened.script(
                "const e = document.activeElement; return e.id || e.dataset.filter || e.className || e.textContent"
            )
        )
        if seen[-1] == "s0":
            break
    order = ["skip", "theme", "help", "ref", "all", "boilerplate", "search", "export", "import", "s0"]
    places = [seen.index(name) for name in order]
    assert places == sorted(places)
    opened.keys("\ue004")
    assert opened.script("return document.activeElement.textContent.trim()") == "Accept a"


def test_theme_follows_the_reader(opened):
    """Colours go from the system's to light to dark, and stay after a reload."""
    ground = "return getComputedStyle(document.body).backgroundColor"
    light = opened.script(ground)
    opened.one("#theme").click()
    opened.one("#theme").click()
    assert opened.one("#theme").get_attribute("aria-label") == "Colours: dark"
    dark = opened.script(ground)
    assert dark != light
    opened.driver.refresh()
    assert opened.script(ground) == dark


def test_narrow_screens_stack_the_columns(opened):
    """On a phone the languages stand under each other and nothing is wider than the screen."""
    opened.size(390, 844, mobile=True)
    boxes = opened.script(
        "return ['source', 'target'].map(c => document.querySelector('#s1 .' + c).getBoundingClientRect().toJSON())"
    )
    assert boxes[0]["bottom"] <= boxes[1]["top"]
    assert boxes[0]["left"] == boxes[1]["left"]
    assert opened.script("return document.documentElement.scrollWidth") <= 390


def test_prints_two_columns_without_controls(opened):
    """The printed page has text, notes and facts side by side on A4, and none of the controls."""
    pdf = base64.b64decode(opened.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
    assert pdf.startswith(b"%PDF-")
    opened.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert opened.visible(".bar, .panel, .tools, .skip") == []
        boxes = opened.script(
            "return ['source', 'target'].map(c => document.querySelector('#s1 .' + c).getBoundingClientRect().toJSON())"
        )
        assert boxes[0]["top"] == boxes[1]["top"]
        assert (
            len(opened.script("return [...document.querySelectorAll('.note')].filter(e => e.checkVisibility())")) == 9
        )
    finally:
        opened.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_without_script_the_text_is_there_and_the_tools_are_not(browser, page):
    """A reader without script sees all text and notes, and no control that does nothing."""
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open(page)
        assert len(browser.visible(".row")) == 32
        assert browser.visible(".bar, #theme, #help") == []
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def violations(browser, axe):
    """Run axe-core and return its serious and critical findings with the elements."""
    browser.script(axe)
    result = browser.driver.execute_async_script(
        "const done = arguments[arguments.length - 1]; axe.run(document, {resultTypes: ['violations']}).then(done)"
    )
    return [
        (v["id"], [node["html"][:200] for node in v["nodes"][:3]])
        for v in result["violations"]
        if v["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_article_is_accessible(opened, axe, dark):
    """axe-core finds nothing serious in any state: reading, correcting, alternatives open, decided, help open."""
    if dark:
        opened.one("#theme").click()
        opened.one("#theme").click()
    opened.script("for (const a of document.getAnimations()) a.finish()")
    assert violations(opened, axe) == []
    opened.keys("a", "r", "n", "n", "e")
    assert violations(opened, axe) == []
    opened.keys("\ue00c", "d", "?")
    assert violations(opened, axe) == []


def counted(found):
    """Return the counts of records as the pipeline makes them, one by one."""
    counts = Counted()
    for record in found:
        counts.add(record)
    return counts


@pytest.fixture
def index(tmp_path):
    """Write an index of two articles and a skipped one."""
    one, two = records(), records("000_adb1b0d48812fcbf.txt")
    entries = [
        counted(one).entry("Zeta", DOCUMENT, "a.html", SUMMARY, [PageLink("English text", "a.en.txt")]),
        counted(two).entry("Alpha", "000.txt", "b.html"),
    ]
    skipped = [Skipped("c.docx", "It is no Word file.")]
    return write(tmp_path / "index.html", index_page(entries, skipped=skipped, run={"model": "fr-en-small"}))


def test_index_sorts_and_is_accessible(browser, index, axe):
    """A head sorts by its column, says so to screen readers, and turns round on a second press."""
    browser.open(index)
    titles = "return [...document.querySelectorAll('.title')].map(e => e.textContent)"
    head = browser.all("#articles thead button")
    head[0].click()
    assert browser.script(titles) == ["Alpha", "Zeta"]
    head[1].click()
    assert browser.script(titles) == ["Zeta", "Alpha"]
    head[1].click()
    assert browser.script(titles) == ["Alpha", "Zeta"]
    assert browser.all("#articles thead th")[1].get_attribute("aria-sort") == "ascending"
    assert browser.script("return document.getElementById('status').textContent") == "Sorted by Errors, ascending"
    assert violations(browser, axe) == []
    assert browser.console() == []


def test_index_knows_progress_of_this_browser(browser, page, index):
    """Decisions taken in a page show in the index before they are applied."""
    browser.open(page)
    browser.keys("a", "a", "a", "a")
    browser.open(index)
    assert browser.one(f'[data-document="{DOCUMENT}"] .share').text == "12%"


def hostile_record(index, text):
    """Return a record in which every field that a document, model or glossary can set holds *text*."""
    return {
        "schema": 1,
        "document": text,
        "index": index,
        "block": index,
        "kind": "paragraph",
        "start": 0,
        "end": len(text),
        "language": "fr",
        "boilerplate": False,
        "source": text,
        "target": text,
        "origin": "engine",
        "chosen": 0,
        "hypotheses": [{"text": text, "score": -1.0, "truncated": False}] * 2,
        "alignment": [[0, len(text), 0, len(text), 1.0]],
        "figures": [[0, 1, 0, 1]],
        "names": [[1, 3, 1, 3]],
        "terms": [[0, 2, 0, 2]],
        "edits": [{"rule": text, "before": text, "after": text[:2], "span": [0, 2], "reason": text}],
        "findings": [
            {"code": text, "severity": "error", "source_span": [0, 2], "target_span": [1, 2], "message": text}
        ],
        "attempts": [{"reason": text, "method": text, "accepted": False}],
    }


def inert(browser):
    """Tell that the page is only what the templates made: no foreign element, no dialog, no complaint, no request."""
    assert not browser.dialog()
    foreign = browser.script(
        "return [...document.querySelectorAll('img, svg, iframe, form[action], object, embed, base, link, portal, math,"
        "template, script:not(#data):not(:last-of-type), body style, [onerror], [onclick], [style], [srcdoc]')]"
        ".filter(e => !e.matches('textarea')).map(e => e.outerHTML)"
    )
    assert foreign == []
    assert browser.console() == []
    assert [url for url in browser.requests() if not url.startswith(("file:", "blob:"))] == []


def test_hostile_text_stays_text(browser, tmp_path):
    """Markup, scripts, URLs and templates in every field of a record and summary are shown character for character."""
    hostile = [hostile_record(index, text) for index, text in enumerate(HOSTILE)]
    everything = "\n".join(HOSTILE)
    summary = Summary(
        everything,
        "en",
        everything,
        tuple(SummarySentence(text, (n,), "lead", (text,)) for n, text in enumerate(HOSTILE)),
        tuple(KeyFigure(text, text, n) for n, text in enumerate(HOSTILE)),
        (Finding(everything, "error", 0, None, None, everything),),
        (Skipped(everything, everything),),
    )
    links = [PageLink(text, text) for text in HOSTILE if not text.startswith("/")]
    run = dict.fromkeys(HOSTILE, everything)
    path = tmp_path / "h.html"
    browser.open(write(path, article_page(everything, everything, hostile, summary=summary, run=run, links=links)))
    for index, text in enumerate(HOSTILE):
        for side in ("source", "target"):
            shown = browser.script(f"return document.querySelector('#s{index} .{side}').textContent")
            assert shown == showable(text)
    schemes = browser.script("return [...new Set([...document.links].map(a => new URL(a.href).protocol))]")
    assert schemes == ["file:"]
    browser.keys("d", "e", "\ue00c", "a", "c")
    browser.one("textarea").send_keys(HOSTILE[1])
    browser.save()
    browser.keys("n", "\ue014", "?", "\ue00c")
    inert(browser)


def test_hostile_index_stays_text(browser, tmp_path):
    """Titles, file names, summaries, reasons and run facts of the index are only text."""
    summary = Summary("d", "en", HOSTILE[0], (SummarySentence(HOSTILE[5], (0,), "lead"),), ())
    entries = [
        counted([hostile_record(0, text)]).entry(text, text, text, summary, [PageLink(text, text)])
        for text in HOSTILE
        if not text.startswith("/")
    ]
    skipped = [Skipped(text, text) for text in HOSTILE]
    links = [PageLink(text, "digest.html") for text in HOSTILE]
    path = tmp_path / "index.html"
    run = dict.fromkeys(HOSTILE, HOSTILE[0])
    browser.open(write(path, index_page(entries, skipped=skipped, run=run, links=links, title=HOSTILE[1])))
    for button in browser.all("#articles thead button"):
        button.click()
    assert browser.script("return document.querySelector('h1').textContent") == HOSTILE[1]
    inert(browser)


class DiskShelf:
    """Pages and decisions in a folder, saved in one step."""

    def __init__(self, folder):
        self.folder = folder

    def read(self, path):
        """Return a page."""
        file = self.folder / path
        return file.read_bytes() if file.is_file() else None

    def load(self, page):
        """Return the saved decisions of a page."""
        file = self.folder / f"{page}.decisions.json"
        return file.read_text(encoding="utf-8") if file.is_file() else None

    def save(self, page, text, decisions):
        """Replace the decisions of a page."""
        self.count = len(decisions)
        temporary = self.folder / "saving"
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(self.folder / f"{page}.decisions.json")


def test_served_pages_save_to_disk(browser, page):
    """Opened from the server, a decision is on disk at once and comes back in a browser that kept nothing."""
    shelf = DiskShelf(page.parent)
    with ReviewServer(shelf) as server:
        browser.open(server.url.replace("/?", f"/{page.name}?"))
        assert "token" not in browser.driver.current_url
        browser.keys("a", "a")
        browser.wait("document.getElementById('saved').textContent === 'Saved to disk'")
        decisions = parse_decisions((page.parent / f"{page.name}.decisions.json").read_text(encoding="utf-8"))
        assert [d.segment for d in decisions] == [0, 1]
        browser.script("localStorage.clear()")
        browser.driver.refresh()
        browser.wait("document.getElementById('progress-text').textContent.startsWith('2 of')")
        assert browser.console() == []
        assert all(url.startswith(f"http://127.0.0.1:{server.port}/") for url in browser.requests())


def test_a_served_article_in_html_cannot_act(browser, page):
    """A hostile translated article opened from the server runs nothing, loads nothing and saves nothing."""
    shelf = DiskShelf(page.parent)
    hostile = "<title>calm</title><script>document.title='ran'; fetch('/decisions/a.html', {method: 'POST'})</script>"
    write(page.parent / "b.en.html", hostile + "<img src=https://example.invalid/x onerror=document.title='ran'>")
    with ReviewServer(shelf) as server:
        browser.open(server.url.replace("/?", "/b.en.html?"))
        assert browser.driver.title == "calm"
        assert [url for url in browser.requests() if "decisions" in url] == []
    assert shelf.load("a.html") is None
