"""Matches: what may be said about a field of each sort when a list is filtered."""

from datetime import date, datetime
from enum import Enum
from typing import Any

import strawberry

from schema.inputs import given


@strawberry.input(
    description="What a text must be like, in at most 255 characters; case and accents of names"
    " do not count"
)
class TextMatch:
    eq: strawberry.Maybe[str | None] = given("Is this text")
    in_: strawberry.Maybe[list[str] | None] = strawberry.field(
        name="in", default=None, description="Is one of these texts, at most 250"
    )
    contains: strawberry.Maybe[str | None] = given("Holds this text; reads every customer")
    ends_with: strawberry.Maybe[str | None] = given("Ends with this text; reads every customer")
    not_in: strawberry.Maybe[list[str] | None] = given(
        "Is none of these texts, at most 250, or is missing"
    )
    starts_with: strawberry.Maybe[str | None] = given("Begins with this text")
    is_null: strawberry.Maybe[bool | None] = given("Is missing, or is there")


@strawberry.input(description="Which ids are meant")
class IdMatch:
    eq: strawberry.Maybe[strawberry.ID | None] = given("Is this id")
    in_: strawberry.Maybe[list[strawberry.ID] | None] = strawberry.field(
        name="in", default=None, description="Is one of these ids, at most 250"
    )


@strawberry.input(description="What a whole number must be like")
class IntMatch:
    eq: strawberry.Maybe[int | None] = given("Is this number")
    in_: strawberry.Maybe[list[int] | None] = strawberry.field(
        name="in", default=None, description="Is one of these numbers, at most 250"
    )
    gt: strawberry.Maybe[int | None] = given("Is greater")
    gte: strawberry.Maybe[int | None] = given("Is as great, or greater")
    lt: strawberry.Maybe[int | None] = given("Is less")
    lte: strawberry.Maybe[int | None] = given("Is as little, or less")
    is_null: strawberry.Maybe[bool | None] = given("Is missing, or is there")


@strawberry.input(description="Length of time; its parts are added up")
class DurationInput:
    months: int = strawberry.field(default=0, description="Months of the calendar")
    days: int = strawberry.field(default=0, description="Days of 24 hours")
    hours: int = strawberry.field(default=0, description="Hours")


@strawberry.input(description="What a day must be like")
class DateMatch:
    eq: strawberry.Maybe[date | None] = given("Is this day")
    gt: strawberry.Maybe[date | None] = given("Is later")
    gte: strawberry.Maybe[date | None] = given("Is this day, or later")
    lt: strawberry.Maybe[date | None] = given("Is earlier")
    lte: strawberry.Maybe[date | None] = given("Is this day, or earlier")
    within_last: strawberry.Maybe[DurationInput | None] = given(
        "Lies no longer ago than this, in days of the tenant, and not after today"
    )
    within_next: strawberry.Maybe[DurationInput | None] = given(
        "Lies no further ahead than this, in days of the tenant, and not before today"
    )
    older_than: strawberry.Maybe[DurationInput | None] = given(
        "Lies longer ago than this, in days of the tenant"
    )
    is_null: strawberry.Maybe[bool | None] = given("Is missing, or is there")


@strawberry.input(description="What an instant must be like")
class DateTimeMatch:
    gt: strawberry.Maybe[datetime | None] = given("Is later")
    gte: strawberry.Maybe[datetime | None] = given("Is this instant, or later")
    lt: strawberry.Maybe[datetime | None] = given("Is earlier")
    lte: strawberry.Maybe[datetime | None] = given("Is this instant, or earlier")
    within_last: strawberry.Maybe[DurationInput | None] = given("Lies no longer ago than this")
    within_next: strawberry.Maybe[DurationInput | None] = given("Lies ahead, no further than this")
    older_than: strawberry.Maybe[DurationInput | None] = given("Lies longer ago than this")
    is_null: strawberry.Maybe[bool | None] = given("Is missing, or is there")


@strawberry.input(description="Which tags a customer must wear; at most 250 each")
class TagMatch:
    any: strawberry.Maybe[list[strawberry.ID] | None] = given("At least one of these")
    all: strawberry.Maybe[list[strawberry.ID] | None] = given("Every one of these")
    none: strawberry.Maybe[list[strawberry.ID] | None] = given("Not one of these")


def enum_match(kind: type[Enum]) -> Any:
    """The match of a closed set, named for it."""

    class Match:
        eq: strawberry.Maybe[kind | None] = given("Is this")  # type: ignore[valid-type]  # made for each set
        in_: strawberry.Maybe[list[kind] | None] = strawberry.field(  # type: ignore[valid-type]  # the same
            name="in", default=None, description="Is one of these"
        )
        not_in: strawberry.Maybe[list[kind] | None] = given(  # type: ignore[valid-type]  # the same
            "Is none of these, or is missing"
        )
        is_null: strawberry.Maybe[bool | None] = given("Is missing, or is there")

    name = f"{kind.__name__}Match"
    return strawberry.input(Match, name=name, description=f"Which {kind.__name__} is meant")
