"""A key says itself what it may be used for, and a weak or wrong one is refused at the start."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from auth.keys import UnusableKey, public_key, shared_secret
from tests.auth.issuer import EC, ED, NOW, RSA, SECRET, Issuer


def pem_of(private: object) -> str:
    return Issuer("of no matter", private).pem


def weak_pem() -> str:
    return pem_of(rsa.generate_private_key(65537, 1024))  # noqa: S505  # weak is the point


def private_pem() -> str:
    key = ed25519.Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize("issuer", [RSA, EC, ED], ids=lambda issuer: issuer.algorithm)
def test_a_public_key_is_good_for_one_algorithm(issuer: Issuer) -> None:
    keys = public_key(issuer.pem)

    assert keys.key.algorithm == issuer.algorithm


REFUSED = {
    "short": (weak_pem(), "2048 bits or more"),
    "of another curve": (pem_of(ec.generate_private_key(ec.SECP384R1())), "P-256 or Ed25519"),
    "of another family": (pem_of(ed448.Ed448PrivateKey.generate()), "P-256 or Ed25519"),
    "private": (private_pem(), "not a public key in PEM"),
    "not PEM": ("MIIB", "not a public key in PEM"),
    "empty": ("", "not a public key in PEM"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_key_of_another_kind_is_refused(kind: str) -> None:
    pem, why = REFUSED[kind]

    with pytest.raises(UnusableKey, match=why):
        public_key(pem)


def test_a_shared_secret_of_32_bytes_is_good_for_hs256() -> None:
    keys = shared_secret("a" * 32)

    assert keys.key.algorithm == "HS256"


@pytest.mark.parametrize(
    ("secret", "why"),
    [
        ("", "at least 32 bytes"),
        ("a" * 31, "at least 32 bytes"),
        (RSA.pem, "another kind"),
        ('{"kty": "oct", "k": "c2VjcmV0LXNlY3JldA"}', "another kind"),
    ],
)
def test_a_secret_that_is_short_or_no_secret_is_refused(secret: str, why: str) -> None:
    with pytest.raises(UnusableKey, match=why):
        shared_secret(secret)


async def test_a_key_that_stands_alone_answers_to_every_name() -> None:
    keys = public_key(ED.pem)

    named = await keys.find("any", NOW)
    unnamed = await keys.find(None, NOW)

    assert named is unnamed is keys.key


@pytest.mark.parametrize("keys", [shared_secret(SECRET), public_key(RSA.pem)])
def test_a_key_does_not_show_itself_when_printed(keys: object) -> None:
    assert repr(keys) in {
        "OneKey(key=Key(algorithm='HS256'))",
        "OneKey(key=Key(algorithm='RS256'))",
    }
