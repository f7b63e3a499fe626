"""Summaries and digests as plain text, Markdown and JSON records. Pure: nothing is written here.

Lines are counted from 1: line 3 of an article is the segment with index 2. What articles say is escaped in Markdown, so
that it can never become markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from toolkit.options import SummaryStyle
from toolkit.summarizers.comparison import Claim
from toolkit.summarizers.digest import Digest, Fact
from toolkit.types import Finding, KeyFigure, Skipped, Summary, SummarySentence

Say = Callable[[str], str]
SCHEMA: Final = 1
"""Version of the JSON records; raised when a field changes its meaning."""
_WORDS: Final = {
    "en": {
        "figures": "Key figures", "line": "line", "article": "article", "agree": "Figures the articles agree on",
        "differ": "Where the articles differ", "sources": "Articles", "value": "different figures",
        "description": "the same figure, described differently",
        "certainty": "certain in one, planned or conditional in another",
        "notes": "Left out",
    },
    "fr": {
        "figures": "Chiffres clés", "line": "ligne", "article": "article", "agree": "Chiffres communs aux articles",
        "differ": "Où les articles divergent", "sources": "Articles", "value": "chiffres différents",
        "description": "même chiffre, décrit autrement",
        "certainty": "certain dans l’un, prévu ou conditionnel dans l’autre",
        "notes": "Écarté",
    },
}  # fmt: skip


def _words(language: str) -> dict[str, str]:
    return _WORDS.get(language, _WORDS["en"])


def summary_text(summary: Summary, style: SummaryStyle = "paragraph") -> str:
    """Return a summary as plain text: headline, sentences, key figures. Ends with a line break."""
    return _summary(summary, style, lambda text: text, plain=True)


def summary_markdown(summary: Summary, style: SummaryStyle = "paragraph") -> str:
    """Return a summary as Markdown, each sentence with the lines it rests on. Ends with a line break."""
    return _summary(summary, style, escaped, plain=False)


def _summary(summary: Summary, style: SummaryStyle, say: Say, *, plain: bool) -> str:
    words = _words(summary.language)
    parts: list[str] = []
    if summary.headline:
        parts.append(say(summary.headline) if plain else f"# {say(summary.headline)}")
    if style != "headline" and summary.sentences:
        said = [
            say(one_line(s.text)) if plain else f"{say(one_line(s.text))} {_lines(s, words)}" for s in summary.sentences
        ]
        parts.append("\n".join(f"- {line}" for line in said) if style == "bullets" else " ".join(said))
    if summary.key_figures:
        title = words["figures"] if plain else f"## {words['figures']}"
        parts.append(
            "\n".join([title, *([] if plain else [""]), *_figures(summary.key_figures, words, say, plain=plain)])
        )
    return "\n\n".join(parts) + "\n"


def _figures(rows: Sequence[KeyFigure], words: dict[str, str], say: Say, *, plain: bool) -> Iterable[str]:
    for row in rows:
        line = f"{say(row.figure)} – {say(row.label)} – {words['line']} {row.segment + 1}"
        yield line if plain else f"- {line}"


def _lines(sentence: SummarySentence, words: dict[str, str]) -> str:
    return rf"\[{words['line']} {', '.join(str(index + 1) for index in sentence.sources)}\]"


def digest_text(digest: Digest, style: SummaryStyle = "bullets") -> str:
    """Return a digest as plain text; facts and figures cite articles and lines. Ends with a line break."""
    return _digest(digest, style, lambda text: text, plain=True)


def digest_markdown(digest: Digest, style: SummaryStyle = "bullets") -> str:
    """Return a digest as Markdown; facts and figures cite articles and lines. Ends with a line break."""
    return _digest(digest, style, escaped, plain=False)


def _digest(digest: Digest, style: SummaryStyle, say: Say, *, plain: bool) -> str:
    words = _words(digest.language)
    heading = (lambda text: text) if plain else (lambda text: f"## {text}\n")
    parts = [say(digest.headline) if plain else f"# {say(digest.headline)}"] if digest.headline else []
    if style != "headline":
        said = [f"{say(one_line(fact.text))} {_cited(fact, words, plain=plain)}" for fact in digest.facts]
        if said:
            parts.append("\n".join(f"- {line}" for line in said) if style == "bullets" else " ".join(said))
        if digest.disagreements:
            rows = [
                f"- {_subject(each.subject, say)}{words[each.kind]}:\n" + _claims(each.claims, words, say)
                for each in digest.disagreements
            ]
            parts.append("\n".join([heading(words["differ"]), *rows]))
        if digest.agreements:
            rows = [
                f"- {say(each.figure)} – {say(each.label)} – "
                + "; ".join(_place(c.article, c.segment, words) for c in each.claims)
                for each in digest.agreements
            ]
            parts.append("\n".join([heading(words["agree"]), *rows]))
    listed = [f"{number}. {say(name)}" for number, name in enumerate(digest.documents, 1)]
    parts.append("\n".join([heading(words["sources"]), *listed]))
    return "\n\n".join(parts) + "\n"


def _subject(subject: str, say: Say) -> str:
    return f"{say(subject)}: " if subject else ""


def _claims(claims: Sequence[Claim], words: dict[str, str], say: Say) -> str:
    return "\n".join(
        f"  - {_place(claim.article, claim.segment, words)}: {say(claim.figure)} – {say(claim.label)}: "
        f"“{say(excerpt(claim))}”"
        for claim in claims
    )


def excerpt(claim: Claim, most: int = 160) -> str:
    """Return the part of the claim's sentence around the figure, whole words, at most about *most* characters."""
    text = one_line(claim.sentence)
    if len(text) <= most:
        return text
    place = max(0, text.find(claim.figure))
    start = max(0, min(place - most // 2, len(text) - most))
    end = min(len(text), start + most)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.find(" ", end) if text.find(" ", end) >= 0 else len(text)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def _cited(fact: Fact, words: dict[str, str], *, plain: bool) -> str:
    cited = "; ".join(_place(each.article, each.segment, words) for each in fact.citations)
    return f"[{cited}]" if plain else rf"\[{cited}\]"


def _place(article: int, segment: int, words: dict[str, str]) -> str:
    return f"{words['article']} {article}, {words['line']} {segment + 1}"


def one_line(text: str) -> str:
    """Return *text* with every run of white space as one space."""
    return " ".join(text.split())


def escaped(text: str) -> str:
    """Return *text* in one line with everything escaped that Markdown or HTML could take for markup."""
    safe = re.sub(r"([\\`*_{}\[\]<>()#+!|~&$])", r"\\\1", one_line(text))
    return re.sub(r"^(\s*)([-=]|\d+[.)])", r"\1\\\2", safe) if re.match(r"\s*[-=]", safe) else safe


def summary_record(summary: Summary) -> dict[str, Any]:
    """Return a summary as a JSON object of schema 1."""
    return {
        "schema": SCHEMA,
        "document": summary.document_id,
        "language": summary.language,
        "headline": summary.headline,
        "sentences": [
            {"text": s.text, "sources": list(s.sources), "method": s.method, "decisions": list(s.decisions)}
            for s in summary.sentences
        ],
        "key_figures": [{"figure": k.figure, "label": k.label, "segment": k.segment} for k in summary.key_figures],
        "findings": [_finding(finding) for finding in summary.findings],
        "dropped": [_skipped(each) for each in summary.dropped],
    }


def digest_record(digest: Digest) -> dict[str, Any]:
    """Return a digest as a JSON object of schema 1."""
    return {
        "schema": SCHEMA,
        "language": digest.language,
        "documents": list(digest.documents),
        "headline": digest.headline,
        "facts": [_fact(fact) for fact in digest.facts],
        "agreements": [
            {"figure": each.figure, "label": each.label, "claims": [_claim(claim) for claim in each.claims]}
            for each in digest.agreements
        ],
        "disagreements": [
            {"kind": each.kind, "subject": each.subject, "claims": [_claim(claim) for claim in each.claims]}
            for each in digest.disagreements
        ],
        "clusters": [_fact(fact) for fact in digest.clusters],
        "dropped": [_skipped(each) for each in digest.dropped],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    cited = [{"article": c.article, "segment": c.segment, "text": c.text} for c in fact.citations]
    return {"text": fact.text, "citations": cited}


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "article": claim.article,
        "segment": claim.segment,
        "figure": claim.figure,
        "label": claim.label,
        "sentence": claim.sentence,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "segment": finding.segment,
        "target_span": list(finding.target_span) if finding.target_span else None,
        "message": finding.message,
    }


def _skipped(each: Skipped) -> dict[str, str]:
    return {"what": each.what, "reason": each.reason, "severity": each.severity}
