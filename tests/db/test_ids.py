"""Ids: unique, in the order in which they are made."""

from uuid import RFC_4122

from db.ids import new_id


def test_ids_sort_in_the_order_in_which_they_were_made() -> None:
    made = [new_id() for _ in range(10_000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_an_id_is_a_uuid_of_version_7() -> None:
    made = new_id()

    assert (made.version, made.variant) == (7, RFC_4122)
