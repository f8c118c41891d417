"""When the rest of a wave was last planned anew: nobody leaves before that."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One column; a wave that was never planned anew has none."""
    op.add_column("wave", sa.Column("begun_s", WHOLE))
