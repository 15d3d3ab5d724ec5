"""Values to filter by, suggested while somebody types."""

from enum import Enum
from operator import attrgetter
from typing import Annotated, Any

import strawberry

from resolvers.customer_filters import needed
from resolvers.value_suggestions import COUNTED_TO, MOST_SUGGESTIONS, Asked
from schema.fields import held
from schema.inputs import unless_unset
from schema.needs import enum_value
from schema.views import View


def _suggested(name: str, description: str) -> Any:
    return enum_value(name, description, needed(name))


@strawberry.enum(description="Fields of which values can be suggested")
class CustomerSuggestField(Enum):
    CITY = _suggested("city", "Town; needs `customers:pii`")
    COMPANY_NAME = _suggested("company_name", "Name of the company; needs `customers:pii`")
    COUNTRY_CODE = _suggested("country_code", "Country; needs `customers:pii`")
    NATIONALITY = _suggested("nationality", "Nationality; needs `customers:pii`")
    PREFERRED_LANGUAGE = _suggested("preferred_language", "Preferred language")
    REGION = _suggested("region", "Region; needs `customers:pii`")
    TAGS = _suggested("tags", "Label of a tag; needs `tags:read`")


@strawberry.type(description="Value that living customers have")
class ValueSuggestion(View):
    value: str = held(attrgetter("value"), says="The value")
    count: int = held(
        attrgetter("count"), says=f"Number of customers who have it, at most {COUNTED_TO:,}"
    )
    is_exact: bool = held(attrgetter("is_exact"), says="Whether there are exactly so many")


def suggested(
    field: Annotated[
        CustomerSuggestField, strawberry.argument(description="Field of which values are wanted")
    ],
    starts_with: Annotated[
        str | None,
        strawberry.argument(
            description="Beginning of the values, in at most 255 characters; all unless said."
            " Case counts only within names of places"
        ),
    ] = strawberry.UNSET,
    first: Annotated[
        int, strawberry.argument(description=f"How many values, at most {MOST_SUGGESTIONS}")
    ] = 10,
) -> dict[str, Any]:
    """What suggestions take."""
    return {"asked": Asked(field.value, unless_unset(starts_with), first)}
