/* The index: sorting, and progress that this browser keeps for the articles. */
"use strict";

(() => {
  const table = document.getElementById("articles");
  if (!table) return;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];

  /** Segments decided on in this browser since the page was written. */
  for (const row of body.rows) {
    const share = row.querySelector(".share");
    const kept = prefs.get(`1:${row.dataset.document}`, "");
    if (!kept) continue;
    try {
      const decided = new Set(JSON.parse(kept).decisions.filter((one) => one.decision).map((one) => one.segment)).size;
      const [segments, reviewed] = [Number(share.dataset.segments), Number(share.dataset.reviewed)];
      const now = Math.floor((Math.min(segments, Math.max(decided, reviewed)) * 100) / segments);
      share.textContent = `${now}%`;
      share.title = "As far as this browser knows; export and apply the decisions to keep them";
      share.parentNode.dataset.sort = now;
    } catch {
      continue; // what cannot be read does not count
    }
  }

  heads.forEach((head, column) => {
    head.querySelector("button").addEventListener("click", () => {
      const numeric = head.classList.contains("n");
      const first = numeric ? "descending" : "ascending";
      const other = numeric ? "ascending" : "descending";
      const order = head.getAttribute("aria-sort") === first ? other : first;
      const sign = order === "ascending" ? 1 : -1;
      const key = (row) => row.cells[column].dataset.sort;
      const compare = (a, b) => (numeric ? key(a) - key(b) : key(a).localeCompare(key(b), undefined, { numeric: true }));
      body.append(...[...body.rows].sort((a, b) => sign * compare(a, b)));
      for (const one of heads) one.setAttribute("aria-sort", one === head ? order : "none");
      document.getElementById("status").textContent = `Sorted by ${head.textContent.trim()}, ${order}`;
    });
  });
})();
