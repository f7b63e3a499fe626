"""What a figure is the figure of: a short noun phrase from the words around it.

Read with closed classes of words (determiners, prepositions, auxiliaries) and a list of the verbs that business and
science news use with figures; no parser. The grammar looked for, best first:

1. ``$200 million in debt``, ``83% of capacity``, ``50,000 chips``, ``a 200-megawatt centre``: the noun follows;
2. ``a valuation of $3 billion``, ``brings total funding to $15 billion``: the noun stands before a preposition;
3. ``total funding reaches $15 billion``: the noun is the subject of a verb of being;
4. ``Crusoe has secured $686 million``: the verb becomes a noun, "secured funds (Crusoe)".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from toolkit.types import Span

MAX_WORDS: Final = 7
"""Words of a label before the name in brackets."""
_TOKEN: Final = re.compile(r"[^\W_]+(?:[-.&/][^\W_]+)*(?:['’][sS]\b)?['’]?|[^\s\w]")


class Grammar(NamedTuple):
    """Closed classes of one language, as patterns that match a whole lower-case word."""

    determiners: str
    links: str
    """Prepositions that stay inside a noun phrase."""
    before: str
    """Prepositions between a noun and its figure."""
    after: str
    """Prepositions between a figure and its noun."""
    adverbs: str
    """Words that may stand before a figure without changing what it is."""
    being: str
    """Verbs that say that the subject is the figure."""
    stops: str
    """Words that no noun phrase goes beyond: auxiliaries, conjunctions, pronouns, relative words."""
    time: str
    """Nouns of time, which name no quantity."""
    planned: str
    """Words before a verb that make it a plan."""
    verbs: tuple[tuple[str, str, str], ...]
    """Pattern of a verb; noun phrase for what is done; the same for what is planned."""
    rises: tuple[tuple[str, str], ...]
    """Pattern of a verb of change; its noun."""
    share: str


_EN: Final = Grammar(
    determiners="the|an?|its|their|his|her|our|this|that|these|those|some|all|each|every|more|another|one|any|such",
    links="of|for|in|by|on|from|under|with|per",
    before="of|at|to|worth|totall?ing|reaching|for|with|than|:|-|–|—|\\(",
    after="of|in|worth|-|–",
    adverbs="about|around|approximately|roughly|nearly|almost|some|over|more|than|up|to|at|least|most|just|only|already|now|"
    "currently|today|an?|estimated|additional|another|initial|first|further|the|its|their|as|much|many|less|another|record|"
    "staggering|whopping|total|combined|further|extra|of|under|well|below|above|between|from|also|reportedly|together",
    being="is|are|was|were|be|been|reach(?:es|ed)?|hits?|total(?:s|led)?|stands?|stood|amount(?:s|ed)?|equals?|exceed(?:s|ed)?|"
    "became|becomes?|remains?|averag(?:es?|ed)|top(?:s|ped)",
    stops="is|are|was|were|be|been|being|has|have|had|having|will|would|can|could|may|might|shall|should|must|do|does|did|"
    "and|or|but|nor|so|yet|if|when|while|as|because|although|since|until|unless|than|that|which|who|whom|whose|where|"
    "what|why|how|he|she|it|they|we|i|you|them|him|us|me|who|not|no|never|to|at|into|onto|after|before|during|between|"
    "against|about|around|through|over|according|including|then|also|there|said|says|say|already|now|by",
    time="seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|decades?|centur(?:y|ies)|today|yesterday|"
    "january|february|march|april|may|june|july|august|september|october|november|december|age|mid-?\\w+|late|early",
    planned="to|will|would|could|may|might|should|plans?|hopes?|expects?|aims?|intends?|seeks?|seeking|talks|trying|target",
    verbs=(
        ("rais(?:e|es|ed|ing)", "funds raised", "funds to be raised"),
        ("secur(?:e|es|ed|ing)", "secured funds", "funds to be secured"),
        ("obtain(?:s|ed|ing)?|receiv(?:e|es|ed|ing)|got|gets?|land(?:s|ed)|collect(?:s|ed|ing)|attract(?:s|ed|ing)|won|wins?|"
         "clos(?:e|es|ed|ing)|accumulat\\w+|amass\\w*", "funds obtained", "funds sought"),
        ("invest(?:s|ed|ing)?|pour(?:s|ed|ing)?|inject\\w*", "investment", "planned investment"),
        ("spend(?:s|ing)?|spent", "spending", "planned spending"),
        ("pay(?:s|ing)?|paid", "payment", "planned payment"),
        ("cost(?:s|ing)?", "cost", "expected cost"),
        ("buy(?:s|ing)?|bought|purchas\\w+|acquir\\w+", "purchase", "planned purchase"),
        ("sell(?:s|ing)?|sold", "sale", "planned sale"),
        ("earn(?:s|ed|ing)?|generat\\w+|mak(?:e|es|ing)|made|book(?:s|ed)|bring(?:s|ing)?", "revenue", "expected revenue"),
        ("los(?:e|es|ing)|lost", "loss", "expected loss"),
        ("borrow(?:s|ed|ing)?", "borrowing", "planned borrowing"),
        ("lend(?:s|ing)?|lent", "loan", "planned loan"),
        ("valu(?:e|es|ed|ing)", "valuation", "valuation sought"),
        ("offer(?:s|ed|ing)?|bid(?:s|ding)?|propos\\w+", "offer", "planned offer"),
        ("fin(?:e|es|ed|ing)", "fine", "possible fine"),
        ("donat\\w+|giv(?:e|es|ing)|gave|pledg\\w+|grant(?:s|ed)", "contribution", "planned contribution"),
        ("employ\\w*|hir(?:e|es|ed|ing)", "staff", "planned hires"),
        ("emit(?:s|ted|ting)?", "emissions", "expected emissions"),
        ("consum(?:e|es|ed|ing)", "consumption", "expected consumption"),
        ("produc(?:e|es|ed|ing)", "output", "expected output"),
    ),
    rises=(
        ("r[io]se[sn]?|rising|increas\\w*|gain(?:s|ed|ing)?|jump\\w*|gr[eo]ws?|growing|climb\\w*|soar\\w*|surg\\w+|up", "increase"),
        ("f[ae]ll(?:s|en|ing)?|drop\\w*|declin\\w+|decreas\\w+|plung\\w+|slump\\w*|slid\\w*|los[te]\\w*|down|shr[aiu]nk\\w*", "decrease"),
    ),
    share="share ",
)  # fmt: skip
_FR: Final = Grammar(
    determiners="les?|la|l['’]|une?|des|ses|son|sa|leurs?|ce|cet|cette|ces|notre|nos|votre|vos|chaque|tout|toute|tous|"
    "quelques|plusieurs",
    links="de|du|des|d['’]|en|par|pour|à|au|aux|dans|sur|sous",
    before="de|d['’]|à|en|pour|avec|atteignant|totalisant|que|:|-|–|—|\\(",
    after="de|d['’]|en|du|des|-|–",
    adverbs="environ|près|presque|quelque|plus|moins|jusqu['’]|à|au|aux|déjà|désormais|maintenant|aujourd['’]hui|un|une|le|"
    "la|les|l['’]|total|montant|record|de|d['’]|somme|stupéfiant|énorme|colossal|également|aussi|elle|même|actuellement|"
    "approximativement|autour|entre|seulement|encore|enfin|colossale",
    being="est|sont|était|étaient|sera|serait|atteint|atteignent|atteignait|atteindra|vaut|valait|représente\\w*|élève|élèvent|"
    "élevait|totalise\\w*|dépasse\\w*|avoisine\\w*|chiffre|chiffrait",
    stops="est|sont|était|étaient|sera|serait|seront|a|ont|avait|avaient|aura|aurait|être|avoir|été|et|ou|mais|or|ni|car|donc|"
    "si|quand|lorsque|comme|parce|bien|puisque|que|qu['’]|qui|dont|où|quoi|lequel|laquelle|il|elle|ils|elles|on|nous|vous|"
    "je|tu|se|s['’]|y|ne|n['’]|pas|plus|jamais|après|avant|pendant|depuis|entre|contre|vers|selon|chez|lors|ainsi|alors|"
    "peut|peuvent|pourrait|pourraient|devrait|devraient|doit|doivent|va|vont|dit|déclaré|annoncé|déjà|désormais|y|afin|tout",
    time="secondes?|minutes?|heures?|jours?|semaines?|mois|trimestres?|ans?|années?|décennies?|siècles?|aujourd['’]hui|hier|"
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|âge|ici|début|fin|mi-?\\w+",
    planned="pour|va|vont|devrait|devraient|pourrait|pourraient|espère|compte|prévoit|souhaite|veut|vise|entend|train|de|"
    "réussit|pourparlers|projette|cherche",
    verbs=(
        ("lev(?:er|é|ée|és|ées|ait|ant|era)|lève(?:nt)?", "fonds levés", "fonds à lever"),
        ("sécuris(?:er|e|é|és|ée|ées)", "fonds obtenus", "fonds à obtenir"),
        ("obten\\w+|obtient|reçoi\\w+|reçu\\w*|récolt\\w+|décroch\\w+|collect\\w+|accumul\\w+|boucl\\w+", "fonds obtenus",
         "fonds recherchés"),
        ("invest\\w+|inject\\w+", "investissement", "investissement prévu"),
        ("dépens\\w+", "dépenses", "dépenses prévues"),
        ("pa(?:yer|ie|ient|yé|yés|yée|iera)|vers(?:er|é|ée|e)", "paiement", "paiement prévu"),
        ("coût(?:er|e|é|era|ait)", "coût", "coût prévu"),
        ("achet(?:er|é|és|ée|ait)|achète(?:nt)?|acqu(?:érir|is|ise|iert)|rachet\\w+", "achat", "achat prévu"),
        ("vend(?:re|u|us|ue|ait|ra)?", "vente", "vente prévue"),
        ("génér(?:er|é|és|ée|era|ait)|génère(?:nt)?|gagn\\w+|rapport\\w+|encaiss\\w+", "revenus", "revenus attendus"),
        ("per(?:dre|du|dus|d|dait)", "perte", "perte attendue"),
        ("emprunt\\w+", "emprunt", "emprunt prévu"),
        ("prêt(?:er|é|és|e)", "prêt", "prêt prévu"),
        ("valoris\\w+|évalu\\w+|estim\\w+", "valorisation", "valorisation visée"),
        ("propos\\w+|offr\\w+|offert", "offre", "offre prévue"),
        ("employ\\w+|emploi\\w+|embauch\\w+|recrut\\w+", "effectif", "embauches prévues"),
        ("consomm\\w+", "consommation", "consommation prévue"),
        ("produi\\w+", "production", "production prévue"),
    ),
    rises=(
        ("augment\\w+|progress\\w+|bondi\\w*|grimp\\w+|cr[uû]\\w*|croî\\w+|gagn\\w+|hausse|mont\\w+|relev\\w+", "hausse"),
        ("baiss\\w+|recul\\w+|chut\\w+|diminu\\w+|perd\\w*|plong\\w+|tomb\\w+", "baisse"),
    ),
    share="part ",
)  # fmt: skip
GRAMMARS: Final = {"en": _EN, "fr": _FR}


class _Word(NamedTuple):
    text: str
    low: str
    start: int


def label(text: str, span: Span, language: str, names: Sequence[Span] = (), *, percent: bool = False) -> str:
    """Return what the figure at *span* of *text* is the figure of; empty when the words around it do not tell.

    *names* are ranges of names in *text*; the subject's is added in brackets. *percent*: the figure is a share.
    """
    grammar = GRAMMARS.get(language)
    if grammar is None:
        return ""
    left = _words(text[: span.start], 0)
    right = _words(text[span.end :], span.end)
    phrase = _following(right, grammar, percent=percent)
    verb, at = _verb(left, grammar)
    if not phrase:
        phrase = _preceding(left, grammar, percent=percent) or verb
    if not phrase:
        return ""
    subject = _subject(text, left, at, names)
    inside = subject and re.search(rf"(?<!\w){re.escape(subject)}(?!\w)", phrase)
    return f"{phrase} ({subject})" if subject and not inside else phrase


def _words(text: str, offset: int) -> list[_Word]:
    return [_Word(m[0], m[0].lower(), m.start() + offset) for m in _TOKEN.finditer(text)]


def _is(pattern: str, word: _Word) -> bool:
    return re.fullmatch(pattern, word.low) is not None


def _punctuation(word: _Word) -> bool:
    return not word.text[0].isalnum()


def _following(right: Sequence[_Word], grammar: Grammar, *, percent: bool) -> str:
    """Return the noun after the figure."""
    rows = list(right)
    linked = bool(rows) and _is(grammar.after, rows[0])
    link = rows.pop(0).text if linked and rows else ""
    possessive = ""
    while rows and _is(grammar.determiners, rows[0]):
        possessive = rows.pop(0).text
    taken: list[_Word] = []
    for word in rows:
        inner = _is(grammar.links, word) and _is("of|de|du|des|d['’]", word) and bool(taken)
        if not inner and (_punctuation(word) or _is(grammar.stops, word) or _is(grammar.links, word)):
            break
        if _is(grammar.determiners, word) and not (taken and _is(grammar.links, taken[-1])):
            break
        if len(taken) == MAX_WORDS or (not taken and (word.text[0].isdigit() or _is(grammar.time, word))):
            break
        taken.append(word)
    phrase = _join(_trim(taken, grammar))
    if phrase and percent:
        return f"{grammar.share}{link or 'of'} {possessive} {phrase}".replace("  ", " ").replace("' ", "'") if linked else phrase
    return phrase


def _preceding(left: Sequence[_Word], grammar: Grammar, *, percent: bool) -> str:
    """Return the noun before the preposition or the verb of being that stands before the figure."""
    rows = list(left)
    reached = ""
    while rows and (_is(grammar.adverbs, rows[-1]) or _is(grammar.before, rows[-1]) or _is(grammar.being, rows[-1])):
        word = rows.pop()
        if _is(grammar.before, word) or _is(grammar.being, word):
            reached = word.low
    if not rows or not reached:
        return ""
    taken: list[_Word] = []
    while rows and len(taken) < MAX_WORDS + 2:
        word = rows[-1]
        if _punctuation(word) or _is(grammar.stops, word):
            break
        if _is(grammar.determiners, word) and not (len(rows) > 1 and _is(grammar.links, rows[-2])):
            break
        taken.insert(0, rows.pop())
    taken = _trim(taken, grammar)
    for pattern, noun in grammar.rises if percent else ():
        if taken and _is(pattern, taken[-1]):
            return f"{noun} ({_join(_trim(taken[:-1], grammar))})" if len(taken) > 1 else noun
    if taken and any(_is(pattern, taken[-1]) for pattern, _, _ in grammar.verbs) and len(taken) == 1:
        return ""
    return _join(taken)


def _verb(left: Sequence[_Word], grammar: Grammar) -> tuple[str, int]:
    """Return the noun for the nearest verb before the figure, and where the verb stands (end of the words: none)."""
    for back, word in enumerate(reversed(left)):
        if back > 8 or word.text in ";:.":  # noqa: PLR2004 - further away the verb has another object
            break
        for pattern, done, planned in grammar.verbs:
            if _is(pattern, word):
                earlier = left[max(0, len(left) - back - 4) : len(left) - back - 1]
                plan = any(_is(grammar.planned, each) for each in earlier[-3:])
                return planned if plan else done, word.start
    return "", len(left) and left[-1].start + len(left[-1].text)


def _subject(text: str, left: Sequence[_Word], at: int, names: Sequence[Span]) -> str:
    """Return the name nearest before position *at* in the same clause, else the nearest one in the sentence."""
    before = [name for name in names if name.end <= at]
    if not before or not left:
        return ""
    return before[-1].of(text)


def _trim(words: Sequence[_Word], grammar: Grammar) -> list[_Word]:
    rows = list(words)
    edge = f"{grammar.links}|{grammar.determiners}|{grammar.stops}"
    while rows and _is(edge, rows[-1]):
        rows.pop()
    while rows and _is(edge, rows[0]):
        rows.pop(0)
    return rows


def _join(words: Sequence[_Word]) -> str:
    return re.sub(r"(['’]) ", r"\1", " ".join(word.text for word in words))
