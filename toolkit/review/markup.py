"""The one place where text becomes HTML: escaping, links, the content security policy."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final
from urllib.parse import quote

from toolkit.errors import InputError
from toolkit.review.marks import showable
from toolkit.templates import environment

_JSON_UNSAFE: Final = re.compile("[<>&\x7f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

ARTICLE_SCRIPTS: Final = ("check.js", "theme.js", "script.js")
"""Files of ``review/static`` that make the script of a review page."""
INDEX_SCRIPTS: Final = ("theme.js", "index.js")
"""Files of ``review/static`` that make the script of the index."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to another file of the outputs folder."""

    label: str
    path: str
    """Path relative to the page, with forward slashes, as it is on disk (not percent-encoded)."""

    @property
    def href(self) -> str:
        """The path as a relative URL. See `relative_url`."""
        return relative_url(self.path)


def relative_url(path: str) -> str:
    """Return *path* percent-encoded, so that no part of it is read as scheme, host, query or fragment.

    Raises InputError for absolute paths: pages link only within the outputs folder.
    """
    if path.startswith(("/", "\\")) or not path:
        raise InputError(f"A page can only link to a file beside it: {path!r} is not a relative path. Give one.")
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def page_data(data: Mapping[str, Any]) -> str:
    """Return *data* as JSON that cannot end its ``<script>`` element or open a comment in it.

    ``<``, ``>``, ``&``, the line separators U+2028 and U+2029 and what HTML cannot carry are written as escapes, which
    JSON reads back.
    """
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _JSON_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", plain)


@cache
def asset(name: str) -> str:
    """Return the text of a file in ``review/static``."""
    return (resources.files("toolkit.review") / "static" / name).read_text(encoding="utf-8")


def content_security_policy(scripts: Sequence[str], style: str, connect: str = "'none'") -> str:
    """Return a policy that lets exactly these scripts and this style run, and nothing be loaded from anywhere.

    Directives: https://www.w3.org/TR/CSP3/ and https://www.w3.org/TR/trusted-types/.
    """
    return "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(_source_hash(script) for script in scripts),
            f"style-src {_source_hash(style)}",
            f"connect-src {connect}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
        ]
    )


def _source_hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def _joined(names: Sequence[str]) -> str:
    return "".join(asset(name) for name in names)


@cache
def server_policy() -> str:
    """Return the policy that a server sends with every HTML file, whoever wrote it.

    A translated article may be HTML itself. Under this policy only the scripts of this room run, so that it cannot act
    in the name of the reviewer.
    """
    scripts = [_joined(ARTICLE_SCRIPTS), _joined(INDEX_SCRIPTS)]
    return content_security_policy(scripts, asset("style.css"), connect="'self'") + "; frame-ancestors 'none'"


def render(template: str, scripts: tuple[str, ...], **context: object) -> str:
    """Render a template of ``review/templates`` with the style and the named scripts inlined.

    Undefined names in a template raise; every value is escaped.
    """
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    script, style = _joined(scripts), asset("style.css")
    # Our own files, the policy, and JSON that page_data made harmless: the only texts that are not escaped.
    trusted = {"script": Markup(script), "style": Markup(style)}  # noqa: S704 - files of this package
    trusted["policy"] = Markup(content_security_policy([script], style))  # noqa: S704 - fixed words and hashes
    if "data" in context:
        trusted["data"] = Markup(page_data(context.pop("data")))  # type: ignore[arg-type]  # noqa: S704 - page_data
    return environment("toolkit.review", showable=showable).get_template(template).render(**context, **trusted)


def served(html: str, save_path: str) -> str:
    """Return a finished page changed so that it may talk to the server it came from, and saves to *save_path*.

    Only the page's own policy and marker, both before any text of an article, are replaced.
    """
    head, mark, rest = html.partition("</head>")
    head = head.replace("connect-src 'none'", "connect-src 'self'", 1)
    head = head.replace('<meta name="toolkit-save" content="">', f'<meta name="toolkit-save" content="{save_path}">', 1)
    return head + mark + rest
