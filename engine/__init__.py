"""The motor: what a GraphQL text means, what it may be, what it costs, and how it is run.

Documents, their limits and prices, the plans that are made of them, and what follows the plans
live here. Nothing here knows a noun, HTTP, Strawberry or a setting: it is handed a schema, numbers
and a `Bridge`. It calls no other room.
"""
