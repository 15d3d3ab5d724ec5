"""A small library of books, in GraphQL, that the tests of the engine ask about."""

from typing import Final

from graphql import build_schema

from engine.costs import Weights
from engine.documents import Document, Documents
from engine.limits import Limits

SCHEMA: Final = build_schema("""
    directive @mark repeatable on FIELD
    interface Node { id: ID! }
    type Query {
      book(id: ID!): Book
      books(first: Int, last: Int, genre: Genre): BookConnection!
      node(id: ID!): Node
      nodes(ids: [ID!]!): [Node]!
      search(words: [String!], like: BookLike): [Found!]!
      me: Author
    }
    type Mutation { bookAdd(title: String!): BookAddPayload! }
    type BookAddPayload { book: Book, problems: [Problem!]! }
    type Problem { message: String! }
    type Book implements Node {
      id: ID!
      title: String!
      words: [String!]!
      author: Author
      authors: [Author!]!
      copies: [Copy!]!
    }
    type Author implements Node {
      id: ID!
      name: String!
      books(first: Int, last: Int): BookConnection!
    }
    type Copy { id: ID!, book: Book }
    type BookConnection { nodes: [Book!]!, edges: [BookEdge!]!, page: Page!, count: Count! }
    type BookEdge { node: Book! }
    type Page { more: Boolean! }
    type Count { value: Int! }
    union Found = Book | Author
    enum Genre { POETRY PROSE }
    input BookLike { title: String, either: [BookLike!] }
""")
LIMITS: Final = Limits()
WEIGHTS: Final = Weights(
    page=20,
    largest_page=100,
    own={"edges": 0},
    flat={"BookConnection.count": 5},
    lists={"Book.copies": 2},
    lengths={"Query.nodes": "ids"},
)


def documents() -> Documents:
    """An empty store of documents about the library."""
    return Documents(SCHEMA, LIMITS, WEIGHTS)


def read(text: str, *, is_open: bool = True) -> Document:
    """A document, read by somebody who never read anything before."""
    return documents().read(text, is_open=is_open, brought_by="somebody")


def codes(document: Document) -> list[str]:
    """The codes of what is wrong with a document."""
    return [(error.extensions or {})["code"] for error in document.errors]
