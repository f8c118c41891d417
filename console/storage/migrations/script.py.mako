"""${message}.

Adding a column or a table is safe. Recreating a table loses its triggers: make them
again. Nothing may delete rows of custody.
"""

${imports if imports else "import sqlalchemy as sa"}
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
