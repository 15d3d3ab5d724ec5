"""Documents that hypothesis makes up, and what they are worth when fragments are spread out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hypothesis import strategies as st

DEFAULT: Final = 20
LARGEST: Final = 100
FLAT: Final = {"count": 5, "__schema": 600}

# The fields of each type: what comes back, and as a list of how many; 0 is the page around it.
TYPES: Final[dict[str, dict[str, tuple[str | None, int]]]] = {
    "Query": {
        "me": ("Author", 1),
        "books": ("BookConnection", 1),
        "search": ("Found", 3),
        "__schema": ("__Schema", 1),
    },
    "Found": {},
    "Author": {"id": (None, 1), "books": ("BookConnection", 1)},
    "Book": {
        "title": (None, 1),
        "words": (None, 1),
        "author": ("Author", 1),
        "authors": ("Author", 3),
        "copies": ("Copy", 2),
    },
    "Copy": {"id": (None, 1), "book": ("Book", 1)},
    "BookConnection": {
        "nodes": ("Book", 0),
        "edges": ("BookEdge", 0),
        "page": ("Page", 1),
        "count": ("Count", 1),
    },
    "BookEdge": {"node": ("Book", 1)},
    "Page": {"more": (None, 1)},
    "Count": {"value": (None, 1)},
    "__Schema": {"types": ("__Type", 3)},
    "__Type": {"name": (None, 1), "ofType": ("__Type", 1)},
}


@dataclass(frozen=True)
class Field:
    """A field, whatever it is called in the answer."""

    on: str
    name: str
    alias: str | None = None
    first: int | str | None = None
    inner: "tuple[Selection, ...]" = ()

    @property
    def text(self) -> str:
        """The field in a document."""
        alias = f"{self.alias}: " if self.alias else ""
        first = "" if self.first is None else f"(first: {self.first})"
        below = f" {{ {written(self.inner)} }}" if comes_back(self)[0] else ""
        return alias + self.name + first + below


@dataclass(frozen=True)
class Inline:
    """A fragment without a name."""

    inner: "tuple[Selection, ...]" = ()

    @property
    def text(self) -> str:
        """The fragment in a document."""
        return f"... {{ {written(self.inner)} }}"


@dataclass(frozen=True)
class Spread:
    """A fragment that is written elsewhere."""

    number: int

    @property
    def text(self) -> str:
        """The fragment in a document."""
        return f"...F{self.number}"


Selection = Field | Inline | Spread


def comes_back(each: Field) -> tuple[str | None, int]:
    """What type a field has, and how many of it."""
    return TYPES[each.on].get(each.name, (None, 1))


def written(selections: tuple[Selection, ...]) -> str:
    """Selections in a document."""
    return " ".join(selection.text for selection in selections)


@dataclass(frozen=True)
class Made:
    """An operation and its fragments; later fragments may be spread in earlier ones."""

    root: tuple[Selection, ...]
    fragments: tuple[tuple[str, tuple[Selection, ...]], ...]
    variables: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The document."""
        named = (
            f"fragment F{number} on {on} {{ {written(inner)} }}"
            for number, (on, inner) in enumerate(self.fragments)
        )
        return f"query ($n: Int, $d: Int = 7) {{ {written(self.root)} }} " + " ".join(named)

    def spread_out(self, selections: tuple[Selection, ...]) -> Iterator[Field]:
        """The fields of selections, fragments put in."""
        for each in selections:
            if isinstance(each, Field):
                yield each
            else:
                inner = each.inner if isinstance(each, Inline) else self.fragments[each.number][1]
                yield from self.spread_out(inner)

    def count(self, selections: tuple[Selection, ...]) -> int:
        """How many selections there are in all."""
        return sum(1 + self.count(self._inside(each)) for each in selections)

    def depth(self, selections: tuple[Selection, ...], *, schema: bool = False) -> int:
        """How deep fields are nested, outside the schema or in it."""
        return max((self._deep(each, schema) for each in self.spread_out(selections)), default=0)

    def aliases(self, selections: tuple[Selection, ...]) -> int:
        """How many fields have an alias."""
        fields = self.spread_out(selections)
        return sum((each.alias is not None) + self.aliases(each.inner) for each in fields)

    def price(self, selections: tuple[Selection, ...], page: int = LARGEST) -> int:
        """What it costs, worked out as the page of costs says it."""
        return sum(self._price(each, page) for each in self.spread_out(selections))

    def _inside(self, each: Selection) -> tuple[Selection, ...]:
        return self.fragments[each.number][1] if isinstance(each, Spread) else each.inner

    def _deep(self, each: Field, schema: bool) -> int:
        enters = each.name == "__schema"
        if schema:
            below = self.depth(each.inner, schema=True)
            inside = enters or each.on.startswith("__")
            return below + 1 if inside else below
        return 1 if enters else 1 + self.depth(each.inner)

    def _price(self, each: Field, page: int) -> int:
        below, many = comes_back(each)
        if each.name in FLAT:
            return FLAT[each.name]
        if below is None:
            return 0
        own = 0 if each.name == "edges" else 1
        asked = self._page(each.first) if below == "BookConnection" else LARGEST
        return (own + self.price(each.inner, asked)) * (many or page)

    def _page(self, first: int | str | None) -> int:
        said = {"$n": self.variables.get("n"), "$d": self.variables.get("d", 7)}
        size = said[first] if isinstance(first, str) else first
        if size is None:
            return DEFAULT
        return size if 1 <= size <= LARGEST else LARGEST


@st.composite
def _selections(
    draw: st.DrawFn, on: str, deep: int, spreads: dict[str, list[int]]
) -> tuple[Selection, ...]:
    return tuple(draw(_selection(on, deep, spreads)) for _ in range(draw(st.integers(1, 3))))


@st.composite
def _selection(draw: st.DrawFn, on: str, deep: int, spreads: dict[str, list[int]]) -> Selection:
    kind = draw(st.sampled_from(["field", "field", "field", "inline", "spread"]))
    if kind == "spread" and on in spreads:
        return Spread(draw(st.sampled_from(spreads[on])))
    if kind == "inline" and deep:
        return Inline(draw(_selections(on, deep - 1, spreads)))
    names = [name for name, (below, _) in TYPES[on].items() if deep or below is None]
    name = draw(st.sampled_from([*names, "__typename"]))
    alias = draw(st.sampled_from([None, None, "a", "b"]))
    below = comes_back(Field(on, name))[0]
    if below is None:
        return Field(on, name, alias)
    first = draw(st.sampled_from([None, 0, 1, 3, 100, 101, "$n", "$d"]))
    inner = draw(_selections(below, deep - 1, spreads))
    return Field(on, name, alias, first if below == "BookConnection" else None, inner)


@st.composite
def _made(draw: st.DrawFn) -> Made:
    fragments: list[tuple[str, tuple[Selection, ...]]] = []
    spreads: dict[str, list[int]] = {}
    many = draw(st.integers(0, 3))
    for number in reversed(range(many)):
        on = draw(st.sampled_from(sorted(TYPES)))
        fragments.insert(0, (on, draw(_selections(on, 2, spreads))))
        spreads = {**spreads, on: [*spreads.get(on, []), number]}
    variables = draw(
        st.dictionaries(st.sampled_from(["n", "d"]), st.sampled_from([None, -1, 2, 50, 1000]))
    )
    return Made(draw(_selections("Query", 4, spreads)), tuple(fragments), variables)


MADE: Final = _made()
