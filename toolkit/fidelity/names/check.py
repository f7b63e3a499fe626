"""Compare the names of a source sentence with those of its translation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from toolkit.fidelity.names import forms, grammar, pairing, swaps
from toolkit.fidelity.names.mentions import Mention
from toolkit.fidelity.names.reader import Reader
from toolkit.fidelity.names.target import Cover, Explained, Target, accounted, explain
from toolkit.types import Finding, Link, Severity, Span

if TYPE_CHECKING:
    from toolkit.fidelity.names.ledger import Ledger
    from toolkit.fidelity.terms.glossary import Glossary

LEAST_ACRONYM: Final = 3
"""Letters of an acronym that may be spelled out; two letters fit the initials of too much."""
MAX_INVENTED: Final = 5
"""Invented names reported in one segment, each once: a reviewer reads such a segment as a whole."""
MAX_SPREAD: Final = 4
"""Words between the parts of a name that are found one by one, at most, to report one range for them."""


@dataclass(frozen=True, slots=True)
class NameReport:
    """What became of the names of one segment."""

    findings: tuple[Finding, ...]
    matches: tuple[tuple[Span, Span], ...]
    """Names that hold: range in the source, range in the target."""


class SourceNames:
    """The names of one source segment, read once and compared with any number of translations."""

    def __init__(
        self,
        source: str,
        *,
        ledger: Ledger | None = None,
        glossary: Glossary | None = None,
        title: bool = False,
        extra: Sequence[Span] = (),
    ) -> None:
        """Read the French *source*; see `check_names` for the arguments."""
        self._source = source
        self._title = title
        self._known: Collection[str] = ledger.words if ledger else ()
        self._reader = Reader(source, "fr", known=self._known, title=title, extra=extra)
        own = glossary.covered(source) if glossary else ()
        self._mentions = [m for m in self._reader.mentions() if not any(m.span.overlaps(span) for span in own)]
        self._account = explain(self._reader, glossary.words(source) if glossary else ())
        self._forms: dict[tuple[str, ...], frozenset[str]] = {}

    def check(self, target: str, segment: int = 0, alignment: Sequence[Link] | None = None) -> NameReport:
        """Compare with the names of the English *target*; *segment* is copied into the findings.

        *alignment*: links between the source and *target*; they tell which of two names that are both there stands in
        the place of the other.
        """
        source, reader, mentions, known = self._source, self._reader, self._mentions, self._known
        there = Target(target, known=known, title=self._title)
        located: dict[tuple[str, ...], list[Span] | None] = {}
        rivals: set[int] = set()
        for mention in mentions:
            if mention.folds not in located:
                located[mention.folds] = locate(mention, there, reader)
                rival = self._rival(mention, there) if located[mention.folds] == [] else None
                if rival:
                    located[mention.folds] = None
                    rivals.add(id(rival))
        held = [(mention, spans) for mention in mentions if (spans := located[mention.folds]) is not None]
        open_names = _distinct([mention for mention in mentions if located[mention.folds] is None])
        account = self._account.given((self._accounted(mention) for mention, _ in held), open_names)
        taken = Cover(span for spans in located.values() for span in spans or ())
        free = [m for m in there.mentions if id(m) in rivals or pairing.unexplained(m, account, taken)]
        known_free = {id(mention) for mention in free}
        doubted = () if there.reader.title or not open_names else there.mentions
        weak = [m for m in doubted if id(m) not in known_free and pairing.doubtful(m, account, taken)]
        outcome = pairing.pair(open_names, free, weak, pairing.Found(there, taken, held, account, reader.caps))
        findings = [
            _finding(
                "name_changed",
                segment,
                mention.span,
                span,
                f"source says “{mention.span.of(source)}”; translation says “{span.of(target)}”",
            )
            for mention, span in outcome.changed
        ]
        findings += [
            _finding(
                "name_missing",
                segment,
                mention.span,
                None,
                f"the name “{mention.span.of(source)}” is missing from the translation",
            )
            for mention in outcome.missing
        ]
        findings += [
            _finding(
                "name_invented",
                segment,
                None,
                mention.span,
                f"translation names “{mention.span.of(target)}”, which the source does not",
            )
            for mention in _distinct([m for m in outcome.invented if not _known(m, account, known)])[:MAX_INVENTED]
        ]
        pairs = [(mention, spans) for mention, spans in held if spans]
        switched = (
            swaps.swapped(reader, there, pairs)
            or swaps.governed(reader, there, pairs)
            or swaps.inverted(reader, there, pairs)
            or swaps.crossed(pairs, alignment or ())
        )
        for first, second in switched:
            findings += [
                _finding(
                    "name_changed",
                    segment,
                    a.span,
                    span,
                    f"source says “{a.span.of(source)}”; translation says “{span.of(target)}” in its place",
                )
                for a, span in ((first[0], second[1]), (second[0], first[1]))
            ]
        return NameReport(tuple(findings), tuple(_one_to_one(pairs)))

    def _rival(self, mention: Mention, there: Target) -> Mention | None:
        """Return another institution that the translation names with words of the one the source names.

        Such a name is made of words that the source accounts for (Conseil de l'Europe: European Council).
        """
        if not mention.entry or mention.entry.kind != "organisation" or mention.entry.weak:
            return None
        words = {form for word in mention.folds for form in (word, *grammar.lexicon().get(word, ()))}
        for other in there.mentions:
            if other.entry is None or other.entry.kind != "organisation" or len(other.tokens) == 1:
                continue
            if words & set(other.folds) and not any(map(self._account.holds, other.entry.others)):
                return other
        return None

    def _accounted(self, mention: Mention) -> frozenset[str]:
        if mention.folds not in self._forms:
            self._forms[mention.folds] = accounted(mention)
        return self._forms[mention.folds]


def check_names(
    source: str,
    target: str,
    *,
    ledger: Ledger | None = None,
    glossary: Glossary | None = None,
    title: bool = False,
    extra: Sequence[Span] = (),
    segment: int = 0,
) -> NameReport:
    """Compare the names of the French *source* with those of the English *target*.

    *ledger* brings the names of the whole run: a name it knows is not invented. *glossary* entries are left to the
    check of terms. *title*: the segment is a headline. *extra*: ranges of the source that another finder holds for
    names.
    """
    return SourceNames(source, ledger=ledger, glossary=glossary, title=title, extra=extra).check(target, segment)


def locate(mention: Mention, there: Target, reader: Reader) -> list[Span] | None:
    """Return where *mention* stands in the target; an empty list when it holds without one place; None: it does not."""
    rulers = forms.rulers(mention) if _ruling(mention, reader) else ()
    for phrase in (*forms.phrases(mention), *rulers):
        spans = [span for span in there.find(phrase) if not _within_another(span, mention, there, reader)]
        if spans:
            return spans
    spans = there.split(mention.folds)
    if not spans and mention.kind == "acronym" and len(mention.folds[0]) >= LEAST_ACRONYM:
        spans = there.spelled(mention.folds[0])
    if spans:
        return spans
    if mention.entry:
        free = mention.entry.kind == "organisation" and not mention.entry.kept
        return [] if free and _by_words(mention, there) else None
    return _by_parts(mention, there, reader)


def _by_parts(mention: Mention, there: Target, reader: Reader) -> list[Span] | None:
    """Return where the words of a name stand, each kept or translated as its kind asks for."""
    required = mention.proper or (mention.folds if mention.strong else ())
    positions = [place for word in required if (place := there.word(word)) is not None]
    if required and len(positions) == len(required):
        spans = _range(there, positions)
        return None if _lacks(mention, there) or _within_another(spans[0], mention, there, reader) else spans
    free = not mention.proper and (not mention.strong or len(mention.folds) > 1)
    return [] if free and _by_words(mention, there) else None


def _ruling(mention: Mention, reader: Reader) -> bool:
    """Tell whether the title of a ruler, saint or head of a church stands before a name."""
    before = reader.before(mention.tokens[0])
    return before is not None and before.fold in grammar.words("rulers")


def _within_another(span: Span, mention: Mention, there: Target, reader: Reader) -> bool:
    """Tell whether a range is only a part of the name of something else (Sudan in South Sudan)."""
    whole = there.longer(span)
    if whole is None or whole.entry is None or whole.entry.kind != "place" or whole.folds == mention.folds:
        return False
    if mention.entry and any(whole.entry.form == other for other in mention.entry.others):
        return False
    text = f" {' '.join(token.fold for token in reader.tokens)} "
    return not any(f" {' '.join(other)} " in text for other in whole.entry.others)


def _lacks(mention: Mention, there: Target) -> bool:
    """Tell whether a word of a name written with capitals throughout is neither kept nor translated."""
    if mention.tokens[0].fold in grammar.words("institutions") or not all(
        t.capital or t.number for t in mention.tokens
    ):
        return False
    others = [t.fold for t in mention.tokens if t.fold in mention.folds and t.fold not in mention.proper]
    if mention.kind == "person" and not there.reader.caps:
        return any(there.word(word) is None for word in others)
    return any(there.word(word) is None and there.translated(word) is None for word in others)


def _by_words(mention: Mention, there: Target) -> bool:
    """Tell whether most words of a name made of common words are there in translation."""
    words = [word for word in mention.folds if word not in grammar.words("function", "fr")] or list(mention.folds)
    hits = sum(there.word(word) is not None or there.translated(word) is not None for word in words)
    return 3 * hits >= 2 * len(words)


def _range(there: Target, positions: Sequence[int]) -> list[Span]:
    low, high = min(positions), max(positions)
    if high - low > MAX_SPREAD + len(positions):
        return [there.tokens[positions[0]].span]
    return [Span(there.tokens[low].start, there.tokens[high].end)]


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    seen: dict[tuple[str, ...], Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.folds, mention)
    return list(seen.values())


def _known(mention: Mention, account: Explained, known: Collection[str]) -> bool:
    """Tell whether the run has the words of a name that the segment does not have."""
    only = mention.tokens[0]
    # a single common word that is a name is a surname, by the title before it
    surname = len(mention.tokens) == 1 and not mention.entry and only.text.istitle()
    return all(
        t.fold in known or account.has(t) or (grammar.is_common(t.fold, "en") and not surname) for t in mention.tokens
    )


def _one_to_one(pairs: Sequence[tuple[Mention, list[Span]]]) -> list[tuple[Span, Span]]:
    """Return each name with one occurrence: the first with the first, and so on; the last stands for the rest."""
    seen: Counter[tuple[str, ...]] = Counter()
    result = []
    for mention, spans in pairs:
        result.append((mention.span, spans[min(seen[mention.folds], len(spans) - 1)]))
        seen[mention.folds] += 1
    return result


def _finding(code: str, segment: int, source: Span | None, target: Span | None, message: str) -> Finding:
    severity: Severity = "error"
    return Finding(code, severity, segment, source, target, message[0].upper() + message[1:] + ".")
