"""Fields of the tenant's own: what they hold for the million, and what is asked of them."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID, uuid5

PLANS: Final = ("FREE", "SOLO", "TEAM", "FIRM")
PARTS: Final = 10_000
"""A number is kept in ten-thousandths."""
FIRST_DAY: Final = date(2024, 1, 1)
DAYS: Final = 1_000
_ANYHOW: Final = "abs(hashtextextended(id::text, {0}))"
# Of each field, which share has a value, in hundredths, and which value that is.
_FIELDS: Final[Mapping[str, tuple[str, str, int, str]]] = {
    "plan": ("OPTION", "text_value", 60, "(array['free', 'solo', 'team', 'firm'])[1 + {0} % 4]"),
    "score": ("NUMBER", "number_value", 50, f"{PARTS} * ({{0}} % 100000)"),
    "renewal": ("DATE", "date_value", 40, f"date '{FIRST_DAY}' + ({{0}} % {DAYS})::int"),
    "badge": ("TEXT", "text_value", 30, "'b' || {0} % 1000000"),
}
_FIELD: Final = """
    insert into custom_fields (tenant_id, id, key, label, kind, options, is_filterable, created_by)
    values ($1, $2, $3, $3, $4, $5, true, $1)
"""
_VALUES: Final = """
    insert into custom_values (tenant_id, customer_id, field_id, nth, {column})
    select tenant_id, id, $2, 0, {value} from customers
    where tenant_id = $1 and {chance} % 100 < {share}
"""


async def own_fields(connection: Any, tenant: UUID) -> None:
    """Make the fields, and give each customer those values that chance gives it."""
    for nth, (key, (kind, column, share, value)) in enumerate(_FIELDS.items()):
        field = uuid5(tenant, key)
        options = [*PLANS] if kind == "OPTION" else []
        await connection.execute(_FIELD, tenant, field, key, kind, options)
        told = value.format(_ANYHOW.format(100 + nth))
        chance = _ANYHOW.format(nth)
        values = _VALUES.format(column=column, value=told, chance=chance, share=share)
        await connection.execute(values, tenant, field)


def _own(key: str, **said: Any) -> dict[str, Any]:
    return {"where": {"customFields": [{"key": key, **said}]}}


def _of_a_plan(chance: Random, _: Any) -> dict[str, Any]:
    return _own("plan", option={"eq": chance.choice(PLANS)})


def _scored(chance: Random, _: Any) -> dict[str, Any]:
    least = chance.randrange(100_000)
    return _own("score", number={"gte": str(least), "lt": str(least + chance.randint(5, 20_000))})


def _to_renew(chance: Random, _: Any) -> dict[str, Any]:
    start = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    end = start + timedelta(days=chance.randint(1, 30))
    return _own("renewal", fallsOn={"gte": start.isoformat(), "lt": end.isoformat()})


def _badged(chance: Random, _: Any) -> dict[str, Any]:
    return _own("badge", text={"startsWith": f"b{chance.randrange(1, 1_000)}"})


def _both(chance: Random, one: Any) -> dict[str, Any]:
    fields = [each(chance, one)["where"]["customFields"][0] for each in (_of_a_plan, _to_renew)]
    return {"where": {"customFields": fields}}


def _of_a_plan_in_a_country(chance: Random, one: Any) -> dict[str, Any]:
    asked = _of_a_plan(chance, one)
    return {"where": {**asked["where"], "countryCode": {"eq": one["country_code"]}}}


FILTERS: Final[Mapping[str, Any]] = {
    "option": _of_a_plan,
    "number": _scored,
    "date": _to_renew,
    "text begins": _badged,
    "option and date": _both,
    "option in a country": _of_a_plan_in_a_country,
}
ORDERS: Final[Mapping[str, list[dict[str, str]]]] = {
    "": [],
    "by last name": [{"field": "LAST_NAME"}],
    "by own number": [{"customField": "score"}],
    "most own number": [{"customField": "score", "direction": "DESC", "nulls": "LAST"}],
    "by own date": [{"customField": "renewal"}],
}
