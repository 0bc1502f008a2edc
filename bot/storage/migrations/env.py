"""Alembic's entry: runs the migrations on the connection that `bot.storage.migrating` hands in."""

from alembic import context
from sqlalchemy import Connection

from bot.storage.tables import metadata

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
