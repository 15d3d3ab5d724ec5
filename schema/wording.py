"""Wording: what graphql-core says of a request, without the values that it says it of."""

import re
from typing import Final

# Keys of variables and strings in a document can hold anything; names of GraphQL may be told.
_REWORDED: Final = (
    (r"(unknown field)(?! '[_A-Za-z]\w{0,63}'[,.]).*", r"\1."),
    (r" Found: .*", ""),
    (r"(, but encountered error|[,;] found:) .*", "."),
    (r"^([^:]*: )?Value '.*' does not exist in", r"\1There is no such value in"),
    (r"(cannot represent non-\w+ value): .*", r"\1."),
    (r"^(Syntax Error: .*?\b(?:BlockString|Comment|Float|Int|String)) '.*", r"\1."),
)
_PATTERNS: Final = tuple((re.compile(form, re.ASCII | re.DOTALL), said) for form, said in _REWORDED)


def without_values(message: str) -> str:
    """A message of graphql-core that can be shown, kept and passed on."""
    for pattern, said in _PATTERNS:
        message = pattern.sub(said, message)
    return message
