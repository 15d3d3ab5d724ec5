"""The fields of a tag: how each is checked, and what is said when it cannot be."""

from typing import Final
from uuid import UUID

from db.tags import tags_by_label
from resolvers.checks import NEVER, Rule, Said
from resolvers.context import Context
from resolvers.fields import colour, label_norm, line, whole
from resolvers.refusals import NotFound, Taken


def label_kept(said: str) -> tuple[str, str]:
    """A label as it is shown, and the form in which no two may be equal."""
    label = line(said, most=50)
    return label, label_norm(label)


def no_tag(field: str = "id") -> NotFound:
    """What is said of a tag that is not there."""
    return NotFound("There is no such tag.", field)


def taken(ctx: Context, values: Said) -> Taken:
    """What is said of a label that another tag has."""

    async def find() -> UUID | None:
        has = await ctx.reads.first(tags_by_label(), labels=[values["label_norm"]])
        return has.id if has else None

    return Taken("Another tag already has this label.", "label", kind="tag", find=find)


RULES: Final = {
    "label": Rule(("label", "label_norm"), label_kept, NEVER),
    "color": Rule(("color",), colour),
    "priority": Rule(("priority",), lambda said: whole(said, 0, 1000), NEVER),
}
