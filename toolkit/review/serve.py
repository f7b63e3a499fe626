"""A server for one reviewer on this machine: shows the pages and saves decisions as they are taken.

What it defends against: other machines (it binds to loopback only), other users and programs of this machine that do
not know the token, web pages open in the same browser (Origin, Host, SameSite cookie), and DNS rebinding (Host).
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from threading import Lock, Thread
from types import TracebackType
from typing import Final, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from toolkit.errors import InputError, OptionsError, StorageError, ToolkitError
from toolkit.review.decisions import Decision, parse_decisions
from toolkit.review.markup import relative_url, served, server_policy

LARGEST_BODY: Final = 64 * 2**20
"""Bytes of decisions taken in one request; a decision takes about one kilobyte."""

_POLL: Final = 0.05
"""Seconds until a server that is told to stop notices."""

_SAVE: Final = "decisions/"
_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".tsv": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "text/plain; charset=utf-8",
}
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
}


class Shelf(Protocol):
    """Where pages come from and decisions go. Paths are relative, with forward slashes, and never climb out."""

    def read(self, path: str) -> bytes | None:
        """Return a file of the outputs folder; None: there is none."""

    def load(self, page: str) -> str | None:
        """Return the decisions file saved for a page; None: none yet."""

    def save(self, page: str, text: str, decisions: tuple[Decision, ...]) -> None:
        """Save a decisions file, already validated, in one step. Raises StorageError when it cannot be saved."""


class ReviewServer:
    """Serves a shelf on ``http://127.0.0.1:port/`` from a thread, until closed.

    *port* 0 takes any free one. Raises OptionsError when *host* is not a loopback address or the port is taken.
    """

    def __init__(self, shelf: Shelf, host: str = "127.0.0.1", port: int = 0) -> None:
        _require_loopback(host)
        token = secrets.token_urlsafe(32)
        handler = type("Handler", (_Handler,), {"shelf": shelf, "token": token, "lock": Lock()})
        try:
            self._server = ThreadingHTTPServer((host, port), handler)
        except OSError as error:
            raise OptionsError(f"Port {port} cannot be used: {error.strerror}. Choose another --port, or 0.") from error
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self.token = token
        self._thread = Thread(target=self._server.serve_forever, args=(_POLL,), name="review", daemon=True)

    @property
    def url(self) -> str:
        """Address to open once; it carries the token and gives the browser a session cookie."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def __enter__(self) -> ReviewServer:  # noqa: PYI034 - typing.Self is newer than Python 3.10
        """Start to serve."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop to serve and free the port."""
        self._server.shutdown()
        self._server.server_close()

    def wait(self) -> None:
        """Wait until the server stops, which it does when interrupted."""
        self._thread.join()


def _require_loopback(host: str) -> None:
    # The server itself speaks IPv4; "localhost" and ::1 would let the name resolution of the machine decide.
    try:
        loopback = ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise OptionsError(
            f"The review server only listens on this machine: {host!r} is not a loopback address. Use 127.0.0.1."
        )


class _RefusedError(Exception):
    """A request that is not answered, with its HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    shelf: Shelf
    token: str
    lock: Lock
    server_version = "toolkit"
    sys_version = ""
    timeout = 30

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - name given by the base class
        """Say nothing: the command line does the printing."""

    def do_GET(self) -> None:
        """Answer with a page, a file, or the decisions saved for a page."""
        self._answering(self._get)

    def do_POST(self) -> None:
        """Save decisions."""
        self._answering(self._post)

    def _answering(self, answer: Callable[[], None]) -> None:
        try:
            self._check_host()
            answer()
        except _RefusedError as refusal:
            self._send(refusal.status, str(refusal).encode(), "text/plain; charset=utf-8")
        except ToolkitError as error:
            status = 500 if isinstance(error, StorageError) else 400
            self._send(status, str(error).encode("utf-8", "replace"), "text/plain; charset=utf-8")

    def _get(self) -> None:
        parts = urlsplit(self.path)
        given = parse_qs(parts.query).get("token", [""])[0]
        if given:
            self._check_token(given)
            cookie = f"{self._cookie_name}={self.token}; HttpOnly; SameSite=Strict; Path=/"
            self._send(303, b"", "text/plain", {"Set-Cookie": cookie, "Location": "/" + parts.path.lstrip("/")})
            return
        self._check_token(self._cookie())
        path = _clean(parts.path) or "index.html"
        if path.startswith(_SAVE):
            text = self.shelf.load(path.removeprefix(_SAVE))
            self._send(200 if text is not None else 204, (text or "").encode(), "application/json")
            return
        content = self.shelf.read(path)
        if content is None:
            raise _RefusedError(404, "There is no such page.")
        if path.lower().endswith(".html"):
            save_path = "/" + relative_url(_SAVE + path)
            content = served(content.decode("utf-8", "replace"), save_path).encode()
            self._send(200, content, _TYPES[".html"], {"Content-Security-Policy": server_policy()})
            return
        self._send(200, content, _TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream"))

    def _post(self) -> None:
        self._check_token(self._cookie())
        if self.headers.get("Origin") not in {f"http://{host}" for host in self._hosts}:
            raise _RefusedError(403, "Decisions are only taken from the pages of this server.")
        if self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise _RefusedError(403, "Decisions are only taken from the pages of this server.")
        if self.headers.get_content_type() != "application/json":
            raise _RefusedError(415, "Decisions are sent as application/json.")
        path = _clean(urlsplit(self.path).path)
        if not path.startswith(_SAVE) or self.shelf.read(path.removeprefix(_SAVE)) is None:
            raise _RefusedError(404, "There is no such page.")
        text = self._body()
        decisions = parse_decisions(text, "The decisions sent")
        with self.lock:
            self.shelf.save(path.removeprefix(_SAVE), text, decisions)
        self._send(204, b"", "text/plain")

    def _body(self) -> str:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or self.headers.get("Transfer-Encoding"):
            raise _RefusedError(411, "The length of the decisions is missing.")
        if int(length) > LARGEST_BODY:
            raise _RefusedError(413, f"More than {LARGEST_BODY} bytes of decisions at once. Apply what you have first.")
        try:
            return self.rfile.read(int(length)).decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"The decisions sent are not UTF-8: {error.reason} at byte {error.start}.") from error

    @property
    def _port(self) -> int:
        return int(self.connection.getsockname()[1])

    @property
    def _hosts(self) -> set[str]:
        return {f"127.0.0.1:{self._port}", f"localhost:{self._port}"}

    @property
    def _cookie_name(self) -> str:
        # Cookies of one host are shared by all its ports.
        return f"toolkit_review_{self._port}"

    def _cookie(self) -> str:
        try:
            morsel = SimpleCookie(self.headers.get("Cookie", "")).get(self._cookie_name)
        except CookieError:
            morsel = None
        return morsel.value if morsel else ""

    def _check_host(self) -> None:
        if self.headers.get("Host") not in self._hosts:
            raise _RefusedError(421, "This server answers only to its own address.")

    def _check_token(self, given: str) -> None:
        if not secrets.compare_digest(given.encode(), self.token.encode()):
            raise _RefusedError(403, "Open the address that the command printed: it carries the token of this session.")

    def _send(self, status: int, body: bytes, kind: str, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for key, value in {**_HEADERS, "Content-Type": kind, **(more or {})}.items():
            self.send_header(key, value)
        if status != 204:  # noqa: PLR2004 - No Content has neither body nor length
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:  # noqa: PLR2004 - the same
            self.wfile.write(body)


def _clean(path: str) -> str:
    """Return a requested path decoded, relative and inside the shelf. Raises _RefusedError for any other."""
    decoded = unquote(path, errors="surrogateescape").lstrip("/")
    if "\0" in decoded or "\\" in decoded or decoded[1:2] == ":" or ".." in decoded.split("/"):
        raise _RefusedError(404, "There is no such page.")
    return decoded
