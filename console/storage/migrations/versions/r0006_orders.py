"""What an order may ask besides: skills of whoever brings it, a soft end."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Two columns; no order asked for anything before."""
    needs = sa.Column("needs", sa.Text(), nullable=False, server_default="[]")
    op.add_column("parcel", needs)
    op.add_column("parcel", sa.Column("late_from_s", WHOLE))
