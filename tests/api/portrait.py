"""A customer of whom everything is known, and all that can be seen of one."""

from typing import Any, Final

from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from schema.root import schema

PERSON: Final[dict[str, Any]] = {
    "externalId": "crm-42",
    "userId": "auth0|ana",
    "kind": "CORPORATE",
    "firstName": "Ana",
    "lastName": "Ionescu",
    "fullName": "Ana Maria Ionescu",
    "companyName": "Livada",
    "taxId": "RO 1234567",
    "email": "ana@example.com",
    "phone": "0712 345 678",
    "avatarUrl": "https://cdn.example.com/ana.png",
    "bornOn": "1984-02-29",
    "gender": "FEMALE",
    "nationality": "MA",
    "countryCode": "RO",
    "region": "Transilvania",
    "city": "Cluj-Napoca",
    "preferences": {
        "language": "fr",
        "timeZone": "Africa/Casablanca",
        "channel": "WHATSAPP",
        "custom": {"seat": "window"},
    },
}
_CUSTOMER: Final = schema._schema.type_map["Customer"]
assert isinstance(_CUSTOMER, GraphQLObjectType)

# Fields that are values, and those behind which there is more.
PLAIN: Final = sorted(
    name for name, field in _CUSTOMER.fields.items() if is_leaf_type(get_named_type(field.type))
)
BRANCHES: Final = {
    "addresses": "addresses { line1 }",
    "companies": "companies { role }",
    "customFields": "customFields { key text }",
    "defaultAddress": "defaultAddress(type: SHIPPING) { line1 }",
    "members": "members { nodes { role } }",
    "notes": "notes { nodes { body } }",
    "summary": "summary { addressCount }",
    "tags": "tags { label }",
    "preferences": "preferences { language channel timeZone newsletterSubscribed }",
    "blockedBy": "blockedBy { subject }",
    "changes": "changes { nodes { version fields } }",
    "createdBy": "createdBy { subject }",
}
