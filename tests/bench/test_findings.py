"""The bench: it tells answers apart by what they mean, and says what it found."""

from copy import deepcopy
from typing import Any, Final
from xml.etree import ElementTree as Xml

import orjson
import pytest

from bench.__main__ import main
from bench.findings import Bar, Finding, alike, at_most
from bench.page import difference, meaning
from bench.picture import drawn
from bench.processes import ROOT
from bench.report import lines
from bench.rounds import Figures

pytestmark = pytest.mark.once

OURS: Final = {
    "cursor": "opaque",
    "node": {
        "id": "cus_0192f0c1a2b37000800000000000002a",
        "loyaltyPoints": 37,
        "createdAt": "2026-11-21T17:32:21.275341Z",
        "lastInteractionAt": None,
        "tags": [{"id": "tag_b", "label": "B"}, {"id": "tag_a", "label": "A"}],
    },
}
THEIRS: Final = {
    "cursor": "of their own",
    "node": {
        "id": "0192f0c1-a2b3-7000-8000-00000000002a",
        "loyaltyPoints": "37",
        "createdAt": "2026-11-21 19:32:21.275341+02",
        "lastInteractionAt": None,
        "tags": [{"tag": {"id": "tag_a", "label": "A"}}, {"tag": {"id": "tag_b", "label": "B"}}],
    },
}
CHEAP: Final = Figures(server=1.0, postgres=0.5, rate=600.0, p50=4.0, p99=9.0, requests=3_000)
DEAR: Final = Figures(server=20.0, postgres=1.0, rate=40.0, p50=90.0, p99=200.0, requests=200)
PEERS: Final = sorted((ROOT / "bench" / "peers").glob("*/package-lock.json"))


def test_the_same_means_the_same_however_it_is_written() -> None:
    assert difference(meaning(OURS), meaning(THEIRS)) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "0192f0c1-a2b3-7000-8000-00000000002b"),
        ("loyaltyPoints", "38"),
        ("createdAt", "2026-11-21 19:32:21.275342+02"),
        ("lastInteractionAt", "2026-11-21 19:32:21+02"),
        ("tags", []),
    ],
)
def test_what_differs_is_found_and_named(name: str, value: Any) -> None:
    other: Any = deepcopy(THEIRS)
    other["node"][name] = value

    assert difference(meaning(OURS), meaning(other)).startswith(f".node.{name}")


def test_a_bar_is_met_within_its_bounds() -> None:
    figures = {"ours": DEAR, "floor": CHEAP}

    assert not at_most(figures, 1.25, "floor").met
    assert at_most(figures, 14.0, "floor").met
    assert not alike(figures, "floor", "ours").met
    assert alike({"one": CHEAP, "other": CHEAP}, "one", "other").met


def test_the_report_and_the_picture_show_every_server_and_every_bar() -> None:
    figures = {"ours": CHEAP, "<another>": DEAR}
    bars = [Bar("ours ≤ 2 × another", 0.07, most=2.0, at=42.0), Bar("something else", 3.0, 1.0)]
    findings = [Finding("A page & more", figures, "<another>", bars=bars, notes=["A note."])]

    text = "\n".join(lines(findings, ["A machine"]))
    words = "\n".join(Xml.fromstring(drawn(findings, ["A machine"])).itertext())  # noqa: S314

    for shown in ("A page & more", "ours", "<another>", "ours ≤ 2 × another", "A machine"):
        assert shown in text
        assert shown in words
    assert "NOT MET something else: 3.00" in text
    assert "A note." in text


def test_a_name_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "nobody"])

    assert "nobody" in capsys.readouterr().err


@pytest.mark.parametrize("lock", PEERS, ids=lambda lock: lock.parent.name)
def test_every_package_of_a_peer_has_a_hash_and_no_address(lock: Any) -> None:
    packages = orjson.loads(lock.read_bytes())["packages"]
    del packages[""]

    assert len(packages) > 50
    assert [
        n for n, told in packages.items() if "resolved" in told or "integrity" not in told
    ] == []
