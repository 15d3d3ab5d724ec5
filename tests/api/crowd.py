"""A small crowd that differs in everything a list can be filtered and sorted by, or lacks it."""

from dataclasses import dataclass
from typing import Any, Final

from tests.copies import repeated
from tests.tenant import Tenant, doing, kept

PEOPLE: Final[dict[str, dict[str, Any]]] = {
    "ana": {
        "firstName": "Ana",
        "lastName": "Țepeș",
        "city": "Iași",
        "region": "Moldova",
        "countryCode": "RO",
        "nationality": "RO",
        "bornOn": "1984-02-29",
        "gender": "FEMALE",
        "email": "Ana.T@example.com",
        "phone": "+40712345678",
        "externalId": "crm-1",
        "userId": "auth0|ana",
        "marketingOptIn": True,
        "preferences": {"channel": "EMAIL", "language": "ro"},
    },
    "bo": {
        "firstName": "Bó",
        "lastName": "Anders",
        "city": "Oslo",
        "region": "Oslo_50%",
        "countryCode": "NO",
        "nationality": "MA",
        "bornOn": "1990-01-01",
        "gender": "MALE",
        "email": "bo@example.org",
        "phone": "+4740612345",
        "externalId": "crm-2",
        "type": "WHOLESALE",
        "loyaltyTier": "GOLD",
        "loyaltyPoints": 10,
        "preferences": {"channel": "SMS", "language": "nb", "newsletterSubscribed": True},
    },
    "cy": {
        "kind": "CORPORATE",
        "companyName": "Çy & Söhne",
        "city": "Berlin",
        "countryCode": "DE",
        "externalId": "erp-3",
        "type": "VIP",
        "loyaltyTier": "PLATINUM",
        "loyaltyPoints": 20,
    },
    "di": {"fullName": "Di"},
}
LIST: Final = """
query ($where: CustomerWhere, $sortBy: [CustomerSort!], $search: String) {
  customers(where: $where, sortBy: $sortBy, search: $search) { nodes { id } }
}"""
NAMES: Final = tuple(PEOPLE)
WORN: Final = {"vip": ("ana", "bo"), "early": ("ana", "cy"), "late": ()}
NAMELESS: Final = {"firstName": None, "lastName": None}

# When they became known, how long ago; when they were changed, verified and last met.
TIMES: Final = {
    "ana": ("400 days", "2026-01-01", "2026-02-01", None),
    "bo": ("40 days", "2026-01-02", None, "2026-03-02"),
    "cy": ("25 hours", "2026-01-03", None, "2026-03-01"),
    "di": ("1 hour", "2026-01-03", None, None),
}
_SET_TIMES: Final = """
update customers set
  created_at = now() - $3::text::interval, updated_at = $4::text::timestamptz,
  email_verified_at = $5::text::timestamptz, last_interaction_at = $6::text::timestamptz
where tenant_id = $1 and id = $2"""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A tenant with the crowd in it."""

    tenant: Tenant
    ids: dict[str, str]

    def told(self, value: Any) -> Any:
        """The same with an id in the place of every `#name`."""
        if isinstance(value, dict):
            return {name: self.told(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.told(each) for each in value]
        if isinstance(value, str) and value.startswith("#"):
            return self.ids[value.removeprefix("#")]
        return value

    async def listed(self, **asked: Any) -> list[str]:
        """Who is found, in the order of the list."""
        answer = await self.tenant.ask(LIST, **self.told(asked))
        assert "errors" not in answer.body, answer.body
        names = {value: name for name, value in self.ids.items()}
        return [names[node["id"]] for node in answer.data["customers"]["nodes"]]

    async def found(self, where: dict[str, Any] | None) -> set[str]:
        """Who is found, each once."""
        names = await self.listed(where=where)
        assert len(names) == len(set(names))
        return set(names)


async def gather(tenant: Tenant) -> Crowd:
    """Let the crowd come together."""
    ids = {name: await tenant.customer(**NAMELESS | said) for name, said in PEOPLE.items()}
    ids |= {label: await tenant.tag(label) for label in WORN}
    for label, wearers in WORN.items():
        for wearer in wearers:
            await tenant.wear(ids[wearer], ids[label])
    await tenant.ask(doing("customerDeactivate"), input={"id": ids["bo"]})
    await tenant.ask(doing("customerBlock"), input={"id": ids["cy"], "reason": "Fraud"})
    for name, times in TIMES.items():
        await tenant.rows(_SET_TIMES, kept(ids[name]), *times)
    await repeated(tenant)
    return Crowd(tenant, ids)
