"""Attacks by values: texts, numbers, cursors and ids that somebody made up, or took elsewhere."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from auth.scopes import Role
from tests.attacks.attack import Ask, Attack, Attacks, Grade, Known, asking, some

FOUND: Final = "query ($v: String) { customers(search: $v) { nodes { id } } }"
PAGE: Final = "query ($v: Int) { customers(first: $v) { nodes { id } } }"
ENDS: Final = "{ customers(first: 1, last: 1) { nodes { id } } }"
AFTER: Final = "query ($v: Cursor) { customers(after: $v) { nodes { id } } }"
TAGS: Final = "query ($v: Cursor) { tags(after: $v) { nodes { id } } }"
NODE: Final = "query ($v: ID!) { node(id: $v) { __typename id } }"
NODES: Final = "query ($v: [ID!]!) { nodes(ids: $v) { id } }"
CUSTOMER: Final = "query ($v: ID!) { customer(id: $v) { id } }"
WHERE: Final = "query ($v: CustomerWhere) { customers(where: $v) { nodes { id } } }"
MAKE: Final = (
    "mutation ($v: CustomerCreateInput!) { customerCreate(input: $v) { customer { id } } }"
)
NOTE: Final = "mutation ($v: NoteCreateInput!) { noteCreate(input: $v) { note { id } } }"
NOBODY: Final = "cus_" + "0" * 32
NONE: Final[dict[str, Any]] = {"customers": {"nodes": []}}

STRANGE: Final = "This cursor does not belong to this list. Start again without a cursor."
CONTROL: Final = "Use no control characters but new lines and tabs, and no half characters."
LONG: Final = "Use at most 10000 characters."
IN_ACTS: Final = {"tenantId": NOBODY, "totalSpent": "1", "isAnonymized": True, "version": 9}


def _saying(query: str, value: Any) -> Callable[[Known], Ask]:
    return asking(query, v=value)


def _unfit(query: str, value: Any, message: str | None = None) -> Attack:
    told = None if message is None else f"Variable '$v' has invalid value: {message}"
    return Attack(_saying(query, value), 400, "BAD_USER_INPUT", message=told)


def _finds_nothing(query: str, value: Any, data: Any) -> Attack:
    return Attack(_saying(query, value), 200, data=data, grade=Grade.RUN)


def _run_in_vain(query: str, code: str, value: Any = None) -> Attack:
    return Attack(_saying(query, value), 200, code, data=None, grade=Grade.RUN)


def _with(query: str, take: Callable[[Known], str], **answered: Any) -> Attack:
    def ask(known: Known) -> Ask:
        return asking(query, v=take(known))(known)

    return Attack(ask, 200, grade=Grade.RUN, **answered)


_bad_cursor = partial(_with, code="BAD_CURSOR", data=None, message=STRANGE)
_literal = partial(Attack, status=400, code="GRAPHQL_VALIDATION_FAILED")

TEXTS: Final[Attacks] = {
    "NUL": _unfit(FOUND, "a\0", CONTROL),
    "escape": _unfit(FOUND, "\x1b[2J", CONTROL),
    "a carriage return": _unfit(FOUND, "a\rb", CONTROL),
    "NUL in a document": Attack(
        asking('{ node(id: "\\u0000") { id } }'), 400, "BAD_USER_INPUT", message=CONTROL
    ),
    "half a character in a document": Attack(
        asking('{ node(id: "\\ud800") { id } }'), 400, "GRAPHQL_PARSE_FAILED"
    ),
    "a text of 100 kB": _unfit(FOUND, "a" * 100_000, LONG),
    "a note of 100 kB": Attack(
        asking(NOTE, v={"customerId": NOBODY, "body": "a" * 100_000}), 400, "BAD_USER_INPUT"
    ),
    "letters from right to left": _finds_nothing(FOUND, "\u202egpj.exe\u200b", NONE),
}

NUMBERS: Final[Attacks] = {
    "2 to the 31st": _unfit(PAGE, 2**31),
    "2 to the 63rd": _unfit(PAGE, 2**63),
    "2 to the 200th": Attack(_saying(PAGE, 2.0**200), 400, "BAD_USER_INPUT"),
    "a fraction": _unfit(PAGE, 1.5),
    "true": _unfit(PAGE, True),
    "a number as text": _unfit(PAGE, "1"),
    "a literal of 20 digits": _literal(
        asking(f"{{ customers(first: {'9' * 20}) {{ __typename }} }}")
    ),
    "a literal without bounds": _literal(asking("{ customers(first: 1e999) { __typename } }")),
    "a page of none": _run_in_vain(PAGE, "BAD_USER_INPUT", 0),
    "a page of less than none": _run_in_vain(PAGE, "BAD_USER_INPUT", -1),
    "a page of 101": _run_in_vain(PAGE, "BAD_USER_INPUT", 101),
    "a page of 2,147,483,647": _run_in_vain(PAGE, "BAD_USER_INPUT", 2**31 - 1),
    "both ends of a list": _run_in_vain(ENDS, "BAD_USER_INPUT"),
    "a page by its number": _literal(asking("{ customers(offset: 9) { nodes { id } } }")),
    "251 ids": _unfit(NODES, [NOBODY] * 251),
}

CURSORS: Final[Attacks] = {
    "a cursor of nothing": _bad_cursor(AFTER, lambda _: ""),
    "a cursor that was made up": _bad_cursor(AFTER, lambda _: "YWJj" * 20),
    "a cursor with one letter changed": _bad_cursor(
        AFTER,
        lambda known: (
            known.cursor[:-2] + ("A" if known.cursor[-2] != "A" else "B") + known.cursor[-1]
        ),
    ),
    "half a cursor": _bad_cursor(AFTER, lambda known: known.cursor[: len(known.cursor) // 2]),
    "a cursor of another list": _bad_cursor(TAGS, lambda known: known.cursor),
    "a cursor of another order": _bad_cursor(
        AFTER.replace("after", "sortBy: [{ field: EMAIL }], after"), lambda known: known.cursor
    ),
    "a cursor of another filter": _bad_cursor(
        AFTER.replace("after", "where: { type: { eq: VIP } }, after"), lambda known: known.cursor
    ),
    "a cursor of another tenant": _bad_cursor(AFTER, lambda known: known.foreign_cursor),
}

IDS: Final[Attacks] = {
    "an id that nobody has": _finds_nothing(NODE, NOBODY, {"node": None}),
    "an id of another tenant": _with(NODE, lambda known: known.foreign, data={"node": None}),
    "a list with an id of another tenant": Attack(
        lambda known: asking(NODES, v=[known.foreign, NOBODY])(known),
        200,
        data={"nodes": [None, None]},
        grade=Grade.RUN,
    ),
    "a customer of another tenant": _with(
        CUSTOMER, lambda known: known.foreign, data={"customer": None}
    ),
    "a customer under the name of another kind": _with(
        NODE, lambda known: known.customer.replace("cus_", "tag_"), data={"node": None}
    ),
    "a change to a customer of another tenant": _with(
        "mutation ($v: ID!) { customerDelete(input: { id: $v })"
        " { deletedId userErrors { code } } }",
        lambda known: known.foreign,
        data={"customerDelete": {"deletedId": None, "userErrors": [{"code": "NOT_FOUND"}]}},
    ),
    "a note about a customer of another tenant": _with(
        'mutation ($v: ID!) { noteCreate(input: { customerId: $v, body: "a" })'
        " { note { id } userErrors { code } } }",
        lambda known: known.foreign,
        data={"noteCreate": {"note": None, "userErrors": [{"code": "NOT_FOUND"}]}},
    ),
    "another tenant in an argument": _literal(
        asking('{ customers(tenantId: "rival") { nodes { id } } }')
    ),
    "another tenant in a filter": _unfit(WHERE, {"tenantId": {"eq": "rival"}}),
    "another tenant in a variable": Attack(
        asking("{ viewer { tenant { slug } } }", tenantId="rival", tenant="rival"),
        200,
        data={"viewer": {"tenant": {"slug": "acme"}}},
        grade=Grade.RUN,
    ),
    "another tenant in a header": Attack(
        asking("{ viewer { subject } }", headers={"X-Tenant-Id": "rival"}),
        403,
        "FORBIDDEN",
        grade=Grade.RUN,
    ),
    **{
        f"{name} among what is said": _unfit(MAKE, {"firstName": "Ana", name: value})
        for name, value in IN_ACTS.items()
    },
    "a role that may not": Attack(
        asking('mutation { tagCreate(input: { label: "a" }) { tag { id } } }', Role.STAFF),
        200,
        "FORBIDDEN",
        data=None,
        grade=Grade.RUN,
    ),
}

WIDE: Final[dict[str, Any]] = {"or": [{"or": [{}] * 240}] * 240}
HELD: Final = "All variables together may hold at most 2000 values. Send less at once."
LETTERS: Final = "Use at most 255 characters."
# One letter that is eighteen when it is folded, and marks that have to be put in order.
PRAISE: Final = "\ufdfa"
MARKS: Final = "a" + "\u0301\u0323" * 4_999
NAMES: Final = (
    "firstName: $v, lastName: $v, fullName: $v, companyName: $v, city: $v, externalId: $v"
)
NAMED: Final = (
    f"mutation ($v: String) {{ customerCreate(input: {{ {NAMES} }}) {{ customer {{ id }} }} }}"
)
PREFERRED: Final = {f"k{number}": ["a"] * 200 for number in range(190)}


def _lists(kind: str, said: str, value: Any) -> Callable[[Known], Ask]:
    """Twenty lists that use the same variable."""
    lists = some(20, f"a#: customers(first: 1, {said}) {{ nodes {{ id }} }}")
    return asking(f"query ($v: {kind}) {{ {lists} }}", v=value)


def _named(field: str) -> Attack:
    said = f"where: {{ or: [{{ {field}: {{ in: $v }} }}, {{ {field}: {{ in: $v }} }}] }}"
    names = [PRAISE * 160 + str(number) for number in range(240)]
    found = {f"a{number}": NONE["customers"] for number in range(20)}
    return Attack(_lists("[String!]", said, names), 200, data=found, grade=Grade.RUN)


_refused = partial(Attack, status=200, code="BAD_USER_INPUT", data=None, grade=Grade.RUN)
_at_once = partial(Attack, status=400, code="BAD_USER_INPUT", message=HELD)

SIZES: Final[Attacks] = {
    "a filter of 57,600 criteria": _at_once(_saying(WHERE, WIDE)),
    "the same, of somebody who may not list": _at_once(asking(WHERE, Role.CUSTOMER, v=WIDE)),
    "the same in 20 lists": _at_once(_lists("CustomerWhere", "where: $v", WIDE)),
    "a filter of 15,000 unknown fields": _at_once(
        _saying(WHERE, dict.fromkeys(map(str, range(15_000))))
    ),
    "preferences of 38,000 values": _at_once(_saying(MAKE, {"preferences": {"custom": PREFERRED}})),
    "a filter of 1,800 criteria in 20 lists": _refused(
        _lists("CustomerWhere", "where: $v", {"or": [{"or": [{}] * 225}] * 8}),
        message="Use at most 50 criteria.",
    ),
    "a long text in 120 criteria": _refused(
        _lists(
            "String",
            f"where: {{ and: [{'{ displayName: { contains: $v } } ' * 6}] }}",
            PRAISE * 10_000,
        ),
        message=LETTERS,
    ),
    "a long text in 20 searches": _refused(
        _lists("String", "search: $v", PRAISE * 10_000), message=LETTERS
    ),
    "480 names in 20 lists": _named("displayName"),
    "480 addresses in 20 lists": _named("email"),
    "10,000 marks on a letter, in every name": Attack(
        asking(NAMED, Role.ADMIN, v=MARKS),
        200,
        data={"customerCreate": {"customer": None}},
        grade=Grade.RUN,
    ),
}

VALUES: Final[Attacks] = {**TEXTS, **NUMBERS, **CURSORS, **IDS, **SIZES}
