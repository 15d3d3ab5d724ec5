"""Fields of one's own: what a trade keeps of its customers beside what everybody does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from app.demo.dice import DAY, Dice

_READS: Final = "CUSTOMER_READS"
_CHANGES: Final = "CUSTOMER_CHANGES"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field that a trade has made, and what its customers have in it."""

    key: str
    label: str
    kind: str
    access: str = "STAFF"
    is_unique: bool = False
    choices: tuple[str, ...] = ()
    pattern: str = ""
    least: int = 0
    most: int = 1
    currency: str = "EUR"
    likely: int = 60

    @property
    def said(self) -> dict[str, Any]:
        """What an administrator would have typed to make it."""
        options = {"options": list(self.choices)} if self.kind == "OPTION" else {}
        return {
            "key": self.key,
            "label": self.label,
            "kind": self.kind,
            "access": self.access,
            "is_unique": self.is_unique,
            "is_filterable": True,
            **options,
        }


TRAVEL: Final = (
    Field(
        key="traveller_number",
        label="Traveller number",
        kind="TEXT",
        access=_READS,
        is_unique=True,
        pattern="TR-######",
        likely=70,
    ),
    Field(key="trips", label="Trips with us", kind="NUMBER", least=1, most=24, likely=80),
    Field(key="with_children", label="Travels with children", kind="BOOLEAN", likely=50),
    Field(key="passport_until", label="Passport valid until", kind="DATE", least=-200, most=3000),
    Field(key="budget", label="Budget of a trip", kind="MONEY", least=3, most=60),
    Field(
        key="diet",
        label="Diet",
        kind="OPTION",
        access=_CHANGES,
        choices=("vegetarian", "vegan", "halal", "kosher", "no nuts"),
        likely=35,
    ),
    Field(
        key="interests",
        label="Interests",
        kind="TEXTS",
        access=_CHANGES,
        choices=("hiking", "beaches", "museums", "wine", "skiing", "city breaks"),
    ),
)
CLINIC: Final = (
    Field(
        key="insurance_number",
        label="Numéro d'assurance",
        kind="TEXT",
        is_unique=True,
        pattern="##-######",
        likely=85,
    ),
    Field(
        key="blood_group",
        label="Groupe sanguin",
        kind="OPTION",
        choices=("0+", "0-", "A+", "A-", "B+", "B-", "AB+", "AB-"),
        likely=55,
    ),
    Field(
        key="allergies",
        label="Allergies",
        kind="TEXTS",
        access=_CHANGES,
        choices=("pollen", "arachides", "pénicilline", "latex", "poussière"),
        likely=30,
    ),
    Field(key="last_check", label="Dernier bilan", kind="DATE", least=-900, most=0),
    Field(key="reminder_hours", label="Rappel, en heures", kind="NUMBER", least=2, most=72),
    Field(key="needs_ramp", label="Accès par la rampe", kind="BOOLEAN", likely=15),
    Field(
        key="co_payment", label="Reste à charge", kind="MONEY", most=8, currency="MAD", likely=40
    ),
)


def values(dice: Dice, fields: tuple[Field, ...]) -> list[dict[str, Any]]:
    """What one customer has in these fields."""
    said = [field for field in fields if dice.chance(field.likely)]
    return [{"key": field.key, "value": _value(dice, field)} for field in said]


def _value(dice: Dice, field: Field) -> Mapping[str, Any]:
    number = dice.randint(field.least, field.most)
    drawn: Mapping[str, Callable[[], Mapping[str, Any]]] = {
        "TEXT": lambda: {"text": dice.digits(field.pattern)},
        "NUMBER": lambda: {"number": Decimal(number)},
        "BOOLEAN": lambda: {"is_true": dice.chance(60)},
        "DATE": lambda: {"falls_on": (DAY + timedelta(days=number)).date()},
        "MONEY": lambda: {"money": _money(number, field.currency)},
        "OPTION": lambda: {"option": dice.choice(field.choices)},
        "TEXTS": lambda: {"texts": dice.several(field.choices, {1: 50, 2: 35, 3: 15})},
    }
    return drawn[field.kind]()


def _money(number: int, currency: str) -> dict[str, Any]:
    return {"amount": Decimal(number * 50), "currency_code": currency}
