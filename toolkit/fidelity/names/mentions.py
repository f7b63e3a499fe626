"""Candidates for names in one text, with how sure they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from toolkit.fidelity.names import gazetteer, grammar
from toolkit.fidelity.names.gazetteer import Entry
from toolkit.fidelity.names.tokens import Token, tokenise
from toolkit.types import NameKind, Span

MAX_WORDS: Final = 12
"""Longest name looked for, in words."""
_JOINTS: Final = re.compile(r" ?[-–&·/'’. ] ?|\u00a0|\u202f| & ")


@dataclass(frozen=True)
class Mention:
    """A candidate for a name."""

    tokens: tuple[Token, ...]
    kind: NameKind
    strong: bool
    """True when it is a name in all likelihood; False when it may be a common word with a capital."""
    language: str
    entry: Entry | None = None
    """Its entry in the list of names that have another form in the other language."""

    @property
    def span(self) -> Span:
        """Return the characters of the name."""
        return Span(self.tokens[0].start, self.tokens[-1].end)

    @cached_property
    def folds(self) -> tuple[str, ...]:
        """Return the folded words, articles, particles and legal forms left out unless nothing else is there."""
        kept = tuple(t.fold for t in self.tokens if not optional(t))
        return kept or tuple(t.fold for t in self.tokens)

    @cached_property
    def proper(self) -> tuple[str, ...]:
        """Return the folded words that are no common word of the language."""
        return tuple(
            t.fold
            for t in self.tokens
            if not optional(t)
            and (t.mixed or t.alphanumeric or not grammar.is_common(t.fold, self.language) or self._part(t))
        )

    def _part(self, token: Token) -> bool:
        """Tell whether a short word tells the name from others: ``Series X``, ``Hut 8``, ``Henri IV``."""
        return (
            len(self.tokens) > 1
            and token is not self.tokens[0]
            and (token.number or (token.text.isupper() and token.gap not in {"'", "’"}))
        )


def optional(token: Token) -> bool:
    """Tell whether a name is the same without this word: particles, articles, legal forms, elisions."""
    text = token.text
    return (
        (text.islower() and (token.fold in grammar.PARTICLES or token.fold in grammar.FUNCTION["en"]))
        or (token.fold in grammar.COMPANY and not text.islower())
        or token.fold in {"the", "le", "la", "les", "l", "d"}
    )


class Reader:
    """Reads the mentions of one text."""

    def __init__(
        self, text: str, language: str, *, known: Collection[str] = (), title: bool = False, extra: Sequence[Span] = ()
    ) -> None:
        self.text = text
        self.language = language
        self.tokens = tokenise(text)
        self.known = known
        """Folded words that are names elsewhere in the run."""
        self.extra = extra
        """Ranges that another source of evidence holds for names."""
        words = [t for t in self.tokens if len(t.text) > 2 and t.text.isalpha()]  # noqa: PLR2004 - short words say little
        self.caps = bool(words) and sum(t.text.isupper() for t in words) > 0.6 * len(words) and len(words) > 1  # noqa: PLR2004
        content = [t for t in words if not grammar.is_function(t, language)]
        raised = sum(t.capital for t in content)
        self.title = title or (language == "en" and len(content) > 2 and raised > 0.85 * len(content))  # noqa: PLR2004
        """Every word has a capital, which then says nothing."""

    def _common(self, word: str) -> bool:
        return grammar.is_common(word, self.language)

    def mentions(self) -> list[Mention]:
        """Return the candidates in order; they do not overlap."""
        found: list[Mention] = []
        names = gazetteer.french() if self.language == "fr" else gazetteer.english()
        index = 0
        while index < len(self.tokens):
            entry = names.at(self.tokens, index, caps=self.caps)
            end = self._end(index) if self._starts(index) else index
            if entry and self._listed(entry, index) and index + len(entry.form) >= end:
                end = index + len(entry.form)
                found.append(Mention(tuple(self.tokens[index:end]), entry.kind, not entry.weak, self.language, entry))
            elif end > index:
                mention = self._mention(self.tokens[index:end], entry)
                if mention:
                    found.append(mention)
            index = max(end, index + 1)
        return found

    def _listed(self, entry: Entry, index: int) -> bool:
        """Tell whether a listed name is meant where it stands."""
        token = self.tokens[index]
        if len(entry.form) > 1 or not entry.capital:
            return True
        if token.fold in grammar.FUNCTION[self.language] and not token.upper:
            return False
        return not ((token.initial or self.caps or self.title) and self._common(token.fold))

    def _starts(self, index: int) -> bool:
        """Tell whether a name can start at word *index*."""
        token = self.tokens[index]
        if self._extra(token):
            return not grammar.is_function(token, self.language)
        if token.number:
            return self._numbered(index)
        if token.gap.endswith("°") or (token.fold in grammar.UNITS and self._after_number(index)):
            return False
        if self.caps and self._common(token.fold):
            return False
        if grammar.figure_like(token):
            return self._unit_follows(token) is False and token.text[-1] == "M" and token.text[:-1].isdigit()
        if not (token.capital or token.mixed or token.alphanumeric or "@" in token.text or "#" in token.text):
            return "." in token.text and len(token.text) > 3  # noqa: PLR2004 - a domain
        if token.alphanumeric and not any(c.isupper() for c in token.text):
            return False
        small = grammar.is_function(token, self.language) or self._elided(token)
        if small and (self.language == "fr" or self.caps or not token.upper):
            return self._article(index)
        if grammar.ROMAN.fullmatch(token.text):
            return False
        lower = token.text.lower()
        if lower in grammar.CALENDAR[self.language]:
            if self.language == "en" or self.caps:
                return False
            return self._followed(index) or (lower == "mars" and (not token.initial or self._month_name(index)))
        if self.language == "en" and (lower == "i" or token.fold in gazetteer.english_demonyms()):
            return self._followed(index)
        if self.language == "fr" and token.fold in gazetteer.demonyms() and token.fold not in self.known:
            return self._followed(index) and not token.initial
        return not (token.fold in grammar.TITLES and not token.upper)

    def _followed(self, index: int) -> bool:
        """Tell whether the next word continues a name (British Airways, Française des jeux)."""
        return self._joined(index + 1) and not grammar.is_function(self.tokens[index + 1], self.language)

    def _after_number(self, index: int) -> bool:
        """Tell whether a number, or a scale word after one, stands before word *index*."""
        before = self.tokens[index - 1] if index else None
        scales = {"million", "millions", "milliard", "milliards", "billion", "billions", "trillion"}
        return before is not None and (before.number or before.text[-1].isdigit() or before.fold in scales)

    def _month_name(self, index: int) -> bool:
        """Tell whether a month that opens a sentence is a name: French months take no capital but there."""
        if index + 1 >= len(self.tokens):
            return False
        following = self.tokens[index + 1]
        return (
            following.gap == " "
            and following.text.isalpha()
            and following.text
            not in {
                "a",
                "est",
                "fut",
                "et",
                "ou",
                "dernier",
                "prochain",
                "sera",
                "était",
                "passé",
                "devrait",
                "reste",
                "marque",
            }
        )

    def _article(self, index: int) -> bool:
        """Tell whether a capital article inside a sentence opens a name (Le Monde, La Haye, The Financial Times)."""
        token = self.tokens[index]
        if token.initial or token.semi or self.caps or self.title or index + 1 >= len(self.tokens):
            return False
        following = self.tokens[index + 1]
        articles = {"le", "la", "les", "l", "the", "los", "las", "el"}
        return token.fold in articles and token.capital and following.capital and following.gap in {" ", "'", "’"}

    def _numbered(self, index: int) -> bool:
        """Tell whether a number opens a name: ``20 Minutes``, ``737 MAX``."""
        if index + 1 >= len(self.tokens) or self.tokens[index].initial and self.caps:
            return False
        following = self.tokens[index + 1]
        if following.gap != " " or not following.capital or self.title or self.caps:
            return False
        wordlike = self._common(following.fold) and following.fold not in gazetteer.demonyms()
        calendar = following.text.lower() in grammar.CALENDAR["en"] | grammar.CALENDAR["fr"]
        return not calendar and (
            (wordlike and following.text.istitle() and following.fold in {"minutes", "heures", "millions", "secondes"})
            or following.text == "MAX"
        )

    def _unit_follows(self, token: Token) -> bool:
        after = self.text[token.end : token.end + 2].strip()
        before = self.text[max(0, token.start - 1) : token.start]
        return after[:1] in "$€£¥%" and bool(after) or before in {"$", "€", "£"} or after[:2] in {"US", "EU"}

    def _elided(self, token: Token) -> bool:
        """Tell whether *token* is a word cut short before an apostrophe (``L'``, ``qu'``)."""
        return token.fold in grammar.ELISIONS and self.text[token.end : token.end + 1] in {"'", "’"}

    def _extra(self, token: Token) -> bool:
        return any(span.start <= token.start and token.end <= span.end for span in self.extra)

    def _joined(self, index: int) -> bool:
        """Tell whether word *index* can continue the name that ends before it."""
        if index >= len(self.tokens):
            return False
        token = self.tokens[index]
        if not _JOINTS.fullmatch(token.gap) or token.initial and token.gap != ". ":
            return False
        if (
            token.gap in {". ", "."}
            and len(self.tokens[index - 1].text) > 1
            and self.tokens[index - 1].fold not in {"st", "ste"}
        ):
            return False
        if self.caps and self._common(token.fold):
            return False
        if token.fold in grammar.UNITS and self._after_number(index):
            return False
        if token.gap in {"'", "’"} and token.fold in {"s", "t", "re", "ve", "ll"}:
            return False
        if token.text.lower() in grammar.CALENDAR["en" if self.language == "en" else "fr"] and token.capital:
            return self.language == "fr"
        if self.language == "fr" and token.text in {"Ier", "Ire", "Ière"}:
            return True
        return (
            (token.capital and not grammar.figure_like(token))
            or token.mixed
            or (token.alphanumeric and not grammar.figure_like(token))
        )

    def _end(self, index: int) -> int:
        """Return the index after the last word of the name that starts at *index*."""
        tokens, language = self.tokens, self.language
        end = index + 1
        while end < len(tokens) and end - index < MAX_WORDS:
            token = tokens[end]
            if self._joined(end):
                elided = (
                    token.text.lower() in grammar.ELISIONS
                    and end + 1 < len(tokens)
                    and tokens[end + 1].gap in {"'", "’"}
                )
                if (
                    token.gap in {" ", "\u00a0"}
                    and ((grammar.is_function(token, language) and not token.upper) or elided)
                    and token.fold not in grammar.PARTICLES
                ):
                    break
                if language == "en" and token.gap == " " and token.fold in grammar.TITLES and not self.title:
                    break
                end += 1
                continue
            if token.number and self._designator(end):
                end += 1
                continue
            size = self._linked(index, end)
            if not size:
                break
            end += size
        return end

    def _designator(self, index: int) -> bool:
        """Tell whether the number at *index* belongs to the name before it: ``Hut 8``, ``Boeing 737``, ``A350-900``."""
        token, before = self.tokens[index], self.tokens[index - 1]
        if token.gap in {"-", "–"}:
            return before.alphanumeric or before.upper or (before.capital and len(token.text) < 4)  # noqa: PLR2004
        if token.gap not in {" ", "\u00a0"} or not re.fullmatch(r"\d{1,4}(?:[.,]\d)?", token.text):
            return False
        if re.fullmatch(r"(?:1[89]|20)\d\d", token.text) or self.caps or self.title:
            return False
        if before.fold in grammar.INSTITUTIONS or before.fold in gazetteer.demonyms() or before.text.islower():
            return False
        rest = self.text[token.end : token.end + 14]
        if re.match(
            r"\s?(?:[%€$£°]|points?\b|millions?|milliards?|billions?|euros?|dollars?|ans\b|years?\b|[A-Z]{0,2}\$)|[\s\u00a0\u202f]\d|\s(?:à|contre|et)\s\d|[:h-]\d",
            rest,
        ):
            return False
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if following is None or following.gap.strip() or following.capital:
            return True
        return (
            grammar.is_function(following, self.language)
            or not following.fold.endswith(("s", "x"))
            or len(following.fold) < 4
        )  # noqa: PLR2004

    def _linked(self, index: int, end: int) -> int:
        """Return how many words a lower-case link and what it links add to the name: ``de Villepin``, ``of England``."""
        tokens = self.tokens
        first = tokens[index]
        for size in (1, 2):
            if end + size >= len(tokens):
                return 0
            words = tokens[end : end + size]
            target = tokens[end + size]
            if any(w.gap not in {" ", "-", "’", "'"} for w in words) or target.gap not in {" ", "-", "’", "'"}:
                return 0
            if not target.capital or target.initial or grammar.is_function(target, self.language) and target.gap == " ":
                continue
            folds = [w.fold for w in words]
            if all(f in grammar.STRONG_PARTICLES for f in folds) or all(w.gap == "-" for w in words):
                return size + 1
            if not all(f in grammar.LINKS[self.language] for f in folds):
                continue
            if (
                first.fold in grammar.given_names()
                and all(f in grammar.PARTICLES for f in folds)
                and not target.fold in gazetteer.demonyms()
            ):
                return size + 1
            if first.fold in grammar.INSTITUTIONS or (
                self.language == "en" and folds == ["of"] and self._common(first.fold)
            ):
                return size + 1
        return 0

    def _mention(self, tokens: Sequence[Token], entry: Entry | None) -> Mention | None:
        """Judge a run of capitalised words; drop what a sentence start or a title adds to it."""
        run = list(tokens)
        while run and self._dropped(run):
            run.pop(0)
        while run and run[-1].fold in grammar.TITLES and run[-1].text.islower():
            run.pop()
        if not run or all(optional(t) for t in run):
            return None
        if len(run) == 1 and len(run[0].text) == 1 and self.text[run[0].end : run[0].end + 1] in {"-", "°", "."}:
            return None
        if entry and len(run) == len(tokens) and len(entry.form) == len(run):
            return Mention(tuple(run), entry.kind, not entry.weak, self.language, entry)
        return Mention(tuple(run), self._kind(run), self._strong(run), self.language)

    def _dropped(self, run: list[Token]) -> bool:
        """Tell whether the first word of *run* is there for its place in the sentence or as a form of address."""
        token = run[0]
        if self._extra(token):
            return False
        if token.fold in grammar.TITLES and not token.upper and (len(run) > 1 or token.text[0].isupper()):
            return True
        if (
            self.language == "en"
            and token.fold in gazetteer.english_demonyms()
            and len(run) > 1
            and not self._common(run[1].fold)
        ):
            return token.fold not in self.known
        if not (token.initial or token.semi or self.caps or self.title):
            return False
        if token.mixed or token.alphanumeric or token.fold in self.known or (token.upper and not self.caps):
            return False
        if self.language == "fr" and token.text.lower() in grammar.CALENDAR["fr"]:
            return False  # a month with a capital got here only as a name
        if len(run) > 1 and run[1].gap in {"-", "’", "'"} and not grammar.is_function(token, self.language):
            return self._common(token.fold) and self._common(run[1].fold)
        if len(token.text) == 1 and len(run) > 1 and run[1].gap in {". ", "."}:
            return False
        if grammar.is_function(token, self.language) or self._elided(token):
            return True
        if (
            len(run) == 1
            and grammar.DERIVED[self.language].fullmatch(token.text.lower())
            and token.fold not in grammar.given_names()
        ):
            return True
        if len(run) > 1 and (
            run[1].number or token.fold in grammar.given_names() or token.fold in grammar.INSTITUTIONS
        ):
            return False
        return self._common(token.fold)

    def _strong(self, run: Sequence[Token]) -> bool:
        """Tell whether *run* is a name in all likelihood."""
        words = [t for t in run if not optional(t)] or list(run)
        if any(self._extra(t) or t.fold in self.known for t in words):
            return True
        if any(t.mixed or t.alphanumeric for t in words):
            return True
        if self.language == "fr" and all(t.upper and self._common(t.fold) for t in words) and len(words[0].text) > 2:  # noqa: PLR2004
            return False  # capitals for emphasis
        unusual = [t for t in words if not self._common(t.fold) and not t.number]
        if self.caps:
            return False
        if self.language == "fr" and len(words) == 1 and words[0].text.lower() in grammar.CALENDAR["fr"]:
            return True
        if unusual:
            return True
        if any(t.number for t in words) and len(words) > 1:
            return run[0].fold not in grammar.INSTITUTIONS
        if self.title or words[0].initial and len(words) == 1:
            return False
        if len(words) > 1:
            return words[0].fold in grammar.given_names()
        return self._bare(run)

    def _bare(self, run: Sequence[Token]) -> bool:
        """Tell whether a single common word with a capital is a name: it has no article, or one with a capital."""
        word = run[-1]
        if self.language != "fr" or word.semi or word.fold in grammar.INSTITUTIONS or word.fold in grammar.TITLES:
            return False
        if len(run) > 1:
            return run[0].fold in {"le", "la", "les", "l"} and run[0].capital
        if word.upper and len(word.text) > 1:
            return True
        if word.start == 0:
            return False
        index = next(i for i, token in enumerate(self.tokens) if token.start == run[0].start)
        before = self.tokens[index - 1] if index else None
        return before is None or before.fold not in {
            "le", "la", "les", "l", "un", "une", "des", "du", "au", "aux", "ce", "cet", "cette", "ces", "notre", "nos",
            "votre", "leur", "son", "sa", "ses", "mon", "ma",
        }  # fmt: skip

    def _kind(self, run: Sequence[Token]) -> NameKind:
        """Guess what a name names."""
        if len(run) == 1 and run[0].upper and not self.caps:
            return "acronym"
        if any(t.alphanumeric or t.number for t in run):
            return "product"
        if run[0].fold in grammar.given_names() and len(run) > 1:
            return "person"
        if any(t.fold in grammar.COMPANY for t in run) or run[0].fold in grammar.INSTITUTIONS:
            return "organisation"
        return "other"
