"""A shelf keeps what was asked for last, and is shared fairly."""

from engine.shelf import Shelf, Waste


def filled(shelf: Shelf[str, int], owner: str, keys: str, size: int = 1) -> None:
    """Put some things on a shelf."""
    for key in keys:
        shelf.keep(key, ord(key), size=size, owner=owner)


def kept(shelf: Shelf[str, int], keys: str) -> str:
    """Those of the keys that are on the shelf."""
    return "".join(key for key in keys if shelf.find(key) is not None)


def test_what_was_asked_for_last_stays() -> None:
    shelf: Shelf[str, int] = Shelf(3, 100)
    filled(shelf, "me", "abc")

    assert shelf.find("a") == ord("a")
    filled(shelf, "me", "d")

    assert (kept(shelf, "abcd"), len(shelf)) == ("acd", 3)


def test_who_has_most_things_gives_one_up() -> None:
    shelf: Shelf[str, int] = Shelf(5, 100)
    filled(shelf, "many", "abc")
    filled(shelf, "few", "de")

    filled(shelf, "few", "f")
    filled(shelf, "new", "g")

    assert (kept(shelf, "abcdefg"), len(shelf)) == ("bcefg", 5)


def test_who_holds_most_gives_something_up() -> None:
    shelf: Shelf[str, int] = Shelf(100, 20)
    filled(shelf, "long", "ab", size=8)
    filled(shelf, "short", "cdefg")

    assert kept(shelf, "abcdefg") == "bcdefg"


def test_one_alone_may_fill_it_all_or_only_a_share() -> None:
    whole: Shelf[str, int] = Shelf(8, 100)
    shared: Shelf[str, int] = Shelf(8, 100, share=0.25)

    filled(whole, "me", "abcdefgh")
    filled(shared, "me", "abcdefgh")
    filled(shared, "you", "i")

    assert kept(whole, "abcdefgh") == "abcdefgh"
    assert kept(shared, "abcdefghi") == "ghi"


def test_what_is_larger_than_the_shelf_is_not_kept() -> None:
    shelf: Shelf[str, int] = Shelf(8, 10)
    filled(shelf, "me", "a")

    filled(shelf, "you", "b", size=11)

    assert kept(shelf, "ab") == "a"
    assert len(shelf) == 1


def test_who_has_nothing_left_is_forgotten() -> None:
    shelf: Shelf[str, int] = Shelf(1, 100)

    for owner in "abc":
        filled(shelf, owner, owner)

    assert (len(shelf), list(shelf._holdings)) == (1, ["c"])


def test_waste_is_kept_for_its_time_however_often_it_is_asked_for() -> None:
    now = [100.0]
    waste: Waste[str, int] = Waste(9, 10.0, clock=lambda: now[0])
    waste.keep("a", 1)

    now[0] = 109.9
    assert waste.find("a") == 1
    now[0] = 110.0
    assert waste.find("a") is None
    assert waste.find("b") is None


def test_old_waste_makes_room() -> None:
    now = [100.0]
    waste: Waste[str, int] = Waste(2, 10.0, clock=lambda: now[0])
    for key in "abc":
        waste.keep(key, 1)

    assert ([key for key in "abc" if waste.find(key)], len(waste)) == (["b", "c"], 2)
    now[0] = 110.0
    waste.keep("d", 1)
    assert ([key for key in "bcd" if waste.find(key)], len(waste)) == (["d"], 1)
