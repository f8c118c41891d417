"""What vehicles are planned with: rests, reloads, the longest tour.

Nothing is recreated: columns are added, each with what was meant without it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Columns of vehicle types."""
    for column in (
        sa.Column("breaks", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("trips", WHOLE, nullable=False, server_default="1"),
        sa.Column("reload_s", WHOLE, nullable=False, server_default="0"),
        sa.Column("longest_tour_s", WHOLE, nullable=False, server_default="0"),
    ):
        op.add_column("vehicle_type", column)
