"""Keys: what proves a token, each bound to the one algorithm it is good for."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from jwt import PyJWK
from jwt.algorithms import HMACAlgorithm
from jwt.exceptions import PyJWTError

SECRET_BYTES = 32
RSA_BITS = 2048
MAX_AGE = timedelta(hours=1)
PAUSE = timedelta(minutes=1)

_NEVER = datetime.min.replace(tzinfo=UTC)
_logger = logging.getLogger(__name__)

Fetch = Callable[[], Awaitable[bytes]]


class UnusableKey(ValueError):
    """A key that must not be trusted to prove anything. The message never quotes the key."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a signature is checked with. The token has no say in the algorithm."""

    material: bytes | RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey = field(repr=False)
    algorithm: str


class Keys(Protocol):
    """Where the key of a token is found, by the name (kid) that the token gives."""

    async def find(self, kid: str | None, now: datetime, /) -> Key | None: ...


@dataclass(frozen=True, slots=True)
class OneKey:
    """The same key for every token, whatever name the token gives."""

    key: Key

    async def find(self, _kid: str | None, _now: datetime, /) -> Key | None:
        return self.key


def shared_secret(secret: str) -> OneKey:
    """A secret that the issuer and this server share: HS256."""
    material = secret.encode()
    if len(material) < SECRET_BYTES:
        raise UnusableKey(f"A shared secret needs at least {SECRET_BYTES} bytes.")
    try:
        HMACAlgorithm(HMACAlgorithm.SHA256).prepare_key(material)
    except PyJWTError:
        raise UnusableKey("A key of another kind cannot serve as a shared secret.") from None
    return OneKey(Key(material, "HS256"))


def public_key(pem: str) -> OneKey:
    """The issuer's public key in PEM: RS256, ES256 or EdDSA, as the key itself is."""
    try:
        material = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise UnusableKey("This is not a public key in PEM.") from None
    return OneKey(_key_of(material))


def _key_of(material: object) -> Key:
    match material:
        case RSAPublicKey(key_size=bits) if bits >= RSA_BITS:
            return Key(material, "RS256")
        case EllipticCurvePublicKey(curve=SECP256R1()):
            return Key(material, "ES256")
        case Ed25519PublicKey():
            return Key(material, "EdDSA")
        case _:
            raise UnusableKey(f"A public key is RSA of {RSA_BITS} bits or more, P-256 or Ed25519.")


class Jwks:
    """The keys that an identity provider publishes, fetched again when that may help.

    How they are fetched, and how long that may take, is the business of whoever hands in `fetch`.
    """

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._fetching: asyncio.Task[None] | None = None
        self._asked_at = _NEVER
        self._loaded_at = _NEVER
        self._keys: Mapping[str | None, Key] = {}

    @property
    def ready(self) -> bool:
        """Is there any key?"""
        return bool(self._keys)

    async def find(self, kid: str | None, now: datetime, /) -> Key | None:
        """The key of this name. A token that names none is meant for the only key."""
        if self._known(kid) is None or now - self._loaded_at >= MAX_AGE:
            await self.refresh(now)
        return self._known(kid)

    async def refresh(self, now: datetime) -> None:
        """Fetch the keys, at most once a minute. Whoever asks meanwhile waits for the same answer.

        The fetch outlives the request that began it, so nobody can break it off for the others.
        """
        if self._fetching is None or (self._fetching.done() and now - self._asked_at >= PAUSE):
            self._asked_at = now
            self._fetching = asyncio.create_task(self._load(now))
        await asyncio.wait({self._fetching})

    def _known(self, kid: str | None) -> Key | None:
        if kid is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(kid)

    async def _load(self, now: datetime) -> None:
        try:
            self._keys = _keys_in(await self._fetch())
            self._loaded_at = now
        except Exception:
            _logger.warning(
                "The key set could not be read; the keys known so far stay", exc_info=True
            )


def _keys_in(document: bytes) -> dict[str | None, Key]:
    """The keys of a key set by name. What is not understood is skipped."""
    entries = [entry for entry in json.loads(document)["keys"] if isinstance(entry, dict)]
    keys = {_name_of(entry): key for entry in entries if (key := _key_in(entry))}
    if not keys:
        raise UnusableKey("The key set holds no key that can be used here.")
    return keys


def _name_of(entry: Mapping[str, object]) -> str | None:
    kid = entry.get("kid")
    return kid if isinstance(kid, str) else None


def _key_in(entry: Mapping[str, object]) -> Key | None:
    bare = {name: value for name, value in entry.items() if name != "alg"}
    try:
        key = _key_of(PyJWK(bare).key)
    except (PyJWTError, LookupError, UnusableKey):
        return None
    fits = entry.get("use") in (None, "sig") and entry.get("alg") in (None, key.algorithm)
    return key if fits else None
