import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.review.markup import PageLink, page_data, relative_url, render, served
from toolkit.review.page import article_page


@given(st.recursive(st.text(st.characters(exclude_categories=())), st.lists, max_leaves=8))
@settings(max_examples=200, deadline=None)
def test_page_data_reads_back_and_cannot_leave_its_element(value):
    """JSON in the page is exactly the data again and holds none of the characters that could end its element."""
    written = page_data({"v": value})
    assert json.loads(written) == {"v": value}
    assert not re.search("[<>&\u2028\u2029]", written)
    assert written.encode("utf-8").decode("utf-8") == written


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
@settings(max_examples=200, deadline=None)
def test_links_never_leave_the_folder_by_scheme_or_host(path):
    """Whatever the file name, the link has no scheme, no host, no query and no fragment."""
    if path.startswith(("/", "\\")):
        with pytest.raises(InputError, match="not a relative path"):
            relative_url(path)
        return
    assert not re.search(r"[:?#\\\"'<>\s]", relative_url(path))


@pytest.mark.parametrize("path", ["javascript:alert(1)", "data:text/html,x", "https://example.org/", "JaVaScRiPt:x"])
def test_schemes_become_file_names(path):
    """A path that looks like a URL is linked as a file of that name."""
    assert PageLink("x", path).href.split("/")[0].endswith("%3A") or "%3A" in PageLink("x", path).href


def test_only_the_policy_and_marker_of_the_head_are_changed_for_serving():
    """Text of an article that looks like the policy stays as it is."""
    page = (
        '<head><meta content="connect-src \'none\'"><meta name="toolkit-save" content="">'
        "</head><body>connect-src 'none'"
    )
    assert served(page, "/decisions/a.html") == (
        '<head><meta content="connect-src \'self\'"><meta name="toolkit-save" content="/decisions/a.html">'
        "</head><body>connect-src 'none'"
    )


def test_a_real_page_can_be_served():
    """What serving replaces is what a page has: exactly the policy and the marker differ."""
    page = article_page("connect-src 'none'", "d", [])
    changed = served(page, "/decisions/d.html")
    assert "connect-src 'self'" in changed.partition("<title>")[0]
    back = changed.replace("connect-src 'self'", "connect-src 'none'").replace(
        'content="/decisions/d.html"', 'content=""'
    )
    assert back == page


def test_a_template_with_an_unknown_name_fails():
    """A forgotten value is an error, not an empty place in the page."""
    import jinja2

    with pytest.raises(jinja2.UndefinedError):
        render("article.html", ("theme.js",))
