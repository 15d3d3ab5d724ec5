"""Money and exact numbers: how they are shown, sent and compared."""

from decimal import Decimal
from operator import attrgetter

import strawberry

from schema.fields import held
from schema.inputs import asked, given
from schema.scalars import CurrencyCode
from schema.views import View


@strawberry.type(description="Amount in a currency")
class Money(View):
    amount: Decimal = held(
        attrgetter("amount"), says="Amount, with as many decimals as the currency has"
    )
    currency_code: CurrencyCode = held(attrgetter("currency_code"), says="Currency")


@strawberry.input(description="Amount in a currency")
class MoneyInput:
    amount: Decimal = asked("Amount, with at most as many decimals as the currency has")
    currency_code: CurrencyCode = asked("Currency")


@strawberry.input(description="What an exact number must be like")
class DecimalMatch:
    eq: strawberry.Maybe[Decimal | None] = given("Is this number")
    in_: strawberry.Maybe[list[Decimal] | None] = strawberry.field(
        name="in", default=None, description="Is one of these numbers, at most 250"
    )
    gt: strawberry.Maybe[Decimal | None] = given("Is greater")
    gte: strawberry.Maybe[Decimal | None] = given("Is as great, or greater")
    lt: strawberry.Maybe[Decimal | None] = given("Is less")
    lte: strawberry.Maybe[Decimal | None] = given("Is as little, or less")


@strawberry.input(description="What an amount must be like, in one currency")
class MoneyMatch:
    currency_code: CurrencyCode = asked("Currency; amounts in others do not match")
    eq: strawberry.Maybe[Decimal | None] = given("Is this amount")
    gt: strawberry.Maybe[Decimal | None] = given("Is more")
    gte: strawberry.Maybe[Decimal | None] = given("Is as much, or more")
    lt: strawberry.Maybe[Decimal | None] = given("Is less")
    lte: strawberry.Maybe[Decimal | None] = given("Is as little, or less")
