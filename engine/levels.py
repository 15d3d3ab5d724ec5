"""Levels: all objects of one shape are made at once, and then all that is below them at once."""

import logging
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import Any, Final

from graphql.pyutils import Path

from engine.care import Careful, value_of
from engine.faults import Place, Root
from engine.gaps import LISTS, has_gaps, is_gap, listed
from engine.kinds import Held, Relation
from engine.plans import LOST, Leaf, Named, Part, Resolved, Shape
from engine.run import At, Run
from engine.tally import FETCHED, TooMuch

log: Final = logging.getLogger(__name__)


async def objects(run: Run, shape: Shape, sources: Sequence[Any], place: At) -> list[Any]:
    """The objects of a level, each as it is answered; LOST where one cannot be."""
    if not sources:
        return []
    run.tally.count(len(sources) * len(shape.fields))
    if isinstance(place, Place):
        run.tally.objects += len(sources)
    if shape.denied:
        run.refuse(shape.denied, len(sources), place)
    begin = len(run.errors)
    below = [await _below(run, part, shape, sources, place) for part in shape.parts]
    failed = False
    if not run.lost and shape.build is not None:
        try:
            return shape.build(run.context, sources, *below)
        except Exception:  # noqa: BLE001  # whatever it is, more care finds it again
            failed = True
    careful = Careful(run, shape, place, begin)
    made = [careful.made(index, source, below) for index, source in enumerate(sources)]
    if failed and not careful.found:
        log.error("A function failed where nothing is wrong:\n%s", shape.source)
    return made


async def entered(run: Run, part: Part, source: Any, prefix: Path) -> Any:
    """One field of one thing that graphql-core made, with all that is below it."""
    root = Root(prefix.prev, outside=True)
    value = (await _filled(run, part, [source], root))[0]
    if value is LOST and run.escaped is not None:
        raise run.escaped
    return value


async def _below(
    run: Run, part: Part | Resolved, shape: Shape, sources: Sequence[Any], place: At
) -> list[Any]:
    if isinstance(part, Part):
        return await _filled(run, part, sources, place)
    return await run.calls(run, part, shape, sources, place)


async def _filled(run: Run, part: Part, sources: Sequence[Any], place: At) -> list[Any]:
    """What stands in a part, for every object."""
    kind = part.kind
    if isinstance(kind, Relation):
        run.tally.count(FETCHED * len(sources))
        try:
            answers = await _loaded(run, part, kind, sources)
        except TooMuch:
            raise
        except Exception as error:  # noqa: BLE001  # every object has this error
            answers = [error] * len(sources)
    else:
        answers = _held(kind, sources)
    if part.many:
        return await _many(run, part, answers, place)
    return await _one(run, part, answers, place)


def _held(kind: Held, sources: Sequence[Any]) -> list[Any]:
    try:
        return list(map(kind.get, sources))
    except Exception:  # noqa: BLE001  # only some of them may fail
        return [_got(kind, source) for source in sources]


def _got(kind: Held, source: Any) -> Any:
    try:
        return kind.get(source)
    except Exception as error:  # noqa: BLE001  # it is told as the error of this field
        return error


async def _loaded(run: Run, part: Part, kind: Relation, sources: Sequence[Any]) -> Sequence[Any]:
    arguments = {} if part.arguments is None else part.arguments(run.variables)
    if isinstance(kind.key, str):
        at = part.at
        keys = [source[at] for source in sources]
    else:
        keys = [kind.key(source) for source in sources]
    if None not in keys:
        return await kind.load(run.context, keys, part.wanted, **arguments)
    asked = [key for key in keys if key is not None]
    if not asked:
        return [None] * len(keys)
    found = iter(await kind.load(run.context, asked, part.wanted, **arguments))
    return [None if key is None else next(found) for key in keys]


async def _one(run: Run, part: Part, answers: Sequence[Any], place: At) -> list[Any]:
    if not has_gaps(answers):
        made = await _made(run, part, answers, Place(place, part, [None] * len(answers)))
    else:
        there = [answer for answer in answers if not is_gap(answer)]
        lengths = [0 if is_gap(answer) else None for answer in answers]
        each = iter(await _made(run, part, there, Place(place, part, lengths)))
        made = [
            run.gap(part.named, index, place, answer) if is_gap(answer) else next(each)
            for index, answer in enumerate(answers)
        ]
    return _settled(made, part.named) if run.lost else made


async def _many(run: Run, part: Part, answers: Sequence[Any], place: At) -> list[Any]:
    if LISTS.issuperset(map(type, answers)):
        lists = await _lists(run, part, answers, place, list(map(len, answers)))
    else:
        lists = await _lists_and_gaps(run, part, answers, place)
    if run.lost:
        lists = [_whole(items, item_nullable=part.item_nullable) for items in lists]
        return _settled(lists, part.named)
    return lists


async def _lists(
    run: Run, part: Part, answers: Iterable[Any], place: At, lengths: list[int]
) -> list[Any]:
    run.tally.count(sum(lengths))
    flat = list(chain.from_iterable(answers))
    items = await _items(run, part, flat, Place(place, part, lengths))
    ends = accumulate(lengths)
    return [items[end - length : end] for end, length in zip(ends, lengths, strict=True)]


async def _lists_and_gaps(run: Run, part: Part, answers: Sequence[Any], place: At) -> list[Any]:
    found = [listed(part.named, answer) for answer in answers]
    there = [answer for answer in found if not is_gap(answer)]
    lengths = [0 if is_gap(answer) else len(answer) for answer in found]
    lists = await _lists(run, part, there, place, lengths)
    return [
        run.gap(part.named, index, place, answer) if is_gap(answer) else lists[index]
        for index, answer in enumerate(found)
    ]


async def _items(run: Run, part: Part, flat: list[Any], place: Place) -> list[Any]:
    if not has_gaps(flat):
        return await _made(run, part, flat, place)
    # An item that is missing has its own place; the others are made without it.
    at = [index for index, item in enumerate(flat) if not is_gap(item)]
    each = iter(await _made(run, part, [flat[index] for index in at], place.only(at)))
    return [
        run.gap_in(part, index, place, item) if is_gap(item) else next(each)
        for index, item in enumerate(flat)
    ]


async def _made(run: Run, part: Part, sources: Sequence[Any], place: Place) -> list[Any]:
    if isinstance(part.below, Shape):
        return await objects(run, part.below, sources, place)
    try:
        return part.below.build(sources) if part.below.build else []
    except Exception:  # noqa: BLE001  # whatever it is, more care finds it again
        values = [_shown(part.below.leaf, source, run.context) for source in sources]
    return [
        run.gap_in(part, index, place, value) if is_gap(value) else value
        for index, value in enumerate(values)
    ]


def _shown(leaf: Leaf, source: Any, context: Any) -> Any:
    try:
        return value_of(leaf, source, context)
    except Exception as error:  # noqa: BLE001  # it is told as the error of this item
        return error


def _whole(items: Any, *, item_nullable: bool) -> Any:
    """A list, or LOST where an item of it is lost that may not be."""
    if not isinstance(items, list) or LOST not in items:
        return items
    return [None if item is LOST else item for item in items] if item_nullable else LOST


def _settled(values: list[Any], named: Named) -> list[Any]:
    """Null instead of what is lost, where there may be null."""
    if not named.nullable:
        return values
    return [None if value is LOST else value for value in values]
