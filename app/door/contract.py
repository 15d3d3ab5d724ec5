"""The contract: the printed schema, for callers who may read it."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from app.graph import Graph
from app.refused import Refused

# The build holds this file against the code.
WRITTEN: Final = Path(__file__).parents[2] / "schema" / "schema.graphql"


class Contract:
    """Shows the schema as text, to those who may also ask for it in GraphQL."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._text = WRITTEN.read_bytes()
        # Weak, because the packed text is the same text.
        self._tag = f'W/"{sha256(self._text).hexdigest()[:32]}"'

    async def response(self, request: Request) -> Response:
        """The schema, or nothing new if the client has this one."""
        admitted = await self._graph.doorkeeper.admit(request.headers, datetime.now(UTC))
        self._graph.rates.charge(admitted.caller, 1)
        if not self._graph.reads_schema(admitted.caller):
            raise Refused("FORBIDDEN", "This caller may not read the schema.")
        headers = {"ETag": self._tag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
        if self._tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(self._text, headers=headers, media_type="text/plain")
