"""Abbreviations and sentence openers that decide whether a full stop ends a French sentence."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES: Final = _words("""
    M MM Mr Mrs Ms Mme Mmes Mlle Mlles Me Mes Mgr Dr Drs Pr Prof Sr Fr St Ste Sts Vve Gén Cdt Cne Lt Sgt Adj Maj Hon Rév
    Rev Gov Sen Rep Gen Col Capt Cpl Jr Ft Mt
""")
"""Stand before a name of a person or place, spelled so: never the end of a sentence."""

INSIDE: Final = _words("ex p.ex v vs c.-à-d i.e e.g cf env")
"""Always followed by what they announce ("p. ex.", "Brown v. Board"): never the end of a sentence."""

BOUND: Final = _words("""
    apr av bd boul chap éd éds hab fig figs ibid réf tél pp arr dép ca op cit coll trad rééd
    janv févr avr juil juill déc id suppl circ ch rte pl qc approx adm dir
""")
"""Not words by themselves, and always followed by what they announce: not the end of a sentence unless a new one
clearly opens."""

NUMBERED: Final = _words("art p vol no nos n t sec sect par al col sept oct nov max min tome livr pt")
"""Announce a number, but are words or letters too: an abbreviation only before a figure or an initial."""

COMPANIES: Final = _words("Inc Corp Ltd Co Bros Cie Ltée Ltda LLC plc Plc PLC Sté Assoc Ets Intl Univ")
"""End names, inside a sentence or at its end."""

BRANDS: Final = _words("Yahoo Jeopardy Yum")
"""Names that end with an exclamation mark."""

PREPOSITIONS: Final = _words("""
    à de du des d par pour selon chez avec sans et ou mais que dont contre vers sur sous entre comme où le la les un une
    son sa ses leur leurs ce cet cette ces notre votre mon ma
""")
"""Before an initial they announce a person ("selon B. Riley"); other small words are labelled by it ("le plan B.")."""

OPENERS: Final = _words("""
    Il Elle Ils Elles On Ce Cela Ça Ces Cette Cet Je Tu Nous Vous Mais Et Or Donc Car Puis Ainsi Alors Aussi Après Avant
    Avec Dans En Depuis Pendant Pour Par Selon Sans Sous Sur Si Quand Lorsque Comme Cependant Toutefois Pourtant Enfin
    Ensuite Désormais Aujourd'hui Hier Demain Son Sa Ses Leur Leurs Notre Votre Quant Tout Tous Toute Toutes Plusieurs
    Certains Certaines Chaque Aucun Aucune Voici Voilà Pourquoi Comment Qui Que Où Quel Quelle Non Oui Malgré Grâce
    Parmi Même Seul Seule Autre Autant Une Des Au Aux À Personne Rien
""")
"""Words that open a sentence and are hardly ever the second part of a name."""

ARTICLES: Final = _words("Le La Les L Un Du")
"""Open sentences as often, but are parts of names too ("J. Le Goff")."""
