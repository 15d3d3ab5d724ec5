"""Problems: refusals as clients see them."""

from enum import Enum
from typing import Any

import orjson
import strawberry

from resolvers.refusals import AsItIs, Refusal, Stale, Taken
from schema.ids import shown_id


@strawberry.enum(description="Why something was not done, for programs to read")
class ErrorCode(Enum):
    BAD_CURSOR = strawberry.enum_value(
        "BAD_CURSOR", description="The cursor was not made for this list"
    )
    BAD_PARAMETERS = strawberry.enum_value(
        "BAD_PARAMETERS", description="The request is JSON, and no well-formed GraphQL request"
    )
    BAD_REQUEST = strawberry.enum_value(
        "BAD_REQUEST", description="The request cannot be read: it is not HTTP or not JSON"
    )
    BAD_USER_INPUT = strawberry.enum_value(
        "BAD_USER_INPUT", description="A value cannot be accepted; the message says why"
    )
    CONFLICT = strawberry.enum_value(
        "CONFLICT", description="Somebody was at it in the same moment; send it again"
    )
    COST_LIMIT_EXCEEDED = strawberry.enum_value(
        "COST_LIMIT_EXCEEDED",
        description="The operation costs more points than one may; ask for smaller pages",
    )
    CSRF_PREVENTION = strawberry.enum_value(
        "CSRF_PREVENTION",
        description="A browser could be made to send this; add a header that says it is meant",
    )
    DATABASE_UNAVAILABLE = strawberry.enum_value(
        "DATABASE_UNAVAILABLE", description="The database is away; send it again later"
    )
    DOCUMENT_TOO_COMPLEX = strawberry.enum_value(
        "DOCUMENT_TOO_COMPLEX",
        description="The document is larger, deeper or wider than one may be",
    )
    ERRORS_LEFT_OUT = strawberry.enum_value(
        "ERRORS_LEFT_OUT", description="There were more errors than are told"
    )
    FORBIDDEN = strawberry.enum_value("FORBIDDEN", description="The caller lacks a scope")
    GRAPHQL_PARSE_FAILED = strawberry.enum_value(
        "GRAPHQL_PARSE_FAILED", description="The document is not GraphQL"
    )
    GRAPHQL_VALIDATION_FAILED = strawberry.enum_value(
        "GRAPHQL_VALIDATION_FAILED", description="The document does not fit the schema"
    )
    HEADERS_TOO_LARGE = strawberry.enum_value(
        "HEADERS_TOO_LARGE", description="The request has too many headers, or too long ones"
    )
    IDEMPOTENCY_KEY_REUSED = strawberry.enum_value(
        "IDEMPOTENCY_KEY_REUSED", description="The key was used for another request"
    )
    INTERNAL_SERVER_ERROR = strawberry.enum_value(
        "INTERNAL_SERVER_ERROR", description="Our mistake; quote the errorId"
    )
    INTROSPECTION_DISABLED = strawberry.enum_value(
        "INTROSPECTION_DISABLED", description="The caller may not read the schema"
    )
    LIMIT_REACHED = strawberry.enum_value(
        "LIMIT_REACHED", description="There are as many as there may be"
    )
    METHOD_NOT_ALLOWED = strawberry.enum_value(
        "METHOD_NOT_ALLOWED", description="The HTTP method cannot do this"
    )
    NOT_ACCEPTABLE = strawberry.enum_value(
        "NOT_ACCEPTABLE", description="The client accepts no form in which the server answers"
    )
    NOT_FOUND = strawberry.enum_value(
        "NOT_FOUND", description="No such thing, as far as the caller may know"
    )
    OPERATION_NOT_ALLOWLISTED = strawberry.enum_value(
        "OPERATION_NOT_ALLOWLISTED", description="Only documents known to the server are answered"
    )
    OPERATION_RESOLUTION_FAILURE = strawberry.enum_value(
        "OPERATION_RESOLUTION_FAILURE", description="It is unclear which operation is meant"
    )
    OPERATION_TIMEOUT = strawberry.enum_value(
        "OPERATION_TIMEOUT", description="It took too long; ask for less"
    )
    OVERLOADED = strawberry.enum_value(
        "OVERLOADED", description="Too much is going on; send it again a little later"
    )
    PAYLOAD_TOO_LARGE = strawberry.enum_value(
        "PAYLOAD_TOO_LARGE", description="The request has too many bytes"
    )
    PERSISTED_DOCUMENT_NOT_FOUND = strawberry.enum_value(
        "PERSISTED_DOCUMENT_NOT_FOUND", description="No document is known by this documentId"
    )
    PERSISTED_QUERY_NOT_FOUND = strawberry.enum_value(
        "PERSISTED_QUERY_NOT_FOUND",
        description="The hash is not known yet; send it again with the query",
    )
    PERSISTED_QUERY_NOT_SUPPORTED = strawberry.enum_value(
        "PERSISTED_QUERY_NOT_SUPPORTED", description="Documents cannot be uploaded here"
    )
    RATE_LIMITED = strawberry.enum_value(
        "RATE_LIMITED",
        description="The caller or the tenant has no points left; wait as long as Retry-After says",
    )
    REQUEST_TIMEOUT = strawberry.enum_value(
        "REQUEST_TIMEOUT", description="The request took too long to arrive"
    )
    RESPONSE_TOO_LARGE = strawberry.enum_value(
        "RESPONSE_TOO_LARGE", description="The answer is too large; ask for less"
    )
    STALE_VERSION = strawberry.enum_value(
        "STALE_VERSION", description="The field was changed since it was read"
    )
    TAKEN = strawberry.enum_value("TAKEN", description="Another thing has this value already")
    TENANT_SUSPENDED = strawberry.enum_value(
        "TENANT_SUSPENDED", description="The tenant is suspended"
    )
    UNAUTHENTICATED = strawberry.enum_value(
        "UNAUTHENTICATED", description="The token is missing or not good"
    )
    UNSUPPORTED_MEDIA_TYPE = strawberry.enum_value(
        "UNSUPPORTED_MEDIA_TYPE", description="The body is not JSON, or is compressed"
    )
    URI_TOO_LONG = strawberry.enum_value(
        "URI_TOO_LONG", description="The address is too long; use POST"
    )
    WRONG_STATE = strawberry.enum_value(
        "WRONG_STATE", description="The thing is not in a state in which this can be done"
    )


@strawberry.interface(description="What stood in the way of a change")
class UserError:
    code: ErrorCode = strawberry.field(description="Reason, for programs")
    message: str = strawberry.field(description="Reason, for people")
    field: list[str] | None = strawberry.field(
        description="Path of the input field that it is about"
    )


@strawberry.type(description="Input that could not be accepted")
class InputError(UserError):
    pass


@strawberry.type(description="Value that another thing of the tenant has already")
class ValueTaken(UserError):
    refusal: strawberry.Private[Taken]

    @strawberry.field(description="ID of the thing that has it, where the caller may see it")
    async def existing_id(self) -> strawberry.ID | None:
        found = await self.refusal.find()
        return shown_id(self.refusal.kind, found) if found else None


@strawberry.type(description="Field that somebody else changed since the caller read it")
class StaleVersion(UserError):
    base: str | None = strawberry.field(description="Value in the version that the caller has seen")
    theirs: str | None = strawberry.field(description="Value that it has now")
    yours: str | None = strawberry.field(description="Value that the caller sent")


def problem(refusal: Refusal) -> UserError:
    """What a client sees of a refusal."""
    told: dict[str, Any] = {
        "code": ErrorCode(refusal.code),
        "message": refusal.message,
        "field": [camel(part) for part in refusal.field] or None,
    }
    if isinstance(refusal, Taken):
        return ValueTaken(refusal=refusal, **told)
    if isinstance(refusal, Stale):
        values = {"base": refusal.base, "theirs": refusal.theirs, "yours": refusal.yours}
        told |= {name: _written(value) for name, value in values.items()}
        return StaleVersion(**told)
    return InputError(**told)


def _written(value: Any) -> str | None:
    """A value as text; what is no text is written as in JSON."""
    return value if isinstance(value, str | None) else orjson.dumps(value).decode()


def camel(name: str) -> str:
    """A name as the schema writes it, unless it is no name of the schema."""
    if isinstance(name, AsItIs):
        return name
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
