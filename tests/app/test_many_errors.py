"""However many errors there are, and wherever they stand, they are told quickly, and some only."""

from time import process_time
from typing import Final

import pytest
from graphql import GraphQLError

from app.telling import entries
from auth.caller import Caller
from auth.scopes import Role, Scope
from resolvers.refusals import Refusal, Refusals
from tests.tenant import Tenant

DENIED: Final = (
    "phone email city region taxId firstName lastName fullName bornOn gender"
    " nationality countryCode preferences { custom } phoneE164 avatarUrl"
)
SECONDS: Final = 1.5
"""Five times what is promised; it was 18 s."""


async def crowd(tenant: Tenant) -> None:
    """A hundred customers."""
    await tenant.rows(
        "insert into customers (tenant_id, id, display_name, display_name_norm, created_by)"
        " select $1, gen_random_uuid(), 'Ana', 'ana', $1 from generate_series(1, 100)"
    )


@pytest.mark.parametrize("lines", [1, 44_000])
async def test_fields_that_are_denied_are_denied_quickly_on_any_line(
    tenant: Tenant, lines: int
) -> None:
    await crowd(tenant)
    query = "{" + "\n" * (lines - 1) + f"customers(first: 100) {{ nodes {{ {DENIED} }} }} }}"

    began = process_time()
    answer = await tenant.ask(query, by=[Role.OPERATOR])
    seconds = process_time() - began

    errors = answer.body["errors"]
    column = query.split("\n")[-1].index("phone") + 1
    assert errors[0]["locations"] == [{"line": lines, "column": column}]
    assert {error["extensions"]["code"] for error in errors[:-1]} == {"FORBIDDEN"}
    assert (len(errors), errors[-1]["message"]) == (1_001, "There were 500 more errors.")
    assert seconds < SECONDS


async def test_too_many_fields_that_are_denied_end_the_answer(tenant: Tenant) -> None:
    await crowd(tenant)
    pages = " ".join(f"a{n}: customers(first: 100) {{ nodes {{ {DENIED} }} }}" for n in range(9))

    began = process_time()
    answer = await tenant.ask(f"{{ {pages} }}", by=[Role.OPERATOR])
    seconds = process_time() - began

    assert (answer.status, answer.data) == (200, None)
    assert answer.codes == {"": "RESPONSE_TOO_LARGE"}
    assert seconds < SECONDS


@pytest.mark.breaks
async def test_what_goes_wrong_for_one_reason_is_logged_once(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await crowd(tenant)

    def fails(_: Caller, scope: Scope) -> bool:
        if scope is Scope.CUSTOMERS_PII:
            raise LookupError
        return True

    with monkeypatch.context() as patch:
        patch.setattr(Caller, "sees", fails)
        answer = await tenant.ask("{ customers(first: 100) { nodes { city region } } }")

    lines = [each.__dict__ for each in caplog.records if each.getMessage() == "unforeseen error"]
    errors = answer.body["errors"]
    assert (len(errors), len(lines)) == (200, 1)
    assert {each["extensions"]["errorId"] for each in errors} == {lines[0]["error_id"]}


def _wrong(reason: Exception) -> GraphQLError:
    return GraphQLError("a", path=["a"], original_error=reason)


@pytest.mark.breaks
def test_our_own_fault_is_never_left_out(caplog: pytest.LogCaptureFixture) -> None:
    errors = [_wrong(Refusal("No.")) for _ in range(5)]
    errors += [_wrong(Refusals([Refusal("No.", "some_field"), Refusal("No.")]))]
    errors += [_wrong(LookupError("a")), _wrong(KeyError("b"))]

    told = entries(errors, 3, "request")

    ids = [each.__dict__["error_id"] for each in caplog.records]
    assert [each["extensions"] for each in told] == [
        {"code": "INTERNAL_SERVER_ERROR", "errorId": ids[0]},
        {"code": "INTERNAL_SERVER_ERROR", "errorId": ids[1]},
        {"code": "BAD_USER_INPUT"},
        {"code": "ERRORS_LEFT_OUT"},
    ]
    assert told[-1]["message"] == "There were 6 more errors."
