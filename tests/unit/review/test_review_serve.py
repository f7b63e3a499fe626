import http.client
import json
import re

import pytest

from toolkit.errors import OptionsError, StorageError
from toolkit.review.serve import LARGEST_BODY, ReviewServer

PAGE = b'<head><meta content="connect-src \'none\'"><meta name="toolkit-save" content=""></head><body>'
BODY = json.dumps({"schema": 1, "decisions": []})


class MemoryShelf:
    """A shelf in memory; it can be told to fail."""

    def __init__(self):
        self.files = {"index.html": PAGE, "a/b.review.html": PAGE, "a.en.txt": b"text"}
        self.saved = {}
        self.full = False
        self.count = None

    def read(self, path):
        """Return a file."""
        return self.files.get(path)

    def load(self, page):
        """Return what was saved."""
        return self.saved.get(page)

    def save(self, page, text, decisions):
        """Keep decisions, or fail as a full disk does."""
        if self.full:
            raise StorageError("The disk is full. Free some space.")
        self.saved[page] = text
        self.count = len(decisions)


class Client:
    """A browser reduced to what matters here: it keeps the cookie and says where it stands."""

    def __init__(self, server):
        self.port = server.port
        self.token = server.token
        self.cookie = f"toolkit_review_{server.port}={server.token}"

    def ask(self, method, path, body=None, **headers):
        """Send a request; a header given as None is left out. Returns status, body and headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        own = f"http://127.0.0.1:{self.port}"
        sent = {"Cookie": self.cookie, "Origin": own, "Content-Type": "application/json"}
        sent |= {key.replace("_", "-"): value for key, value in headers.items()}
        connection.request(method, path, body, {k: v for k, v in sent.items() if v is not None})
        answer = connection.getresponse()
        content = answer.read().decode()
        connection.close()
        return answer.status, content, answer.headers


@pytest.fixture
def shelf():
    """Return an empty shelf."""
    return MemoryShelf()


@pytest.fixture
def client(shelf):
    """Return a client of a running server."""
    with ReviewServer(shelf) as server:
        yield Client(server)


def test_the_token_in_the_address_becomes_a_session_cookie(client):
    """Opened with its token, the server sets a strict cookie and leads to an address without the token."""
    status, _, headers = client.ask("GET", f"/?token={client.token}", Cookie=None)
    assert (status, headers["Location"]) == (303, "/")
    assert headers["Set-Cookie"] == f"{client.cookie}; HttpOnly; SameSite=Strict; Path=/"
    assert client.ask("GET", headers["Location"])[0] == 200


def test_pages_may_talk_to_this_server_only_when_served(client):
    """A served page may connect to its own origin and knows where its decisions go."""
    status, content, headers = client.ask("GET", "/a/b.review.html")
    assert status == 200
    assert "connect-src 'self'" in content
    assert 'content="/decisions/a/b.review.html"' in content
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_decisions_are_saved_and_come_back(client, shelf):
    """What is posted for a page is on the shelf and is read back; before, there is nothing."""
    assert client.ask("GET", "/decisions/a/b.review.html")[0] == 204
    assert client.ask("POST", "/decisions/a/b.review.html", BODY)[0] == 204
    assert (shelf.saved, shelf.count) == ({"a/b.review.html": BODY}, 0)
    assert client.ask("GET", "/decisions/a/b.review.html")[:2] == (200, BODY)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Cookie": None}, 403),
        ({"Cookie": "toolkit_review_1=x"}, 403),
        ({"Origin": None}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "https://127.0.0.1"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Length": str(LARGEST_BODY + 1)}, 413),
        ({"Content_Length": "-1"}, 411),
    ],
)
def test_other_origins_and_strangers_are_refused(client, shelf, headers, status):
    """Without cookie, from another origin or host, or in another form, nothing is saved."""
    assert client.ask("POST", "/decisions/index.html", BODY, **headers)[0] == status
    assert shelf.saved == {}


@pytest.mark.parametrize("headers", [{"Cookie": None}, {"Host": "evil.example:80"}])
def test_pages_are_not_shown_to_strangers(client, headers):
    """Reading needs the cookie and the right host too."""
    assert client.ask("GET", "/index.html", **headers)[0] in {403, 421}


@pytest.mark.parametrize("token", ["", "x", "é" * 43])
def test_wrong_tokens_open_nothing(client, token):
    """A wrong token gets no cookie."""
    status, _, headers = client.ask("GET", "/?token=" + token.encode().hex(), Cookie=None)
    assert status == 403
    assert headers["Set-Cookie"] is None


@pytest.mark.parametrize(
    "path",
    ["/../secret", "/%2e%2e/secret", "/a/..%2fsecret", "/..%5Csecret", "/C:/secret", "/a%00.html", "/missing.html"],
)
def test_paths_cannot_climb_out(client, shelf, path):
    """No spelling of a parent folder, drive or NUL reaches the shelf."""
    shelf.read = lambda asked: None if asked == "missing.html" else pytest.fail(f"asked for {asked!r}")
    assert client.ask("GET", path)[0] == 404


def test_decisions_that_are_none_are_refused(client, shelf):
    """Only valid decisions are saved; the answer says where they are wrong."""
    status, message, _ = client.ask("POST", "/decisions/index.html", '{"schema": 1, "decisions": [7]}')
    assert status == 400
    assert "decisions[0] must be an object" in message
    assert client.ask("POST", "/decisions/index.html", b"\xff")[0] == 400
    assert client.ask("POST", "/decisions/unknown.html", BODY)[0] == 404
    assert shelf.saved == {}


def test_a_full_disk_is_told_to_the_page(client, shelf):
    """When saving fails the page hears why, and the server goes on."""
    shelf.full = True
    assert client.ask("POST", "/decisions/index.html", BODY)[:2] == (500, "The disk is full. Free some space.")
    shelf.full = False
    assert client.ask("POST", "/decisions/index.html", BODY)[0] == 204


def test_only_our_scripts_run_in_what_is_served(client, shelf):
    """A translated HTML article runs no script of its own; other files are sandboxed; odd names are found."""
    shelf.files |= {"odd: name.en.html": b"<script>steal()</script>", "digest.md": b"# x"}
    status, content, headers = client.ask("GET", "/odd%3A%20name.en.html")
    assert (status, content) == (200, "<script>steal()</script>")
    policy = headers.get_all("Content-Security-Policy")
    assert len(policy) == 1
    assert re.search(r"default-src 'none'; script-src 'sha256-\S+' 'sha256-\S+'; style-src 'sha256-", policy[0])
    assert "unsafe" not in policy[0]
    _, _, headers = client.ask("GET", "/digest.md")
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Content-Security-Policy"].endswith("sandbox")


@pytest.mark.parametrize("host", ["0.0.0.0", "", "192.168.1.2", "example.org", "::", "localhost"])
def test_only_loopback_is_bound(shelf, host):
    """The server refuses to listen where other machines could reach it."""
    with pytest.raises(OptionsError, match="not a loopback address"):
        ReviewServer(shelf, host)


def test_a_taken_port_is_an_options_error(shelf, client):
    """Starting twice on one port says which and what to do."""
    with pytest.raises(OptionsError, match=f"Port {client.port}"):
        ReviewServer(shelf, port=client.port)
