"""The keys: who is asking, and what a role may do.

Tokens, the keys that prove them, callers, roles and scopes live here.
Nothing here reads the environment, the clock or the network, or knows a table or GraphQL.
It calls no other room.
"""
