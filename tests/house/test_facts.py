"""Facts point, they do not carry; and docs/events.md tells of every one of them."""

import re
from collections.abc import Mapping
from dataclasses import fields
from importlib import import_module
from typing import Final, get_type_hints
from uuid import UUID

from db.journal import Fact
from tests.house.sources import ROOT, modules

PAGE: Final = ROOT / "docs" / "events.md"
SECTION: Final = re.compile(
    r"^### `(?P<name>[^`]+)`\n(?P<text>.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL
)
POINTED_AT: Final = re.compile(r"^- `(?P<field>\w+)`: \S", re.MULTILINE)

# What a fact may hold: ids, names of fields, counts.
POINTERS: Final = {UUID, UUID | None, int, tuple[str, ...]}
# Texts that a fact holds nevertheless, and why.
TEXTS: Final[Mapping[str, str]] = {
    "CustomerCreated.user_id": "the account's id is made by the identity provider, in its own form",
    "CustomerErased.reason": "one of four words, and none of them names a person",
}
# What the envelope says of every fact; a fact that says it too would be overwritten.
ENVELOPE: Final = {
    *("event", "event_id", "tenant_id", "business_id", "actor_id", "stream_id", "sequence"),
    *("occurred_at", "trace_id"),
}
# The instant, by the name that the first published messages gave it.
INSTANTS: Final = {"created_at", "updated_at"}


def test_every_fact_has_its_section_and_every_section_its_fact() -> None:
    told = [section["name"] for section in SECTION.finditer(PAGE.read_text("utf-8"))]

    assert sorted(told) == sorted(routing_key(fact) for fact in facts())


def test_every_section_says_when_it_happens_and_what_it_points_at() -> None:
    text = {s["name"]: s["text"] for s in SECTION.finditer(PAGE.read_text("utf-8"))}

    wrong = [
        fact.__name__
        for fact in facts()
        if not text[routing_key(fact)].strip().startswith((fact.__doc__ or "?").strip())
        or set(POINTED_AT.findall(text[routing_key(fact)])) - INSTANTS != own_fields(fact)
    ]

    assert wrong == []


def test_a_fact_holds_ids_names_of_fields_and_counts() -> None:
    carried = {
        f"{fact.__name__}.{name}"
        for fact in facts()
        for name in own_fields(fact)
        if get_type_hints(fact)[name] not in POINTERS
    }

    assert carried == set(TEXTS)


def test_a_fact_is_about_one_of_the_ids_it_points_at() -> None:
    wrong = [fact.__name__ for fact in facts() if not is_about_an_id(fact)]

    assert wrong == []


def test_a_fact_says_nothing_that_the_envelope_says() -> None:
    taken = [
        f"{fact.__name__}.{name}"
        for fact in facts()
        for name in own_fields(fact)
        if name in ENVELOPE | INSTANTS
    ]

    assert taken == []


def facts() -> list[type[Fact]]:
    """Every fact of the catalogue."""
    pages = [file.name for file in modules("events") if file.name.startswith("events/catalogue/")]
    told = [import_module(page.removesuffix(".py").replace("/", ".")) for page in pages]
    named = [each for page in told for each in vars(page).values() if isinstance(each, type)]
    return [each for each in named if issubclass(each, Fact) and each is not Fact]


def routing_key(fact: type[Fact]) -> str:
    """The name under which facts of a kind are published."""
    return f"v{fact.version}.{fact.name}"


def own_fields(fact: type[Fact]) -> set[str]:
    """What a fact points at beside the customer."""
    return {field.name for field in fields(fact)} - {"customer_id"}


def is_about_an_id(fact: type[Fact]) -> bool:
    """Whether the thing a fact is about is one of its ids, and its name begins with a noun."""
    ids = {"customer_id", *own_fields(fact)}
    return fact.about.endswith("_id") and fact.about in ids and "." in fact.name
