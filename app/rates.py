"""Rates: how much a caller, and a whole tenant, may ask for in a time."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Final

from app.refused import Refused
from auth.caller import Caller

MOST_KEPT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of points that fills up again; without points nothing is limited."""

    points: int
    restore: float
    """Points that come back in a second."""


class Buckets:
    """One bucket for everybody of a kind; those long unused are full, and are forgotten."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._filled: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def left(self, whose: Hashable) -> float:
        """The points that somebody has now."""
        now = self._clock()
        points, then = self._filled.get(whose, (float(self.rate.points), now))
        return min(self.rate.points, points + (now - then) * self.rate.restore)

    def spend(self, whose: Hashable, points: float) -> None:
        """Take points away; there may be fewer than none for a while."""
        self._filled[whose] = (self.left(whose) - points, self._clock())
        self._filled.move_to_end(whose)
        if len(self._filled) > MOST_KEPT:
            self._filled.popitem(last=False)

    def wait(self, whose: Hashable, points: float) -> int:
        """Seconds until somebody has so many points; nothing, if they have them."""
        missing = min(points, self.rate.points) - self.left(whose)
        return ceil(missing / self.rate.restore) if self.rate.points and missing > 0 else 0


class Rates:
    """The buckets of callers and of tenants."""

    def __init__(self, caller: Rate, tenant: Rate) -> None:
        self._callers = Buckets(caller)
        self._tenants = Buckets(tenant)
        self.refused = {"caller": 0, "tenant": 0}
        """How often there was too much, and whose bucket was empty."""

    def charge(self, caller: Caller, points: int) -> None:
        """Take points from a caller and from the tenant, or refuse if either has too few."""
        whose = (caller.tenant_id, caller.actor_id)
        waits = self._callers.wait(whose, points), self._tenants.wait(caller.tenant_id, points)
        if seconds := max(waits):
            who = "caller" if waits[0] else "tenant"
            self.refused[who] += 1
            message = f"This {who} has asked for too much. Try again in {seconds} s."
            raise Refused("RATE_LIMITED", message, Retry_After=str(seconds))
        self._callers.spend(whose, points)
        self._tenants.spend(caller.tenant_id, points)

    def spend(self, caller: Caller, points: int) -> None:
        """Take points for what was more than it looked; fewer than none may be left."""
        if points > 0:
            self._callers.spend((caller.tenant_id, caller.actor_id), points)
            self._tenants.spend(caller.tenant_id, points)

    def throttle(self, caller: Caller) -> dict[str, float]:
        """What the caller has left, for those who ask."""
        rate = self._callers.rate
        left = self._callers.left((caller.tenant_id, caller.actor_id))
        return {
            "maximumAvailable": rate.points,
            "currentlyAvailable": int(left),
            "restoreRate": rate.restore,
        }
