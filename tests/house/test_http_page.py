"""docs/http.md tells of every address, header, code, status and limit, and of nothing else."""

import re
from typing import Final

from starlette.routing import Route

from app.door.guard import MEANT
from app.door.heads import HEAD_SECONDS
from app.door.routes import READ_BY_PAGES, SENT_BY_PAGES
from app.door.wire import MOST_WAITING
from app.house import built
from app.server import KEEP_ALIVE_SECONDS
from app.setting_limits import LimitSettings
from app.settings import Settings, load_settings
from app.statuses import PARTIAL, STATUSES
from engine.limits import Limits
from engine.overlaps import MOST_WORK
from resolvers.customer_filters import LONGEST_TEXT
from resolvers.paging import DEFAULT_SIZE, MOST
from schema.customer_where import MOST_CRITERIA, MOST_VALUES
from schema.problems import ErrorCode
from schema.root import schema
from schema.texts import DEEPEST, LONGEST
from tests.house.sources import ROOT

PAGE: Final = (ROOT / "docs" / "http.md").read_text("utf-8")
ROWS: Final = re.compile(r"^\| `([^`]+)` \| (.+) \|$", re.MULTILINE)
# How a header is read, allowed or written in the code.
HEADER: Final = re.compile(
    r"""
      headers(?:\.get\(|\[)"([a-z-]+)"                         # read by name
    | HEADER:\ Final\ =\ "([a-z-]+)"                           # or by a constant
    | ^\s+"([a-z]+(?:-[a-z]+)+)",$                              # one of a list
    | \(b"([a-z-]+)",\                                           # written as bytes
    | "((?=[A-Z-]*[a-z])[A-Z][A-Za-z]*(?:[-_][A-Z][a-z]+)*)":    # as a key
    | \b([A-Z][a-z]+(?:_[A-Z][a-z]+)*)=                         # or as an argument
    """,
    re.VERBOSE | re.MULTILINE,
)
STATUS: Final = re.compile(r"\b[2345]\d\d\b")
NAMED: Final = re.compile(r"`([\w-]+)`")
SETTING: Final = re.compile(r"`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]+)?`")


def rows(*heading: str) -> dict[str, list[str]]:
    """The table with this heading: what stands in each row, by its first cell."""
    (_, _, below) = PAGE.partition(f"| {' | '.join(heading)} |\n")
    assert below, heading
    table, _, _ = below.partition("\n\n")
    return {name: rest.split(" | ") for name, rest in ROWS.findall(table)}


def meant(*codes: str) -> dict[str, str | None]:
    """What codes mean, as the schema says it."""
    enum = schema.get_type_by_name("ErrorCode")
    told = {value.name: value.description for value in enum.values}  # type: ignore[union-attr]
    return {code: told[code] for code in codes}


def test_the_page_shows_every_status_of_every_refusal() -> None:
    shown = rows("Code", "Status", "Plain", "Draft", "What it means")

    numbers = {code: tuple(int(cell) for cell in cells[:3]) for code, cells in shown.items()}

    assert numbers == {
        code: (status.compat, status.plain, status.draft) for code, status in STATUSES.items()
    }
    assert {code: cells[3] for code, cells in shown.items()} == meant(*STATUSES)
    assert list(shown) == sorted(shown)


def test_the_page_tells_of_every_other_code() -> None:
    shown = rows("Code", "What it means")

    assert {code: cells[0] for code, cells in shown.items()} == meant(
        *(code.name for code in ErrorCode if code.name not in STATUSES)
    )


def test_the_page_shows_every_limit_with_its_default_and_its_code() -> None:
    shown = rows("Setting", "Default", "What it limits", "Code")

    limits = LimitSettings.model_fields
    told = {name: cells[:2] for name, cells in shown.items()}
    codes = {code for cells in shown.values() for code in re.findall(r"`(\w+)`", cells[2])}

    assert told == {name: [f"`{each.default}`", each.description] for name, each in limits.items()}
    assert codes <= {code.name for code in ErrorCode}
    assert [name for name, cells in shown.items() if cells[2] == "–"] == ["MAX_FAULTS"]


def test_the_page_shows_what_is_always_limited() -> None:
    (_, _, below) = PAGE.partition("| Limit | Most | Code |\n| --- | --- | --- |\n")
    lines = [line.strip("| ").split(" | ") for line in below.partition("\n\n")[0].splitlines()]

    shown = [(int(most.replace(",", "")), code.strip("`")) for _, most, code in lines]

    assert shown == ALWAYS
    assert f"Items of a page; {DEFAULT_SIZE} unless asked" in [line[0] for line in lines]


def test_the_page_names_the_headers_that_pages_of_others_may_send() -> None:
    (sent,) = re.findall(r"Their pages may send (.+?) and the four headers above", PAGE, re.DOTALL)
    (read,) = re.findall(r"every page send, and read (.+?)\. ", PAGE, re.DOTALL)

    named = [*(name.lower() for name in NAMED.findall(sent)), *MEANT]

    assert named == [name.lower() for name in SENT_BY_PAGES]
    assert NAMED.findall(read) == [*READ_BY_PAGES]


def test_the_page_shows_every_address_with_its_methods() -> None:
    house = built(load_settings({}), "postgresql://nobody@127.0.0.1:1/nothing")

    routes = [route for route in house.app.routes if isinstance(route, Route)]
    shown = rows("Address", "Methods", "What it is")

    assert {address: set(cells[0].split(", ")) for address, cells in shown.items()} == {
        route.path: route.methods for route in routes
    }


def test_the_page_tells_of_every_header() -> None:
    asked = rows("Header of a request", "What it does")
    answered = rows("Header of an answer", "What it says")

    shown = {name.lower() for name in [*asked, *answered]}

    assert used() - shown == set()
    assert shown - used() == FROM_THE_SERVER
    assert all(name in PAGE for name in asked)


def test_the_page_names_no_status_that_is_not_given() -> None:
    given = {n for each in STATUSES.values() for n in (each.compat, each.plain, each.draft)}

    said = {int(number) for number in STATUS.findall(PAGE.partition("## Limits")[0])}

    assert said - given - {PARTIAL.draft} == BESIDES
    assert given - said == set()


def test_the_page_names_no_setting_that_is_not_there() -> None:
    named = set(SETTING.findall(PAGE)) - {code.name for code in ErrorCode}

    assert named - set(Settings.model_fields) == set()
    assert named >= {"STATUS_CODES", "CORS_ORIGINS", "TRUSTED_DOCUMENTS", "UPLOADED_DOCUMENTS"}


# Limits that are no settings, in the order of the page.
ALWAYS: Final = [
    (HEAD_SECONDS, "REQUEST_TIMEOUT"),
    (MOST_WAITING, "–"),
    (KEEP_ALIVE_SECONDS, "–"),
    (LONGEST, "BAD_USER_INPUT"),
    (DEEPEST, "BAD_USER_INPUT"),
    (LONGEST_TEXT, "BAD_USER_INPUT"),
    (MOST_CRITERIA, "BAD_USER_INPUT"),
    (MOST_VALUES, "BAD_USER_INPUT"),
    (MOST, "BAD_USER_INPUT"),
    (Limits().introspection_depth, "DOCUMENT_TOO_COMPLEX"),
    (MOST_WORK, "DOCUMENT_TOO_COMPLEX"),
]
# What Starlette reads for us.
FROM_THE_SERVER: Final = {"origin"}
# After OPTIONS, a known schema, a browser at the root, and a client that left.
BESIDES: Final = {204, 304, 307, 499}


def used() -> set[str]:
    """The headers that are read or written in the room of the door."""
    texts = [file.read_text("utf-8") for file in (ROOT / "app").rglob("*.py")]
    speaking = (text for text in texts if "headers" in text or "Refused(" in text)
    found = [name for text in speaking for name in HEADER.findall(text)]
    return {"".join(each).replace("_", "-").lower() for each in found}
