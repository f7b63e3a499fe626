"""Closed classes of words that tell what a figure is the figure of, for English and French.

Compiled for this project from reference grammars (Huddleston and Pullum 2002; Grevisse and Goosse 2016) and from the
verbs that business news uses with amounts.
"""

from __future__ import annotations

from typing import Final, NamedTuple


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
    """What a percentage of something is."""
    generic: str
    """Nouns that only say "amount": the subject says what it is."""
    subject: str
    """Words that a subject may follow: conjunctions."""


_EN: Final = Grammar(
    determiners="the|an?|its|their|his|her|our|this|that|these|those|some|all|each|every|more|another|one|any|such",
    links="of|for|in|by|on|from|under|with|per",
    before="of|at|to|worth|totall?ing|reaching|for|with|than|:|-|–|—|\\(",
    after="of|in|worth|-|–",
    adverbs="about|around|approximately|roughly|nearly|almost|some|over|more|than|up|to|at|least|most|just|"
    "only|already|"
    "now|currently|today|an?|estimated|additional|another|initial|first|further|the|its|their|as|much|many|"
    "less|another|record|"
    "staggering|whopping|total|combined|further|extra|of|under|well|below|above|between|from|also|reportedly|together",
    being="is|are|was|were|be|been|reach(?:es|ed)?|hits?|total(?:s|led)?|stands?|stood|amount(?:s|ed)?|equals?|"
    "exceed(?:s|ed)?|became|becomes?|remains?|averag(?:es?|ed)|top(?:s|ped)",
    stops="is|are|was|were|be|been|being|has|have|had|having|will|would|can|could|may|might|shall|should|must|"
    "do|does|did|"
    "and|or|but|nor|so|yet|if|when|while|as|because|although|since|until|unless|than|that|which|who|whom|whose|where|"
    "what|why|how|he|she|it|they|we|i|you|them|him|us|me|who|not|no|never|to|at|into|onto|after|before|during|between|"
    "against|about|around|through|over|according|including|then|also|there|said|says|say|already|now|by|with|among|"
    "via|amid|upon|despite|within|without|led|used|expected|because|thanks|worldwide|compared|due|from|today|annually",
    time="seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|decades?|centur(?:y|ies)|today|yesterday|"
    "january|february|march|april|may|june|july|august|september|october|november|december|age|mid-?\\w+|late|early",
    planned="to|will|would|could|may|might|should|plans?|hopes?|expects?|aims?|intends?|seeks?|seeking|talks|"
    "trying|target",
    verbs=(
        ("rais(?:e|es|ed|ing)", "funds raised", "funds to be raised"),
        ("secur(?:e|es|ed|ing)", "secured funds", "funds to be secured"),
        (("obtain(?:s|ed|ing)?|receiv(?:e|es|ed|ing)|got|gets?|land(?:s|ed)|collect(?:s|ed|ing)|attract(?:s|ed|ing)|won|"
         "wins?|clos(?:e|es|ed|ing)|accumulat\\w+|amass\\w*"), "funds obtained", "funds sought"),
        ("invest(?:s|ed|ing)?|pour(?:s|ed|ing)?|inject\\w*", "investment", "planned investment"),
        ("spend(?:s|ing)?|spent", "spending", "planned spending"),
        ("pay(?:s|ing)?|paid", "payment", "planned payment"),
        ("cost(?:s|ing)?", "cost", "expected cost"),
        ("buy(?:s|ing)?|bought|purchas\\w+|acquir\\w+", "purchase", "planned purchase"),
        ("sell(?:s|ing)?|sold", "sale", "planned sale"),
        ("earn(?:s|ed|ing)?|generat\\w+|mak(?:e|es|ing)|made|book(?:s|ed)|bring(?:s|ing)?", "revenue",
         "expected revenue"),
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
        (
            "r[io]se[sn]?|rising|increas\\w*|gain(?:s|ed|ing)?|jump\\w*|gr[eo]ws?|growing|climb\\w*|soar\\w*|surg\\w+|up",
            "increase",
        ),
        (
            "f[ae]ll(?:s|en|ing)?|drop\\w*|declin\\w+|decreas\\w+|plung\\w+|slump\\w*|slid\\w*|los[te]|down|shr[aiu]nk",
            "decrease",
        ),
    ),
    share="share",
    generic="level|amount|total|sum|record|high|low|peak|figure|value",
    subject="and|but|or|that|when|while|as|because|if|although|since|after|before|where|which",
)  # fmt: skip
_FR: Final = Grammar(
    determiners="les?|la|l['’]|une?|des|ses|son|sa|leurs?|ce|cet|cette|ces|notre|nos|votre|vos|chaque|tout|toute|tous|"
    "quelques|plusieurs",
    links="de|du|des|d['’]|en|par|pour|à|au|aux|dans|sur|sous",
    before="de|d['’]|à|en|pour|avec|atteignant|totalisant|que|:|-|–|—|\\(",
    after="de|d['’]|en|du|des|-|–",
    adverbs="environ|près|presque|quelque|plus|moins|jusqu['’]|à|au|aux|déjà|désormais|maintenant|"
    "aujourd['’]hui|un|une|le|"
    "la|les|l['’]|total|montant|record|de|d['’]|somme|stupéfiant|énorme|colossal|également|aussi|elle|même|"
    "actuellement|"
    "approximativement|autour|entre|seulement|encore|enfin|colossale|allant",
    being="est|sont|était|étaient|sera|serait|atteint|atteignent|atteignait|atteindra|vaut|valait|représente\\w*|élève|"
    "élèvent|élevait|totalise\\w*|dépasse\\w*|avoisine\\w*|chiffre|chiffrait",
    stops="est|sont|était|étaient|sera|serait|seront|a|ont|avait|avaient|aura|aurait|être|avoir|été|et|ou|"
    "mais|or|ni|car|"
    "donc|si|quand|lorsque|comme|parce|bien|puisque|que|qu['’]|qui|dont|où|quoi|lequel|laquelle|il|elle|ils|"
    "elles|on|nous|vous|"
    "je|tu|se|s['’]|y|ne|n['’]|pas|plus|jamais|après|avant|pendant|depuis|entre|contre|vers|selon|chez|lors|"
    "ainsi|alors|"
    "peut|peuvent|pourrait|pourraient|devrait|devraient|doit|doivent|va|vont|dit|déclaré|annoncé|déjà|"
    "désormais|afin|tout|"
    "avec|auprès|grâce|sans|dès|envers|malgré|parmi|via|ici|soit|près|permettant|destiné\\w*|capables?|suite|"
    "sinon|notamment",
    time="secondes?|minutes?|heures?|jours?|semaines?|mois|trimestres?|ans?|années?|décennies?|siècles?|aujourd['’]hui|"
    "hier|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|âge|ici|début|"
    "fin|mi-?\\w+",
    planned="pour|va|vont|devrait|devraient|pourrait|pourraient|espère|compte|prévoit|souhaite|veut|vise|"
    "entend|train|de|"
    "réussit|pourparlers|projette|cherche",
    verbs=(
        ("lev(?:er|é|ée|és|ées|ait|ant|era)|lève(?:nt)?", "fonds levés", "fonds à lever"),
        ("sécuris(?:er|e|é|és|ée|ées)", "fonds obtenus", "fonds à obtenir"),
        ("obten\\w+|obtient|reçoi\\w+|reçu\\w*|récolt\\w+|décroch\\w+|collect\\w+|accumul\\w+|boucl\\w+",
         "fonds obtenus", "fonds recherchés"),
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
        ("augment\\w+|progress\\w+|bondi\\w*|grimp\\w+|cr[uû]\\w*|croî\\w+|gagn\\w+|hausse|mont\\w+|relev\\w+",
         "hausse"),
        ("baiss\\w+|recul\\w+|chut\\w+|diminu\\w+|perd\\w*|plong\\w+|tomb\\w+", "baisse"),
    ),
    share="part",
    generic="niveau|montant|total|somme|record|maximum|minimum|pic|chiffre|valeur|hauteur",
    subject="et|mais|ou|que|qu['’]|quand|lorsque|lorsqu['’]|comme|car|si|puisque|où|dont|or|alors|tandis",
)  # fmt: skip
GRAMMARS: Final = {"en": _EN, "fr": _FR}
