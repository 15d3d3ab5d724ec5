"""An identity provider for tests: it holds a key and signs whatever it is asked to."""

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import get_default_algorithms

from auth.keys import OneKey, public_key, shared_secret

NOW = datetime(2027, 1, 8, 12, tzinfo=UTC)
SECRET = "thirty-two bytes are the least there may be"


def at(seconds: float) -> int:
    """The moment so many seconds from now, as a token writes it."""
    return int((NOW + timedelta(seconds=seconds)).timestamp())


CLAIMS: Mapping[str, object] = {
    "sub": "anna",
    "tenant_id": "demo",
    "roles": ["staff"],
    "aud": "clientela",
    "iss": "https://id.example",
    "iat": at(-10),
    "exp": at(600),
}


def without(claim: str) -> dict[str, object]:
    return {name: value for name, value in CLAIMS.items() if name != claim}


@dataclass(frozen=True)
class Issuer:
    algorithm: str
    private: Any
    kid: str = "first"

    def sign(self, claims: Mapping[str, object] = CLAIMS, **headers: object) -> str:
        named = {"kid": self.kid, **headers}
        return jwt.encode(dict(claims), self.private, self.algorithm, headers=named)

    def sign_bytes(self, payload: bytes) -> str:
        return jwt.api_jws.encode(payload, self.private, self.algorithm)

    @property
    def pem(self) -> str:
        spki = PublicFormat.SubjectPublicKeyInfo
        return str(self.private.public_key().public_bytes(Encoding.PEM, spki).decode())

    @property
    def jwk(self) -> dict[str, Any]:
        algorithm = get_default_algorithms()[self.algorithm]
        public = algorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**public, "kid": self.kid}

    @property
    def keys(self) -> OneKey:
        return shared_secret(SECRET) if self.algorithm == "HS256" else public_key(self.pem)


def rsa_issuer(kid: str = "first") -> Issuer:
    return Issuer("RS256", rsa.generate_private_key(65537, 2048), kid)


def ec_issuer(kid: str = "first") -> Issuer:
    return Issuer("ES256", ec.generate_private_key(ec.SECP256R1()), kid)


def ed_issuer(kid: str = "first") -> Issuer:
    return Issuer("EdDSA", ed25519.Ed25519PrivateKey.generate(), kid)


RSA, EC, ED = rsa_issuer(), ec_issuer(), ed_issuer()
ISSUERS = (RSA, EC, ED, Issuer("HS256", SECRET))


def unsigned(header: object, claims: object = CLAIMS) -> str:
    """A token written by hand, up to its second dot."""
    parts = (json.dumps(part).encode() for part in (header, claims))
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def hand_signed(secret: str, algorithm: str = "HS256") -> str:
    """Signed with any text as the secret, where the library would refuse to."""
    head = unsigned({"alg": algorithm, "typ": "JWT", "kid": "first"})
    digest = hmac.digest(secret.encode(), head.rstrip(".").encode(), "sha256")
    return head + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
