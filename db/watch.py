"""The watch: who is told what the cellar does, so that it can be measured."""

from collections.abc import Sequence


class Watch:
    """Is told of work that was done: how much and how long, never for whom. This one forgets it."""

    def sent(self, statement: str, seconds: float) -> None:
        """A statement was answered, or refused."""

    def waited(self, seconds: float) -> None:
        """A connection was waited for, in vain or not."""

    def batched(self, loader: str, keys: int) -> None:
        """A loader asked for so many at once."""

    def kept(self, facts: Sequence[str]) -> None:
        """These facts happened: their change is committed."""
