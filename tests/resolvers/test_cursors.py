"""A cursor says nothing, and fits the one list of the one tenant that it was made for."""

import base64
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from asyncpg.pgproto import pgproto

from resolvers.cursors import Cursors
from resolvers.refusals import BadCursor

SECRET = b"the secret of every server alike"
TENANT = UUID("018f0000-0000-7000-8000-000000000001")
LIST = "customers:email"
PLACE = ("ana.pop@example.com", datetime(2027, 1, 31, 9, 30, tzinfo=UTC), UUID(int=7))
KINDS = (str, datetime, UUID)
# As asyncpg has what is without end.
FIRST, LAST = datetime.min, datetime.max  # noqa: DTZ901
CURSORS = Cursors(SECRET, TENANT)
REFUSAL = "This cursor does not belong to this list. Start again without a cursor."


def raw(cursor: str) -> bytes:
    return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))


def why(cursors: Cursors, about: str, cursor: str) -> str:
    """Why a cursor is refused; that must not say what was wrong with it."""
    with pytest.raises(BadCursor) as refused:
        cursors.read(about, KINDS, cursor)
    assert refused.value.__cause__ is None
    return refused.value.message


@pytest.mark.parametrize(
    ("kinds", "place"),
    [
        (KINDS, PLACE),
        (KINDS, (None, None, None)),
        ((bool, int, float, str), (True, 7, -1.5, "é\n")),
        ((date, Decimal, UUID), (date(2027, 1, 31), Decimal("-12.50"), UUID(int=0))),
        ((str,), ("x" * 5000,)),
    ],
    ids=["usual", "nothing", "plain", "day and number", "long"],
)
def test_a_cursor_is_read_as_it_was_written(
    kinds: tuple[type[Any], ...], place: tuple[Any, ...]
) -> None:
    assert CURSORS.read(LIST, kinds, CURSORS.write(LIST, kinds, place)) == place


def test_what_is_shown_has_the_cursor_of_what_it_is() -> None:
    kinds = (datetime, date, Decimal, UUID)
    value = (PLACE[1], date(2027, 1, 31), Decimal("1E+2"), PLACE[2])
    shown = ("2027-01-31T09:30:00.000000Z", "2027-01-31", "100", PLACE[2])

    cursors = CURSORS.write_all(LIST, kinds, [value, (None,) * 4])
    assert cursors == CURSORS.write_all(LIST, kinds, [shown, (None,) * 4])
    assert CURSORS.read(LIST, kinds, cursors[0]) == value


@pytest.mark.parametrize(
    ("end", "shown"),
    [(FIRST, "0001-01-01T00:00:00.000000Z"), (LAST, "9999-12-31T23:59:59.999999Z")],
    ids=["first", "last"],
)
def test_what_postgresql_keeps_without_end_is_a_place(end: datetime, shown: str) -> None:
    cursor = CURSORS.write(LIST, (datetime,), (end,))

    assert CURSORS.write(LIST, (datetime,), (shown,)) == cursor
    assert CURSORS.read(LIST, (datetime,), cursor) == (end,)


def test_no_place_has_no_cursor() -> None:
    assert CURSORS.write_all(LIST, KINDS, []) == []


def test_a_cursor_of_other_values_is_refused() -> None:
    fewer = CURSORS.write(LIST, KINDS[:2], PLACE[:2])
    others = CURSORS.write(LIST, (str, str, UUID), ("a", "no instant", PLACE[2]))

    assert why(CURSORS, LIST, fewer) == REFUSAL
    assert why(CURSORS, LIST, others) == REFUSAL


def test_a_place_has_one_cursor_on_every_server() -> None:
    elsewhere = Cursors(bytes(SECRET), UUID(str(TENANT)))

    assert CURSORS.write(LIST, KINDS, PLACE) == elsewhere.write(LIST, KINDS, PLACE)


def test_several_cursors_are_those_of_each_place() -> None:
    places = [PLACE, (*PLACE[:2], UUID(int=8)), (None, *PLACE[1:])]

    assert CURSORS.write_all(LIST, KINDS, places) == [
        CURSORS.write(LIST, KINDS, place) for place in places
    ]


def test_an_id_that_came_up_from_postgresql_is_an_id() -> None:
    came_up = pgproto.UUID(str(PLACE[2]))

    assert CURSORS.write(LIST, (UUID,), (came_up,)) == CURSORS.write(LIST, (UUID,), PLACE[2:])
    assert CURSORS.read(LIST, (UUID,), CURSORS.write(LIST, (UUID,), (came_up,))) == PLACE[2:]


def test_a_cursor_shows_no_value() -> None:
    cursor = CURSORS.write(LIST, KINDS, PLACE)
    nearby = CURSORS.write(LIST, KINDS, ("ana.pop@example.con", *PLACE[1:]))

    assert not any(value in raw(cursor) for value in (b"ana", b"pop", b"example", b"2027", b'"u"'))
    # Nothing of two places that are nearly the same is the same, not even the beginning.
    alike = sum(mine == theirs for mine, theirs in zip(raw(cursor), raw(nearby), strict=True))
    assert alike < 8
    assert cursor[:8] != nearby[:8]


@pytest.mark.parametrize(
    ("cursors", "about"),
    [
        (Cursors(SECRET, UUID(int=1)), LIST),
        (Cursors(b"the secret of somebody else here", TENANT), LIST),
        (CURSORS, "customers:createdAt"),
        (CURSORS, ""),
        (CURSORS, LIST + "\x00"),
    ],
    ids=["tenant", "secret", "list", "nothing", "longer"],
)
def test_a_cursor_of_another_list_is_refused(cursors: Cursors, about: str) -> None:
    assert why(CURSORS, LIST, cursors.write(about, KINDS, PLACE)) == REFUSAL
    assert why(cursors, about, CURSORS.write(LIST, KINDS, PLACE)) == REFUSAL


def test_a_cursor_with_any_bit_turned_is_refused() -> None:
    whole = raw(CURSORS.write(LIST, KINDS, PLACE))

    for place in range(len(whole) * 8):
        turned = bytearray(whole)
        turned[place // 8] ^= 1 << place % 8
        cursor = base64.urlsafe_b64encode(turned).decode().rstrip("=")
        assert why(CURSORS, LIST, cursor) == REFUSAL


def test_a_cursor_that_is_cut_or_drawn_out_is_refused() -> None:
    cursor = CURSORS.write(LIST, KINDS, PLACE)

    for wrong in [cursor[:end] for end in range(len(cursor))] + [cursor + "A", "A" + cursor]:
        assert why(CURSORS, LIST, wrong) == REFUSAL


def test_a_cursor_is_written_in_one_way_only() -> None:
    cursor = CURSORS.write(LIST, KINDS, ("anna", None, None))
    assert len(raw(cursor)) % 3 == 1  # so that the last letter has four bits that say nothing
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    others = [cursor[:-1] + last for last in alphabet if last != cursor[-1]]

    for other in [*others, cursor + "=", cursor + "==", f" {cursor}", f"{cursor}\n", cursor + "!"]:
        assert why(CURSORS, LIST, other) == REFUSAL


@pytest.mark.parametrize("cursor", ["", "A", "AAAA", "é", "%00", "=====", "A" * 9000, "\x00"])
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    assert why(CURSORS, LIST, cursor) == REFUSAL


def test_what_the_former_cursors_looked_like_is_refused() -> None:
    signed = base64.urlsafe_b64encode(b"s" * 12 + b'[["v","ana@example.com"]]').decode()

    assert why(CURSORS, LIST, signed.rstrip("=")) == REFUSAL
