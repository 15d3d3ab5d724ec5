"""Who may do what: the whole matrix, said a second time and role by role."""

from pathlib import Path

import pytest

from auth.scopes import GRANTS, SCOPE_MEANINGS, Reach, Role, Scope, grants_of, matrix, roles_of

PAGE = Path(__file__).parents[2] / "docs" / "identity.md"

MANAGED = {
    "customers:list",
    "customers:read",
    "customers:pii",
    "customers:update",
    "customers:delete",
    "customers:merge",
    "notes:read",
    "notes:write",
    "tags:read",
    "tags:write",
    "stats:read",
    "segments:read",
    "segments:write",
    "analytics:read",
    "privacy:request",
}

ALLOWED: dict[Role, set[str]] = {
    Role.CUSTOMER: set(),
    Role.STAFF: {
        "customers:list",
        "customers:read",
        "customers:pii",
        "stats:read",
        "segments:read",
    },
    Role.MANAGER: MANAGED,
    Role.ADMIN: MANAGED
    | {
        "customers:create",
        "privacy:erase",
        "privacy:hold",
        "audit:read",
        "schema:read",
        "tenant:admin",
    },
    Role.SERVICE: {
        "customers:list",
        "customers:read",
        "customers:pii",
        "customers:create",
        "customers:update",
        "tags:read",
        "stats:read",
        "orders:record",
        "segments:read",
        "analytics:read",
        "privacy:request",
        "schema:read",
    },
    Role.OPERATOR: {
        "customers:list",
        "customers:read",
        "stats:read",
        "segments:read",
        "analytics:read",
        "privacy:erase",
        "privacy:hold",
        "audit:read",
        "schema:read",
        "tenant:admin",
        "platform:impersonate",
    },
}

ALLOWED_TO_ONESELF = {
    "customers:read",
    "customers:pii",
    "customers:update",
    "stats:read",
    "privacy:request",
    "audit:read",
}


def reaching(role: Role, reach: Reach) -> set[str]:
    return {str(scope) for scope, granted in GRANTS[role].items() if granted is reach}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_this_to_everybody_and_nothing_else(role: Role) -> None:
    assert reaching(role, Reach.ALL) == ALLOWED[role]


@pytest.mark.parametrize("role", Role)
def test_only_customers_may_do_things_to_themselves_only(role: Role) -> None:
    to_oneself = ALLOWED_TO_ONESELF if role is Role.CUSTOMER else set()

    assert reaching(role, Reach.SELF) == to_oneself


def test_every_scope_is_allowed_to_somebody_and_says_what_it_is() -> None:
    granted = {scope for role in Role for scope in GRANTS[role]}

    assert granted == set(Scope) == set(SCOPE_MEANINGS)
    assert [scope for scope in Scope if not SCOPE_MEANINGS[scope].endswith(".")] == []


def test_the_matrix_cannot_be_changed_while_we_run() -> None:
    with pytest.raises(TypeError, match="does not support item assignment"):
        GRANTS[Role.STAFF][Scope.NOTES_READ] = Reach.ALL  # type: ignore[index]  # the promise


@pytest.mark.parametrize(
    ("word", "role"),
    [
        *((role.value, role) for role in Role),
        ("admin_business", Role.ADMIN),
        ("admin_manager", Role.MANAGER),
        ("internal", Role.SERVICE),
        ("platform", Role.OPERATOR),
        ("Admin", Role.ADMIN),
        ("ADMIN_MANAGER", Role.MANAGER),
    ],
)
def test_a_role_is_known_by_its_names(word: str, role: Role) -> None:
    assert roles_of([word]) == {role}


@pytest.mark.parametrize(
    "word",
    [
        "",
        "adm",
        "administrator",
        "admin_",
        "admin_x",
        "admin ",
        " admin",
        "*",
        "root",
        "\u017ftaff",
    ],
)
def test_a_word_that_is_nearly_a_role_is_nothing(word: str) -> None:
    assert roles_of([word]) == frozenset()
    assert grants_of([word]) == {}


def test_an_unknown_role_takes_nothing_from_a_known_one() -> None:
    assert roles_of(["accountant", "staff"]) == {Role.STAFF}
    assert grants_of(["accountant", "staff"]) == GRANTS[Role.STAFF]


@pytest.mark.parametrize("roles", [("customer", "staff"), ("staff", "customer")])
def test_two_roles_together_reach_as_far_as_the_further_one(roles: tuple[str, ...]) -> None:
    grants = grants_of(roles)

    assert grants[Scope.CUSTOMERS_READ] is Reach.ALL
    assert grants[Scope.CUSTOMERS_UPDATE] is Reach.SELF
    assert set(grants) == {*GRANTS[Role.CUSTOMER], *GRANTS[Role.STAFF]}


def test_a_line_of_the_table_names_the_scope_its_reaches_and_its_meaning() -> None:
    lines = matrix().splitlines()

    assert lines[0] == (
        "| Scope | customer | staff | manager | admin | service | operator | What it allows |"
    )
    assert (
        lines[3] == "| `customers:read` | self | all | all | all | all | all | Read a customer. |"
    )
    assert len(lines) == 2 + len(Scope)


def test_the_page_on_identity_shows_the_matrix_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")

    shown = page.partition("<!-- matrix begins -->\n")[2].partition("\n<!-- matrix ends -->")[0]

    assert shown == matrix()
