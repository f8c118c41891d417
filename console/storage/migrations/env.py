"""What Alembic runs. The connection is handed in by console.storage.migration, inside
a transaction that is committed there and only if every check passed."""

from alembic import context

from console.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
