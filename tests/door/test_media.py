"""Media types: what is made of Accept and of Content-Type."""

import pytest

from app.door.media import NEWER, PLAIN, browses, is_json, wanted

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", PLAIN),
        ("  ", PLAIN),
        ("*/*", PLAIN),
        ("application/*", PLAIN),
        (PLAIN, PLAIN),
        (NEWER, NEWER),
        ("APPLICATION/GraphQL-Response+JSON", NEWER),
        (f"{NEWER}; charset=utf-8", NEWER),
        (f'{NEWER};charset="UTF-8"', NEWER),
        (f"{NEWER};charset=latin1, {PLAIN}", PLAIN),
        (f"{PLAIN};profile=x", PLAIN),
        (f"{PLAIN}, {NEWER}", NEWER),
        (f"{NEWER}, {PLAIN};q=0.9", NEWER),
        (f"{NEWER};q=0.8, {PLAIN};q=0.9", PLAIN),
        (f"{NEWER};q=0.8, */*;q=0.1", NEWER),
        (f"{NEWER};q=0.1, */*;q=0.8", PLAIN),
        (f"{PLAIN}, */*", PLAIN),
        (f"{NEWER}, */*", NEWER),
        (f"{PLAIN};q=0, */*", NEWER),
        (f"{PLAIN};q=0, application/*;q=0.5", NEWER),
        (f"{NEWER};q=0, */*", PLAIN),
        (f"{PLAIN};q=0, {PLAIN};q=0.3", PLAIN),
        (f"{PLAIN};q=0.3, {PLAIN};q=0", PLAIN),
        (f"{NEWER};q=0.000, text/html", None),
        (f"{PLAIN};q=0, {NEWER};q=0", None),
        ("*/*;q=0", None),
        ("text/html", None),
        ("image/*, text/*", None),
        ("application/graphql+json", None),
        # A piece that cannot be read is not there; nothing that can be read is no wish at all.
        (f"{NEWER};q=2, {PLAIN}", PLAIN),
        (f"{NEWER};q=0.5555, {PLAIN};q=0.1", PLAIN),
        (f"{NEWER};q=high, {PLAIN};q=-1, text/html", None),
        (f",,;;,=,/,{NEWER}", NEWER),
        ("json", PLAIN),
        (f"{NEWER};q=nan", PLAIN),
        (BROWSER, PLAIN),
    ],
    ids=str,
)
def test_the_form_that_is_wanted_most_is_chosen(accept: str, kind: str | None) -> None:
    assert wanted(accept) == kind


def test_what_stands_far_behind_is_not_read() -> None:
    assert wanted(f"{'a/b,' * 10}{NEWER}") == NEWER
    assert wanted(f"{'a/b,' * 1_000}{NEWER}") is None


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("*/*", False),
        ("", False),
        ("text/html;q=0, */*", False),
        (f"text/html;q=0.5, {PLAIN}", False),
        (f"text/html;q=0.5, {PLAIN};q=0.5", True),
        (f"text/html;q=0.5, {NEWER};q=0.6", False),
    ],
    ids=str,
)
def test_a_page_is_for_those_who_ask_for_one(accept: str, page: bool) -> None:
    assert browses(accept) is page


@pytest.mark.parametrize(
    ("content_type", "json"),
    [
        (PLAIN, True),
        ("Application/JSON", True),
        (f"{PLAIN};charset=utf-8", True),
        (f'{PLAIN} ; Charset="UTF-8"', True),
        (f"{PLAIN}; charset=utf8; boundary=x", True),
        (f"{PLAIN}; charset=iso-8859-1", False),
        (f"{PLAIN}; charset=utf-16", False),
        ("", False),
        ("text/plain", False),
        (f"text/plain; {PLAIN}", False),
        (f"{PLAIN}, text/plain", False),
        ("application/x-www-form-urlencoded", False),
        ("multipart/form-data; boundary=x", False),
        ("application/graphql", False),
        (NEWER, False),
    ],
    ids=str,
)
def test_a_body_is_json_in_utf8_or_is_not_read(content_type: str, json: bool) -> None:
    assert is_json(content_type) is json
