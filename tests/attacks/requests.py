"""Attacks by requests that are malformed, too large, too many, or sent as they must not be."""

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote

from auth.scopes import Role
from tests.attacks.attack import Ask, Attack, Attacks, Grade, Known, Raw, asking, sending, some
from tests.attacks.target import INNOCENT

TAG: Final = 'mutation { tagCreate(input: { label: "a" }) { tag { id } } }'
SAID: Final = b'{"query": "{ viewer { subject } }", '
HEAD: Final = b"POST /graphql HTTP/1.1\r\nHost: clientela\r\nContent-Type: application/json\r\n"
STRANGER: Final = {"Origin": "https://evil.example"}
EVIL: Final = '"}\n{"level":"error","message":"forged'
FOREIGN: Final = "{ foreign: __typename }"
SECOND: Final = b"GET /live HTTP/1.1\r\nHost: clientela\r\n\r\n"
FORM: Final = "application/x-www-form-urlencoded"
PARTS: Final = (
    b'--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n'
    b'{"query": "{ viewer { subject } }"}\r\n'
    b'--x\r\nContent-Disposition: form-data; name="map"\r\n\r\n{"0": ["__proto__"]}\r\n--x--\r\n'
)
DEAR: Final = f"{{ {some(9, 'a#: customers(first: 100) { nodes { id } }')} }}"


def _unread(ask: Callable[[Known], Ask | Raw], status: int, code: str, **more: Any) -> Attack:
    return Attack(ask, status, code, grade=Grade.UNREAD, **more)


def _unreadable(body: bytes) -> Attack:
    return _unread(sending(body), 400, "BAD_REQUEST")


def _no_question(body: Any) -> Attack:
    return _unread(sending(body), 400, "BAD_PARAMETERS")


def _by(method: str, document: str = "", **more: Any) -> Callable[[Known], Ask]:
    address = f"/graphql?query={quote(document)}" if document else "/graphql"
    said: dict[str, Any] = {"headers": {"Content-Type": ""}} | more
    return sending(b"", method=method, address=address, **said)


def _typed(kind: str, body: bytes, **headers: str) -> Attack:
    ask = sending(body, headers={"Content-Type": kind, **headers})
    return _unread(ask, 415, "UNSUPPORTED_MEDIA_TYPE")


def _persisted(text: str | None, digest: str) -> dict[str, Any]:
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": digest}}
    return ({"query": text} if text else {}) | {"extensions": extensions}


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _foreign(known: Known, text: str | None = FOREIGN) -> Ask:
    """An upload by somebody of the other tenant, or what he asks for later."""
    token = known.tokens(Role.MANAGER, "stranger")
    headers = {"Authorization": f"Bearer {token}"}
    return Ask(_persisted(text, _hash(FOREIGN)), by=None, headers=headers)


def _raw(known: Known, rest: bytes) -> Raw:
    """Bytes behind a head that brings a token."""
    token = known.tokens(Role.MANAGER, "stranger").encode()
    return Raw(HEAD + b"Authorization: Bearer " + token + b"\r\n" + rest)


CHUNKS: Final = b"Transfer-Encoding: chunked\r\n\r\n" + (b"4000\r\n" + b" " * 0x4000 + b"\r\n") * 19
STALLED: Final = b"Content-Length: 9\r\n\r\n{"
MALFORMED: Final[Attacks] = {
    "a list of 10": _no_question([{"query": INNOCENT}] * 10),
    "a list of 100 acts": _no_question([{"query": TAG}] * 100),
    "nothing": _unreadable(b""),
    "null": _no_question(b"null"),
    "a number": _no_question(b"1"),
    "a text": _no_question(b'"x"'),
    "not a number": _unreadable(b"NaN"),
    "half of JSON": _unreadable(b"{"),
    "no UTF-8": _unreadable(b'{"query": "\xff"}'),
    "UTF-16": _unreadable('{"query": "{ viewer { subject } }"}'.encode("utf-16")),
    "packed without saying so": _unreadable(b"\x1f\x8b\x08\x00\x00\x00\x00\x00"),
    "no query": _no_question({}),
    "a query that is none": _no_question(b'{"query": 1}'),
    "variables that are none": _no_question(SAID + b'"variables": "x"}'),
    "variables in a list": _no_question(SAID + b'"variables": [1]}'),
    "a name that is none": _no_question(SAID + b'"operationName": {}}'),
    "extensions that are none": _no_question(SAID + b'"extensions": 0}'),
    "a hash that is none": _no_question({"extensions": {"persistedQuery": []}}),
    "half a character in a name": _unreadable(SAID + b'"operationName": "\\ud800"}'),
    "half a character in a variable": _unreadable(SAID + b'"variables": {"v": "\\udfff"}}'),
    "NaN in a variable": _unreadable(SAID + b'"variables": {"v": NaN}}'),
    "Infinity in a variable": _unreadable(SAID + b'"variables": {"v": -Infinity}}'),
    "a number without bounds": _unreadable(SAID + b'"variables": {"v": 1e999}}'),
    "lists 100,000 deep": _unreadable(b"[" * 100_000 + b"]" * 100_000),
    "objects 40,000 deep": _unreadable(b'{"a":' * 40_000 + b"1" + b"}" * 40_000),
    "a variable 100,000 deep": _unreadable(
        SAID + b'"variables": {"v": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"
    ),
    "a variable 33 deep": _unreadable(
        SAID + b'"variables": {"v": ' + b"[" * 32 + b"]" * 32 + b"}}"
    ),
    "an operation that is not there": Attack(
        sending({"query": INNOCENT, "operationName": EVIL}), 400, "OPERATION_RESOLUTION_FAILURE"
    ),
    "a line for the log": Attack(
        asking(INNOCENT, headers={"X-Request-Id": EVIL[:2], "User-Agent": EVIL[3:]}),
        200,
        grade=Grade.RUN,
    ),
    "a trace": Attack(
        asking(
            INNOCENT,
            headers={"Apollo-Federation-Include-Trace": "ftv1", "X-Apollo-Tracing": "1"},
        ),
        200,
        grade=Grade.RUN,
    ),
}

LARGE: Final[Attacks] = {
    "20 MB that were promised": _unread(
        lambda _: Raw(HEAD + b"Content-Length: 20000000\r\n\r\n"), 413, "PAYLOAD_TOO_LARGE"
    ),
    "300 kB": _unread(sending(b" " * 300_000), 413, "PAYLOAD_TOO_LARGE"),
    "300 kB in chunks": _unread(lambda known: _raw(known, CHUNKS), 413, "PAYLOAD_TOO_LARGE"),
    "300 kB in chunks by nobody": _unread(lambda _: Raw(HEAD + CHUNKS), 401, "UNAUTHENTICATED"),
    "a packed bomb": _typed(
        "application/json", b"\x1f\x8b\x08" * 10, **{"Content-Encoding": "gzip"}
    ),
    "101 headers": _unread(
        asking(INNOCENT, headers={f"A{number}": "b" for number in range(101)}),
        431,
        "HEADERS_TOO_LARGE",
    ),
    "a header of 20 kB": _unread(
        asking(INNOCENT, headers={"A": "b" * 20_000}), 431, "HEADERS_TOO_LARGE"
    ),
    "an address of 9 kB": _unread(_by("GET", "#" + "a" * 9_000), 414, "URI_TOO_LONG"),
    "a body that does not come": Attack(
        lambda known: _raw(known, STALLED), 408, "REQUEST_TIMEOUT", grade=Grade.SLOW
    ),
    "a body of nobody that does not come": _unread(
        lambda _: Raw(HEAD + STALLED), 401, "UNAUTHENTICATED"
    ),
}

MANNERS: Final[Attacks] = {
    "a mutation by GET": Attack(_by("GET", TAG), 405, "METHOD_NOT_ALLOWED"),
    "a mutation by HEAD": Attack(_by("HEAD", TAG), 405),
    "a query by GET that a page could make": _unread(
        _by("GET", INNOCENT, by=None), 400, "CSRF_PREVENTION"
    ),
    "a query by GET with a password": _unread(
        _by("GET", INNOCENT, by=None, headers={"Content-Type": "", "Authorization": "Basic YTpi"}),
        400,
        "CSRF_PREVENTION",
    ),
    "a query by GET that was meant": _unread(
        _by("GET", INNOCENT, by=None, headers={"Content-Type": "", "X-Requested-With": "a"}),
        401,
        "UNAUTHENTICATED",
    ),
    "a form": _typed(FORM, b"query=%7Bviewer%7Bsubject%7D%7D"),
    "a form with an act": _typed(FORM, b"query=" + quote(TAG).encode()),
    "plain text": _typed("text/plain", SAID[:-2] + b"}"),
    "no type": _typed("", SAID[:-2] + b"}"),
    "a form in parts": _typed("multipart/form-data; boundary=x", PARTS),
    "a form in parts that was meant": _typed(
        "multipart/form-data; boundary=x", PARTS, **{"GraphQL-Require-Preflight": "1"}
    ),
    "another charset": _typed("application/json; charset=utf-7", SAID[:-2] + b"}"),
    "a page of strangers": Attack(
        asking(INNOCENT, headers=STRANGER),
        200,
        grade=Grade.RUN,
        absent=("access-control-allow-origin", "access-control-allow-credentials"),
    ),
    "strangers who ask first": Attack(
        _by(
            "OPTIONS",
            by=None,
            headers={**STRANGER, "Access-Control-Request-Method": "POST", "Content-Type": ""},
        ),
        204,
        grade=Grade.UNREAD,
        absent=("access-control-allow-origin", "access-control-allow-credentials"),
    ),
    **{
        method: _unread(_by(method), 405, "METHOD_NOT_ALLOWED")
        for method in ("PUT", "DELETE", "PATCH")
    },
    "TRACE": _unread(_by("TRACE"), 405, "METHOD_NOT_ALLOWED"),
    "a method that is none": _unread(_by("FROB"), 400, "BAD_REQUEST"),
    "a proxy": _unread(_by("CONNECT"), 400, "BAD_REQUEST"),
    "a length and chunks": _unread(
        lambda _: Raw(
            HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND
        ),
        400,
        "BAD_REQUEST",
    ),
    "two lengths": _unread(
        lambda _: Raw(HEAD + b"Content-Length: 0\r\nContent-Length: 9\r\n\r\n" + SECOND),
        400,
        "BAD_REQUEST",
    ),
    "a page to explore with": _unread(
        _by("GET", by=None, headers={"Accept": "text/html", "Content-Type": ""}),
        406,
        "NOT_ACCEPTABLE",
    ),
    **{
        f"what is not shown: {address}": _unread(
            sending(b"", method="GET", address=address, by=None), 404, "NOT_FOUND"
        )
        for address in ("/graphiql", "/playground", "/altair", "/metrics", "/pages/explorer.js")
    },
    "the schema as text": _unread(
        sending(b"", method="GET", address="/schema.graphql"), 403, "FORBIDDEN"
    ),
}

_not_found = partial(Attack, status=400, code="PERSISTED_QUERY_NOT_FOUND")
PERSISTED: Final[Attacks] = {
    "a document under the hash of another": Attack(
        sending(_persisted("{ poison: __typename }", _hash(INNOCENT))), 400, "BAD_PARAMETERS"
    ),
    "what was brought under the hash of another": _not_found(
        sending(_persisted(None, _hash("{ clean: __typename }"))),
        before=(sending(_persisted("{ poison: __typename }", _hash("{ clean: __typename }"))),),
    ),
    "what another tenant brought": _not_found(
        sending(_persisted(None, _hash(FOREIGN))), before=(_foreign,)
    ),
    "what another tenant brought, by that tenant": Attack(
        lambda known: _foreign(known, None), 200, data={"foreign": "Query"}, before=(_foreign,)
    ),
    "a document that nobody knows": Attack(
        sending({"documentId": "sha256:" + "0" * 64}), 400, "PERSISTED_DOCUMENT_NOT_FOUND"
    ),
    "a path for a document": Attack(
        sending({"documentId": "../../etc/passwd"}), 400, "PERSISTED_DOCUMENT_NOT_FOUND"
    ),
}

RATES: Final[Attacks] = {
    "many requests that cost little": Attack(
        asking(INNOCENT), 200, grade=Grade.RUN, before=(asking(INNOCENT),) * 30
    ),
    "as many with aliases that cost much": Attack(
        asking(DEAR), 429, "RATE_LIMITED", grade=Grade.UNREAD, before=(asking(DEAR),) * 30
    ),
}

REQUESTS: Final[Attacks] = {**MALFORMED, **LARGE, **MANNERS, **PERSISTED, **RATES}
