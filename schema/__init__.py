"""The shop window: what a client sees and may ask, one file a noun.

Types, inputs, arguments, descriptions and who may see what stand here, and nothing is decided.
It asks `resolvers` (and `auth` for the words of rights); it knows no database and no loader.
`schema.graphql` is what all of this prints, and the contract with every client.
"""
