"""Shelves: what is kept for the next time, within bounds, and fairly among those who bring it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from time import monotonic
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(slots=True)
class Kept(Generic[V]):
    """A thing on the shelf."""

    value: V
    owner: Hashable


@dataclass(slots=True)
class Holding(Generic[K]):
    """What one owner has on the shelf: the sizes by key, what was not asked for longest first."""

    sizes: OrderedDict[K, int] = field(default_factory=OrderedDict)
    size: int = 0


class Shelf(Generic[K, V]):
    """Keeps what was asked for last. When it is full, whoever holds most gives something up."""

    def __init__(self, most: int, room: int, *, share: float = 1.0) -> None:
        self._most = most
        self._room = room
        self._share = share
        self._kept: dict[K, Kept[V]] = {}
        self._holdings: dict[Hashable, Holding[K]] = {}
        self._taken = 0

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: K) -> bool:
        return key in self._kept

    def find(self, key: K) -> V | None:
        """What is kept under a key; it counts as asked for."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        self._holdings[kept.owner].sizes.move_to_end(key)
        return kept.value

    def keep(self, key: K, value: V, *, size: int, owner: Hashable) -> None:
        """Keep something that is not there yet, and let go of what there is no room for."""
        self._kept[key] = Kept(value, owner)
        holding = self._holdings.setdefault(owner, Holding())
        holding.sizes[key] = size
        holding.size += size
        self._taken += size
        while self._over(len(holding.sizes), holding.size, self._share):
            self._let_go(owner)
        while self._over(len(self._kept), self._taken, 1.0):
            self._let_go(self._greediest())

    def _over(self, many: int, size: int, share: float) -> bool:
        return many > self._most * share or size > self._room * share

    def _greediest(self) -> Hashable:
        """Who holds most, in what there is too much of."""
        if len(self._kept) > self._most:
            return max(self._holdings, key=lambda owner: len(self._holdings[owner].sizes))
        return max(self._holdings, key=lambda owner: self._holdings[owner].size)

    def _let_go(self, owner: Hashable) -> None:
        holding = self._holdings[owner]
        key, size = holding.sizes.popitem(last=False)
        del self._kept[key]
        holding.size -= size
        self._taken -= size
        if not holding.sizes:
            del self._holdings[owner]


class Waste(Generic[K, V]):
    """Keeps a few things for some seconds, however often they are asked for."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: K) -> bool:
        return self.find(key) is not None

    def find(self, key: K) -> V | None:
        """What is kept under a key, if its time is not over."""
        until, value = self._kept.get(key, (0.0, None))
        return value if self._clock() < until else None

    def keep(self, key: K, value: V) -> None:
        """Keep something for its time, and let go of what is older than there is room for."""
        now = self._clock()
        self._kept.pop(key, None)
        self._kept[key] = (now + self._seconds, value)
        while len(self._kept) > self._most or next(iter(self._kept.values()))[0] <= now:
            self._kept.popitem(last=False)
