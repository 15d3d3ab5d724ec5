"""The schema is linted: every rule finds the fault that is planted for it, and none in ours."""

from typing import Final

import pytest
from graphql import build_schema

from tests.house.schema_rules import RULES, comments
from tests.house.sources import ROOT

# The one list that keeps the places of what is not there, as Relay has it.
WITH_HOLES: Final = "Query.nodes"

GOOD: Final = '''
"""Marks"""
directive @marked("""Reason""" reason: String) on FIELD_DEFINITION
"""Day"""
scalar Date @specifiedBy(url: "https://example.com/date")
"""Place"""
scalar Cursor @specifiedBy(url: "https://example.com/cursor")
"""Everything that can be asked"""
type Query {
  """Tags"""
  tags(
    """From the start"""
    first: Int
    """From here on"""
    after: Cursor
    """From the end"""
    last: Int
    """Up to here"""
    before: Cursor
    """Only these"""
    kinds: [Kind!]
  ): TagConnection!
}
"""Everything that can be done"""
type Mutation {
  """Make a tag"""
  tagCreate("""What""" input: TagCreateInput!): TagCreatePayload!
}
"""A tag to be made"""
input TagCreateInput {
  """Text"""
  label: String! = "New"
  """Former text"""
  name: String @deprecated(reason: "Use `label`. Removal on 2027-06-30.")
}
"""What became of it"""
type TagCreatePayload {
  """The tag"""
  tag: Tag
  """What stood in the way"""
  userErrors: [UserError!]!
}
"""What stood in the way"""
interface UserError {
  """Reason"""
  message: String!
}
"""A label"""
type Tag {
  """Text"""
  label: String!
  """Sort"""
  kind: Kind!
  """Day"""
  madeOn: Date!
  """Former text"""
  title: String @deprecated(reason: "Use `label`. Removal on 2027-06-30.")
}
"""Sort of a tag"""
enum Kind {
  """Made by hand"""
  BY_HAND
  """Made by us"""
  OURS @deprecated(reason: "Use `BY_HAND`. Removal on 2027-06-30.")
}
"""Page"""
type TagConnection {
  """Tags with their cursors"""
  edges: [TagEdge!]!
  """Where it stands"""
  pageInfo: PageInfo!
}
"""Tag at its place"""
type TagEdge {
  """Place"""
  cursor: Cursor!
  """Tag"""
  node: Tag!
}
"""Where a page stands"""
type PageInfo {
  """First place"""
  startCursor: Cursor
  """Last place"""
  endCursor: Cursor
  """Whether more follow"""
  hasNextPage: Boolean!
  """Whether more come before"""
  hasPreviousPage: Boolean!
}
'''

# A fault: what is taken out of the good schema, what is put there instead, and what is found.
FAULTS: Final = [
    ('"""A label"""', "", "described", "Tag"),
    ('"""Day"""\n  madeOn', "madeOn", "described", "Tag.madeOn"),
    ('"""From the start"""', "", "described", "Query.tags(first)"),
    ('"""Made by hand"""', "", "described", "Kind.BY_HAND"),
    ('"""Text"""\n  label: String! =', "label: String! =", "described", "TagCreateInput.label"),
    ('"""Marks"""', "", "described", "@marked"),
    ('"""Reason""" reason', "reason", "described", "@marked(reason)"),
    ('"""Sort of a tag"""', "", "described", "Kind"),
    ('"""Place"""\nscalar', "scalar", "described", "Cursor"),
    ("Date", "date", "named", "date"),
    ("madeOn", "made_on", "named", "Tag.made_on"),
    ("madeOn", "MadeOn", "named", "Tag.MadeOn"),
    ("kinds: ", "only_kinds: ", "named", "Query.tags(only_kinds)"),
    ("label: String! =", "Label: String! =", "named", "TagCreateInput.Label"),
    ("BY_HAND\n", "byHand\n", "named", "Kind.byHand"),
    ("@marked", "@Marked", "named", "@Marked"),
    ("  tags(", "  getTags(", "without_verb", "Query.getTags"),
    ("  tags(", "  listTags(", "without_verb", "Query.listTags"),
    ("Kind", "ListKind", "without_verb", "ListKind"),
    ("kind: ", "tagKind: ", "without_type", "Tag.tagKind"),
    ("edges: [TagEdge!]!", "edges: [TagEdge!]", "connected", "TagConnection"),
    ("  pageInfo: ", "  page: ", "connected", "TagConnection"),
    ("cursor: Cursor!", "cursor: String!", "connected", "TagConnection"),
    ("node: Tag!", "item: Tag!", "connected", "TagConnection"),
    ("TagEdge", "TagItem", "connected", "TagConnection"),
    ("first: Int", "limit: Int", "connected", "Query.tags"),
    ("after: Cursor", "after: String", "connected", "Query.tags"),
    ("hasNextPage: Boolean!", "hasNextPage: Boolean", "connected", "PageInfo"),
    ('. Removal on 2027-06-30.")\n}\n"""Sort', '")\n}\n"""Sort', "dated", "Tag.title"),
    ("`BY_HAND`. Removal on 2027-06-30", "`BY_HAND`. Removal on 2027-06-31", "dated", "Kind.OURS"),
    ('.")\n}\n"""What', '. Soon.")\n}\n"""What', "dated", "TagCreateInput.name"),
    ("TagCreateInput", "TagInput", "given_one_input", "Mutation.tagCreate"),
    ("input: TagCreateInput!", "tag: TagCreateInput!", "given_one_input", "Mutation.tagCreate"),
    ("input: TagCreateInput!", "input: TagCreateInput", "given_one_input", "Mutation.tagCreate"),
    ("kinds: [Kind!]", "kinds: TagCreateInput", "given_one_input", "Mutation.tagCreate"),
    ("TagCreatePayload", "TagPayload", "answered_by_payload", "Mutation.tagCreate"),
    (": TagCreatePayload!", ": TagCreatePayload", "answered_by_payload", "Mutation.tagCreate"),
    ("userErrors: ", "errors: ", "answered_by_payload", "Mutation.tagCreate"),
    ("kinds: [Kind!]", "kinds: [Kind]", "without_holes", "Query.tags(kinds)"),
    ("madeOn: Date!", "madeOn: [[Date]!]!", "without_holes", "Tag.madeOn"),
    ("first: Int", "first: Int = null", "without_null_defaults", "Query.tags(first)"),
    ("name: String", "name: String = null", "without_null_defaults", "TagCreateInput.name"),
    (' @specifiedBy(url: "https://example.com/date")', "", "specified", "Date"),
]  # fmt: skip


def found(text: str) -> dict[str, list[str]]:
    """What every rule finds in a schema."""
    schema = build_schema(text)
    faults = {name: list(rule(schema)) for name, rule in RULES.items()}
    return {name: paths for name, paths in faults.items() if paths}


def test_nothing_is_found_in_the_schema() -> None:
    text = (ROOT / "schema" / "schema.graphql").read_text("utf-8")

    assert found(text) == {"without_holes": [WITH_HOLES]}
    assert comments(text) == []


def test_nothing_is_found_in_a_good_schema() -> None:
    assert found(GOOD) == {}
    assert comments(GOOD) == []


@pytest.mark.parametrize(("good", "bad", "rule", "path"), FAULTS)
def test_a_planted_fault_is_found_by_its_rule_alone(
    good: str, bad: str, rule: str, path: str
) -> None:
    assert good in GOOD

    assert found(GOOD.replace(good, bad)) == {rule: [path]}


def test_every_rule_has_a_planted_fault() -> None:
    assert {rule for _, _, rule, _ in FAULTS} == RULES.keys()


def test_a_comment_is_found_and_a_hash_in_a_description_is_not() -> None:
    text = GOOD.replace('"""A label"""', '"""A label, as #1A2B3C"""\n# Not shown')

    assert comments(text) == [f"line {text[: text.index('# Not')].count(chr(10)) + 1}"]
