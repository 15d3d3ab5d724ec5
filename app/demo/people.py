"""People of the demo: invented one after another, the same ones for the same seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from app.demo.dice import DAY, Dice
from app.demo.trades import Trade
from app.demo.words import Culture, Name, Town
from db.search import fold

REGULAR: Final = "customer-1"
YEAR: Final = timedelta(days=365)

_LOCAL_PARTS: Final = (
    "{first}.{family}",
    "{first}{family}",
    "{initial}.{family}",
    "{family}.{first}",
)
_DOMAINS: Final = ("example.com", "example.org", "example.net")
_CHANNELS: Final = {"EMAIL": 40, "PHONE": 15, "SMS": 15, "WHATSAPP": 20, "IN_PERSON": 5, "POST": 5}
_CHANNELS_WITHOUT_PHONE: Final = {"EMAIL": 75, "CHAT": 10, "IN_PERSON": 10, "POST": 5}
_TYPES: Final = {"RETAIL": 91, "VIP": 9}
_COMPANY_TYPES: Final = {"WHOLESALE": 60, "RETAIL": 34, "VIP": 6}
_TIERS: Final = {4000: "PLATINUM", 1800: "GOLD", 700: "SILVER", 150: "BRONZE", 0: "NEW"}
_POINTS_A_YEAR: Final = 900


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who a customer is, before anything else is known: whose names it has, where it lives."""

    culture: Culture
    home: Culture
    town: Town
    gender: str
    first: Name
    family: Name
    is_company: bool = False
    email: str | None = None
    user_id: str | None = None

    @property
    def is_regular(self) -> bool:
        """Whether it is the one customer with an account."""
        return self.user_id is not None


class People:
    """Invents the customers of a trade for a tenant that is at home in a region."""

    def __init__(self, dice: Dice, trade: Trade, region: str) -> None:
        self._dice = dice
        self._trade = trade
        self._region = region
        self._taken = {trade.regular.email}

    def regular(self) -> Somebody:
        """The customer whom every tour of the demo meets first."""
        known = self._trade.regular
        return Somebody(
            known.culture,
            known.culture,
            self._dice.choice(known.culture.towns),
            known.gender,
            known.first,
            known.family,
            email=known.email,
            user_id=REGULAR,
        )

    def somebody(self, *, is_company: bool) -> Somebody:
        """Somebody new."""
        culture = self._dice.weighted(self._trade.cultures)
        home = culture if self._dice.chance(90) else self._trade.regular.culture
        town = self._dice.choice(home.towns)
        gender = "FEMALE" if self._dice.chance(51) else "MALE"
        first = self._dice.choice(culture.women if gender == "FEMALE" else culture.men)
        family = self._dice.choice(culture.families)
        return Somebody(culture, home, town, gender, first, family, is_company)

    def said(self, who: Somebody, known: timedelta) -> dict[str, Any]:
        """What a client would have typed about somebody who has been known for so long."""
        return {
            "user_id": who.user_id,
            **self._names(who),
            **self._contacts(who),
            **self._habits(who),
            **self._loyalty(known),
        }

    def _names(self, who: Somebody) -> dict[str, Any]:
        first, family = who.first[0], who.family[0]
        nameless = who.is_company and self._dice.chance(60)
        company = self._dice.choice(who.culture.companies).format(family=family)
        whole = f"{family} {first}" if who.culture.family_first and not nameless else None
        return {
            "kind": "CORPORATE" if who.is_company else "INDIVIDUAL",
            "type": self._dice.weighted(_COMPANY_TYPES if who.is_company else _TYPES),
            "first_name": None if nameless else first,
            "last_name": None if nameless else family,
            "full_name": whole,
            "company_name": company if who.is_company else None,
            "tax_id": self._dice.digits(who.culture.tax_id) if who.is_company else None,
        }

    def _contacts(self, who: Somebody) -> dict[str, Any]:
        email = self._email(who) if who.is_regular or self._dice.chance(93) else None
        phone = self._phone(who.home) if who.is_regular or self._dice.chance(88) else None
        ways = _CHANNELS if phone else _CHANNELS_WITHOUT_PHONE
        return {
            "email": email,
            "phone": phone,
            "preferences.channel": self._dice.weighted(ways) if email else None,
            "preferences.newsletter_subscribed": email is not None and self._dice.chance(45),
            "country_code": who.home.country,
            "region": who.town.region,
            "city": who.town.name,
            "preferences.time_zone": who.home.time_zone,
            "preferences.language": who.culture.language,
        }

    def _email(self, who: Somebody) -> str:
        if who.email:
            return who.email
        first, family = plain(who.first), plain(who.family)
        form = "office.{family}" if who.is_company else self._dice.choice(_LOCAL_PARTS)
        local = form.format(first=first, family=family, initial=first[0])
        domain = self._dice.choice(_DOMAINS)
        numbered = (f"{local}{number}@{domain}" for number in ("", *range(2, 100)))
        email = next(each for each in numbered if each not in self._taken)
        self._taken.add(email)
        return email

    def _phone(self, home: Culture) -> str:
        number = self._dice.digits(self._dice.choice(home.phones))
        if home.country == self._region and self._dice.chance(60):
            return number
        return f"{home.dial} {number.removeprefix('0')}"

    def _habits(self, who: Somebody) -> dict[str, Any]:
        is_person = not who.is_company
        genders = {who.gender: 78, "OTHER": 2, "PREFER_NOT_TO_SAY": 3, None: 17}
        return {
            "born_on": self._birthday() if is_person and self._dice.chance(72) else None,
            "gender": self._dice.weighted(genders) if is_person else None,
            "nationality": who.culture.country if is_person else None,
            "marketing_opt_in": self._dice.chance(35),
            "preferences.custom": self._preferences(self._trade.preferences),
        }

    def _birthday(self) -> date:
        return (DAY - timedelta(days=self._dice.randrange(18 * 365, 84 * 365))).date()

    def _preferences(self, options: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
        chosen = self._dice.several(tuple(options), {0: 40, 1: 30, 2: 20, 3: 10})
        return {name: self._dice.choice(options[name]) for name in chosen}

    def _loyalty(self, known: timedelta) -> dict[str, Any]:
        points = int(self._dice.expovariate(1 / _POINTS_A_YEAR) * (known / YEAR))
        reached = next(tier for least, tier in _TIERS.items() if points >= least)
        invited = self._dice.chance(4)
        return {"loyalty_points": points, "loyalty_tier": "VIP" if invited else reached}


def plain(name: Name) -> str:
    """A name in small plain letters, fit for an e-mail address."""
    return "".join(letter for letter in fold(name[1]) if letter.isalnum())
