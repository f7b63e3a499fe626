"""Find the names of a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.fidelity.names import gazetteer
from toolkit.fidelity.names.mentions import Mention
from toolkit.fidelity.names.reader import Reader
from toolkit.fidelity.names.tokens import tokenise
from toolkit.types import Name, Span

if TYPE_CHECKING:
    from toolkit.fidelity.names.ledger import Ledger
    from toolkit.fidelity.terms.glossary import Glossary


def find_mentions(
    text: str,
    language: str,
    *,
    ledger: Ledger | None = None,
    title: bool = False,
    extra: Sequence[Span] = (),
) -> list[Mention]:
    """Return the candidates for names in *text*, sure or not, with their words."""
    return Reader(text, language, known=ledger.words if ledger else (), title=title, extra=extra).mentions()


def find_names(
    text: str,
    language: str,
    *,
    ledger: Ledger | None = None,
    glossary: Glossary | None = None,
    title: bool = False,
    extra: Sequence[Span] = (),
) -> list[Name]:
    """Return the names of *text*, in order and without overlap.

    *language* is ``fr`` or ``en``. *ledger* brings names seen elsewhere in the run, *glossary* its ``keep`` entries,
    *extra* ranges that another finder holds for names. *title*: *text* is a headline in which every word may have a
    capital.
    """
    kept = [*extra, *(glossary.kept(text) if glossary and language == "fr" else ())]
    return [
        Name(mention.span.of(text), mention.kind, mention.span)
        for mention in find_mentions(text, language, ledger=ledger, title=title, extra=kept)
        if mention.strong
    ]


def english_form(name: str) -> str:
    """Return how a French name is written in English: its established English form, else the name itself."""
    tokens = tokenise(name)
    entry = gazetteer.french().at(tokens, 0) if tokens else None
    return entry.preferred if entry and len(entry.form) == len(tokens) else name
