"""Attacks by documents that are too large, too deep, too wide, or wrong in too many places."""

from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any, Final

from graphql import get_introspection_query

from auth.scopes import Role
from tests.attacks.attack import Ask, Attack, Attacks, Grade, Known, asking, some

LEVELS: Final = "{ customers { nodes { notes { nodes { customer { notes { nodes { customer {"
COPIES: Final = "... { customers(first: #) { totalCount { value } } }"
INTO: Final = (
    "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }"
)
WIDE: Final = "types { fields { args { type { name } } type { name fields { name } } } }"
FULL: Final = "{ __schema { types { name kind fields { name type { name kind } } } } }"
WHOLE: Final = get_introspection_query(
    specified_by_url=True,
    directive_is_repeatable=True,
    schema_description=True,
    input_value_deprecation=True,
)
IDS: Final[dict[str, Any]] = {f"v{number}": "a" for number in range(99)}
TAGS: Final = "tags { id label color priority createdAt updatedAt version }"
WORN: Final = "tags { customers(first: 1) { nodes { "
DENIED: Final = (
    "phone email city region taxId userId externalId firstName lastName fullName bornOn gender"
    " nationality countryCode preferences { custom } phoneE164 blockedReason avatarUrl"
)
TAG: Final = 'tagCreate(input: { label: "a#" }) { tag { id } }'


def deep(many: int, opening: str, inside: str, closing: str) -> str:
    """Something in itself, so many times."""
    return opening * many + inside + closing * many


def fragments(many: int, inside: str, on: str = "Query") -> str:
    """Fragments, each with the same inside."""
    return some(many, f"fragment F# on {on} {{ {inside} }}")


def _refused(code: str, query: str, by: Role = Role.MANAGER, *, status: int = 400) -> Attack:
    return Attack(asking(query, by), status, code)


_too_complex = partial(_refused, "DOCUMENT_TOO_COMPLEX")
_wrong = partial(_refused, "GRAPHQL_VALIDATION_FAILED")
_very_wrong = partial(_refused, "GRAPHQL_VALIDATION_FAILED ERRORS_LEFT_OUT")


def _answered(query: str, by: Role = Role.MANAGER) -> Attack:
    return Attack(asking(query, by), 200)


_NUMBERS: Final = count()


def _too_large(query: str) -> Attack:
    return Attack(_by_rival(query), 200, "RESPONSE_TOO_LARGE", data=None, grade=Grade.RUN)


def _by_rival(query: str) -> Callable[[Known], Ask]:
    """Asked in the tenant where a customer wears as many tags as one can."""

    def ask(known: Known) -> Ask:
        # Such answers are charged for, and nobody shall pay for those before.
        token = known.tokens(Role.ADMIN, f"collector {next(_NUMBERS)}")
        return Ask({"query": query}, by=None, headers={"Authorization": f"Bearer {token}"})

    return ask


ALIASES: Final[Attacks] = {
    "101 aliases": _too_complex(f"{{ {some(101, 'a#: viewer { subject }')} }}"),
    "101 aliases of __typename": _too_complex(f"{{ {some(101, 'a#: __typename')} }}"),
    "30 aliases": _answered(f"{{ viewer {{ {some(30, 'a#: __typename')} }} }}"),
    "31 aliases": _too_complex(f"{{ viewer {{ {some(31, 'a#: __typename')} }} }}"),
    "5,000 aliases": _too_complex(f"{{ {some(5_000, 'a#: __typename')} }}"),
    "21 fields at the root": _too_complex(f"{{ {some(21, 'a#: __typename')} }}"),
    "21 acts at once": _too_complex(f"mutation {{ {some(21, f'b#: {TAG}')} }}"),
    "aliases through a fragment": _too_complex(
        f"{{ a: viewer {{ ...F }} b: viewer {{ ...F }} }}"
        f" fragment F on Viewer {{ {some(15, 'a#: subject')} }}"
    ),
    "aliases through fragments in fragments": _too_complex(
        "{ ...A } fragment A on Query { a: viewer { ...B } b: viewer { ...B } }"
        f" fragment B on Viewer {{ ...C }} fragment C on Viewer {{ {some(15, 'a#: subject')} }}"
    ),
}

FRAGMENTS: Final[Attacks] = {
    "fragments that double": _too_complex(
        "{ ...F0 }"
        + some(180, "fragment F# on Query { ...F## ...F## }")
        + "fragment F180 on Query { __typename }"
    ),
    "fields that double": _too_complex(
        "{ customers { nodes { ...F0 } } }"
        + some(100, "fragment F# on Customer { notes { ...G# } addresses { customer { ...F## } } }")
        + some(100, "fragment G# on NoteConnection { nodes { customer { ...F## } } }")
        + "fragment F100 on Customer { id }"
    ),
    "a chain of 240 fragments": _too_complex(
        "{ ...F0 }"
        + some(240, "fragment F# on Query { ...F## }")
        + "fragment F240 on Query { __typename }"
    ),
    "a fragment in itself": _wrong("{ ...F } fragment F on Query { __typename ...F }"),
    "two fragments in each other": _wrong(
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"
    ),
    "a loop of 20 fragments": _wrong(
        "{ ...F0 }"
        + some(19, "fragment F# on Query { ...F## }")
        + "fragment F19 on Query { ...F0 }"
    ),
    "a loop of 240 fragments": _too_complex(
        "{ ...F0 }"
        + some(239, "fragment F# on Query { ...F## }")
        + "fragment F239 on Query { ...F0 }"
    ),
    "28 fragments in one another": _very_wrong("{ ...F0 }" + fragments(28, some(28, "...F#"))),
    "240 fragments that nobody spreads": _very_wrong(
        "{ __typename }" + fragments(240, "__typename")
    ),
}

DEPTH: Final[Attacks] = {
    "13 levels": _too_complex(LEVELS + "notes { nodes { customer { tags { id" + " }" * 13),
    "a selection 5,000 deep": _too_complex(deep(5_000, "{ viewer ", "{ subject }", "}")),
    "a selection 600 deep": _too_complex(deep(600, "{ viewer ", "{ subject }", "}")),
    "inline fragments 5,000 deep": _too_complex("{" + deep(5_000, "... {", "id", "}") + "}"),
    "inline fragments 600 deep": _too_complex("{" + deep(600, "... {", "id", "}") + "}"),
    "a list 5,000 deep": _too_complex(f"{{ nodes(ids: {deep(5_000, '[', '', ']')}) {{ id }} }}"),
    "a list 900 deep": _too_complex(f"{{ nodes(ids: {deep(900, '[', '', ']')}) {{ id }} }}"),
    "an object 3,000 deep": _too_complex(
        f"{{ customers(where: {deep(3_000, '{not: ', '{}', '}')}) {{ nodes {{ id }} }} }}"
    ),
    "an object 450 deep": _too_complex(
        f"{{ customers(where: {deep(450, '{not: ', '{}', '}')}) {{ nodes {{ id }} }} }}"
    ),
    "an object 100 deep": _wrong(
        f"{{ customers(where: {deep(100, '{not: ', '1', '}')}) {{ nodes {{ id }} }} }}"
    ),
    "a type 900 deep": _too_complex(f"query ($v: {deep(900, '[', 'Int', ']')}) {{ __typename }}"),
}

DIRECTIVES: Final[Attacks] = {
    "10 unknown directives": _too_complex(f"{{ __typename {some(10, '@aa')} }}"),
    "3 unknown directives": _wrong("{ __typename @aa @aa @aa }"),
    "1,000 unknown directives": _too_complex(f"{{ __typename {some(1_000, '@aa')} }}"),
    "500 known directives": _too_complex(f"{{ __typename {some(500, '@include(if: true)')} }}"),
    "41 directives": _too_complex(
        f"{{ viewer {{ {some(41, '... @include(if: true) { id }')} }} }}"
    ),
    "a directive of the schema": _wrong('{ __typename @specifiedBy(url: "a") }'),
    "to defer": _wrong("{ ... @defer { __typename } }"),
}

REPEATS: Final[Attacks] = {
    "500 times a field": _too_complex(f"{{ {some(500, '__typename')} }}"),
    "10,000 times a field": _too_complex(f"{{ {some(10_000, '__typename')} }}"),
    "21 times a field": _too_complex(f"{{ viewer {{ {some(21, 'subject')} }} }}"),
    "20 times a field": _answered(f"{{ viewer {{ {some(20, 'subject')} }} }}"),
    "60 fragments that ask for the same": _answered(
        f"{{ viewer {{ {some(60, '...F#')} }} }}" + fragments(60, "subject name", "Viewer")
    ),
    "one field with 150 arguments": _too_complex(f"{{ {some(150, COPIES)} }}"),
    "one field in 110 fragments": _too_complex(
        f"{{ {some(110, '...F#')} }}"
        + fragments(110, "customers(first: #) { totalCount { value } }")
    ),
    "one field in 200 fields of one name": _too_complex(
        f"{{ customers {{ {some(200, '... { nodes { id } }')} }} }}"
    ),
    "one leaf in 400 places": _too_complex(f"{{ viewer {{ {some(400, '... { subject }')} }} }}"),
    "19 fields that contradict one another": _very_wrong(
        f"{{ {some(19, '... { customers(first: #) { nodes { id } } }')} }}"
    ),
}

NUMBERS: Final[Attacks] = {
    "11 operations": _too_complex(some(11, "query O# { __typename }")),
    "400 operations": _too_complex(some(400, "query O# { __typename }")),
    "101 variables": _too_complex(f"query ({some(101, '$v#: Int')}) {{ __typename }}"),
    "100 variables that are not used": _very_wrong(
        f"query ({some(100, '$v#: Int')}) {{ __typename }}"
    ),
    "99 variables in a list": Attack(
        asking(
            f"query ({some(99, '$v#: ID!')}) {{ nodes(ids: [{some(99, '$v#')}]) {{ id }} }}",
            **IDS,
        ),
        200,
        data={"nodes": [None] * 99},
    ),
    "5,000 variables": _too_complex(f"query ({some(5_000, '$v#: Int')}) {{ __typename }}"),
    "251 items": _too_complex(f"{{ nodes(ids: [{some(251, chr(34) + '#' + chr(34))}]) {{ id }} }}"),
    "2,000 unknown fields": _too_complex(f"{{ {some(2_000, 'a#')} }}"),
    "1,900 unknown fields": _very_wrong(f"{{ viewer {{ {some(1_900, 'a#')} }} }}"),
    "1,900 fields that are almost known": Attack(
        asking(f"{{ viewer {{ {some(1_900, 'subjec#')} }} }}", Role.ADMIN),
        400,
        "GRAPHQL_VALIDATION_FAILED ERRORS_LEFT_OUT",
        suggests=True,
    ),
    "more faults than are told, when it is run": Attack(
        asking("{ customers { nodes { id email city phone } } }", Role.OPERATOR),
        200,
        grade=Grade.RUN,
        most_errors=21,
        code="FORBIDDEN ERRORS_LEFT_OUT",
    ),
    "faults below 44,000 empty lines": Attack(
        asking(
            "{" + "\n" * 44_000 + f"customers(first: 100) {{ nodes {{ {DENIED} }} }} }}",
            Role.OPERATOR,
        ),
        200,
        grade=Grade.RUN,
        most_errors=21,
        code="FORBIDDEN ERRORS_LEFT_OUT",
    ),
    "101 comments": _too_complex("#\n" * 101 + "{ __typename }"),
    "50,001 characters": _too_complex("{ __typename }" + "," * 49_987),
    "49,000 commas": _answered("{ __typename" + "," * 49_000 + "}"),
    "a document of 260 kB": Attack(
        asking("#" + "a" * 262_144 + "\n{ __typename }"),
        413,
        "PAYLOAD_TOO_LARGE",
        grade=Grade.UNREAD,
    ),
    "a number of 49,000 digits": _wrong(f"{{ customers(first: {'9' * 49_000}) {{ __typename }} }}"),
    "types in a document": _very_wrong(some(240, "type T# { a: Int }")),
    "no document": _refused("GRAPHQL_PARSE_FAILED", " "),
    "half a document": _refused("GRAPHQL_PARSE_FAILED", "{"),
    "a string without end": _refused("GRAPHQL_PARSE_FAILED", '{ node(id: "' + "a" * 40_000),
    "tags of customers of tags": _too_large(
        f"{{ customers(first: 1) {{ nodes {{ {deep(2, WORN, TAGS, ' } } }')} }} }} }}"
    ),
    "a page of tags, 29 times": _too_large(
        f"{{ customers(first: 1) {{ nodes {{ {some(29, 'a#: ' + TAGS)} }} }} }}"
    ),
    "a page of pages": _refused(
        "COST_LIMIT_EXCEEDED",
        "{ customers(first: 100) { nodes { notes(first: 100) { nodes { id } } } } }",
    ),
}

SCHEMA: Final[Attacks] = {
    "introspection by those who may not": _refused("INTROSPECTION_DISABLED", FULL),
    "one type by those who may not": _refused(
        "INTROSPECTION_DISABLED", '{ __type(name: "Customer") { name } }'
    ),
    "introspection in a fragment": _refused(
        "INTROSPECTION_DISABLED", "{ ...F } fragment F on Query { a: __schema { types { name } } }"
    ),
    "introspection by those who may": Attack(
        asking(FULL, Role.ADMIN), 200, grade=Grade.RUN, most_bytes=262_144
    ),
    "introspection as tools do it": Attack(
        asking(WHOLE, Role.ADMIN), 200, grade=Grade.RUN, most_bytes=262_144
    ),
    "the schema in circles": _too_complex(INTO, Role.ADMIN),
    "the schema 19 times": _refused(
        "COST_LIMIT_EXCEEDED", f"{{ {some(19, 'a#: __schema { types { name } }')} }}", Role.ADMIN
    ),
    "the schema from 29 sides": _too_large(f"{{ __schema {{ {some(29, 'a#: ' + WIDE)} }} }}"),
    "the schema in circles, by those who may not": _refused("INTROSPECTION_DISABLED", INTO),
    "a field that is almost known": _wrong("{ custmers { nodes { id } } }"),
    "an argument that is almost known": _wrong("{ customers(frst: 1) { nodes { id } } }"),
    "a value that is almost known": _wrong("{ customers(deleted: EXCLUD) { nodes { id } } }"),
    "an input field that is almost known": _wrong(
        '{ customers(where: { cty: { eq: "a" } }) { nodes { id } } }'
    ),
    "a type that is almost known": _wrong("query ($v: Customr) { __typename }"),
    "variables that are almost known": Attack(
        asking(
            "query ($where: CustomerWhere) { customers(where: $where) { nodes { id } } }",
            where={"cty": {"eq": "a"}},
        ),
        400,
        "BAD_USER_INPUT",
    ),
}

DOCUMENTS: Final[Attacks] = {
    **ALIASES,
    **FRAGMENTS,
    **DEPTH,
    **DIRECTIVES,
    **REPEATS,
    **NUMBERS,
    **SCHEMA,
}
