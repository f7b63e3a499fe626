"""Words of the context that stand for a sign or a repeated figure."""

from __future__ import annotations

import re
from typing import Final

from toolkit.types import Figure

_DECREASE: Final = re.compile(
    r"\b(?:(?:shr[aiu]nk|fall|declin|dropp?|decreas|los[st]|lose|contract|slipp?|slid|lower|dip|reduc|cut|recul|baiss"
    r"|pert|perd|diminu|chut|repli|négati|déficit|shed|weaken|tumbl|plung|ced[ée]|céd|discount|réduction|deduct"
    r"|outnumber|exceed|outstrip|outweigh|outpac|surpass|trail|overdr[ae]|excédai|dépass|supérieur|inférieur|dette)\w*"
    r"|fell|down|negative|deficit|minus|below|shortfall|recession|red|off|fewer|less|short|behind|debts?|owe[ds]?|owing"
    r"|excess|moins|rabais|remise)\b",
    re.IGNORECASE,
)
"""Words that say a minus: a fall, a debt, or that the other side is the larger ("deaths outnumbered births")."""
DOWN: Final = re.compile(r"\b(?:down|minus|moins|(?:fall|drop|decline|baisse|recul|repli|chute) (?:of|de))(?: by)? $")
"""Words right before a figure that make a plus a minus."""
AGAIN: Final = re.compile(
    r"\b(?:(?:the |an? )?(?:same|identical|similar|equal) (?:amount|number|sum|figure|again|quantity|proportion|share"
    r"|percentage|rate|score|price|level|rise|fall|increase|drop|distance|total|length|weight|height|depth|width"
    r"|speed|size|volume|duration|value|count|tally|toll|cost|fee|fine|salary|wage|rent|sentence|mark|margin"
    r"|temperature)|as (?:many|much)|as (?:far|long)(?! as)|likewise|autant|idem|ditto"
    r"|de même|la même chose|(?:la|le|les|une?|au|du) mêmes? (?:distance|montant|nombre|somme|total|quantité|chiffre"
    r"|prix|part|proportion|score|taux|niveau|durée|temps|longueur|poids|taille|hauteur|vitesse|valeur|volume|peine|salaire"
    r"|loyer|tarif|coût|écart)|so (?:did|do|does|has|have|had|will|would|was|were|is|are)|tout comme|pareil"
    r"|the same(?= (?:in|for|at|on|as|to|the|goes|this|next|last|year|a|an|from|and|by|of)\b|[,.;:!?]|$))",
    re.IGNORECASE,
)
EACH: Final = re.compile(
    r"\b(?:each|both|apiece|alike|in turn|successive|in a row|chacune?|tous deux|toutes deux|respectivement"
    r"|l['’]une? et l['’]autre|l['’]un comme l['’]autre|les deux)\b",
    re.IGNORECASE,
)
"""Words beside a figure that let it be said once for several."""


_CHANGE: Final = (
    re.compile(
        r"\b(?:baiss|augment|diminu|rédui|recul|chut|progress|bond|grimp|hauss|mont|plong|dégring|cr[ûu]|gonfl|accr|repli"
        r"|gagn|fléchi|rebondi|réduct|régress|réchauff|refroid|relev|abaiss|majoré|raccourci|allong|croissance)\w*"
        r"(?: (?:encore|ainsi|même|alors|fortement|nettement|légèrement|globalement|donc))? (de|d['’]|à|au)"
        r"(?: (?:près d['’e]|plus d['’e]|moins d['’e]|environ|quelque|presque|un peu plus d['’e]))? ?(?:la |une? )?$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:fell|fall(?:s|en|ing)?|dropp\w+|drops?|declin\w+|decreas\w+|increas\w+|r[oi]se\w*|rising|grow\w*|grew"
        r"|climb\w*|jump\w*|surg\w+|soar\w*|plung\w+|slump\w*|slipp?\w*|reduc\w+|cut|cuts|cutting|shr[aiu]nk\w*"
        r"|gain\w*|rais\w+|lower\w*|shed|tumbl\w+|slid\w*|halv\w+|edg\w+|warm\w*|cool\w*|down|up(?= by))"
        r"(?: (?:further|again|sharply|slightly|even))? (by|to)"
        r"(?: (?:nearly|almost|about|around|more than|over|less than|some|roughly|just|a little over))? ?(?:an? )?$",
        re.IGNORECASE,
    ),
)
_TO: Final = frozenset({"à", "au", "to"})
_LINKS: Final = ((" de", " d'", " d’", " à", " au"), (" by", " to"))
"""Words without one of which no figure is the size or the end of a change, as each of the two expressions has them."""
_TAIL: Final = 30
"""Characters before a figure that the linking word and what may follow it take at most."""


def role(text: str, figure: Figure) -> str:
    """Return "by" for the size of a change, "to" for what it leads to, "" where no verb of change says it."""
    start = figure.span.start
    tail = text[max(0, start - _TAIL) : start].lower()
    for pattern, links in zip(_CHANGE, _LINKS, strict=True):
        if not any(link in tail for link in links):
            continue  # spares most figures the search for a verb
        match = pattern.search(text, max(0, start - 60), start)
        if match is not None:
            return "to" if match[1].lower() in _TO else "by"
    return ""


def falls(text: str, figure: Figure) -> bool:
    """Tell whether a word of decrease stands near the figure, in its clause."""
    before = re.split(r"[,;:.](?=\s)", text[max(0, figure.span.start - 60) : figure.span.start])[-1]
    after = re.split(r"[,;:.](?=\s|$)", text[figure.span.end : figure.span.end + 30])[0]
    return bool(_DECREASE.search(before) or _DECREASE.search(after)) or after.lstrip(" -").startswith("price")
