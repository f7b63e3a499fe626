"""Write the golden review pages anew, after the change was looked at in a browser."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "unit" / "review"))

import test_review_page as pages  # noqa: E402 - found through the path above

for name, make in (("article.html", pages.golden_article), ("index.html", pages.golden_index)):
    (HERE / name).write_text(pages.text_of(make()), encoding="utf-8", newline="")
