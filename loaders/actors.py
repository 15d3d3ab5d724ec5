"""How actors are fetched for many at once."""

from db.actors import ActorRow
from loaders.batch import ById


class ActorById(ById[ActorRow]):
    """The actor of each id."""

    row = ActorRow
