"""A token is checked once a minute, and never believed longer than it says."""

from datetime import datetime, timedelta

import pytest

from auth.keys import Key
from auth.tokens import InvalidToken, Remembered, Verifier
from tests.auth.issuer import CLAIMS, ED, NOW, at


class CountingKeys:
    """A source of keys that knows how often it was asked: once for every real check."""

    def __init__(self) -> None:
        self.asked = 0

    async def find(self, kid: str | None, now: datetime, /) -> Key | None:
        self.asked += 1
        return await ED.keys.find(kid, now)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(("seconds", "checks"), [(0, 1), (59.9, 1), (60, 2), (61, 2)])
async def test_a_token_is_believed_for_a_minute(seconds: float, checks: int) -> None:
    keys, token = CountingKeys(), ED.sign()
    verifier = Verifier(keys)
    first = await verifier.verify(token, NOW)

    second = await verifier.verify(token, later(seconds))

    assert (second, keys.asked) == (first, checks)


async def test_being_used_does_not_make_a_memory_last_longer() -> None:
    keys, token = CountingKeys(), ED.sign()
    verifier = Verifier(keys)

    for seconds in (0, 20, 40, 59, 61):
        await verifier.verify(token, later(seconds))

    assert keys.asked == 2


async def test_a_remembered_token_still_expires() -> None:
    keys, token = CountingKeys(), ED.sign({**CLAIMS, "exp": at(10)})
    verifier = Verifier(keys, leeway=0)
    await verifier.verify(token, NOW)
    await verifier.verify(token, later(9))
    assert keys.asked == 1

    with pytest.raises(InvalidToken) as refused:
        await verifier.verify(token, later(10))

    assert refused.value.reason == "exp has passed"


async def test_a_token_that_lives_on_leeway_is_checked_every_time() -> None:
    keys, token = CountingKeys(), ED.sign({**CLAIMS, "exp": at(-1)})
    verifier = Verifier(keys)

    await verifier.verify(token, NOW)
    await verifier.verify(token, NOW)

    assert keys.asked == 2


async def test_a_refused_token_is_not_remembered() -> None:
    keys, token = CountingKeys(), ED.sign({**CLAIMS, "nbf": at(60)})
    verifier = Verifier(keys)
    with pytest.raises(InvalidToken):
        await verifier.verify(token, NOW)

    claims = await verifier.verify(token, later(60))

    assert (claims.subject, keys.asked) == ("anna", 2)


async def test_one_token_is_not_taken_for_another() -> None:
    verifier = Verifier(ED.keys)
    await verifier.verify(ED.sign(), NOW)

    claims = await verifier.verify(ED.sign({**CLAIMS, "sub": "berta"}), NOW)

    assert claims.subject == "berta"


async def test_what_was_not_used_for_longest_is_forgotten_first() -> None:
    claims = await Verifier(ED.keys).verify(ED.sign(), NOW)
    remembered = Remembered(most=2)
    remembered.keep(b"a", claims, NOW)
    remembered.keep(b"b", claims, NOW)
    remembered.find(b"a", NOW)

    remembered.keep(b"c", claims, NOW)

    found = [digest for digest in (b"a", b"b", b"c") if remembered.find(digest, NOW)]
    assert found == [b"a", b"c"]


async def test_what_is_remembered_anew_is_forgotten_last() -> None:
    claims = await Verifier(ED.keys).verify(ED.sign(), NOW)
    remembered = Remembered(most=2)
    for digest in (b"a", b"b", b"a"):
        remembered.keep(digest, claims, NOW)

    remembered.keep(b"c", claims, NOW)

    found = [digest for digest in (b"a", b"b", b"c") if remembered.find(digest, NOW)]
    assert found == [b"a", b"c"]


async def test_ten_thousand_are_remembered_and_not_one_more() -> None:
    claims = await Verifier(ED.keys).verify(ED.sign(), NOW)
    remembered = Remembered()

    for number in range(10_001):
        remembered.keep(b"%d" % number, claims, NOW)

    assert remembered.find(b"0", NOW) is None
    assert remembered.find(b"1", NOW) == claims
