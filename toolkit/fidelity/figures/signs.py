"""Words of the context that stand for a sign or a repeated figure."""

from __future__ import annotations

import re
from typing import Final

from toolkit.types import Figure

_DECREASE: Final = re.compile(
    r"\b(?:shr[aiu]nk\w*|fell|fall\w*|declin\w*|dropp?\w*|decreas\w*|los[st]\w*|lose\w*|contract\w*|down"
    r"|slipp?\w*|slid\w*"
    r"|negative|deficit|minus|below|lower\w*|dip\w*|reduc\w*|cut\w*|recul\w*|baiss\w*|pert\w*|perd\w*|diminu\w*|chut\w*"
    r"|repli\w*|négati\w*|déficit\w*|shed\w*|weaken\w*|tumbl\w*|plung\w*|ced[ée]\w*|céd\w*|shortfall|recession|red)\b",
    re.IGNORECASE,
)
DOWN: Final = re.compile(r"\b(?:down|minus|moins|(?:fall|drop|decline|baisse|recul|repli|chute) (?:of|de))(?: by)? $")
"""Words right before a figure that make a plus a minus."""
AGAIN: Final = re.compile(
    r"\b(?:(?:the )?same (?:amount|number|sum|figure|again|quantity|proportion)|as (?:many|much)|likewise"
    r"|autant|idem|ditto|de même)\b",
    re.IGNORECASE,
)


def falls(text: str, figure: Figure) -> bool:
    """Tell whether a word of decrease stands near the figure, in its clause."""
    before = re.split(r"[,;:.](?=\s)", text[max(0, figure.span.start - 60) : figure.span.start])[-1]
    after = re.split(r"[,;:.](?=\s|$)", text[figure.span.end : figure.span.end + 30])[0]
    return bool(_DECREASE.search(before) or _DECREASE.search(after))
