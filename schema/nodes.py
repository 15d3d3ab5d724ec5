"""Nodes: what has an id, by which it can be asked for."""

from functools import partial
from typing import Any, ClassVar, Final

import strawberry

from schema.fields import computed
from schema.ids import shown_id, written_id
from schema.views import View

_SAYS: Final = "ID of the object, opaque"


@strawberry.interface(description="Anything that has an id and can be asked for by it")
class Node(View):
    kind_of_node: ClassVar[str]

    id: strawberry.ID = strawberry.field(description=_SAYS)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "kind_of_node" in cls.__dict__:
            # Each kind has a field of its own, for its ids begin in their own way.
            by, written = partial(shown_id, cls.kind_of_node), written_id(cls.kind_of_node)
            made: Any = computed(by, of=("id",), says=_SAYS, written=written)
            made.type = strawberry.ID
            cls.id = made
