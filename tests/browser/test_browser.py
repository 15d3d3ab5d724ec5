"""GraphiQL in a real browser, in front of the real process."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2
import orjson
import pytest

from app.explorer import BUILT
from tests.conftest import NO_BROWSER
from tests.house.sources import ROOT

pytestmark = pytest.mark.once

LOOK: Final = Path(__file__).parent / "look.js"
CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
START_SECONDS: Final = 60.0
LOOK_SECONDS: Final = 120
# PICTURE=docs/graphiql.png takes the picture in the README anew.
PICTURE: Final = os.environ.get("PICTURE", "")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server of a folder's own, as `make serve` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {"DATA_DIR": str(folder), "PORT": str(port), "ENVIRONMENT": "development"}
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "app", "serve"],
            cwd=ROOT,
            env={**os.environ, **told},
            stdout=log,
            stderr=log,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        assert _is_ready(address), (folder / "server.log").read_text()[-2000:]
        yield address
    finally:
        server.terminate()
        server.wait()


def _is_ready(address: str) -> bool:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            if httpx2.get(f"{address}/ready").status_code == 200:
                return True
        except httpx2.TransportError:
            time.sleep(0.1)
    return False


def missing() -> str:
    """Why no browser can be driven here; nothing if one can."""
    if not any(map(shutil.which, CHROMIUM)):
        return NO_BROWSER
    make = shutil.which("make")
    if make is None or shutil.which("npm") is None:
        return "GraphiQL is looked at where make and Node are."
    done = subprocess.run([make, "browser"], cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        return done.stderr[-300:]
    return "" if (BUILT / "index.html").exists() else done.stdout


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a server with the demo data is."""
    if reason := missing():
        pytest.skip(reason)  # it says what this machine lacks; CI forgives a missing browser only
    with TemporaryDirectory(prefix="clientela-browser-") as folder:
        # A server started by root runs as somebody else, who has to be able to come in.
        Path(folder).chmod(0o711)
        with serving(Path(folder)) as address:
            yield address


@pytest.fixture(scope="module")
def seen(address: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Everything that somebody with a browser saw."""
    chromium = next(path for name in CHROMIUM if (path := shutil.which(name)))
    profile = tmp_path_factory.mktemp("profile")
    command = ["node", str(LOOK), chromium, f"{address}/graphql", str(profile), PICTURE]
    looked = subprocess.run(command, check=False, capture_output=True, timeout=LOOK_SECONDS)
    assert looked.returncode == 0, looked.stderr.decode()
    told: dict[str, Any] = orjson.loads(looked.stdout)
    return told


def test_nothing_is_asked_of_anybody_else(address: str, seen: dict[str, Any]) -> None:
    asked = {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, seen["requests"])}

    assert asked == {address}
    assert [each for each in seen["requests"] if "?" in each] == []


def test_nothing_is_refused_or_complained_about(seen: dict[str, Any]) -> None:
    assert seen["refused"] == []
    assert seen["complaints"] == []


def test_the_tabs_and_the_token_are_there(seen: dict[str, Any]) -> None:
    assert seen["tabs"] == ["Customers", "Search", "Filter", "Update", "Viewer", "Mistake"]
    assert seen["headers"]["Authorization"].startswith("Bearer ey")


def test_the_first_tab_shows_customers(seen: dict[str, Any]) -> None:
    nodes = seen["customers"]["data"]["customers"]["nodes"]

    assert len(nodes) == 10
    assert nodes[0]["displayName"] == "Șerban Ungureanu"
    assert nodes[0]["tags"] == [
        {"label": "Early adopter", "color": "#2E7D32"},
        {"label": "Prefers Monday mornings", "color": "#6A1B9A"},
    ]


def test_documentation_and_explorer_know_the_schema(seen: dict[str, Any]) -> None:
    assert "Who asks, for whom, and what they may" in seen["docs"]
    assert "customerByIdentifier" in seen["explorer"].splitlines()


def test_a_mistake_is_shown_with_its_code(seen: dict[str, Any]) -> None:
    codes = [error["extensions"]["code"] for error in seen["mistake"]["errors"]]

    assert codes == ["BAD_USER_INPUT"]


def test_the_editor_sees_a_mistake_by_itself(seen: dict[str, Any]) -> None:
    assert seen["marked"] == ['Cannot query field "nothing" on type "Query".']


def test_the_browser_remembers_what_was_run_and_no_token(seen: dict[str, Any]) -> None:
    kept = seen["kept"]

    assert seen["history"] == ["Mistake", "Customers"]
    assert "query Customers" in kept
    assert "Bearer" not in kept
    assert seen["headersLater"].keys() == {"Authorization"}
