/* The check of a correction while it is typed.
 *
 * It is deliberately small: it compares numbers written in digits by value, and everything else as characters. What it
 * cannot compare it reports as "look", never as right. The full check runs when decisions are applied. */
"use strict";

const check = (() => {
  const SCALES = {
    fr: [[/^(milliards?|mds?)$/i, 1e9], [/^(millions?|M)$/, 1e6], [/^(mille|k)$/, 1e3], [/^billions?$/, 1e12]],
    en: [[/^(billion|bn|B)$/, 1e9], [/^(million|M|m)$/, 1e6], [/^(thousand|K|k)$/, 1e3], [/^(trillion|tn)$/, 1e12]],
  };
  const NUMBERS = {
    fr: /(?<![\p{L}\d.,])(\d{1,3}(?:[ \u00a0\u202f.']\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?:[ \u00a0\u202f]?(milliards?|millions?|mille|billions?|Mds?|M|k)(?![\p{L}\d]))?/gu,
    en: /(?<![\p{L}\d.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[ \u00a0\u202f-]?(billion|bn|B|million|M|m|thousand|K|k|trillion|tn)(?![\p{L}\d]))?/gu,
  };

  /** Values of the numbers written in digits in text; language "fr" or, for anything else, English conventions. */
  function values(text, language) {
    const rules = language === "fr" ? "fr" : "en";
    return [...text.matchAll(NUMBERS[rules])].map(([, digits, scale]) => {
      const grouped = rules === "fr" ? /[ \u00a0\u202f.'](?=\d{3}(?!\d))/g : /,(?=\d{3})/g;
      const value = Number(digits.replace(grouped, "").replace(",", "."));
      const factor = scale ? SCALES[rules].find(([name]) => name.test(scale))[1] : 1;
      return Number((value * factor).toPrecision(12));
    });
  }

  /** Characters start to end of text; positions count code points, as in the records. */
  function slice(text, start, end) {
    return Array.from(text).slice(start, end).join("");
  }

  /** Take wanted values out of pool, one for one; false (and pool unchanged) when one of them is not there. */
  function take(pool, wanted) {
    const rest = [...pool];
    for (const value of wanted) {
      const at = rest.indexOf(value);
      if (at < 0) return false;
      rest.splice(at, 1);
    }
    pool.splice(0, pool.length, ...rest);
    return true;
  }

  function overlaps(a, b) {
    return a[0] < b[1] && b[0] < a[1];
  }

  function matchedFigure(segment, pair, text, pool) {
    const source = slice(segment.source, pair[0], pair[1]);
    const expected = slice(segment.target, pair[2], pair[3]);
    const wanted = values(expected, "en");
    const found = wanted.length ? take(pool, wanted) : text.includes(expected);
    return { what: source, expected, state: found ? "ok" : wanted.length ? "missing" : "look" };
  }

  function doubtfulFigure(segment, span, text, pool) {
    const source = slice(segment.source, span[0], span[1]);
    const wanted = values(source, segment.language || "fr");
    if (!wanted.length) return { what: source, expected: "", state: "look" };
    return { what: source, expected: "", state: take(pool, wanted) ? "ok" : "missing" };
  }

  /** Source ranges of findings whose code starts with one of prefixes and that no matched pair covers. */
  function unmatched(segment, prefixes, pairs) {
    return (segment.findings || [])
      .filter(([code, , span]) => span && prefixes.some((prefix) => code.startsWith(prefix)))
      .map(([, , span]) => span)
      .filter((span) => !pairs.some((pair) => overlaps(span, pair)));
  }

  /** Compare an edited text with the figures and names of a segment.
   *  Returns [{what, expected, state}], state "ok", "missing" or "look" (cannot be told here). */
  function compare(segment, text) {
    const pool = values(text, "en");
    const figures = segment.figures || [];
    const names = segment.names || [];
    const result = figures.map((pair) => matchedFigure(segment, pair, text, pool));
    for (const span of unmatched(segment, ["figure", "unit"], figures)) {
      result.push(doubtfulFigure(segment, span, text, pool));
    }
    for (const pair of names) {
      const source = slice(segment.source, pair[0], pair[1]);
      const expected = slice(segment.target, pair[2], pair[3]);
      result.push({ what: source, expected, state: text.includes(expected) || text.includes(source) ? "ok" : "missing" });
    }
    for (const span of unmatched(segment, ["name"], names)) {
      const source = slice(segment.source, span[0], span[1]);
      result.push({ what: source, expected: "", state: text.includes(source) ? "ok" : "look" });
    }
    // Numbers of the source that are no known figure, parts of names for instance, may stand in the target too.
    const known = values(segment.source, segment.language || "fr");
    for (const pair of figures) take(known, values(slice(segment.source, pair[0], pair[1]), segment.language || "fr"));
    for (const value of pool) {
      if (!take(known, [value])) result.push({ what: value.toLocaleString("en"), expected: "", state: "new" });
    }
    return result;
  }

  return { values, compare, slice };
})();
