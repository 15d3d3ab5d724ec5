"""Scopes: what there is to be allowed, and which role is allowed it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """A part somebody plays. The code never asks for a role; it asks for a scope."""

    CUSTOMER = "customer"
    STAFF = "staff"
    MANAGER = "manager"
    ADMIN = "admin"
    SERVICE = "service"
    OPERATOR = "operator"


class Scope(StrEnum):
    """Something that can be allowed, as `noun:verb`."""

    CUSTOMERS_LIST = "customers:list"
    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_PII = "customers:pii"
    CUSTOMERS_CREATE = "customers:create"
    CUSTOMERS_UPDATE = "customers:update"
    CUSTOMERS_DELETE = "customers:delete"
    CUSTOMERS_MERGE = "customers:merge"
    NOTES_READ = "notes:read"
    NOTES_WRITE = "notes:write"
    TAGS_READ = "tags:read"
    TAGS_WRITE = "tags:write"
    STATS_READ = "stats:read"
    ORDERS_RECORD = "orders:record"
    SEGMENTS_READ = "segments:read"
    SEGMENTS_WRITE = "segments:write"
    ANALYTICS_READ = "analytics:read"
    PRIVACY_REQUEST = "privacy:request"
    PRIVACY_ERASE = "privacy:erase"
    PRIVACY_HOLD = "privacy:hold"
    AUDIT_READ = "audit:read"
    SCHEMA_READ = "schema:read"
    TENANT_ADMIN = "tenant:admin"
    PLATFORM_IMPERSONATE = "platform:impersonate"


SCOPE_MEANINGS: Mapping[Scope, str] = MappingProxyType(
    {
        Scope.CUSTOMERS_LIST: "List, search and count customers.",
        Scope.CUSTOMERS_READ: "Read a customer.",
        Scope.CUSTOMERS_PII: "Read what names or reaches a person: names, mail, addresses.",
        Scope.CUSTOMERS_CREATE: "Create customers.",
        Scope.CUSTOMERS_UPDATE: "Change a customer and its addresses.",
        Scope.CUSTOMERS_DELETE: "Deactivate, block, delete and restore customers.",
        Scope.CUSTOMERS_MERGE: "Merge two customers into one, and undo it.",
        Scope.NOTES_READ: "Read what was noted about a customer.",
        Scope.NOTES_WRITE: "Write, change and delete notes.",
        Scope.TAGS_READ: "See tags.",
        Scope.TAGS_WRITE: "Make tags, and put them on customers.",
        Scope.STATS_READ: "Read the figures of a customer: orders, spending, visits.",
        Scope.ORDERS_RECORD: "Report orders and appointments of other systems.",
        Scope.SEGMENTS_READ: "See segments and who is in them.",
        Scope.SEGMENTS_WRITE: "Define segments and choose their members.",
        Scope.ANALYTICS_READ: "Read the figures of the whole tenant.",
        Scope.PRIVACY_REQUEST: "Ask for a person's data, or for its erasure.",
        Scope.PRIVACY_ERASE: "Erase a person for good.",
        Scope.PRIVACY_HOLD: "Forbid, and allow again, that a person is erased.",
        Scope.AUDIT_READ: "Read who did what, and who read what.",
        Scope.SCHEMA_READ: "Read the schema, where not everybody may.",
        Scope.TENANT_ADMIN: "Change the settings of the tenant.",
        Scope.PLATFORM_IMPERSONATE: "Act on a tenant named in the request.",
    }
)


class Reach(StrEnum):
    """How far an allowance goes: the caller's own customer, or every customer of the tenant."""

    SELF = "self"
    ALL = "all"


_TABLE = """
    scope                 customer  staff  manager  admin  service  operator
    customers:list        -         all    all      all    all      all
    customers:read        self      all    all      all    all      all
    customers:pii         self      all    all      all    all      -
    customers:create      -         -      -        all    all      -
    customers:update      self      -      all      all    all      -
    customers:delete      -         -      all      all    -        -
    customers:merge       -         -      all      all    -        -
    notes:read            -         -      all      all    -        -
    notes:write           -         -      all      all    -        -
    tags:read             -         -      all      all    all      -
    tags:write            -         -      all      all    -        -
    stats:read            self      all    all      all    all      all
    orders:record         -         -      -        -      all      -
    segments:read         -         all    all      all    all      all
    segments:write        -         -      all      all    -        -
    analytics:read        -         -      all      all    all      all
    privacy:request       self      -      all      all    all      -
    privacy:erase         -         -      -        all    -        all
    privacy:hold          -         -      -        all    -        all
    audit:read            self      -      -        all    -        all
    schema:read           -         -      -        all    all      all
    tenant:admin          -         -      -        all    -        all
    platform:impersonate  -         -      -        -      -        all
"""

_NOTHING = "-"


def _grants(table: str) -> Mapping[Role, Mapping[Scope, Reach]]:
    lines = (line.split() for line in table.strip().splitlines())
    (_, *scopes), *columns = zip(*lines, strict=True)
    return MappingProxyType({Role(role): _column(scopes, cells) for role, *cells in columns})


def _column(scopes: Iterable[str], cells: Iterable[str]) -> Mapping[Scope, Reach]:
    pairs = zip(scopes, cells, strict=True)
    return MappingProxyType(
        {Scope(scope): Reach(cell) for scope, cell in pairs if cell != _NOTHING}
    )


GRANTS = _grants(_TABLE)

_NAMES: Mapping[str, Role] = {
    **{role.value: role for role in Role},
    "admin_business": Role.ADMIN,
    "admin_manager": Role.MANAGER,
    "internal": Role.SERVICE,
    "platform": Role.OPERATOR,
}


def roles_of(raw: Iterable[str]) -> frozenset[Role]:
    """The roles that these words name. A word that is not exactly a name of a role is nothing."""
    words = (word.lower() for word in raw)
    return frozenset(_NAMES[word] for word in words if word in _NAMES)


def grants_of(roles: Iterable[str]) -> Mapping[Scope, Reach]:
    """What these roles may do together. Where one reaches further than another, it counts."""
    granted = [pair for role in roles_of(roles) for pair in GRANTS[role].items()]
    to_oneself = {scope: reach for scope, reach in granted if reach is Reach.SELF}
    to_all = {scope: reach for scope, reach in granted if reach is Reach.ALL}
    return MappingProxyType({**to_oneself, **to_all})


def matrix() -> str:
    """The whole table in Markdown, for the manual."""
    head = ["Scope", *Role, "What it allows"]
    lines = [head, ["---"] * len(head), *(_line_of(scope) for scope in Scope)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _line_of(scope: Scope) -> list[str]:
    cells = [GRANTS[role].get(scope, _NOTHING) for role in Role]
    return [f"`{scope}`", *cells, SCOPE_MEANINGS[scope]]
