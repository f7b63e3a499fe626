"""Names that a translation gives to a thing which the French text only calls by its noun."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from toolkit.fidelity.names import grammar, pairing
from toolkit.fidelity.names.mentions import Mention
from toolkit.fidelity.names.reader import Reader
from toolkit.fidelity.names.target import Cover, Explained, Target
from toolkit.fidelity.names.tokens import Token

_COMPLEMENT: Final = frozenset({"de", "d", "du", "des", "au", "aux", "en", "pour", "sur", "sous", "dans", "contre"})
"""Folded French words that open the complement of a noun."""


def labelled(mention: Mention, there: Target, reader: Reader, account: Explained, taken: Cover) -> bool:
    """Tell whether an English common word with a capital is the name of a thing that the French text leaves unnamed.

    ``la capsule``: the Dragon capsule. The noun must be all that the French text says: no adjective, no complement.
    """
    if len(mention.tokens) > 1 or not mention.tokens[0].text.istitle() or not pairing.doubtful(mention, account, taken):
        return False
    token = mention.tokens[0]
    place = bisect_left(there.tokens, token.start, key=lambda other: other.start)
    around = (*there.tokens[max(0, place - 1) : place], *there.tokens[place + 1 : place + 2])
    if len(around) < 2 or around[0].fold not in {"the", "a"} or token.fold in grammar.words("common", "en"):  # noqa: PLR2004 - a word on each side
        return False
    noun = around[1]
    if noun.gap != " " or not noun.text.islower() or grammar.is_function(noun, "en"):
        return False
    ours = [k for k, own in enumerate(reader.tokens) if noun.fold == own.fold or noun.fold in _lexical(own)]
    return len(ours) == 1 and _unnamed(reader, ours[0])


def _lexical(token: Token) -> tuple[str, ...]:
    return grammar.lexicon().get(token.fold) if token.text.islower() else ()


def _unnamed(reader: Reader, index: int) -> bool:
    """Tell whether a French noun has an article before it, and neither an adjective nor a complement after it."""
    before, following = reader.at(index - 1), reader.at(index + 1)
    if before is None or before.fold not in grammar.words("determiners", "fr"):
        return False
    if following is None or following.gap.strip():
        return True
    return grammar.is_function(following, "fr") and following.fold not in _COMPLEMENT
