"""What a valid token says is read as it was meant."""

from datetime import UTC, datetime, timedelta

import pytest

from auth.keys import UnusableKey, shared_secret
from auth.tokens import Claims, InvalidToken, Verifier, mint
from tests.auth.issuer import CLAIMS, ED, NOW, SECRET, at, without

LEAST = {"sub": "anna", "exp": at(600)}


async def read(claims: dict[str, object], *, leeway: int = 30) -> Claims:
    return await Verifier(ED.keys, leeway=leeway).verify(ED.sign(claims), NOW)


async def test_a_full_token_is_read() -> None:
    token = {**CLAIMS, "name": "Anna Rossi", "customer_id": "cus_1", "active": False}

    claims = await read(token)

    assert claims == Claims(
        subject="anna",
        tenant="demo",
        roles=("staff",),
        name="Anna Rossi",
        active=False,
        customer_id="cus_1",
        expires_at=datetime(2027, 1, 8, 12, 10, tzinfo=UTC),
    )


async def test_a_subject_and_an_expiry_are_enough() -> None:
    claims = await read({**LEAST})

    assert claims == Claims(
        subject="anna",
        tenant=None,
        roles=(),
        name=None,
        active=True,
        customer_id=None,
        expires_at=datetime(2027, 1, 8, 12, 10, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("named", "tenant"),
    [
        ({"tenant_id": "demo"}, "demo"),
        ({"organization_id": 7}, "7"),
        ({"business_id": "0193"}, "0193"),
        ({"tenant": "demo"}, "demo"),
        ({"tenant_id": "7", "organization_id": 7}, "7"),
        ({"tenant_id": "", "business_id": None, "tenant": "demo"}, "demo"),
        ({"tenant_id": ""}, None),
        ({"tenant_id": 0}, "0"),
    ],
)
async def test_a_tenant_has_four_names_and_is_kept_as_text(
    named: dict[str, object], tenant: str | None
) -> None:
    claims = await read({**LEAST, **named})

    assert claims.tenant == tenant


@pytest.mark.parametrize(
    ("named", "roles"),
    [
        ({"roles": ["staff", "customer"]}, ("staff", "customer")),
        ({"role": "admin"}, ("admin",)),
        ({"roles": ["staff"], "role": "admin"}, ("staff", "admin")),
        ({"roles": ["", None, "staff"], "role": ""}, ("staff",)),
        ({"roles": None}, ()),
    ],
)
async def test_roles_come_as_a_list_or_as_one_word(
    named: dict[str, object], roles: tuple[str, ...]
) -> None:
    claims = await read({**LEAST, **named})

    assert claims.roles == roles


@pytest.mark.parametrize(
    ("named", "active"),
    [
        ({"active": True}, True),
        ({"active": False}, False),
        ({"is_active": False}, False),
        ({"active": True, "is_active": False}, False),
        ({"active": None}, True),
    ],
)
async def test_one_no_is_enough_to_be_inactive(named: dict[str, object], *, active: bool) -> None:
    claims = await read({**LEAST, **named})

    assert claims.active is active


async def test_a_text_may_be_255_characters_long() -> None:
    claims = await read({**LEAST, "sub": "a" * 255})

    assert claims.subject == "a" * 255


async def test_a_name_may_be_written_in_any_script() -> None:
    claims = await read({**LEAST, "name": "مریم می‌نویسد"})

    assert claims.name == "مریم می‌نویسد"


@pytest.mark.parametrize("on_time", [{"exp": at(-29)}, {"nbf": at(30)}, {"iat": at(30)}])
async def test_clocks_may_differ_by_half_a_minute(on_time: dict[str, object]) -> None:
    claims = await read({**LEAST, **on_time})

    assert claims.subject == "anna"


@pytest.mark.parametrize("off", [{"exp": at(0)}, {"nbf": at(1)}, {"iat": at(1)}])
async def test_without_leeway_a_second_counts(off: dict[str, object]) -> None:
    with pytest.raises(InvalidToken):
        await read({**LEAST, **off}, leeway=0)


@pytest.mark.parametrize("leeway", [-1, 61])
def test_the_leeway_is_at_most_a_minute(leeway: int) -> None:
    assert Verifier(ED.keys, leeway=60).leeway == 60

    with pytest.raises(ValueError, match="between 0 and 60 seconds"):
        Verifier(ED.keys, leeway=leeway)


async def test_one_audience_of_several_is_enough() -> None:
    verifier = Verifier(ED.keys, audience="clientela")
    token = ED.sign({**CLAIMS, "aud": ["shop", "clientela"]})

    claims = await verifier.verify(token, NOW)

    assert claims.subject == "anna"


@pytest.mark.parametrize("absent", ["aud", "iss"])
async def test_what_is_not_configured_is_not_asked_for(absent: str) -> None:
    verifier = Verifier(ED.keys)

    said = await verifier.verify(ED.sign(), NOW)
    unsaid = await verifier.verify(ED.sign(without(absent)), NOW)

    assert said == unsaid


async def test_a_minted_token_is_valid_for_its_lifetime_and_no_longer() -> None:
    verifier = Verifier(shared_secret(SECRET), leeway=0)
    token = mint(SECRET, {"sub": "anna", "tenant": "demo"}, NOW, timedelta(hours=1))

    claims = await verifier.verify(token, NOW)

    assert (claims.subject, claims.expires_at) == ("anna", NOW + timedelta(hours=1))
    with pytest.raises(InvalidToken):
        await verifier.verify(token, NOW + timedelta(hours=1))


def test_a_short_secret_mints_nothing() -> None:
    with pytest.raises(UnusableKey, match="at least 32 bytes"):
        mint("secret", {"sub": "anna"}, NOW, timedelta(hours=1))
