"""The cellar: what is kept.

Rows, statements, connections, changes and migrations live here, one file a noun.
Nothing here knows GraphQL, HTTP, roles or the clock of this machine.
It calls no other room.
"""
