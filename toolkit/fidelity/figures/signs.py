"""Words of the context that stand for a sign or a repeated figure."""

from __future__ import annotations

import re
from typing import Final

from toolkit.types import Figure

_DECREASE: Final = re.compile(
    r"\b(?:shr[aiu]nk\w*|fell|fall\w*|declin\w*|dropp?\w*|decreas\w*|los[st]\w*|lose\w*|contract\w*|down"
    r"|slipp?\w*|slid\w*"
    r"|negative|deficit|minus|below|lower\w*|dip\w*|reduc\w*|cut\w*|recul\w*|baiss\w*|pert\w*|perd\w*|diminu\w*|chut\w*"
    r"|repli\w*|négati\w*|déficit\w*|shed\w*|weaken\w*|tumbl\w*|plung\w*|ced[ée]\w*|céd\w*|shortfall|recession|red|off|discount\w*|rabais|remise|réduction\w*|deduct\w*)\b",
    re.IGNORECASE,
)
DOWN: Final = re.compile(r"\b(?:down|minus|moins|(?:fall|drop|decline|baisse|recul|repli|chute) (?:of|de))(?: by)? $")
"""Words right before a figure that make a plus a minus."""
AGAIN: Final = re.compile(
    r"\b(?:(?:the )?same (?:amount|number|sum|figure|again|quantity|proportion)|as (?:many|much)|likewise"
    r"|autant|idem|ditto|de même)\b",
    re.IGNORECASE,
)


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


def role(text: str, figure: Figure) -> str:
    """Return "by" for the size of a change, "to" for what it leads to, "" where no verb of change says it."""
    start = figure.span.start
    for pattern in _CHANGE:
        match = pattern.search(text, max(0, start - 60), start)
        if match is not None:
            return "to" if match[1].lower() in _TO else "by"
    return ""


def falls(text: str, figure: Figure) -> bool:
    """Tell whether a word of decrease stands near the figure, in its clause."""
    before = re.split(r"[,;:.](?=\s)", text[max(0, figure.span.start - 60) : figure.span.start])[-1]
    after = re.split(r"[,;:.](?=\s|$)", text[figure.span.end : figure.span.end + 30])[0]
    return bool(_DECREASE.search(before) or _DECREASE.search(after))
