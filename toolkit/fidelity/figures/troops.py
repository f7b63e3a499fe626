"""Regiments, brigades and divisions by their number and abbreviation: 8e RPIMa, 2e REP, 2e DB.

The number is part of a name: a wrong one is reported as a changed name, over the number and the abbreviation.
"""

from __future__ import annotations

import re
from typing import Final

from toolkit.types import Span

_ABBREVIATION: Final = re.compile(
    r"[ \u00a0\u202f](?:RPIMa|RIMa|RIMAP|RPI?|REP|REI|REC|REG|RCP|RHP|RHC|RHFS|RI|RG|RGP|RAP|RA|RAMa|RAAM|RCA|RCC|RCh"
    r"|RICM|RD|RDP|RS|RT|RTrs|RTP|RMAT|RMED|RSMA|BCA|BCP|BIM|BIMa|BPC|BPCS|BB|BSMAT|BSPP|BLB|DBLE|DB|DI|DIC|DIM|DLM"
    r"|EH|EC|CPA|GAM|GRV)(?![\w-])"
)
"""Abbreviations of units of the French army and air force, as the ministry of the armed forces writes them."""


def troop(text: str, ordinal: Span) -> Span | None:
    """Return the range of the name of the unit whose number is at *ordinal*, or None where no unit follows."""
    after = _ABBREVIATION.match(text, ordinal.end)
    return Span(ordinal.start, after.end()) if after else None
