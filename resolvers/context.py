"""The context: the one thing that lives exactly as long as an operation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from auth.caller import Caller
from auth.scopes import Scope
from db.answers import recalled
from db.change import Change
from db.conversation import Conversation
from db.journal import Key, Signature, remembered
from db.reads import Reads
from db.tenants import Tenant
from loaders import Loaders
from resolvers.cursors import Cursors
from resolvers.refusals import Forbidden


class Origin(NamedTuple):
    """Where a request came from."""

    request_id: str
    trace_id: str
    ip: str | None = None
    user_agent: str | None = None


class Allowance(NamedTuple):
    """How many points a caller may spend, and when all of them are there again."""

    limit: int
    remaining: int
    reset_at: datetime


@dataclass(slots=True)
class Context:
    """Who asks, for which tenant, when and from where; and what an answer is made with."""

    caller: Caller
    tenant: Tenant
    origin: Origin
    now: datetime
    conversation: Conversation
    cursors: Cursors
    reads_schema: bool = False
    """Whether the caller may be told names of the schema."""
    allowance: Callable[[Caller, datetime], Allowance | None] | None = None
    """What the caller may still spend, where somebody counts it."""
    act: str = ""
    key: Key | None = None
    formed: dict[tuple[Callable[[str], Any], str], Any] = field(default_factory=dict)
    """Texts in the form in which they are kept: one may be named in many places."""
    reads: Reads = field(init=False)
    loaders: Loaders = field(init=False)

    def __post_init__(self) -> None:
        self.reads = Reads(self.conversation)
        self.loaders = Loaders(self.reads)

    def begin(self, act: str, scope: Scope, key: Key | None) -> None:
        """Begin an act: it reaches as far as its scope, and is written down under its name."""
        self.act, self.key = act, key
        self.conversation.limit(self.caller.limit_on(scope))
        self.loaders.forget()

    def change(self, **refusals: Callable[[], Exception]) -> Change:
        """A change in the caller's name. Names of constraints say what breaking them means."""
        return Change(
            self.conversation, signature=self._signature(), key=self.key, refusals=refusals
        )

    async def recall(self) -> None:
        """Raise what came of this request when it was sent before."""
        if self.key is None:
            return
        mine = {"actor_id": self.caller.actor_id, "key": self.key.key}
        known = await self.reads.first(remembered(), **mine)
        if known is not None:
            raise recalled(known, self.key, self.act)

    def need(self, scope: Scope, *where: str) -> None:
        """Refuse a caller who may not see this of everybody whom they can read."""
        if not self.caller.sees(scope):
            raise Forbidden(f"This needs the scope {scope}.", *where)

    def _signature(self) -> Signature:
        return Signature(
            actor_id=self.caller.actor_id,
            subject=self.caller.subject,
            name=self.caller.name,
            roles=tuple(sorted(self.caller.roles)),
            act=self.act,
            ip=self.origin.ip,
            user_agent=self.origin.user_agent,
            trace_id=self.origin.trace_id,
            request_id=self.origin.request_id,
        )
