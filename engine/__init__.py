"""The reading room: what a GraphQL text means, what it may be, and what it costs.

Documents, their limits, their prices and the documents that are trusted live here.
Nothing here knows a noun, HTTP, Strawberry or a setting: it is handed a schema and numbers.
It calls no other room.
"""
