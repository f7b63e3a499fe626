"""Regenerate ``exonyms_cldr.tsv`` and ``languages_cldr.tsv`` from the Unicode CLDR as packaged by Babel.

Run ``python -m toolkit.fidelity.data.build_exonyms`` after an update of Babel. The tables are shipped, so that nothing
loads Babel while text is checked.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent


def plain(name: str) -> str:
    """Return *name* with typewriter apostrophes and without a bracketed remark."""
    return re.sub(r"\s*[\[(].*?[\])]", "", name.replace("’", "'")).strip()


def variants(name: str) -> list[str]:
    """Return the forms an English name is found in: ``St.``/``Saint``, ``&``/``and``, the bracketed other name."""
    forms = [plain(name), *re.findall(r"\((.*?)\)", name)]
    forms += [form.replace("St. ", "Saint ") for form in forms if "St. " in form]
    forms += [form.replace(" & ", " and ") for form in forms if " & " in form]
    return list(dict.fromkeys(forms))


def main() -> None:
    """Write both tables."""
    from babel import Locale, __version__

    french, english = Locale("fr"), Locale("en")
    head = f"# source: Unicode CLDR through Babel {__version__}"
    places = {
        plain(name): variants(english.territories[code])
        for code, name in french.territories.items()
        if code in english.territories and code != "001" and len(plain(name)) > 2  # noqa: PLR2004 - no codes
    }
    for zone, names in french.time_zones.items():
        if zone in {"Pacific/Enderbury", "Pacific/Kanton"}:  # its French name is that of Guangzhou
            continue
        own = english.time_zones.get(zone, {}).get("city") or zone.split("/")[-1].replace("_", " ")
        city = plain(names.get("city", ""))
        if city and "inconnue" not in city and "[" not in names["city"] and "(" not in names["city"]:
            places.setdefault(city, variants(own))
    lines = [f"{name}\t{'|'.join(forms)}\tplace" for name, forms in sorted(places.items()) if name[0].isupper()]
    (HERE / "exonyms_cldr.tsv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8", newline="\n")
    lines = [
        f"{plain(name)}\t{plain(english.languages[code])}"
        for code, name in sorted(french.languages.items(), key=lambda item: item[1])
        if code in english.languages and name.isalpha()
    ]
    (HERE / "languages_cldr.tsv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
