"""What can be done with the people of a company: add, change, remove, and list them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final
from uuid import UUID

from db.answers import Done
from db.change import Change
from db.companies import ROLES
from db.company_members import (
    MOST,
    CompanyMemberRow,
    company_count,
    member_who_is,
    members_by_id,
)
from db.ids import new_id
from db.pages import NEWEST
from events.catalogue.company_members import (
    CompanyMemberAdded,
    CompanyMemberChanged,
    CompanyMemberRemoved,
)
from loaders.company_members import MemberCountOfCompany
from resolvers.amend import amend
from resolvers.checks import NEVER, Rule, Said, as_it_is, kept, present
from resolvers.columns import EVERYTHING, Wanted
from resolvers.context import Context
from resolvers.customer_lists import Question, name_of, nobody
from resolvers.customers import customers, held_customer, no_customer
from resolvers.customers_among import among_them
from resolvers.fields import line
from resolvers.paging import Asked, Counted, Course, Listing
from resolvers.refusals import LimitReached, NotFound, Refusals, Taken, WrongState

_RULES: Final = {
    "role": Rule(("role",), as_it_is, NEVER),
    "title": Rule(("title",), lambda said: line(said, most=100)),
}
# What each side of a membership has to be, and what is said of one that is not.
_COMPANY: Final = ("CORPORATE", "Only a corporate customer has members.")
_PERSON: Final = ("INDIVIDUAL", "Only an individual can be a member.")


@dataclass(frozen=True, slots=True)
class Members:
    """Everything a client may say about the people of a company that it wants."""

    people: Question
    roles: tuple[str, ...] | None = None
    """The roles that are chosen; None are all."""


async def company_members(
    ctx: Context, ids: Sequence[UUID], wanted: Wanted
) -> Sequence[CompanyMemberRow | None]:
    """The member of each id, if the person is there for the caller, and the company too.

    A customer sees its own memberships, though it sees no company.
    """
    needed = ("customer_id",) if ctx.caller.limited_to else ("customer_id", "company_id")
    rows: Sequence[Any] = await ctx.loaders.company_member.level(ids, wanted.also(*needed))
    sides: list[list[UUID]] = [[row[name] for name in needed] if row else [] for row in rows]
    every = [id for both in sides for id in both]
    there = dict(zip(every, await customers(ctx, every, EVERYTHING), strict=True))
    return [
        row if all(map(there.get, both)) else None for row, both in zip(rows, sides, strict=True)
    ]


async def companies_of_customers(
    ctx: Context, ids: Sequence[UUID], wanted: Wanted
) -> Sequence[Sequence[Any]]:
    """To which companies each person belongs, the oldest membership first."""
    return await ctx.loaders.companies_of_customer.level(ids, wanted)


async def members_of_companies(
    ctx: Context, ids: Sequence[UUID], wanted: Wanted, question: Members, asked: Asked
) -> Sequence[Listing[Any]]:
    """The people of each company who answer, the newest first."""
    course = Course(f"company.members:{question.roles}:{name_of(question.people)}", NEWEST)
    window = course.window(ctx, asked.checked(), wanted)
    among = await among_them(ctx, question.people, window)
    if among is None:
        turn = course.turn(ctx, asked, wanted, nobody)
        return [Listing((), turn, company_id) for company_id in ids]
    if question.roles is not None:
        among = replace(among, said={**among.said, ROLES: list(question.roles)})
    found = await ctx.loaders.members_of_company(window, among).level(ids, course.needs(wanted))
    counts = ctx.loaders.member_count_of_company(among)
    turn = course.turn(ctx, asked, wanted, partial(_count, counts))
    return [Listing(rows, turn, parent) for parent, rows in zip(ids, found, strict=True)]


async def add_member(ctx: Context, company_id: UUID, person_id: UUID, said: Said) -> Done:
    """Let a person belong to a company."""
    values = kept(present(said), _RULES)
    pair = {"company_id": company_id, "customer_id": person_id}
    async with ctx.change(uq_company_members_person=lambda: _taken(ctx, pair)) as change:
        await _need_both(change, company_id, person_id)
        if await change.number(company_count(), customer_id=person_id) >= MOST:
            raise LimitReached(f"A person belongs to at most {MOST} companies.", "person_id")
        made = new_id()
        await change.insert(CompanyMemberRow, id=made, created_by=change.actor_id, **pair, **values)
        change.record(
            CompanyMemberAdded(customer_id=company_id, company_member_id=made, person_id=person_id)
        )
    return change.done


async def update_member(ctx: Context, member_id: UUID, said: Said, expected: int | None) -> Done:
    """Let a person be something else at its company."""
    values = kept(said, _RULES)
    async with ctx.change() as change:
        current = await _need_member(change, member_id)
        if changed := await amend(change, CompanyMemberRow, current, values, expected=expected):
            change.record(
                CompanyMemberChanged(
                    customer_id=current.company_id,
                    company_member_id=member_id,
                    person_id=current.customer_id,
                    fields_changed=changed,
                )
            )
    return change.done


async def remove_member(ctx: Context, member_id: UUID) -> Done:
    """Let a person belong to a company no more."""
    async with ctx.change() as change:
        gone = await _need_member(change, member_id)
        await change.remove(CompanyMemberRow, member_id)
        change.record(
            CompanyMemberRemoved(
                customer_id=gone.company_id,
                company_member_id=member_id,
                person_id=gone.customer_id,
            )
        )
    return change.done


async def _count(counts: MemberCountOfCompany, company_id: UUID, _: str) -> Counted:
    return Counted(await counts.load(company_id), is_exact=True)


async def _need_both(change: Change, company_id: UUID, person_id: UUID) -> None:
    """Hold a company and a person, or say of each what is wrong with it."""
    held = await _held(change, company_id, person_id)
    sides = (("company_id", company_id, _COMPANY), ("person_id", person_id, _PERSON))
    missing = [no_customer(name) for name, id, _ in sides if held[id] is None]
    if missing:
        raise Refusals(missing)
    wrong = [WrongState(message, name) for name, id, (kind, message) in sides if held[id] != kind]
    if wrong:
        raise Refusals(wrong)


async def _need_member(change: Change, member_id: UUID) -> CompanyMemberRow:
    """A member whose company and person both live, held until the change ends."""
    seen = await change.first(members_by_id(), ids=[member_id])
    row = None
    if seen and all((await _held(change, seen.company_id, seen.customer_id)).values()):
        row = await change.lock(CompanyMemberRow, member_id)
    if row is None:
        raise NotFound("There is no such company member.", "id")
    return row


async def _held(change: Change, *ids: UUID) -> dict[UUID, str | None]:
    """What kind of customer each of these is, held; nothing of those who are not there.

    Always in the same order, so that nobody waits for one another in a ring.
    """
    held = {id: await held_customer(change, id) for id in sorted(set(ids))}
    return {id: row.kind if row else None for id, row in held.items()}


def _taken(ctx: Context, pair: dict[str, UUID]) -> Taken:
    async def find() -> UUID | None:
        has = await ctx.reads.first(member_who_is(), **pair)
        return has.id if has else None

    message = "This person is a member of this company already."
    return Taken(message, "person_id", kind="company_member", find=find)
