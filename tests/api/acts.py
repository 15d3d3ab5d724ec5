"""Every act there is: what it is given to succeed once, and the facts that it records."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from graphql import GraphQLObjectType, get_named_type

from schema.root import schema
from tests.firms import new_company, new_member
from tests.tenant import Answer, Tenant

Given = dict[str, Any]

# What must never be found outside the tables that erasure reaches: each person here has it.
CANARY: Final = "Zanzibar"
CANARY_PHONE: Final = "+40 712 345 678"
PERSON: Final[Given] = {
    "firstName": CANARY,
    "lastName": CANARY,
    "email": f"{CANARY}@example.com",
    "phone": CANARY_PHONE,
    "city": CANARY,
    "taxId": CANARY,
    "externalId": CANARY,
    "preferences": {"custom": {"team": CANARY}},
}
PLACE: Final[Given] = {"line1": CANARY, "city": CANARY, "phone": CANARY_PHONE, "label": CANARY}

# What a client is told when the same request may succeed a moment later.
SEND_AGAIN: Final = {"CONFLICT", "OVERLOADED"}
_PATIENCE: Final = 20

_MUTATION: Final = schema._schema.mutation_type


@dataclass(frozen=True, slots=True)
class Happened:
    """A fact: its name, what sort of thing it is about, and the fields that it names."""

    name: str
    kind: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """What a mutation needs to succeed, and what then happened."""

    given: Callable[[Tenant], Awaitable[Given]]
    facts: tuple[Happened, ...]


def mutations() -> dict[str, Any]:
    """Every mutation of the schema, by its name."""
    assert _MUTATION is not None
    return dict(_MUTATION.fields)


def document(name: str, shows: str = "") -> str:
    """An operation that does one act and shows everything plain that the payload tells."""
    field = mutations()[name]
    told = get_named_type(field.type).fields.items()
    parts = [_part(key, get_named_type(each.type), shows) for key, each in told]
    needs = field.args["input"].type
    return f"mutation ($input: {needs}) {{ {name}(input: $input) {{ {' '.join(parts)} }} }}"


async def do(tenant: Tenant, name: str, given: Given, shows: str = "", **asked: Any) -> Answer:
    """Do an act of this name; `shows` is what is wanted of the thing beside its id."""
    return await tenant.ask(document(name, shows), input=given, **asked)


async def done(tenant: Tenant, name: str, **given: Any) -> dict[str, Any]:
    """What an act answers that nothing stands in the way of."""
    payload = (await do(tenant, name, given)).payload()
    assert payload["userErrors"] == [], payload
    return payload


def stood_in_the_way(answer: Answer) -> set[str]:
    """The codes of everything that stood in the way of the one act, wherever it is said."""
    top = {error["extensions"]["code"] for error in answer.body.get("errors", ())}
    return top or {code for code, _ in answer.refusals()}


async def settled(tenant: Tenant, name: str, given: Given, shows: str = "") -> Answer:
    """The answer that a client gets who sends a request again as long as it is told to."""
    answer = await do(tenant, name, given, shows)
    for _ in range(_PATIENCE):
        if not stood_in_the_way(answer) & SEND_AGAIN:
            break
        answer = await do(tenant, name, given, shows)
    return answer


def _part(key: str, kind: Any, shows: str) -> str:
    if key == "userErrors":
        return "userErrors { code message field ... on StaleVersion { base theirs yours } }"
    return f"{key} {{ id {shows} }}" if isinstance(kind, GraphQLObjectType) else key


def _of(make: Callable[[Tenant], Awaitable[str]], **given: Any) -> Callable[..., Awaitable[Given]]:
    """The input of an act on one thing."""

    async def prepared(tenant: Tenant) -> Given:
        return {"id": await make(tenant), **given}

    return prepared


def _new(**given: Any) -> Callable[[Tenant], Awaitable[Given]]:
    """The input of an act that makes something out of nothing."""

    async def prepared(_: Tenant) -> Given:
        return given

    return prepared


def _for(**given: Any) -> Callable[[Tenant], Awaitable[Given]]:
    """The input of an act that gives something to a customer."""

    async def prepared(tenant: Tenant) -> Given:
        return {"customerId": await _person(tenant), **given}

    return prepared


async def _person(tenant: Tenant) -> str:
    return await tenant.customer(**PERSON)


async def _after(tenant: Tenant, act: str, **given: Any) -> str:
    person = await _person(tenant)
    await done(tenant, act, id=person, **given)
    return person


async def _inactive(tenant: Tenant) -> str:
    return await _after(tenant, "customerDeactivate")


async def _blocked(tenant: Tenant) -> str:
    return await _after(tenant, "customerBlock", reason=CANARY)


async def _deleted(tenant: Tenant) -> str:
    return await _after(tenant, "customerDelete")


async def _begun(tenant: Tenant) -> Given:
    begun = await done(tenant, "customerEmailVerificationBegin", id=await _person(tenant))
    return {"token": begun["token"]}


async def _pair(tenant: Tenant) -> Given:
    return {
        "companyId": await new_company(tenant, companyName=CANARY),
        "personId": await _person(tenant),
    }


async def _member(tenant: Tenant) -> str:
    return await new_member(tenant, *(await _pair(tenant)).values(), title=CANARY)


async def _pair_with_title(tenant: Tenant) -> Given:
    return {**await _pair(tenant), "title": CANARY, "role": "BUYER"}


async def _address(tenant: Tenant) -> str:
    return await tenant.address(await _person(tenant), **PLACE)


async def _note(tenant: Tenant) -> str:
    return await tenant.note(await _person(tenant), body=CANARY)


async def _tag(tenant: Tenant) -> str:
    return await tenant.tag(CANARY)


async def _custom_field(tenant: Tenant) -> str:
    return await tenant.custom_field("zanzibar", label=CANARY)


async def _retired_field(tenant: Tenant) -> str:
    field = await _custom_field(tenant)
    await done(tenant, "customFieldRetire", id=field)
    return field


async def _tag_and_label(tenant: Tenant) -> Given:
    worn = await tenant.tag()
    return {"customerId": await _person(tenant), "tagIds": [worn], "labels": [CANARY]}


async def _worn(tenant: Tenant) -> Given:
    person, worn = await _person(tenant), await tenant.tag(CANARY)
    await tenant.wear(person, worn)
    return {"customerId": person, "tagIds": [worn]}


async def _other_tag(tenant: Tenant) -> Given:
    return {**await _worn(tenant), "tagIds": [await tenant.tag()]}


def _customer(verb: str, *fields: str) -> tuple[Happened, ...]:
    return (Happened(f"customer.{verb}", "customer", fields),)


def _noted(verb: str, *fields: str) -> tuple[Happened, ...]:
    return (Happened(f"customer.note_{verb}", "note", fields),)


def _addressed(verb: str, *fields: str) -> tuple[Happened, ...]:
    return (Happened(f"customer.address_{verb}", "address", fields),)


def _belonged(verb: str, *fields: str) -> tuple[Happened, ...]:
    return (Happened(f"customer.member_{verb}", "company_member", fields),)


def _tagged(verb: str, *fields: str) -> tuple[Happened, ...]:
    return (Happened(f"tag.{verb}", "tag", fields),)


def _fielded(verb: str, *fields: str) -> tuple[Happened, ...]:
    return (Happened(f"custom_field.{verb}", "custom_field", fields),)


_SOMEWHERE: Final[Given] = {
    **PLACE,
    "type": "BILLING",
    "postalCode": "500001",
    "countryCode": "RO",
}

ACTS: Final[dict[str, Act]] = {
    "addressCreate": Act(_for(**_SOMEWHERE), _addressed("added")),
    "addressDelete": Act(_of(_address), _addressed("deleted")),
    "addressSetDefault": Act(_of(_address), _addressed("updated", "is_default")),
    "addressUpdate": Act(
        _of(_address, line2=CANARY, postalCode="500002"),
        _addressed("updated", "line2", "postal_code"),
    ),
    "companyMemberAdd": Act(_pair_with_title, _belonged("added")),
    "companyMemberRemove": Act(_of(_member), _belonged("removed")),
    "companyMemberUpdate": Act(
        _of(_member, role="OWNER", title=f"{CANARY} twice"), _belonged("changed", "role", "title")
    ),
    "customFieldCreate": Act(_new(key="zanzibar", label=CANARY, kind="TEXT"), _fielded("created")),
    "customFieldRestore": Act(_of(_retired_field), _fielded("restored")),
    "customFieldRetire": Act(_of(_custom_field), _fielded("retired")),
    "customFieldUpdate": Act(
        _of(_custom_field, label=f"{CANARY} twice", position=7),
        _fielded("updated", "label", "position"),
    ),
    "customerActivate": Act(_of(_inactive), _customer("activated")),
    "customerBlock": Act(_of(_person, reason=CANARY), _customer("blocked")),
    "customerCreate": Act(_new(**PERSON), _customer("created")),
    "customerDeactivate": Act(_of(_person), _customer("deactivated")),
    "customerDelete": Act(_of(_person), _customer("deleted")),
    "customerEmailVerificationBegin": Act(_of(_person), _customer("email_verification_begun")),
    "customerEmailVerify": Act(_begun, _customer("email_verified")),
    "customerErase": Act(_of(_person, reason="REQUESTED"), _customer("erased")),
    "customerExternalIdCorrect": Act(
        _of(_person, externalId=f"{CANARY}-2", reason=CANARY), _customer("external_id_corrected")
    ),
    "customerRestore": Act(_of(_deleted), _customer("restored")),
    "customerTagsAdd": Act(
        _tag_and_label, _tagged("created") + _customer("tagged") + _customer("tagged")
    ),
    "customerTagsRemove": Act(_worn, _customer("untagged")),
    "customerTagsSet": Act(_other_tag, _customer("untagged") + _customer("tagged")),
    "customerUnblock": Act(_of(_blocked), _customer("unblocked")),
    "customerUpdate": Act(
        _of(_person, fullName=CANARY, region=CANARY), _customer("updated", "full_name", "region")
    ),
    "customerUpsert": Act(
        _new(**{**PERSON, "identifier": {"email": PERSON["email"]}}), _customer("created")
    ),
    "noteCreate": Act(_for(body=CANARY), _noted("added")),
    "noteDelete": Act(_of(_note), _noted("deleted")),
    "noteUpdate": Act(_of(_note, body=f"{CANARY} twice"), _noted("updated", "body")),
    "tagCreate": Act(_new(label=CANARY), _tagged("created")),
    "tagDelete": Act(_of(_tag), _tagged("deleted")),
    "tagUpdate": Act(
        _of(_tag, label=f"{CANARY} twice", priority=7), _tagged("updated", "label", "priority")
    ),
}
