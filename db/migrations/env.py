"""How migrations run: each in a transaction, on the connection that `db.migrate` opened."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    # What is built concurrently stands in no transaction, and so ends the one that it is in.
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
