"""Lives of the demo: what became of a customer, where it lives, and what was written about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from app.demo.dice import DAY, Dice
from app.demo.people import Somebody
from app.demo.trades import Trade
from resolvers.checks import Said
from resolvers.demo import Author, Written

Homes = tuple[tuple[str, bool], ...]

# The addresses that a customer has, each with whether it is the default for its purpose.
_HOMES: Final[Mapping[Homes, int]] = {
    (): 16,
    (("BOTH", True),): 30,
    (("SHIPPING", True),): 14,
    (("BILLING", True), ("SHIPPING", True)): 18,
    (("BOTH", True), ("OTHER", False)): 10,
    (("BILLING", True), ("SHIPPING", True), ("OTHER", True)): 7,
    (("BOTH", True), ("SHIPPING", False), ("OTHER", False)): 5,
}
_REGULAR_HOMES: Final[Homes] = (("BILLING", True), ("SHIPPING", True))
_TAGS_WORN: Final = {0: 22, 1: 30, 2: 25, 3: 15, 4: 8}
_NOTES: Final = {0: 26, 1: 28, 2: 20, 3: 13, 4: 8, 5: 5}
_REGULAR_NOTES: Final = {3: 1}


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when a customer was known, and how that ended."""

    arrived: datetime
    left: datetime
    fate: str


class Lives:
    """Tells what happened to the customers of a trade."""

    def __init__(self, dice: Dice, trade: Trade) -> None:
        self._dice = dice
        self._trade = trade
        slugs = (f"demo-{number}" for number in range(1, len(trade.authors) + 1))
        self._authors = [Author(*each) for each in zip(slugs, trade.authors, strict=True)]

    def life(self, arrived: datetime, fate: str) -> Life:
        """The life of a customer who arrived at that moment."""
        left = DAY if fate == "ACTIVE" else self._dice.between(arrived, DAY)
        return Life(arrived, left, fate)

    def history(self, said: Said, life: Life, notes: Sequence[Written]) -> dict[str, Any]:
        """What the house itself has kept of a customer."""
        blocked = life.fate == "BLOCKED"
        reason = self._filled(self._dice.choice(self._trade.reasons))
        return {
            "created_at": life.arrived,
            "updated_at": life.arrived if life.fate == "ACTIVE" else life.left,
            "email_verified_at": self._verified(life) if said["email"] else None,
            "status": "ACTIVE" if life.fate == "DELETED" else life.fate,
            "blocked_at": life.left if blocked else None,
            "blocked_reason": reason if blocked else None,
            "deleted_at": life.left if life.fate == "DELETED" else None,
            "last_interaction_at": notes[-1].note["created_at"] if notes else life.arrived,
        }

    def _verified(self, life: Life) -> datetime | None:
        soon = life.arrived + timedelta(minutes=self._dice.randrange(1, 90))
        return soon if soon < life.left and self._dice.chance(80) else None

    def addresses(self, who: Somebody, life: Life) -> list[dict[str, Any]]:
        """Where the customer is written to, delivered to and billed."""
        homes = _REGULAR_HOMES if who.is_regular else self._dice.weighted(_HOMES)
        return [
            {"type": kind, "is_default": is_default, **self._place(who, kind, life)}
            for kind, is_default in homes
        ]

    def worn(self, life: Life) -> dict[str, datetime]:
        """The labels of the tags that the customer wears, and since when."""
        worn = self._dice.several(self._trade.tags, _TAGS_WORN)
        return {tag.label: self._moment(life) for tag in worn}

    def notes(self, who: Somebody, life: Life) -> list[Written]:
        """What was written about the customer, oldest first."""
        counts = _REGULAR_NOTES if who.is_regular else _NOTES
        texts = self._dice.several(self._trade.notes, counts)
        moments = sorted(self._moment(life) for _ in texts)
        return [self._note(text, at) for text, at in zip(texts, moments, strict=True)]

    def _place(self, who: Somebody, kind: str, life: Life) -> dict[str, Any]:
        town = self._dice.choice(who.home.towns) if kind == "OTHER" else who.town
        added = self._moment(life)
        return {
            "label": self._trade.labels["BILLING" if who.is_company else kind],
            "first_name": None if who.is_company else who.first[0],
            "last_name": None if who.is_company else who.family[0],
            "line1": self._dice.digits(self._dice.choice(who.home.streets)),
            "line2": self._dice.digits(who.home.flat) if self._dice.chance(35) else None,
            "city": town.name,
            "state": town.region,
            "postal_code": self._dice.digits(town.postal_code),
            "country_code": who.home.country,
            "created_at": added,
            "updated_at": added,
        }

    def _note(self, text: str, at: datetime) -> Written:
        source = "IMPORT" if self._dice.chance(8) else "MANUAL"
        note = {"body": self._filled(text), "source": source, "created_at": at, "updated_at": at}
        return Written(self._dice.choice(self._authors), note)

    def _filled(self, text: str) -> str:
        """A text with a day, an hour, a number and a town of no meaning."""
        return text.format(
            day=self._dice.choice(self._trade.days),
            hour=f"{self._dice.randrange(9, 18)}:{self._dice.choice(('00', '30'))}",
            number=self._dice.randrange(3, 13),
            town=self._dice.choice(self._trade.regular.culture.towns).name,
        )

    def _moment(self, life: Life) -> datetime:
        return self._dice.between(life.arrived, life.left)
