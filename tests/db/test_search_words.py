"""A customer is found by what a person would type, however it was written down."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from db.search import SearchToken, fold, prefix_end, query_words, tokens_of, words

SAID = st.text(max_size=60) | st.text("aZé'ßı0123456789 -+@.()/_", max_size=60)
UNBOUNDED = "\U0010ffff"
BOUNDED = st.text(min_size=1, max_size=4).filter(lambda word: word.strip(UNBOUNDED))


def tokens(**given: str) -> dict[str, int]:
    found = tokens_of(
        [given.get("name")],
        given.get("company"),
        given.get("email"),
        given.get("phone"),
        given.get("external_id"),
    )
    return {token.token: token.weight for token in found}


def is_found(typed: str, kept: list[str], *, region: str = "") -> bool:
    asked = query_words(typed, region=region)
    return bool(asked) and all(any(token.startswith(word) for token in kept) for word in asked)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ștefan ŢEPEȘ", "stefan tepes"),
        ("Zoë Müller", "zoe muller"),
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("Sørensen", "sorensen"),
        ("Łukasz", "lukasz"),
        ("Đorđe", "dorde"),
        ("Ægir Œuvre Þór Ðan", "aegir oeuvre thor dan"),
        ("IŞIK ışık İzmir", "isik isik izmir"),
        ("Ħal Ŧana", "hal tana"),
        ("Οδυσσέας ΟΔΥΣΣΕΑΣ", "οδυσσεασ οδυσσεασ"),
        ("مُحَمَّد", "محمد"),
        ("٠٧١٢ 123", "0712 123"),
        ("O’Brien OʼBrien", "o'brien o'brien"),
        ("Ze\u200bro\u00ad", "zero"),
    ],
)
def test_text_is_folded_to_plain_small_letters(written: str, folded: str) -> None:
    assert fold(written) == folded


@settings(deadline=None)
@given(SAID)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(SAID)
@example("ΟΔΥΣΣΕΑΣ")
@example("İIıi")
def test_small_letters_fold_like_the_text_itself(text: str) -> None:
    assert fold(text.lower()) == fold(text)


@settings(deadline=None)
@given(st.text("abczßøłđæœıășțéñŐü \u0301\u0308", max_size=40))
def test_capitals_and_accents_fold_away(text: str) -> None:
    accented = "".join(f"{letter}\u0302" for letter in text)

    assert fold(text.upper()) == fold(text)
    assert fold(accented) == fold(text)


def test_words_are_split_on_all_but_letters_and_digits() -> None:
    said = "Ana-Maria O'Brien, 3rd_floor: Ana"

    assert words(said) == ["ana", "maria", "o", "brien", "3rd", "floor"]


def test_a_vowel_that_takes_room_does_not_split_its_word() -> None:
    assert words("राम") == ["राम"]


def test_words_are_at_most_twelve_of_forty_letters() -> None:
    text = " ".join([*(f"w{place}" for place in range(14)), "x" * 50])

    assert words(text) == [f"w{place}" for place in range(12)]
    assert words("x" * 50) == ["x" * 40]


def test_all_words_are_given_to_who_asks_for_all() -> None:
    text = " ".join(f"w{place}" for place in range(14))

    assert words(text, most=None) == text.split()


def test_nothing_gives_no_words_and_no_tokens() -> None:
    assert words(" -- ") == []
    assert query_words("@ () +") == []
    assert tokens_of([None, ""], None, None, None) == []


def test_a_customer_is_kept_under_each_way_to_say_it() -> None:
    found = tokens_of(
        ["Ștefan", "O'Brien"],
        "Studio 00123",
        "Stefan.Pop+vip@mail.example.ro",
        "+40712345678",
        "CRM-77",
    )

    assert found == [
        SearchToken("40712345678", 2),
        SearchToken("712345678", 2),
        SearchToken("0712345678", 2),
        SearchToken("stefan.pop+vip@mail.example.ro", 2),
        SearchToken("@mail.example.ro", 2),
        *(SearchToken(word, 4) for word in ("stefan", "o", "brien", "obrien")),
        *(SearchToken(word, 3) for word in ("studio", "123", "00123")),
        *(SearchToken(word, 2) for word in ("crm", "77", "pop", "vip", "mail", "example")),
    ]


def test_a_token_said_twice_keeps_its_highest_weight() -> None:
    assert tokens(company="Ana Ltd", name="Ana", email="ana@x.ro")["ana"] == 4
    assert tokens(company="Ana Ltd", email="ana@x.ro")["ana"] == 3


def test_a_customer_has_at_most_forty_tokens_and_its_contacts_are_among_them() -> None:
    long_names = [" ".join(f"n{row}w{place}" for place in range(12)) for row in range(5)]

    found = tokens_of(long_names, None, "ana@x.ro", "+40712345678", "id")

    assert len(found) == 40
    assert [token.token for token in found[:3]] == ["40712345678", "712345678", "0712345678"]
    assert [token.token for token in found[3:5]] == ["ana@x.ro", "@x.ro"]


def test_a_number_that_no_plan_knows_is_kept_as_its_digits() -> None:
    assert tokens(phone="+999123456") == {"999123456": 2}


@pytest.mark.parametrize(
    "typed",
    [
        "0712 345 678",
        "+40 712-345-678",
        "712345678",
        "40712345678",
        "0040 712 345 678",
        "+40 (0)712 345 678",
        "(0712) 345.678",
        "0712/345–678",
        "0712",
        "07123",
        "+40",
        "407",
        "+40 712 34",
        "٠٧١٢ ٣٤٥ ٦٧٨",
    ],
)
@pytest.mark.parametrize("region", ["", "RO", "US", "XX"])
def test_a_phone_is_found_as_it_is_dialled(typed: str, region: str) -> None:
    kept = list(tokens(phone="+40712345678"))

    assert is_found(typed, kept, region=region)


@pytest.mark.parametrize("typed", ["0712 345 679", "+41 712 345 678", "345 678", "0712 345 6789"])
def test_a_phone_is_not_found_by_another_number(typed: str) -> None:
    kept = list(tokens(phone="+40712345678"))

    assert not is_found(typed, kept, region="RO")


@pytest.mark.parametrize(
    ("phone", "typed", "region"),
    [
        ("+36301234567", "06 30 123 4567", "HU"),
        ("+36301234567", "06 30 123 4567", ""),
        ("+79123456789", "8 (912) 345-67-89", "ru"),
        ("+79123456789", "8 (912) 345", ""),
        ("+390669821234", "06 6982 1234", "IT"),
        ("+12125550100", "(212) 555-0100", ""),
        ("+12125550100", "1 212 555 0100", "US"),
        ("+40712345678", "011 40 712 345 678", "US"),
    ],
)
def test_a_phone_is_found_by_the_prefixes_of_its_country(
    phone: str, typed: str, region: str
) -> None:
    assert is_found(typed, list(tokens(phone=phone)), region=region)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Ștefan Pop", ["stefan", "pop"]),
        ("Ana 0712 345 678", ["ana", "712345678"]),
        ("<Ana.Pop@Example.com>, Ana", ["ana.pop@example.com", "ana"]),
        ("ana@", ["ana@"]),
        ("@example.com", ["@example.com"]),
        ("12 34", ["12", "34"]),
        ("000000", ["000000"]),
        ("AB00123 00123cd", ["ab00123", "00123cd"]),
        ("a b c d e f g", ["a", "b", "c", "d", "e", "f"]),
        (f"{'x' * 300}@x.ro", ["x" * 254]),
    ],
)
def test_typed_text_is_read_as_words_numbers_and_addresses(typed: str, asked: list[str]) -> None:
    assert query_words(typed) == asked


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("+40 712 345 678", "40712345678"),
        ("0712 345 678", "712345678"),
        ("011 40 712 345 678", "1140712345678"),
        ("12345 678", "12345678"),
    ],
)
def test_a_region_explains_only_a_whole_number_of_its_own(typed: str, asked: str) -> None:
    assert query_words(typed, region="RO") == [asked]


def test_digits_that_are_no_phone_number_are_kept_whole() -> None:
    assert query_words("1 212 555 0100", region="US") == ["2125550100"]
    assert query_words("1 212 555", region="US") == ["1212555"]
    assert query_words("12345678901234", region="US") == ["12345678901234"]


@pytest.mark.parametrize(
    "typed", ["O'Brien", "obrien", "o’brien", "BRIEN 7 00123", "00123", "0012", "Studio"]
)
def test_a_company_is_found_however_it_is_typed(typed: str) -> None:
    assert is_found(typed, list(tokens(company="O'Brien Studio 7 00123")))


@pytest.mark.parametrize(
    "typed", ["Ana.Pop@Example.com", "ana.p", "pop", "@example", "example", "ana.pop@"]
)
def test_an_address_is_found_by_its_beginning_and_its_parts(typed: str) -> None:
    assert is_found(typed, list(tokens(email="ana.pop@example.com")))


def test_an_address_is_not_found_by_its_last_part_alone() -> None:
    assert not is_found("com", list(tokens(email="ana.pop@example.com")))


@settings(deadline=None)
@given(name=SAID, company=SAID, email=SAID, external_id=SAID)
@example(name="7 00123", company="0'0000", email='"a.@x.', external_id="0" * 50)
def test_every_token_is_found_by_typing_it(
    name: str, company: str, email: str, external_id: str
) -> None:
    found = tokens_of([name, company], company, email, "+390669821234", external_id)
    kept = [token.token for token in found]

    assert [token for token in kept if not is_found(token, kept)] == []


@settings(deadline=None)
@given(company=SAID)
@example(company="7 00123 12345678")
def test_what_was_written_is_found_by_typing_it_whole(company: str) -> None:
    kept = list(tokens(company=company))

    assert is_found(company, kept) == bool(query_words(company))


@settings(deadline=None)
@given(word=BOUNDED, text=st.text(max_size=6), is_longer=st.booleans())
@example(word="a\ud7ff", text="a\ue000", is_longer=False)
@example(word="a\ud7ff", text="\U0010ffff", is_longer=True)
@example(word="a\U0010ffff", text="b", is_longer=False)
@example(word="a", text="b", is_longer=False)
def test_a_range_of_bytes_is_the_same_as_a_prefix(word: str, text: str, is_longer: bool) -> None:
    said = word + text if is_longer else text

    lies_between = word.encode() <= said.encode() < prefix_end(word).encode()

    assert said.startswith(word) == lies_between


@pytest.mark.parametrize("word", ["", UNBOUNDED, UNBOUNDED * 2])
def test_what_has_no_end_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="No string comes after"):
        prefix_end(word)
