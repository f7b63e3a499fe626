/* The review page of one article. The rows are in the page already; this adds filters, search, decisions and keys.
 *
 * Text of the article only ever becomes text nodes and input values; the page's policy forbids anything else. */
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const main = $("main");
  const segments = new Map(data.segments.map((segment) => [segment.i, segment]));
  const rows = [...main.querySelectorAll(".row")];
  const blocks = [...main.querySelectorAll(".block")];
  const indexOf = (row) => Number(row.id.slice(1));
  const segmentOf = (row) => segments.get(indexOf(row));
  const savePath = document.querySelector('meta[name="toolkit-save"]').content;
  const storageKey = `1:${data.document}`;
  const inRange = (index) => index >= data.segments[0]?.i && index <= data.segments.at(-1)?.i;
  const STATES = { accept: "accepted", correct: "corrected", reject: "rejected" };

  let decisions = new Map(); // by segment index
  let stale = []; // decisions for text that is not in this page any more: kept and exported, never dropped
  let elsewhere = []; // decisions for segments on other pages of a very long document: kept and exported too
  let current = null;
  let filter = "all";
  let unsaved = false;

  /** Make an element. Keys of attributes are properties when the element has them. */
  function el(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (key in made) made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  function say(message) {
    $("status").textContent = message;
  }

  function notice(...lines) {
    $("notice").replaceChildren(...lines.map((line) => el("p", {}, line)));
    $("notice").hidden = !lines.length;
  }

  /* ---- decisions ---- */

  const textOf = (segment) => decisions.get(segment.i)?.text || segment.target;
  const reviewed = (segment) => Boolean(decisions.get(segment.i)?.decision) || segment.origin === "reviewed";

  function decide(segment, change) {
    const old = decisions.get(segment.i) || { decision: null, text: "", comment: "" };
    const next = {
      document: data.document,
      segment: segment.i,
      source_sha256: segment.sha,
      machine: segment.target,
      ...old,
      ...change,
      time: new Date().toISOString(),
    };
    if ($("reviewer").value) next.reviewer = $("reviewer").value;
    if (next.decision || next.comment) decisions.set(segment.i, next);
    else decisions.delete(segment.i);
    paint(document.getElementById(`s${segment.i}`));
    count();
    save();
  }

  /** Show a row's decision: its state, its corrected text, its comment. */
  function paint(row) {
    const segment = segmentOf(row);
    const decision = decisions.get(segment.i);
    const state = STATES[decision?.decision] || (segment.origin === "reviewed" ? "reviewed" : "");
    if (state) row.dataset.state = state;
    else delete row.dataset.state;
    row.dataset.label ??= row.getAttribute("aria-label");
    row.setAttribute("aria-label", `${row.dataset.label}, ${state || "not reviewed"}`);
    const side = row.querySelector(".target");
    const text = textOf(segment);
    if (text !== segment.target) {
      row.original ??= [...side.childNodes];
      side.replaceChildren(text);
    } else if (row.original) {
      side.replaceChildren(...row.original);
      row.original = null;
    }
    row.querySelector(".decided")?.remove();
    const lines = [];
    if (text !== segment.target) lines.push(el("p", {}, el("b", { className: "tag" }, "Was"), " ", el("del", {}, segment.target)));
    if (decision?.comment) lines.push(el("p", {}, el("b", { className: "tag" }, "Comment"), ` ${decision.comment}`));
    if (lines.length) side.after(el("div", { className: "decided" }, ...lines));
    row.folded = null;
  }

  function exported() {
    const all = [...stale, ...elsewhere, ...decisions.values()].sort((a, b) => a.segment - b.segment);
    return { schema: data.schema, kind: "decisions", decisions: all };
  }

  let timer = 0;
  function save() {
    unsaved = true;
    if (prefs.set(storageKey, JSON.stringify(exported())) && !savePath) unsaved = false;
    else if (!savePath) notice("This browser does not keep progress for this page. Export your decisions before you close it.");
    if (savePath) {
      clearTimeout(timer);
      timer = setTimeout(post, 300);
    }
  }

  async function post() {
    const body = JSON.stringify(exported());
    try {
      const answer = await fetch(savePath, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      if (!answer.ok) throw new Error(await answer.text());
      unsaved = false;
      $("saved").textContent = "Saved to disk";
    } catch (error) {
      $("saved").textContent = "Not saved to disk";
      notice(`Your decisions could not be saved to disk: ${error.message}. They are still in this browser; export them, or try again with the next decision.`);
    }
  }

  function keep(list, entry) {
    const text = JSON.stringify(entry);
    if (!list.some((one) => JSON.stringify(one) === text)) list.push(entry);
  }

  /** True when a later decision, applied already, has left another text in the page. */
  function overtaken(entry, segment) {
    const approved = { accept: entry.machine, correct: entry.text }[entry.decision] ?? segment.target;
    return approved !== segment.target && Date.parse(segment.reviewed) > Date.parse(entry.time);
  }

  /** Take decisions in. Returns how many were taken, older than what is here, stale, or for other documents. */
  function merge(list) {
    const tally = { taken: 0, older: 0, stale: 0, other: 0 };
    for (const entry of list) {
      const segment = segments.get(entry.segment);
      const known = entry.decision === null || entry.decision in STATES;
      if (entry.document !== data.document) tally.other += 1;
      else if (known && !segment && !inRange(entry.segment)) keep(elsewhere, entry);
      else if (!known || !segment || entry.source_sha256 !== segment.sha || (entry.decision === "reject" && entry.machine !== segment.target) || overtaken(entry, segment)) {
        keep(stale, entry);
        tally.stale += 1;
      } else if (decisions.has(entry.segment) && decisions.get(entry.segment).time > entry.time) tally.older += 1;
      else {
        // An accepted text that the model no longer writes still is what the reviewer approved.
        const text = entry.decision === "accept" && entry.machine !== segment.target ? entry.machine : entry.text;
        decisions.set(entry.segment, { ...entry, text: typeof text === "string" ? text : "" });
        tally.taken += 1;
      }
    }
    return tally;
  }

  function restore() {
    const kept = prefs.get(storageKey, "");
    if (!kept) return;
    try {
      merge(JSON.parse(kept).decisions);
    } catch {
      notice("What this browser kept for this article cannot be read; it is left as it is until your next decision.");
    }
    if (stale.length) {
      notice(`${stale.length} earlier ${stale.length > 1 ? "decisions are" : "decision is"} for text that has changed since. Nothing is lost: they stay in your export.`);
    }
    for (const index of decisions.keys()) paint($(`s${index}`));
  }

  /* ---- filter, search, counts ---- */

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const FITS = {
    all: () => true,
    findings: (segment) => Boolean(segment.findings),
    edited: (segment) => Boolean(segment.edited) || decisions.get(segment.i)?.decision === "correct",
    unreviewed: (segment) => !reviewed(segment),
    boilerplate: (segment) => Boolean(segment.boilerplate),
  };

  function count() {
    const all = [...segments.values()];
    for (const badge of document.querySelectorAll("[data-count]")) {
      badge.textContent = all.filter(FITS[badge.dataset.count]).length;
    }
    const done = all.filter(reviewed).length;
    $("progress").value = done;
    $("progress-text").textContent = `${done} of ${all.length} reviewed`;
  }

  function show() {
    const words = fold($("search").value.trim());
    let shown = 0;
    for (const block of blocks) {
      let any = false;
      for (const row of block.children) {
        const segment = segmentOf(row);
        let fits = FITS[filter](segment);
        if (fits && words) {
          row.folded ??= fold(`${segment.source}\n${textOf(segment)}\n${decisions.get(segment.i)?.comment || ""}`);
          fits = row.folded.includes(words);
        }
        row.hidden = !fits;
        any ||= fits;
        shown += fits;
      }
      block.hidden = !any;
    }
    main.classList.toggle("filtered", shown < rows.length);
    $("none").hidden = shown > 0;
    for (const button of document.querySelectorAll(".filter")) {
      button.setAttribute("aria-pressed", String(button.dataset.filter === filter));
    }
    if (current?.hidden) select(rows.find((row) => !row.hidden) || null);
    say(`${shown} of ${rows.length} segments shown`);
  }

  /* ---- the current row and its tools ---- */

  const button = (label, key, action) =>
    el("button", { type: "button", "aria-keyshortcuts": key, onclick: action }, label, " ", el("kbd", {}, key));
  const tools = el("div", { className: "actions", role: "group", ariaLabel: "Decision" },
    button("Accept", "a", () => act("a")), button("Correct", "e", () => act("e")), button("Reject", "r", () => act("r")),
    button("Comment", "c", () => act("c")), button("Take back", "z", () => act("z")), button("More", "d", () => act("d")));
  const panel = el("div", { className: "panel" }, tools);

  function select(row, focus = false) {
    if (current && current !== row) {
      current.classList.remove("current");
      current.tabIndex = -1;
      closeForm();
    }
    current = row;
    light([]);
    if (!row) return panel.remove();
    row.classList.add("current");
    row.tabIndex = 0;
    if (panel.parentNode !== row) row.append(panel);
    tools.lastChild.hidden = !segmentOf(row).hypotheses && !segmentOf(row).attempts;
    tools.children[4].hidden = !decisions.has(indexOf(row));
    for (const item of document.querySelectorAll(".summary [data-sources]")) {
      item.classList.toggle("lit", item.dataset.sources.split(" ").includes(String(indexOf(row))));
    }
    if (focus) {
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest", behavior: "instant" });
    }
  }

  /** Go to the next row (step 1) or the one before (-1) that is shown and fits. */
  function go(step, fits = () => true) {
    for (let at = rows.indexOf(current) + step; at >= 0 && at < rows.length; at += step) {
      if (!rows[at].hidden && fits(segmentOf(rows[at]))) return select(rows[at], true);
    }
    say("No further segment in this direction");
  }

  const drafts = new Map(); // what was typed and not saved, by kind and segment: it comes back when the form does
  let writing = null;
  const changed = () => Boolean(writing) && writing.area.value !== writing.start;

  function closeForm() {
    if (changed()) {
      drafts.set(writing.name, writing.area.value);
      say("What you typed is kept; open the segment's form again to go on");
    }
    writing = null;
    panel.replaceChildren(tools);
    current?.classList.remove("editing");
  }

  function form(label, value, key, saveAs, extra = []) {
    const name = `${key}${indexOf(current)}`;
    const area = el("textarea", { value: drafts.get(name) ?? value, rows: 2, spellcheck: true, ariaLabel: label, lang: key === "e" ? data.target : "" });
    const leave = () => {
      drafts.delete(name);
      writing = null;
      closeForm();
      select(current, true);
    };
    const done = () => (saveAs(area.value.trim()) === false ? area.focus() : leave());
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave();
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) done();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    panel.replaceChildren(el("div", { className: "form" }, area, ...extra,
      el("div", { className: "actions" },
        el("button", { type: "button", className: "primary", onclick: done }, "Save ", el("kbd", {}, "Ctrl+Enter")),
        el("button", { type: "button", onclick: leave }, "Cancel ", el("kbd", {}, "Esc")))));
    writing = { name, area, start: value };
    area.focus();
    panel.scrollIntoView({ block: "nearest", behavior: "instant" });
    return area;
  }

  function correct(segment, start = textOf(segment)) {
    const list = el("ul", { className: "checks", ariaLabel: "Check of figures and names" });
    const text = el("p", { className: "checked", role: "status" });
    const area = form(`Correct segment ${segment.i + 1}`, start, "e", (value) => {
      if (!value) {
        text.textContent = "A correction cannot be empty. Reject the translation instead.";
        return false;
      }
      const same = value === segment.target;
      decide(segment, { decision: same ? "accept" : "correct", text: same ? "" : value });
      say(same ? "Accepted unchanged" : "Correction saved");
      return true;
    }, [text, list]);
    current.classList.add("editing");
    const MARKS = { ok: "✓", missing: "✗ missing:", look: "? compare yourself:", new: "! not in the source:" };
    const recheck = () => {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight + 2}px`;
      const result = check.compare({ ...segment, language: current.querySelector(".source").lang }, area.value);
      const bad = result.filter((item) => item.state !== "ok").length;
      text.textContent = result.length === 0 ? "No figures or names are known in this segment, so nothing is checked."
        : `Checked here: numbers in digits by value, names letter by letter. ${bad ? `${bad} of ${result.length} to look at.` : "All found."}`;
      list.replaceChildren(...result.map((item) => el("li", { className: item.state },
        `${MARKS[item.state]} ${item.what}${item.expected && item.expected !== item.what ? ` → ${item.expected}` : ""}`)));
    };
    area.addEventListener("input", recheck);
    recheck();
  }

  function startFrom(segment, text) {
    drafts.delete(`e${segment.i}`);
    correct(segment, text);
  }

  /** The n-best list and the attempts, on demand. */
  function more(segment) {
    if (panel.querySelector(".more")) return closeForm();
    const items = (segment.hypotheses || []).map(([text, score, cut], number) => el("li", {},
      el("span", { className: "score", title: "mean log-probability per token" }, score.toFixed(2)),
      el("span", { lang: data.target }, text, cut ? " (cut at the length limit)" : ""),
      number === segment.chosen ? el("b", { className: "tag" }, "chosen")
        : el("button", { type: "button", onclick: () => startFrom(segment, text) }, "Start from this")));
    const attempts = (segment.attempts || []).map(([reason, method, kept]) =>
      el("li", {}, `${reason}: decoded again with ${method}, ${kept ? "kept" : "not kept"}`));
    const box = el("div", { className: "more" });
    if (items.length) box.append(el("h3", {}, "What the model offered"), el("ol", {}, ...items));
    if (attempts.length) box.append(el("h3", {}, "Attempts"), el("ul", {}, ...attempts));
    if (!box.childNodes.length) box.append(el("p", {}, "Nothing more is recorded for this segment."));
    panel.replaceChildren(tools, box);
    panel.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  function next(segment, change, message) {
    decide(segment, change);
    say(message);
    const at = rows.indexOf(current);
    const open = rows.findIndex((row, index) => index > at && !row.hidden && !reviewed(segmentOf(row)));
    select(open >= 0 ? rows[open] : current, true);
  }

  const KEYS = {
    j: () => go(1),
    k: () => go(-1),
    n: () => go(1, FITS.findings),
    N: () => go(-1, FITS.findings),
    u: () => go(1, FITS.unreviewed),
    U: () => go(-1, FITS.unreviewed),
    "/": () => $("search").focus(),
    "?": () => $("help-dialog").showModal(),
    ArrowRight: () => word(1),
    ArrowLeft: () => word(-1),
  };
  const DEEDS = {
    a: (segment) => {
      const corrected = decisions.get(segment.i)?.decision === "correct";
      next(segment, corrected ? {} : { decision: "accept", text: "" }, `Segment ${segment.i + 1} ${corrected ? "stays corrected" : "accepted"}`);
    },
    e: (segment) => correct(segment),
    r: (segment) => next(segment, { decision: "reject", text: "" }, `Segment ${segment.i + 1} rejected`),
    c: (segment) => form(`Comment on segment ${segment.i + 1}`, decisions.get(segment.i)?.comment || "", "c", (value) => {
      decide(segment, { comment: value });
      say("Comment saved");
      return true;
    }),
    z: (segment) => {
      decide(segment, { decision: null, text: "" });
      select(current, true);
      say("Decision taken back");
    },
    d: (segment) => more(segment),
  };

  function act(key) {
    if (KEYS[key]) return KEYS[key]();
    if (!current) return say("No segment is selected");
    return DEEDS[key](segmentOf(current));
  }

  /* ---- lighting words, marks and sources ---- */

  const lights = "highlights" in CSS ? CSS.highlights : null;
  let step = -1;

  /** Range over characters start to end (code points) of an element's text. */
  function rangeOf(side, start, end) {
    const units = (position) => Array.from(side.textContent).slice(0, position).join("").length;
    const range = document.createRange();
    const walker = document.createTreeWalker(side, NodeFilter.SHOW_TEXT);
    let [from, to] = [units(start), units(end)];
    let began = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!began && from <= node.length) {
        range.setStart(node, from);
        began = true;
      }
      if (to <= node.length) {
        range.setEnd(node, to);
        return range;
      }
      from -= node.length;
      to -= node.length;
    }
    return null;
  }

  /** Light these alignment links of a row on both sides; none: switch the light off. */
  function light(links, row = current) {
    if (!lights) return;
    lights.delete("aligned");
    if (!links.length || row.original) return;
    const [source, target] = [row.querySelector(".source"), row.querySelector(".target")];
    const ranges = links.flatMap(([a, b, c, d]) => [rangeOf(source, a, b), rangeOf(target, c, d)]).filter(Boolean);
    lights.set("aligned", new Highlight(...ranges));
  }

  function word(by) {
    const links = current ? segmentOf(current).alignment || [] : [];
    if (!links.length) return say("No word alignment is recorded here");
    const starts = [...new Set(links.map((link) => link[0]))].sort((a, b) => a - b);
    step = (step + by + starts.length) % starts.length;
    const chosen = links.filter((link) => link[0] === starts[step]);
    light(chosen);
    const segment = segmentOf(current);
    const [a, b] = chosen[0];
    say(`${check.slice(segment.source, a, b)}: ${chosen.map(([, , c, d]) => check.slice(segment.target, c, d)).join(" … ")}`);
    return undefined;
  }

  function caret(event) {
    if (document.caretPositionFromPoint) {
      const at = document.caretPositionFromPoint(event.clientX, event.clientY);
      return at && [at.offsetNode, at.offset];
    }
    const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
    return range && [range.startContainer, range.startOffset];
  }

  function hover(event) {
    const side = event.target.closest?.(".side");
    const at = side && caret(event);
    if (!at || !side.contains(at[0])) return light([]);
    const row = side.parentNode;
    const before = document.createRange();
    before.setStart(side, 0);
    before.setEnd(at[0], at[1]);
    const position = Array.from(before.toString()).length;
    const from = side.classList.contains("source") ? 0 : 2;
    light((segmentOf(row).alignment || []).filter((link) => link[from] <= position && position < link[from + 1]), row);
    return undefined;
  }

  /** Light everything in a row that shares a key with the mark or note under the pointer. */
  function pair(event) {
    for (const lit of main.querySelectorAll(".on")) lit.classList.remove("on");
    const mark = event.target.closest?.("[data-k]");
    if (!mark) return;
    for (const key of mark.dataset.k.split(" ")) {
      for (const other of mark.closest(".row").querySelectorAll(`[data-k~="${key}"]`)) other.classList.add("on");
    }
  }

  function sources(item, on) {
    for (const index of item.dataset.sources.split(" ")) $(`s${index}`)?.classList.toggle("lit", on);
  }

  /* ---- wiring ---- */

  let frame = 0;
  main.addEventListener("mousemove", (event) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => hover(event));
  });
  main.addEventListener("mouseleave", () => light([]));
  main.addEventListener("mouseover", pair);
  main.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (row && row !== current) {
      select(row);
      if (!event.target.closest("a, button, textarea")) row.focus({ preventScroll: true });
    }
  });
  main.addEventListener("focusin", (event) => {
    const row = event.target.closest(".row");
    if (row && row !== current) select(row);
  });
  for (const item of document.querySelectorAll("[data-sources]")) {
    for (const [type, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
      item.addEventListener(type, () => sources(item, on));
    }
    item.addEventListener("click", (event) => {
      const index = event.target.closest("a")?.hash.slice(2) ?? item.dataset.sources.split(" ")[0];
      const row = $(`s${index}`);
      if (!row) return;
      event.preventDefault();
      if (row.hidden) {
        filter = "all";
        $("search").value = "";
        show();
      }
      select(row, true);
      row.scrollIntoView({ block: "center" });
    });
  }
  for (const one of document.querySelectorAll(".filter")) {
    one.addEventListener("click", () => {
      filter = one.dataset.filter;
      show();
    });
  }
  let typing = 0;
  $("search").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(show, 120);
  });
  $("search").addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Enter") select(current || rows.find((row) => !row.hidden) || null, true);
  });
  $("help").addEventListener("click", () => $("help-dialog").showModal());
  $("export").addEventListener("click", () => {
    const blob = new Blob([JSON.stringify(exported(), null, 1)], { type: "application/json" });
    const file = `${data.document.split("/").pop()}.decisions.json`;
    const link = el("a", { href: URL.createObjectURL(blob), download: file });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    unsaved = false;
    say(`Exported ${exported().decisions.length} decisions to ${file}`);
  });
  $("import").addEventListener("change", async () => {
    const [file] = $("import").files;
    if (!file) return;
    try {
      const read = JSON.parse(await file.text());
      if (read.schema !== data.schema || !Array.isArray(read.decisions)) throw new Error("it is not a decisions file of schema 1");
      const tally = merge(read.decisions);
      for (const index of decisions.keys()) paint($(`s${index}`));
      count();
      save();
      notice(`Imported: ${tally.taken} taken, ${tally.older} older than what is here, ${tally.stale} for changed text (kept), ${tally.other} for other articles.`);
    } catch (error) {
      notice(`${file.name} was not imported: ${error.message}. Choose a file that this page exported.`);
    }
    $("import").value = "";
  });
  $("keys-on").checked = prefs.get("keys", "on") === "on";
  $("keys-on").addEventListener("change", () => prefs.set("keys", $("keys-on").checked ? "on" : "off"));
  $("reviewer").value = prefs.get("reviewer", "");
  $("reviewer").addEventListener("change", () => prefs.set("reviewer", $("reviewer").value));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("help-dialog").open) return;
    if (event.target.closest("input, textarea, select") || !(event.key in KEYS || event.key in DEEDS)) return;
    if (event.key.startsWith("Arrow") && !event.target.closest(".row")) return;
    if (!$("keys-on").checked && event.key.length === 1) return;
    event.preventDefault();
    act(event.key);
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved || changed() || drafts.size) event.preventDefault();
  });

  restore();
  count();
  select($(location.hash.slice(1))?.closest(".row") || rows[0] || null);
  if (savePath) {
    fetch(savePath).then(async (answer) => {
      if (!answer.ok || answer.status === 204) return;
      merge((await answer.json()).decisions);
      for (const index of decisions.keys()) paint($(`s${index}`));
      count();
    }).catch((error) => notice(`What was saved on disk could not be read: ${error.message}`));
  }
})();
