"""The door itself: HTTP, from the bytes of a request to those of a response.

Here a request is read, held within bounds and refused if it is none; GraphQL is the graph's.
"""
