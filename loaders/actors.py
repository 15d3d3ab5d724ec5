"""How actors are fetched for many at once."""

from uuid import UUID

from db.actors import ActorRow, actors_by_id
from db.columns import Wanted
from loaders.batch import Loader, one_each


class ActorById(Loader[UUID, ActorRow | None]):
    """The actor of each id."""

    async def answers(self, keys: list[UUID], wanted: Wanted) -> list[ActorRow | None]:
        actors = await self.reads.all(actors_by_id(), wanted.also("id"), ids=keys)
        return one_each(keys, actors, "id")
