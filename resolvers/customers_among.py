"""Customers among those of something else: who of them answers, and in which order."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from db.criteria import shaped
from db.finding import LAST_TAGGED, words_said
from db.finding import Wanted as Sought
from db.pages import NEWEST
from db.sorting import own_key
from loaders.customers import WantedCountOfTag
from loaders.pages import Among, Window
from resolvers.columns import Wanted
from resolvers.context import Context
from resolvers.custom_matches import OwnKey, criterion_said, sorted_by
from resolvers.customer_lists import Question, customs_of, keys_of, name_of, nobody
from resolvers.customers import customers_of_tags
from resolvers.paging import Asked, Counted, Course, Listing
from resolvers.searching import rarest_first, words_of


async def wanted_of_tags(
    ctx: Context, tag_ids: Sequence[UUID], wanted: Wanted, question: Question, asked: Asked
) -> Sequence[Listing[Any]]:
    """The living customers who answer and wear each tag; the last tagged first, unless said."""
    if not question.where and not question.sort_by and question.search is None:
        return await customers_of_tags(ctx, tag_ids, wanted, asked)
    own = await sorted_by(ctx, customs_of(question))
    keys = keys_of(ctx, question, own)
    course = Course(f"tag.{name_of(question)}", LAST_TAGGED if keys is NEWEST else keys)
    window = course.window(ctx, asked.checked(), wanted)
    among = await among_them(ctx, question, window, own)
    if among is None:
        turn = course.turn(ctx, asked, wanted, nobody)
        return [Listing((), turn, tag_id) for tag_id in tag_ids]
    counts = ctx.loaders.wanted_count_of_tag(among)
    turn = course.turn(ctx, asked, wanted, partial(_count_of_tag, counts))
    found = await ctx.loaders.wanted_of_tag(window, among).level(tag_ids, course.needs(wanted))
    return [Listing(rows, turn, tag_id) for tag_id, rows in zip(tag_ids, found, strict=True)]


async def among_them(
    ctx: Context, question: Question, window: Window, own: Sequence[OwnKey] = ()
) -> Among | None:
    """Which customers are wanted of those who belong to something; None if nobody can answer."""
    said: dict[str, Any] = {}
    criterion = shaped(await criterion_said(ctx, question.where or {}), said)
    words = words_of(ctx, question.search)
    if words == []:
        return None
    words = await rarest_first(ctx, words, window) if words else []
    said |= words_said(words) | {own_key(nth): each.field_id for nth, each in enumerate(own)}
    columns = tuple(each.column for each in own)
    return Among(Sought(criterion, len(words), sorted_by=columns), said)


async def _count_of_tag(counts: WantedCountOfTag, tag_id: UUID, _: str) -> Counted:
    return Counted(await counts.load(tag_id), is_exact=True)
