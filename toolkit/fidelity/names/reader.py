"""Read the candidates for names out of one text."""

from __future__ import annotations

from typing import Final

from toolkit.fidelity.names import gazetteer, grammar
from toolkit.fidelity.names.context import Context
from toolkit.fidelity.names.extent import end_of
from toolkit.fidelity.names.gazetteer import Entry
from toolkit.fidelity.names.judge import judge
from toolkit.fidelity.names.mentions import Mention
from toolkit.fidelity.names.starts import starts

_ARTICLES: Final = frozenset({"le", "la", "les"})
_DIRECTED: Final = frozenset({"de", "d", "vers", "en", "plein", "par", "grand"})
"""Words before a point of the compass that no article follows."""


class Reader(Context):
    """A text whose names can be read."""

    def mentions(self) -> list[Mention]:
        """Return the candidates in order; they do not overlap. Linear in the number of words."""
        found: list[Mention] = []
        names = gazetteer.french() if self.language == "fr" else gazetteer.english()
        index, tokens = 0, self.tokens
        while index < len(tokens):
            token = tokens[index]
            if names.idle(token):
                index += 1  # most words
                continue
            entry = names.at(self.tokens, index, caps=self.caps)
            if entry is None and (people := self._people(index)):
                index += people
                continue
            if entry and self._cut(entry, index):
                entry = None
            if self.language == "fr" and not self.caps and not (entry and len(entry.form) > 1):
                whole = names.contracted(self.tokens, index)
                if whole:
                    end = index + len(whole.form) - 1
                    found.append(Mention(tuple(self.tokens[index:end]), whole.kind, not whole.weak, "fr", whole))
                    index = end
                    continue
            end = self._end(entry, index)
            if entry and self._listed(entry, index) and index + len(entry.form) >= end:
                end = index + len(entry.form)
                found.append(
                    Mention(tuple(self.tokens[index:end]), entry.kind, self._sure(entry, index), self.language, entry)
                )
            elif end > index:
                mention = judge(self, self.tokens[index:end], entry)
                if mention:
                    found.append(mention)
            index = max(end, index + 1)
        return found

    def _end(self, entry: Entry | None, index: int) -> int:
        """Return the index after the name that starts at *index*, which is *entry* or starts with it."""
        end = end_of(self, index) if starts(self, index) else index
        if entry and entry.written and end > index + 1 and self.tokens[index + 1].gap == " ":
            return self._letter(index + 1)  # an acronym in apposition: GPU Nvidia, PDG Chase Lochmiller
        if entry and end > index + len(entry.form) and self._prize(entry, index):
            return index + len(entry.form)
        return end

    def _people(self, index: int) -> int:
        """Return how many words a French demonym with hyphens has here, which is no name: la Sri-Lankaise Perera."""
        after = self.at(index + 1)
        if self.language != "fr" or after is None or after.gap != "-" or not self.tokens[index].capital:
            return 0
        size, _ = gazetteer.compound_demonym(self.tokens, index)
        return size

    def _cut(self, entry: Entry, index: int) -> bool:
        """Tell whether a name with an article is only the start of a word with hyphens (Le Cap in Le Cap-Vert)."""
        following = self.at(index + len(entry.form))
        return entry.form[0] in _ARTICLES and following is not None and following.gap == "-" and following.capital

    def _prize(self, entry: Entry, index: int) -> bool:
        """Tell whether a prize stands beside the person who has it, the verb left out: ``le Renaudot Gaël Faye``."""
        before, following = self.at(index - 1), self.tokens[index + len(entry.form)]
        named = any(other[:1] == ("prix",) or other[-1:] == ("prize",) for other in entry.others)
        return named and following.gap == " " and before is not None and before.text in {"le", "Le", "the", "The"}

    def _letter(self, index: int) -> int:
        """Return the index after a single letter at *index* that designates what stands before it (TGV M)."""
        token = self.tokens[index]
        single = len(token.text) == 1 and self.text[token.end : token.end + 1] not in {"'", "’", "."}
        return index + 1 if single else index

    def _sure(self, entry: Entry, index: int) -> bool:
        """Tell whether a listed name may not be left out: a newspaper with the name of a region has no article.

        ``selon Sud Ouest``, ``dans le Sud-Ouest``; ``par Libération``, ``à la Libération``.
        """
        if not entry.weak or not entry.kept:
            return not entry.weak
        before = self.at(index - 1)
        if len(entry.form) == 1:
            token = self.tokens[index]
            if before is None or token.initial or token.semi:
                return self.subject(index)
            return not (self.title or self.caps or before.fold in grammar.words("determiners", "fr"))
        apart = all(token.gap == " " for token in self.tokens[index + 1 : index + len(entry.form)])
        return apart and (
            before is None or not (before.fold in grammar.words("determiners", "fr") or before.fold in _DIRECTED)
        )

    def _listed(self, entry: Entry, index: int) -> bool:
        """Tell whether a listed name is meant where it stands."""
        token = self.tokens[index]
        if entry.kept and (self.caps or self.title):
            return not all(self.common(t) for t in self.tokens[index : index + len(entry.form)])
        if len(entry.form) > 1 or not entry.capital:
            return True
        if entry.kept and (token.initial or token.semi) and self.subject(index):
            return True
        if token.fold in grammar.words("function", self.language) and not token.upper:
            return False
        if (token.initial or token.semi) and entry.kind in {"place", "person"} and self.subject(index):
            return True  # no noun in French is a subject without a determiner
        # an inflected form is hardly meant where the word itself is a place (Paris: not several paris)
        known = grammar.common_words(self.language)
        common = token.fold in known if entry.kind == "place" else self.common(token)
        return not ((token.initial or self.caps or self.title) and common)
