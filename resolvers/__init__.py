"""The counter: what the house can do, one function an act.

Plain values in, rows and small dataclasses out; no GraphQL, no HTTP, no SQL.
It opens changes, and says no by raising a refusal that nobody here catches.
It calls `loaders`, `events`, `auth` and `db`. Among nouns, spokes call the hub (customers),
the hub never a spoke.
"""
