"""Documents: as many as are wanted, each asking for something else, and each for little."""

from collections.abc import Mapping
from random import Random
from typing import Any, Final

from bench.processes import question

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "Customer": (
        *("id", "kind", "type", "status", "displayName", "firstName", "lastName", "fullName"),
        *("companyName", "email", "emailVerified", "emailVerifiedAt", "externalId", "phone"),
        *("phoneE164", "city", "region", "countryCode", "nationality", "gender", "bornOn"),
        *("loyaltyPoints", "loyaltyTier", "marketingOptIn", "isActive"),
        *("taxId", "userId"),
        *("avatarUrl", "lastInteractionAt", "createdAt", "updatedAt", "version", "tagLabels"),
    ),
    "CustomerPreferences": ("language", "channel", "timeZone", "newsletterSubscribed"),
    "Tag": ("id", "label", "color", "priority", "createdAt", "updatedAt", "version"),
    "Address": (
        *("id", "type", "label", "line1", "line2", "city", "state", "postalCode", "countryCode"),
        *("companyName", "firstName", "lastName", "phone", "isDefault", "createdAt", "version"),
    ),
    "Note": ("id", "body", "source", "createdAt", "updatedAt", "version"),
    "Actor": ("id", "name", "subject", "createdAt"),
}
RELATIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "Customer": {
        "tags": "Tag",
        "addresses": "Address",
        "notes": "Note",
        "blockedBy": "Actor",
        "preferences": "CustomerPreferences",
    },
    "Note": {"author": "Actor"},
    "Tag": {"createdBy": "Actor"},
}
PAGES: Final = {"customers": "Customer", "notes": "Note"}
ORDERS: Final = ("CREATED_AT", "DISPLAY_NAME", "LAST_NAME", "LOYALTY_POINTS", "UPDATED_AT")
LARGEST_PAGE: Final = 3
COLUMNS_ASKED: Final = (3, 9)


class Writer:
    """Writes one document, and the variables for it."""

    def __init__(self, number: int) -> None:
        self._random = Random(number)  # noqa: S311 - the same again for the same number
        self._kinds: dict[str, str] = {}
        self.variables: dict[str, Any] = {}

    def document(self) -> str:
        """The whole text."""
        asked = self._page("customers")
        said = ", ".join(f"${name}: {kind}" for name, kind in self._kinds.items())
        return f"query{f' ({said})' if said else ''} {{ {asked} }}"

    def _page(self, name: str) -> str:
        said = [f"first: {self._value('Int', self._random.randint(1, LARGEST_PAGE))}"]
        if name == "customers" and self._happens(0.5):
            order = [{"field": self._random.choice(ORDERS)}]
            said.append(f"sortBy: {self._variable('[CustomerSort!]', order)}")
        thing = self._selection(PAGES[name])
        things = f"nodes {thing}" if self._happens(0.5) else f"edges {{ cursor node {thing} }}"
        more = " pageInfo { hasNextPage endCursor }" if self._happens(0.3) else ""
        return f"{self._named(name)}({', '.join(said)}) {{ {things}{more} }}"

    def _selection(self, kind: str) -> str:
        columns = COLUMNS[kind]
        many = min(self._random.randint(*COLUMNS_ASKED), len(columns))
        fields = [self._named(each) for each in self._random.sample(columns, many)]
        for name, below in RELATIONS.get(kind, {}).items():
            if self._happens(0.4):
                fields.append(self._page(name) if name in PAGES else self._whole(name, below))
        return f"{{ {' '.join(fields)} }}"

    def _whole(self, name: str, kind: str) -> str:
        return f"{self._named(name)} {self._selection(kind)}"

    def _named(self, name: str) -> str:
        """A field, now and then under another name."""
        another = self._random.randint(1, 9)
        return f"{name}{another}: {name}" if self._happens(0.2) else name

    def _happens(self, likely: float) -> bool:
        return self._random.random() < likely

    def _value(self, kind: str, value: int) -> str:
        """A number, as such or in a variable."""
        return self._variable(kind, value) if self._happens(0.5) else str(value)

    def _variable(self, kind: str, value: Any) -> str:
        name = f"v{len(self._kinds)}"
        self._kinds[name] = kind
        self.variables[name] = value
        return f"${name}"


def distinct(number: int) -> str:
    """What is asked under a number, as it is sent; the same again for the same number."""
    writer = Writer(number)
    return question(writer.document(), writer.variables)
