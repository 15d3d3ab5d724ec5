"""Reading: a text becomes a tree that is cheap to keep, and knows where each part of it stood."""

from graphql import GraphQLError, Location, SourceLocation, Token
from graphql.language.parser import Parser


class Place(Location):
    """Where a part of a document begins.

    It counts as none with graphql-core, which otherwise reads the text from its start for each
    error, to find out the line. And it lets go of the tokens: all of them hang together.
    """

    __slots__ = ("column", "line")

    def __init__(self, token: Token) -> None:
        self.start, self.end = token.start, token.end
        # The token before all others, with which a document begins, stands in line 0.
        self.line, self.column = max(token.line, 1), max(token.column, 1)

    def __bool__(self) -> bool:
        """Whether graphql-core shall look at it."""
        return False


class Reader(Parser):
    """Makes a tree of a text, and counts the parts of it."""

    def __init__(self, text: str, *, tokens: int, comments: int) -> None:
        super().__init__(text, max_lexical_tokens=tokens, max_comments=comments)
        self.parts = 0
        self._places: dict[int, Place] = {}

    def loc(self, start_token: Token) -> Location:
        """The place of a part; those that begin together share it."""
        self.parts += 1
        place = self._places.get(start_token.start)
        if place is None:
            place = self._places[start_token.start] = Place(start_token)
        return place


def places(error: GraphQLError) -> list[SourceLocation]:
    """Where in its document an error is."""
    found = [node.loc for node in error.nodes or () if isinstance(node.loc, Place)]
    return [SourceLocation(each.line, each.column) for each in found] or error.locations or []
