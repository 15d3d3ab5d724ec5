"""Asking: the parameters of a request, read from what was sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from app.refused import Refused
from resolvers.context import Origin

_MAPS: Final = ("variables", "extensions")
_VERSION: Final = 1
_NESTS: Final = frozenset({dict, list})


@dataclass(slots=True)
class Asked:
    """A request, as far as GraphQL is concerned."""

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    origin: Origin

    @property
    def changes_nothing(self) -> bool:
        """Whether the method promises that nothing is changed."""
        return self.method != "POST"


@dataclass(slots=True)
class Parameters:
    """What is to be run, and with what."""

    query: str | None
    document_id: str | None
    digest: str | None
    operation_name: str | None
    variables: dict[str, Any] = field(repr=False)


def parameters(asked: Asked, depth: int) -> Parameters:
    """The parameters of a request. What is null or an empty string is as good as absent."""
    said = _in_address(asked.query) if asked.changes_nothing else _read(asked.body)
    if not isinstance(said, dict):
        raise Refused("BAD_PARAMETERS", _shapeless(said))
    return Parameters(
        query=_text(said, "query"),
        document_id=_text(said, "documentId"),
        operation_name=_text(said, "operationName"),
        variables=_map(said, "variables", depth),
        digest=_digest(_map(said, "extensions", depth)),
    )


def _in_address(query: Mapping[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = dict(query)
    return said | {name: _read(said[name].encode()) for name in _MAPS if said.get(name)}


def _read(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused("BAD_REQUEST", "The request is not well-formed JSON.") from None
    except UnicodeEncodeError:
        raise Refused("BAD_REQUEST", "The request is not well-formed Unicode.") from None


def _shapeless(said: Any) -> str:
    if isinstance(said, list):
        return "Send one request at a time: batches are not answered."
    return "Send a JSON object with a query in it."


def _text(said: dict[str, Any], name: str) -> str | None:
    value = said.get(name)
    if value is not None and not isinstance(value, str):
        raise Refused("BAD_PARAMETERS", f"{name} is a string.")
    return value or None


def _map(said: dict[str, Any], name: str, depth: int) -> dict[str, Any]:
    value = said.get(name)
    if value is None or value == "":
        return {}
    if not isinstance(value, dict):
        raise Refused("BAD_PARAMETERS", f"{name} is a JSON object.")
    if not is_flat(value) and _deeper(value, depth):
        raise Refused("BAD_REQUEST", f"{name} is nested deeper than {depth}.")
    return value


def is_flat(value: dict[str, Any]) -> bool:
    """Whether there are no lists and objects in an object."""
    return _NESTS.isdisjoint(map(type, value.values()))


def _deeper(value: Any, most: int) -> bool:
    """Whether lists and objects are nested deeper than that; level by level, never recursively."""
    level = [value]
    for _ in range(most):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: Any) -> Iterator[Any]:
    inner = value.values() if isinstance(value, dict) else value
    return (each for each in inner if isinstance(each, (dict, list)))


def _digest(extensions: dict[str, Any]) -> str | None:
    """The hash by which a document is meant that was or is to be uploaded."""
    said = extensions.get("persistedQuery")
    if said is None:
        return None
    digest = said.get("sha256Hash") if isinstance(said, dict) else None
    version = said.get("version") if isinstance(said, dict) else None
    if not isinstance(digest, str) or type(version) is not int or version != _VERSION:
        message = "persistedQuery is {version: 1, sha256Hash: …}."
        raise Refused("BAD_PARAMETERS", message)
    return digest
