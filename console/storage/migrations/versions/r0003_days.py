"""Waves, changes after publishing, and closed days.

What a day of one wave had belongs to that wave; the one draft a wave could have is the
chosen one. Nothing is recreated: columns are added, one index takes another's place.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Columns, tables, and what the old rows mean in them."""
    _columns()
    _tables()
    op.execute(
        "UPDATE parcel SET wave_id = (SELECT wave.id FROM wave"
        " WHERE wave.day_id = parcel.service_day ORDER BY wave.number LIMIT 1)"
    )
    op.execute("UPDATE plan_revision SET chosen = 1 WHERE state = 'draft'")
    op.execute(
        "CREATE TRIGGER plan_revision_fixed "
        "BEFORE UPDATE OF id, wave_id, number, made_ms, body ON plan_revision "
        "WHEN OLD.state IN ('published', 'superseded') "
        "BEGIN SELECT RAISE(ABORT, 'a published plan stays as it is'); END"
    )
    op.execute(
        "CREATE TRIGGER plan_revision_kept BEFORE DELETE ON plan_revision "
        "BEGIN SELECT RAISE(ABORT, 'plans are kept'); END"
    )


def _columns() -> None:
    added: dict[str, tuple[sa.Column[Any], ...]] = {
        "day": (
            sa.Column("state", sa.Text(), nullable=False, server_default="open"),
            sa.Column("closed_ms", WHOLE),
            sa.Column("version", WHOLE, nullable=False, server_default="0"),
        ),
        "wave": (
            sa.Column("name", sa.Text(), nullable=False, server_default=""),
            sa.Column("departure_s", WHOLE),
            sa.Column("turnaround_s", WHOLE, nullable=False, server_default="900"),
            sa.Column("version", WHOLE, nullable=False, server_default="0"),
        ),
        "plan_revision": (
            sa.Column("name", sa.Text(), nullable=False, server_default=""),
            sa.Column("based_on", sa.Text()),
            sa.Column("chosen", WHOLE, nullable=False, server_default="0"),
            sa.Column("actor", sa.Text(), nullable=False, server_default=""),
        ),
        "parcel": (sa.Column("attempt", WHOLE, nullable=False, server_default="1"),),
    }
    for table, columns in added.items():
        for column in columns:
            op.add_column(table, column)
    # Alembic knows no way to add a column that refers to another table here.
    op.execute(
        "ALTER TABLE parcel ADD COLUMN wave_id TEXT"
        " CONSTRAINT fk_parcel_wave_id REFERENCES wave (id)"
    )
    op.create_index("ix_parcel_wave_id", "parcel", ["wave_id"])
    op.drop_index("uq_plan_revision_draft", "plan_revision")
    op.create_index(
        "uq_plan_revision_chosen",
        "plan_revision",
        ["wave_id"],
        unique=True,
        sqlite_where=sa.text("chosen = 1"),
        postgresql_where=sa.text("chosen = 1"),
    )


def _tables() -> None:
    op.create_table(
        "change",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("day_id", sa.Text(), nullable=False),
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("parcel_id", sa.Text()),
        sa.Column("compartment_id", sa.Text()),
        sa.Column("vehicle_id", sa.Text()),
        sa.Column("given", sa.Text()),
        sa.Column("before", sa.Text()),
        sa.Column("consequence", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("at_ms", WHOLE, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("decided_ms", WHOLE),
        sa.Column("decided_by", sa.Text()),
        sa.Column("revision_id", sa.Text()),
        sa.Column("version", WHOLE, nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["day_id"], ["day.id"], name="fk_change_day_id"),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name="fk_change_wave_id"),
        sa.ForeignKeyConstraint(
            ["parcel_id"], ["parcel.id"], name="fk_change_parcel_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
        sqlite_strict=True,
    )
    for column in ("day_id", "wave_id", "parcel_id"):
        op.create_index(f"ix_change_{column}", "change", [column])
    op.create_table(
        "change_person",
        sa.Column("change_id", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False, server_default=""),
        sa.Column("erase_after_ms", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.id"], name="fk_change_person_change_id"
        ),
        sa.PrimaryKeyConstraint("change_id", name="pk_change_person"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_change_person_erase_after_ms", "change_person", ["erase_after_ms"]
    )
    op.create_table(
        "attempt",
        sa.Column("parcel_id", sa.Text(), nullable=False),
        sa.Column("day_id", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("wave_id", sa.Text()),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("priority", WHOLE, nullable=False),
        sa.Column("at_ms", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["parcel_id"], ["parcel.id"], name="fk_attempt_parcel_id"
        ),
        sa.ForeignKeyConstraint(["day_id"], ["day.id"], name="fk_attempt_day_id"),
        sa.PrimaryKeyConstraint("parcel_id", "day_id", name="pk_attempt"),
        sqlite_strict=True,
    )
    op.create_index("ix_attempt_parcel_id", "attempt", ["parcel_id"])
    op.create_index("ix_attempt_day_id", "attempt", ["day_id"])
    op.create_table(
        "day_summary",
        sa.Column("day_id", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("closed_ms", WHOLE, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reopened", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["day_id"], ["day.id"], name="fk_day_summary_day_id"),
        sa.PrimaryKeyConstraint("day_id", "number", name="pk_day_summary"),
        sqlite_strict=True,
    )
    op.create_index("ix_day_summary_day_id", "day_summary", ["day_id"])
    op.create_table(
        "vehicle_absence",
        sa.Column("day_id", sa.Text(), nullable=False),
        sa.Column("vehicle_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at_ms", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["day_id"], ["day.id"], name="fk_vehicle_absence_day_id"
        ),
        sa.PrimaryKeyConstraint("day_id", "vehicle_id", name="pk_vehicle_absence"),
        sqlite_strict=True,
    )
    op.create_index("ix_vehicle_absence_day_id", "vehicle_absence", ["day_id"])
