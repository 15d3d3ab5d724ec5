"""The plan of a run: what is measured, for how long, and on what."""

from dataclasses import dataclass

from bench.servers import EVERYBODY, Stage


@dataclass(frozen=True)
class Plan:
    """How a run is to be done."""

    stage: Stage
    seconds: float = 3.0
    rounds: int = 5
    servers: tuple[str, ...] = EVERYBODY
    memory: bool = False
    """Whether memory is measured at length."""

    @property
    def moment(self) -> float:
        """How long a turn takes where an answer is small."""
        return self.seconds / 2
