"""Companies of the demo: which of its people belong to them, and as what."""

from collections.abc import Sequence
from typing import Final

from app.demo.dice import Dice
from app.demo.people import Somebody
from resolvers.demo import Membership

_PEOPLE: Final = {0: 25, 1: 40, 2: 25, 3: 10}
_ROLES: Final = {"OWNER": 15, "ADMIN": 10, "BUYER": 25, "BILLING": 20, "CONTACT": 30}


def memberships(dice: Dice, whos: Sequence[Somebody], titles: tuple[str, ...]) -> list[Membership]:
    """Who belongs to which company; the customer whom every tour meets first belongs to one."""
    companies = [place for place, who in enumerate(whos) if who.is_company]
    people = [place for place, who in enumerate(whos) if not who.is_company and not who.is_regular]
    made = [Membership(companies[0], 0, "CONTACT", titles[0])]
    for company in companies:
        made += [
            Membership(company, person, dice.weighted(_ROLES), dice.choice(titles))
            for person in dice.sample(people, dice.weighted(_PEOPLE))
        ]
    return made
