"""Limits that can be set: how large, deep, costly, slow and frequent a request may be."""

from typing import Annotated, Any

from pydantic import Field
from pydantic_settings import BaseSettings

from engine.limits import Limits

Many = Annotated[int, Field(ge=1)]
Points = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(gt=0, le=60)]


def _limit(default: float, description: str) -> Any:
    return Field(default=default, description=description)


class LimitSettings(BaseSettings):
    """The settings that hold a request within bounds."""

    MAX_BODY_BYTES: Many = _limit(262_144, "Most bytes of a request's body.")
    MAX_BODY_SECONDS: Seconds = _limit(10.0, "How long a body may take to arrive.")
    MAX_HEADERS: Many = _limit(100, "Most headers of a request.")
    MAX_HEADER_BYTES: Many = _limit(16_384, "Most bytes of all headers together.")
    MAX_ADDRESS_BYTES: Many = _limit(8_192, "Most bytes of an address with its query.")
    MAX_JSON_DEPTH: Many = _limit(32, "How deep variables may be nested.")
    MAX_DOCUMENT_CHARACTERS: Many = _limit(50_000, "Most characters of a document.")
    MAX_TOKENS: Many = _limit(2_000, "Most tokens of a document.")
    MAX_COMMENTS: Many = _limit(100, "Most comments of a document.")
    MAX_OPERATIONS: Many = _limit(10, "Most operations in a document.")
    MAX_VARIABLES: Many = _limit(100, "Most variables of an operation.")
    MAX_DEPTH: Many = _limit(12, "How deep fields may be nested.")
    MAX_ALIASES: Many = _limit(30, "Most aliases of an operation.")
    MAX_ROOT_FIELDS: Many = _limit(20, "Most fields at the root of an operation.")
    MAX_DIRECTIVES: Many = _limit(40, "Most directives of a document.")
    MAX_DIRECTIVES_AT_ONCE: Many = _limit(3, "Most directives in one place.")
    MAX_REPEATS: Many = _limit(20, "How often one selection may name the same field.")
    MAX_SELECTIONS: Many = _limit(50_000, "Most fields of an operation, fragments spread out.")
    MAX_LIST_ITEMS: Many = _limit(250, "Most items of a list that is sent.")
    MAX_VARIABLE_VALUES: Many = _limit(2_000, "Most values that all variables together hold.")
    MAX_COST: Many = _limit(1_000, "Most points that one operation may cost.")
    MAX_ERRORS: Many = _limit(20, "Most errors of an answer.")
    MAX_FAULTS: Many = _limit(5, "Most faults of a document that are told.")
    MAX_RESPONSE_VALUES: Many = _limit(25_000, "Most values of an answer.")
    MAX_RESPONSE_BYTES: Many = _limit(8_388_608, "Most bytes of an answer.")
    OPERATION_SECONDS: Seconds = _limit(5.0, "How long an operation may take.")
    RATE_CALLER_POINTS: Points = _limit(10_000, "Points that a caller can save up; 0: no limit.")
    RATE_CALLER_RESTORE: Many = _limit(500, "Points that a caller gets back in a second.")
    RATE_TENANT_POINTS: Points = _limit(50_000, "Points that a tenant can save up; 0: no limit.")
    RATE_TENANT_RESTORE: Many = _limit(2_500, "Points that a tenant gets back in a second.")

    @property
    def limits(self) -> Limits:
        """What one document may be."""
        return Limits(
            characters=self.MAX_DOCUMENT_CHARACTERS,
            tokens=self.MAX_TOKENS,
            comments=self.MAX_COMMENTS,
            depth=self.MAX_DEPTH,
            aliases=self.MAX_ALIASES,
            root_fields=self.MAX_ROOT_FIELDS,
            directives=self.MAX_DIRECTIVES,
            directives_at_once=self.MAX_DIRECTIVES_AT_ONCE,
            repeats=self.MAX_REPEATS,
            operations=self.MAX_OPERATIONS,
            variables=self.MAX_VARIABLES,
            items=self.MAX_LIST_ITEMS,
            values=self.MAX_VARIABLE_VALUES,
            selections=self.MAX_SELECTIONS,
            faults=self.MAX_FAULTS,
            cost=self.MAX_COST,
        )
