"""The locks of the generators have a hash for everything, and no address of a registry."""

import re
from typing import Final

import orjson

from tests.clients.operations import CLIENTS

NPM: Final = CLIENTS / "typescript" / "package-lock.json"
PYTHON: Final = CLIENTS / "python" / "requirements.lock"
PINNED: Final = re.compile(
    r"^[\w.-]+==[^\n]+\\\n(?: +--hash=sha256:\w{64}(?: \\)?\n)+", re.MULTILINE
)


def test_every_package_of_npm_has_a_hash_and_no_address() -> None:
    packages = orjson.loads(NPM.read_bytes())["packages"]
    del packages[""]

    wrong = [
        name for name, told in packages.items() if "resolved" in told or "integrity" not in told
    ]

    assert len(packages) > 100
    assert wrong == []


def test_every_package_of_python_has_a_hash_and_no_address() -> None:
    text = PYTHON.read_text("utf-8")
    named = re.findall(r"^([\w.-]+)==", text, re.MULTILINE)

    assert "ariadne-codegen" in named
    assert len(PINNED.findall(text)) == len(named)
    assert "://" not in text
