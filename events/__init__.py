"""The post room: facts going out, facts coming in.

What a fact is called and what it points at is in `catalogue`, one file a noun.
Facts point, they do not carry: ids, never names or addresses.
It may call `db` and `auth`; neither knows of it.
"""
