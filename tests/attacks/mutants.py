"""Mutants: what is well-formed, with some bytes, values or headers of it changed."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from hypothesis import strategies as st

from auth.scopes import Role
from tests.attacks.attack import Ask, Attacks, Known, Raw

MOST_EDITS: Final = 4
TROUBLE: Final = (
    b"\0",
    b"\xff",
    b"\xc3\x28",
    b"\\ud800",
    b"\\u0000",
    b"{",
    b"}",
    b"[[[[",
    b'"',
    b"...",
    b"@a",
    b"$v",
    b"#",
    b"1e999",
    b"-0",
    b"NaN",
    b"null",
    b"\r\n",
    b" " * 70,
    b"__schema",
    b"\xef\xbb\xbf",
)
WORD: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\.\.\.|-?\w+|[^\s\w,]')
ODD: Final = (
    '""',
    '"\\u0000"',
    '"""a"""',
    "-1",
    "1e9",
    "2147483648",
    "null",
    "true",
    "@skip(if: true)",
    "@include(if: $v)",
    "@defer",
    "subscription",
    "fragment",
    "... on Customer",
    "__typename",
    "__schema",
)
HEADERS: Final = (
    "Accept",
    "Accept-Encoding",
    "Authorization",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "Cookie",
    "Expect",
    "If-None-Match",
    "Origin",
    "Range",
    "Traceparent",
    "Transfer-Encoding",
    "Upgrade",
    "User-Agent",
    "X-GraphQL-Cost",
    "X-Request-Id",
    "X-Tenant-Id",
)
WORDS: Final = (
    "*/*",
    "application/json",
    "application/graphql-response+json;q=0.5, */*;q=0",
    "text/html",
    "gzip",
    "br;q=1.0, gzip;q=0",
    "Bearer a.b.c",
    "Basic YTpi",
    "include",
    "rival",
    "100-continue",
    "chunked",
    "websocket",
    "h2c",
    "bytes=0-1",
    'W/"a"',
)
ADDRESSES: Final = ("/graphql", "/graphql", "/schema.graphql", "/", "/metrics", "/x")
METHODS: Final = ("POST", "POST", "POST", "GET", "GET", "HEAD", "OPTIONS", "PUT")

JSON: Final = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["", "\0", "\ud800", "{ viewer { subject } }", 2**31, -(2**63), 10**40]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
ROLES: Final = st.sampled_from([Role.ADMIN, Role.MANAGER, Role.STAFF, Role.OPERATOR, Role.SERVICE])
_places = st.integers(0, 1_000)
_edits = st.lists(
    st.tuples(
        _places,
        st.integers(0, 12),
        st.sampled_from(TROUBLE) | st.binary(max_size=6),
    ),
    min_size=1,
    max_size=MOST_EDITS,
)
_latin = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)

Edit = tuple[int, int, bytes]
Words = list[tuple[int, str]]


def edited(whole: bytes, edits: list[Edit]) -> bytes:
    """The same with something else in some places; a place is so many thousandths of the way."""
    for place, gone, new in edits:
        at = len(whole) * place // 1_000
        whole = whole[:at] + new + whole[at + gone :]
    return whole


def corpus(attacks: Attacks, known: Known) -> list[Ask]:
    """Requests that have been thought of, as far as their bodies are not enormous."""
    asks = (attack.ask(known) for attack in attacks.values())
    return [ask for ask in asks if isinstance(ask, Ask) and len(ask.written("", 0)) < 9_000]


def in_document(asks: list[Ask]) -> st.SearchStrategy[Ask]:
    """Other words in a document; names mostly in the place of names."""
    spoken = [ask.body["query"] for ask in asks if _has_document(ask.body)]
    known = sorted({word for text in spoken for word in WORD.findall(text)} | set(ODD))
    swaps = st.lists(st.tuples(_places, st.sampled_from(known)), min_size=1, max_size=MOST_EDITS)
    adds = st.lists(st.tuples(_places, st.sampled_from(known)), max_size=1)

    def made(text: str, swapped: Words, added: Words, by: Role) -> Ask:
        words = WORD.findall(text)
        for place, new in swapped:
            alike = [at for at, old in enumerate(words) if _sort(old) == _sort(new)]
            if alike:
                words[alike[len(alike) * place // 1_000 - 1]] = new
        for place, new in added:
            words.insert(len(words) * place // 1_000, new)
        return Ask({"query": " ".join(words), "variables": {"v": None}}, by=by)

    return st.builds(made, st.sampled_from(spoken), swaps, adds, ROLES)


def _sort(word: str) -> str:
    """Whether a word is a name, a text, or one of the signs between them."""
    if word[0] == '"':
        return word[0]
    return "a" if word[0].isalnum() else word[0]


def _has_document(body: Any) -> bool:
    return isinstance(body, dict) and isinstance(body.get("query"), str)


def in_json(asks: list[Ask]) -> st.SearchStrategy[Ask]:
    """Other values in a request, and more of them."""
    spoken = [ask.body for ask in asks if isinstance(ask.body, dict)]
    names = st.sampled_from(
        ["query", "variables", "operationName", "extensions", "documentId", "v"]
    )

    def made(body: Mapping[str, Any], other: Mapping[str, Any], inner: Any, by: Role) -> Ask:
        return Ask({**body, "variables": {"v": inner}, **other}, by=by)

    others = st.dictionaries(names, JSON, max_size=2)
    return st.builds(made, st.sampled_from(spoken), others, JSON, ROLES)


def in_body(asks: list[Ask]) -> st.SearchStrategy[Ask]:
    """Other bytes in a body."""

    def made(ask: Ask, edits: list[Edit]) -> Ask:
        return Ask(edited(ask.written("", 0).partition(b"\r\n\r\n")[2], edits))

    return st.builds(made, st.sampled_from(asks), _edits)


def in_headers(asks: list[Ask]) -> st.SearchStrategy[Ask]:
    """Other headers, methods and addresses."""

    def made(ask: Ask, headers: Mapping[str, str], method: str, address: str) -> Ask:
        told = {name: value.strip() for name, value in headers.items()}
        return Ask(ask.body, by=ask.by, headers=told, method=method, address=address)

    told = st.dictionaries(st.sampled_from(HEADERS), st.sampled_from(WORDS) | _latin, max_size=4)
    return st.builds(made, st.sampled_from(asks), told, _methods, _addresses())


def in_request(asks: list[Ask], written: Callable[[Ask], bytes]) -> st.SearchStrategy[Raw]:
    """Other bytes anywhere in a request."""

    def made(ask: Ask, edits: list[Edit]) -> Raw:
        return Raw(edited(written(ask), edits))

    return st.builds(made, st.sampled_from(asks), _edits)


def _addresses() -> st.SearchStrategy[str]:
    letters = st.characters(min_codepoint=33, max_codepoint=126)
    asked = st.text(letters, max_size=60).map(lambda text: f"/graphql?query={text}")
    maps = st.text(letters, max_size=40).map(
        lambda text: (
            f"/graphql?query=%7Bviewer%7Bsubject%7D%7D&variables={text}&extensions=%ff{text}"
        )
    )
    return st.sampled_from(ADDRESSES) | asked | maps


_methods = st.sampled_from(METHODS)
