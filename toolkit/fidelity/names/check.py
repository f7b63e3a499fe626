"""Compare the names of a source sentence with those of its translation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from toolkit.fidelity.names import bodies, company, grammar, labels, pairing, parallel, relations, swaps, written
from toolkit.fidelity.names.locate import locate
from toolkit.fidelity.names.mentions import Mention, placed_once
from toolkit.fidelity.names.reader import Reader
from toolkit.fidelity.names.target import Cover, Explained, Target, accounted, explain
from toolkit.fidelity.names.traces import Found
from toolkit.types import Finding, Link, Severity, Span

if TYPE_CHECKING:
    from toolkit.fidelity.names.ledger import Ledger
    from toolkit.fidelity.terms.glossary import Glossary

MAX_INVENTED: Final = 5
"""Invented names reported in one segment, each once: a reviewer reads such a segment as a whole."""


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
        self._extra = glossary.words(source) if glossary else ()
        self._forms: dict[tuple[str, ...], frozenset[str]] = {}
        self._bodies = [
            body
            for body in bodies.named(self._reader, self._mentions)
            if not any(body.span.overlaps(span) for span in own)
        ]
        self._glossed = [self._reader.tokens[k].fold for k in written.glossed(source, self._reader.tokens, "fr")]

    @cached_property
    def _account(self) -> Explained:
        return explain(self._reader, {*self._extra, *map(bodies.initials, self._bodies)})

    def check(self, target: str, segment: int = 0, alignment: Sequence[Link] | None = None) -> NameReport:
        """Compare with the names of the English *target*; *segment* is copied into the findings.

        *alignment*: links between the source and *target*; they tell which of two names that are both there stands in
        the place of the other.
        """
        source, reader = self._source, self._reader
        there = Target(target, known=self._known, title=self._title)
        if not self._mentions and not self._bodies and not there.mentions:
            return NameReport((), ())
        located, rivals = self._located(there)
        held = [(mention, spans) for mention in self._mentions if (spans := located[mention.folds]) is not None]
        findings = self._unlike(there, located, held, rivals, segment)
        pairs = [(mention, spans) for mention, spans in held if spans]
        single = placed_once(pairs)
        switched = (
            swaps.swapped(reader, there, single)
            or swaps.governed(reader, there, single)
            or swaps.inverted(reader, there, pairs)
            or swaps.rebound(reader, there, single)
            or parallel.exiled(reader, there, single)
            or relations.related(reader, there, single)
            or parallel.rebound(reader, there, pairs)
            or company.exchanged(reader, there, pairs)
            or swaps.crossed(single, alignment or ())
        )
        for first, second in switched:
            findings += [
                _changed(segment, a, span, source, target, " in its place")
                for a, span in ((first[0], second[1]), (second[0], first[1]))
            ]
        if not any(finding.code == "name_invented" for finding in findings):  # which may be its other name
            findings += [_missing(segment, body, source) for body in self._bodies if bodies.dropped(body, there)]
        return NameReport(tuple(findings), tuple(_one_to_one(pairs)))

    def _located(self, there: Target) -> tuple[dict[tuple[str, ...], list[Span] | None], set[int]]:
        """Return where each name stands (see `locate`), and the names of the target that stand for another one."""
        located: dict[tuple[str, ...], list[Span] | None] = {}
        rivals: set[int] = set()
        for mention in self._mentions:
            if mention.folds not in located:
                spans = locate(mention, there, self._reader)
                located[mention.folds] = self._gloss(mention, there) if spans is None else spans
                rival = self._rival(mention, there) if located[mention.folds] == [] else None
                if rival:
                    located[mention.folds] = None
                    rivals.add(id(rival))
        return located, rivals

    def _unlike(
        self,
        there: Target,
        located: dict[tuple[str, ...], list[Span] | None],
        held: Sequence[tuple[Mention, list[Span]]],
        rivals: set[int],
        segment: int,
    ) -> list[Finding]:
        """Return the findings on names that do not hold, and on target names that the source does not have."""
        open_names = _distinct([mention for mention in self._mentions if located[mention.folds] is None])
        taken = Cover(span for spans in located.values() for span in spans or ())
        if not open_names and not rivals and all(taken.holds(mention.span) for mention in there.mentions):
            return []  # most good translations
        account = self._account.given((self._accounted(mention) for mention, _ in held), open_names)
        free = [m for m in there.mentions if id(m) in rivals or pairing.unexplained(m, account, taken)]
        known_free = {id(mention) for mention in free}
        doubted = () if there.reader.title or not open_names else there.mentions
        weak = [m for m in doubted if id(m) not in known_free and pairing.doubtful(m, account, taken)]
        found = Found(there, taken, held, account, self._reader.caps)
        outcome = pairing.pair(open_names, free, weak, found)
        left = [m for m in outcome.invented if not _known(m, account, self._known)]
        if not (there.reader.title or there.reader.caps or open_names):
            left += [m for m in there.mentions if labels.labelled(m, there, self._reader, account, taken)]
        invented = _distinct(left)[:MAX_INVENTED]
        return [
            *(
                _changed(segment, m, span, self._source, there.text)
                for m, span in outcome.changed
                if span.of(there.text) != m.span.of(self._source)
            ),
            *(_missing(segment, m, self._source) for m in outcome.missing),
            *(_invented(segment, m, there.text) for m in invented),
        ]

    def _gloss(self, mention: Mention, there: Target) -> list[Span] | None:
        """Return where the acronym stands that the translation spells out where the source spells out this one."""
        if len(mention.folds) > 1 or mention.folds[0] not in self._glossed:
            return None
        others = written.glossed(there.text, there.tokens, "en")
        if len(others) != len(self._glossed):
            return None
        other = there.tokens[others[self._glossed.index(mention.folds[0])]].fold
        return [there.tokens[k].span for k in there.places(other)]

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
        t.fold in known
        or account.has(t)
        or (_common(t.fold, mention) and not (surname or (mention.entry and len(mention.tokens) > 1)))
        for t in mention.tokens
    )


def _common(word: str, mention: Mention) -> bool:
    """Tell whether a folded word of a name is a common word; an inflected form is hardly one in a listed name."""
    return word in grammar.common_words("en") if mention.entry else grammar.is_common(word, "en")


def _one_to_one(pairs: Sequence[tuple[Mention, list[Span]]]) -> list[tuple[Span, Span]]:
    """Return each name with one occurrence: the first with the first, and so on; the last stands for the rest."""
    seen: Counter[tuple[str, ...]] = Counter()
    result = []
    for mention, spans in pairs:
        result.append((mention.span, spans[min(seen[mention.folds], len(spans) - 1)]))
        seen[mention.folds] += 1
    return result


def _changed(segment: int, mention: Mention, span: Span, source: str, target: str, rest: str = "") -> Finding:
    message = f"source says “{mention.span.of(source)}”; translation says “{span.of(target)}”{rest}"
    return _finding("name_changed", segment, mention.span, span, message)


def _missing(segment: int, mention: Mention, source: str) -> Finding:
    message = f"the name “{mention.span.of(source)}” is missing from the translation"
    return _finding("name_missing", segment, mention.span, None, message)


def _invented(segment: int, mention: Mention, target: str) -> Finding:
    message = f"translation names “{mention.span.of(target)}”, which the source does not"
    return _finding("name_invented", segment, None, mention.span, message)


def _finding(code: str, segment: int, source: Span | None, target: Span | None, message: str) -> Finding:
    severity: Severity = "error"
    return Finding(code, severity, segment, source, target, message[0].upper() + message[1:] + ".")
