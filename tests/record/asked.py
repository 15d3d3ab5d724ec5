"""What is asked of the customer record, by number, and the tests that show it.

`python -m tests.record.asked` prints the table; docs/capabilities.md keeps it.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "capabilities.md"

ASKED: Final[Mapping[str, str]] = {
    "C011": "Every customer has an opaque id.",
    "C012": "A customer may have an account; a guest has none.",
    "C013": "The account of a customer cannot be changed once it is set.",
    "C014": "An account belongs to one customer of a tenant.",
    "C015": "An e-mail address is checked.",
    "C016": "First, last and whole names, with limits.",
    "C017": "A company has a name.",
    "C018": "A company has a tax number.",
    "C019": "A customer is a person or a company, and is called accordingly.",
    "C020": "A customer buys as retail, wholesale or VIP.",
    "C021": "A customer is active, inactive or blocked.",
    "C022": "Blocking says why, who and when.",
    "C023": "A telephone number is optional and limited.",
    "C024": "A birthday.",
    "C025": "A gender.",
    "C026": "An address of a picture, at most 255 characters.",
    "C027": "A nationality.",
    "C028": "A region, by which customers are found and counted.",
    "C029": "A country.",
    "C030": "A preferred language.",
    "C031": "Contact preferences, of companies too.",
    "C032": "Preferences in typed fields, and a part of the tenant's own.",
    "C033": "Fields of the tenant's own.",
    "C034": "Points of a loyalty programme.",
    "C035": "A step of the loyalty programme, NEW at first.",
    "C036": "Whether marketing is welcome.",
    "C037": "An e-mail address is verified by whoever can read it.",
    "C038": "When the customer came, changed, was deleted, was last in contact.",
    "C039": "All of a customer in one question.",
    "C040": "A summary of a customer.",
    "C041": "Preferences of a culture or trade, as each tenant defines them.",
    "C042": "A customer is created.",
    "C043": "A tenant may leave creating to services.",
    "C044": "A customer is found by id and by e-mail address.",
    "C045": "A part of a customer is changed.",
    "C046": "A customer is deactivated, deleted, restored.",
    "C047": "Deleting keeps what belongs to the customer.",
    "C048": "Erasing removes the customer for good.",
    "C049": "Erasing removes profile, tags and notes.",
    "C050": "Lists are paged, filtered and sorted.",
    "C051": "A list tells its total, and how many pages that makes.",
    "C052": "Pages have 20 customers unless said, at most 100, the newest first.",
    "C053": "Search finds names, company, address of e-mail and telephone number.",
    "C054": "Customers are found by tags, by time, and among the deleted.",
    "C055": "Customers are found by status, type, kind, region, tier and tags.",
    "C056": "What is found brings what a list needs to be drawn.",
    "C057": "Many customers are fetched by their ids at once.",
    "C189": "E-mail address and telephone number are checked for their form.",
    "C190": "Every wrong field is told at once.",
    "C191": "A duplicate is refused as a conflict.",
    "C192": "Refusals have codes, and tell nothing of our insides.",
    "C193": "SQL in a value is a value.",
    "C194": "Countries are ISO countries, texts have limits.",
    "C195": "Every parameter of a list has bounds.",
    "G01": "External ids, looking up by identifier, upsert.",
    "G07": "The fields that may be filtered by are listed, with suggestions of values.",
    "G08": "Groups and aggregates over any filter.",
    "G16": "Typed fields of a tenant, for staff alone or for the customer too.",
    "G17": "Search ranks, and accents do not count.",
    "G19": "Companies have members with roles.",
    "U08": "The case of an e-mail address makes no second customer.",
    "U09": "The address of a deleted customer is free again.",
    "U10": "Each tenant has customers of its own.",
    "U13": "A forbidden field does not make the question fail.",
    "U36": "The filter of the list serves lists inside of other things.",
    "X02": "Ids are opaque and say what they are of; foreign numbers are external ids.",
    "X03": "Names in their parts or as a whole; neither is guessed.",
    "X04": "Addresses are unique in a tenant among the living, accounts optional and fixed.",
    "X05": "Numbers are kept as typed and in E.164; a tenant may be stricter.",
    "X06": "Four genders, or none said.",
    "X24": "Status, deletion and anonymisation are three things.",
    "X25": "Each meaning of deleting is an act of its own.",
    "X26": "VIP is a type, a tier or a tag, each by itself.",
    "X32": "Pages are connections: 20 unless said, at most 100.",
    "X33": "Sorting is by an enum, with ties broken by id.",
    "X40": "What is left out stays, null clears.",
    "X41": "Consent stands in one place.",
    "X42": "Preferences are typed, with a limited part of one's own.",
    "X43": "Languages are BCP 47, with the tenant's as the default.",
    "X50": "A customer is named by id, address, number, account or external id.",
    "D01": "An act on a foreign id changes nothing.",
    "D02": "Every table with personal data is behind the wall of its tenant.",
    "D05": "A deleted customer's address can be used by a new one.",
    "D13": "A customer reads and changes only itself.",
}
NUMBER: Final = re.compile(r"(?<=[_])[cgudx]\d{2,3}(?=_|$)")


def shown_by() -> dict[str, list[str]]:
    """The tests by the numbers that stand in their names."""
    found: dict[str, list[str]] = {}
    for name in _tests():
        for number in NUMBER.findall(name):
            found.setdefault(number.upper(), []).append(name)
    return found


def table() -> str:
    """The table, in Markdown."""
    shown = shown_by()
    lines = ["| | What is asked | Shown by |", "| --- | --- | --- |"]
    for number, text in ASKED.items():
        tests = "<br>".join(f"`{test}`" for test in shown.get(number, ()))
        lines.append(f"| {number} | {text} | {tests or 'nothing yet'} |")
    return "\n".join(lines)


def _tests() -> Iterator[str]:
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            name = getattr(node, "name", "")
            if name.startswith("test_"):
                yield name


if __name__ == "__main__":
    print(table())  # noqa: T201  # it is asked for
