"""What proves nothing is refused, whoever made it and however, and all refusals read alike."""

import json
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auth.payload import LONGEST_TEXT
from auth.tokens import LONGEST_TOKEN, InvalidToken, Verifier
from tests.auth.issuer import (
    CLAIMS,
    EC,
    ED,
    ISSUERS,
    NOW,
    RSA,
    Issuer,
    at,
    ec_issuer,
    ed_issuer,
    hand_signed,
    rsa_issuer,
    unsigned,
    without,
)

REFUSAL = "The access token is missing or not valid."

STRANGERS = {
    "RS256": rsa_issuer(),
    "ES256": ec_issuer(),
    "EdDSA": ed_issuer(),
    "HS256": Issuer("HS256", "somebody else's secret, long enough"),
}


def verifier_of(issuer: Issuer) -> Verifier:
    return Verifier(issuer.keys, audience="clientela", issuer="https://id.example")


def saying(**claims: object) -> Callable[[Issuer], str]:
    return lambda issuer: issuer.sign({**CLAIMS, **claims})


def lacking(claim: str) -> Callable[[Issuer], str]:
    return lambda issuer: issuer.sign(without(claim))


def spelt(token: str) -> Callable[[Issuer], str]:
    return lambda _: token


def with_a_changed_payload(issuer: Issuer) -> str:
    _, _, signature = issuer.sign().split(".")
    return unsigned({"alg": issuer.algorithm}, {**CLAIMS, "roles": ["admin"]}) + signature


def without_a_signature(issuer: Issuer) -> str:
    return unsigned({"alg": issuer.algorithm})


FORGED: Mapping[str, tuple[Callable[[Issuer], str], str]] = {
    "empty": (spelt(""), "DecodeError"),
    "one word": (spelt("Bearer"), "DecodeError"),
    "three words": (spelt("not.a.token"), "DecodeError"),
    "header is no object": (spelt(unsigned([])), "DecodeError"),
    "header goes very deep": (spelt("W1tb" * 900 + ".e30."), "DecodeError"),
    "not ASCII": (spelt("é" * 20), "too long or not ASCII"),
    "half a character": (spelt("\ud800"), "too long or not ASCII"),
    "oversized": (saying(name="a" * LONGEST_TOKEN), "too long or not ASCII"),
    "alg none": (spelt(unsigned({"alg": "none"})), "InvalidAlgorithmError"),
    "alg None": (spelt(unsigned({"alg": "None"})), "InvalidAlgorithmError"),
    "alg a list": (spelt(unsigned({"alg": ["none"]})), "InvalidAlgorithmError"),
    "alg missing": (spelt(unsigned({})), "InvalidAlgorithmError"),
    "alg of another size": (spelt(unsigned({"alg": "HS512"})), "InvalidAlgorithmError"),
    "wrong key": (lambda i: STRANGERS[i.algorithm].sign(), "InvalidSignatureError"),
    "changed payload": (with_a_changed_payload, "InvalidSignatureError"),
    "no signature": (without_a_signature, "InvalidSignatureError"),
    "kid a path": (
        lambda i: STRANGERS[i.algorithm].sign(kid="../../dev/null"),
        "InvalidSignatureError",
    ),
    "kid SQL": (
        lambda i: STRANGERS[i.algorithm].sign(kid="' union select 'secret' --"),
        "InvalidSignatureError",
    ),
    "kid a number": (spelt(unsigned({"alg": "RS256", "kid": 1})), "InvalidTokenError"),
    "unknown crit": (lambda i: i.sign(crit=["tenant"], tenant="x"), "InvalidTokenError"),
    "payload a list": (lambda i: i.sign_bytes(b"[]"), "DecodeError"),
    "payload no JSON": (lambda i: i.sign_bytes(b"{"), "DecodeError"),
    "payload very deep": (lambda i: i.sign_bytes(b"[" * 4000), "DecodeError"),
    "expired": (saying(exp=at(-30)), "exp has passed"),
    "exp missing": (lacking("exp"), "exp is missing"),
    "exp null": (saying(exp=None), "exp is missing"),
    "exp text": (saying(exp=str(at(600))), "exp is not a number"),
    "exp true": (saying(exp=True), "exp is not a number"),
    "exp not finite": (saying(exp=float("inf")), "exp is no moment in time"),
    "exp not a number": (saying(exp=float("nan")), "exp is no moment in time"),
    "exp in milliseconds": (saying(exp=at(600) * 1000), "exp is no moment in time"),
    "not yet valid": (saying(nbf=at(31)), "nbf has not come yet"),
    "issued later": (saying(iat=at(31)), "iat has not come yet"),
    "nbf text": (saying(nbf="now"), "nbf is not a number"),
    "wrong aud": (saying(aud="another"), "InvalidAudienceError"),
    "aud missing": (lacking("aud"), "MissingRequiredClaimError"),
    "aud of a wrong type": (saying(aud={"clientela": 1}), "InvalidAudienceError"),
    "wrong iss": (saying(iss="https://id.example.net"), "InvalidIssuerError"),
    "iss missing": (lacking("iss"), "MissingRequiredClaimError"),
    "sub missing": (lacking("sub"), "sub is missing"),
    "sub empty": (saying(sub=""), "sub is missing"),
    "sub a number": (saying(sub=7), "InvalidSubjectError"),
    "sub with NUL": (saying(sub="anna\0"), "sub holds what is not text"),
    "sub with half a character": (saying(sub="\ud800"), "sub holds what is not text"),
    "sub too long": (saying(sub="a" * (LONGEST_TEXT + 1)), "sub is too long"),
    "tenant a list": (saying(tenant_id=["demo"]), "tenant_id is not text"),
    "tenant true": (saying(tenant_id=True), "tenant_id is not text"),
    "tenant a fraction": (saying(tenant_id=1.5), "tenant_id is not text"),
    "tenant a long number": (saying(tenant_id=10**300), "tenant_id is too long"),
    "two tenants": (
        saying(business_id="other"),
        "tenant_id, organization_id, business_id, tenant disagree",
    ),
    "roles text": (saying(roles="admin"), "roles is not a list"),
    "roles of numbers": (saying(roles=[1]), "roles is not text"),
    "role a list": (saying(role=["admin"]), "role is not text"),
    "name an object": (saying(name={}), "name is not text"),
    "active a word": (saying(active="yes"), "active or is_active is neither true nor false"),
    "is_active a number": (saying(is_active=1), "active or is_active is neither true nor false"),
    "customer_id a list": (saying(customer_id=[]), "customer_id is not text"),
}

every_issuer = pytest.mark.parametrize("issuer", ISSUERS, ids=lambda issuer: issuer.algorithm)


@every_issuer
async def test_the_true_token_is_accepted(issuer: Issuer) -> None:
    verifier = verifier_of(issuer)

    claims = await verifier.verify(issuer.sign(), NOW)

    assert (claims.subject, claims.tenant, claims.roles) == ("anna", "demo", ("staff",))


@every_issuer
@pytest.mark.parametrize("forgery", FORGED)
async def test_the_false_token_is_refused(issuer: Issuer, forgery: str) -> None:
    forge, reason = FORGED[forgery]
    verifier = verifier_of(issuer)

    with pytest.raises(InvalidToken) as refused:
        await verifier.verify(forge(issuer), NOW)

    assert str(refused.value) == REFUSAL
    assert refused.value.reason == reason


@pytest.mark.parametrize("issuer", [RSA, EC, ED], ids=lambda issuer: issuer.algorithm)
@pytest.mark.parametrize("alg", ["HS256", "RS256", "ES256", "EdDSA"])
async def test_a_public_key_is_never_a_secret(issuer: Issuer, alg: str) -> None:
    forged = hand_signed(issuer.pem, alg)

    with pytest.raises(InvalidToken, match=REFUSAL):
        await verifier_of(issuer).verify(forged, NOW)


async def test_the_longest_token_allowed_is_read_and_one_byte_more_is_not() -> None:
    longest = "a" * LONGEST_TOKEN

    with pytest.raises(InvalidToken) as read:
        await verifier_of(RSA).verify(longest, NOW)
    with pytest.raises(InvalidToken) as unread:
        await verifier_of(RSA).verify(longest + "a", NOW)

    assert read.value.reason == "DecodeError"
    assert unread.value.reason == "too long or not ASCII"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@settings(max_examples=50, deadline=None)
@given(claim=st.sampled_from([*CLAIMS, "name", "role", "active", "customer_id"]), value=JSON)
async def test_whatever_a_signed_claim_holds_the_answer_is_claims_or_a_refusal(
    claim: str, value: object
) -> None:
    verifier = Verifier(ED.keys)
    token = ED.sign_bytes(json.dumps({**CLAIMS, claim: value}).encode())

    try:
        accepted = (await verifier.verify(token, NOW)).subject
    except InvalidToken as refused:
        accepted = str(refused)

    assert accepted == REFUSAL or 0 < len(accepted) <= LONGEST_TEXT


@settings(max_examples=50, deadline=None)
@given(token=st.text() | st.from_regex(r"[\w-]+\.[\w-]+\.[\w-]+", fullmatch=True))
async def test_whatever_text_is_no_token_is_refused(token: str) -> None:
    verifier = Verifier(ED.keys)

    with pytest.raises(InvalidToken) as refused:
        await verifier.verify(token, NOW)

    assert str(refused.value) == REFUSAL
