"""How actors are fetched for many at once."""

from uuid import UUID

from db.actors import ActorRow, actors_by_id
from loaders.batch import Loader, one_each


class ActorById(Loader[UUID, ActorRow | None]):
    """The actor of each id."""

    async def answers(self, keys: list[UUID]) -> list[ActorRow | None]:
        actors = await self.reads.all(actors_by_id(), ids=keys)
        return one_each(keys, actors, lambda actor: actor.id)
