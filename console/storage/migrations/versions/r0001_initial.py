"""The first schema: depots, days, plans, parcels, custody and the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - one statement a table
    """Everything, for a new file."""
    op.create_table(
        "chain_head",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column(
            "last_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("copied_to", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_chain_head")),
        sqlite_strict=True,
    )
    op.create_table(
        "depot",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("lon", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("lat", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("settings", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_depot")),
        sqlite_strict=True,
    )
    op.create_table(
        "event",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "at_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "received_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("parcel_id", sa.Text(), nullable=True),
        sa.Column("compartment_id", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "length(prev) = 32 AND length(hash) = 32", name=op.f("ck_event_hash")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint(
            "source", "source_key", name=op.f("uq_event_source_source_key")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_event_at_ms", "event", ["at_ms"], unique=False)
    op.create_index(
        "ix_event_compartment_id", "event", ["compartment_id", "id"], unique=False
    )
    op.create_index("ix_event_parcel_id", "event", ["parcel_id", "id"], unique=False)
    op.create_table(
        "operator",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "since_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator")),
        sqlite_strict=True,
    )
    op.create_table(
        "outbox",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("peer", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "tries",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.Column(
            "next_try_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "done_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("peer", "key", name=op.f("uq_outbox_peer_key")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_outbox_waiting", "outbox", ["done_ms", "next_try_ms"], unique=False
    )
    op.create_table(
        "throttle",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "wrong",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "last_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "until_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("scope", "id", name=op.f("pk_throttle")),
        sqlite_strict=True,
    )
    op.create_table(
        "address_correction",
        sa.Column("depot_id", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lon", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("lat", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("entrance", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column(
            "at_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_address_correction_depot_id")
        ),
        sa.PrimaryKeyConstraint(
            "depot_id", "customer", "text", name=op.f("pk_address_correction")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_address_correction_depot_id"),
        "address_correction",
        ["depot_id"],
        unique=False,
    )
    op.create_table(
        "day",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("depot_id", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_day_depot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day")),
        sa.UniqueConstraint("depot_id", "date", name=op.f("uq_day_depot_id_date")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_day_depot_id"), "day", ["depot_id"], unique=False)
    op.create_table(
        "site",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("depot_id", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lon", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("lat", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column(
            "step_free",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "setup_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "handling_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "retired",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_site_depot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_site_depot_id"), "site", ["depot_id"], unique=False)
    op.create_table(
        "size_class",
        sa.Column("depot_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "length_mm",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "width_mm",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "height_mm",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "mass_limit_g",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("climate", sa.Text(), nullable=False),
        sa.Column(
            "retired",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_size_class_depot_id")
        ),
        sa.PrimaryKeyConstraint("depot_id", "id", name=op.f("pk_size_class")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_size_class_depot_id"), "size_class", ["depot_id"], unique=False
    )
    op.create_table(
        "vehicle",
        sa.Column("depot_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("type_id", sa.Text(), nullable=False),
        sa.Column("courier", sa.Text(), nullable=False),
        sa.Column(
            "shift_start_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "shift_end_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "retired",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_vehicle_depot_id")
        ),
        sa.PrimaryKeyConstraint("depot_id", "id", name=op.f("pk_vehicle")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_vehicle_depot_id"), "vehicle", ["depot_id"], unique=False)
    op.create_table(
        "vehicle_type",
        sa.Column("depot_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column(
            "parcels",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "volume_ml",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "mass_g",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "fixed",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "per_hour",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "per_km",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "co2_g_per_km",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "door_setup_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "door_handling_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "retired",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_vehicle_type_depot_id")
        ),
        sa.PrimaryKeyConstraint("depot_id", "id", name=op.f("pk_vehicle_type")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_vehicle_type_depot_id"), "vehicle_type", ["depot_id"], unique=False
    )
    op.create_table(
        "cabinet",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("depot_id", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("connection", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("port", sa.Text(), nullable=False),
        sa.Column(
            "screen_column",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "retired",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_cabinet_depot_id")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_cabinet_site_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cabinet")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cabinet_depot_id"), "cabinet", ["depot_id"], unique=False)
    op.create_index(op.f("ix_cabinet_site_id"), "cabinet", ["site_id"], unique=False)
    op.create_table(
        "wave",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("day_id", sa.Text(), nullable=False),
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["day_id"], ["day.id"], name=op.f("fk_wave_day_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("day_id", "number", name=op.f("uq_wave_day_id_number")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_wave_day_id"), "wave", ["day_id"], unique=False)
    op.create_table(
        "compartment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("depot_id", sa.Text(), nullable=False),
        sa.Column("cabinet_id", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "door", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("class", sa.Text(), nullable=False),
        sa.Column(
            "frame_column",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "frame_row",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "board",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "lock", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "low", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("custody", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("service_reason", sa.Text(), nullable=True),
        sa.Column("observed", sa.Text(), nullable=False),
        sa.Column(
            "observed_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.Column(
            "retired",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["cabinet_id"], ["cabinet.id"], name=op.f("fk_compartment_cabinet_id")
        ),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_compartment_depot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compartment")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_compartment_cabinet_id"), "compartment", ["cabinet_id"], unique=False
    )
    op.create_index(
        op.f("ix_compartment_depot_id"), "compartment", ["depot_id"], unique=False
    )
    op.create_index(
        "uq_compartment_door",
        "compartment",
        ["cabinet_id", "door"],
        unique=True,
        sqlite_where=sa.text("retired = 0"),
        postgresql_where=sa.text("retired = 0"),
    )
    op.create_table(
        "plan_revision",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "made_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "edits",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_plan_revision_wave_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_revision")),
        sa.UniqueConstraint(
            "wave_id", "number", name=op.f("uq_plan_revision_wave_id_number")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_plan_revision_wave_id"), "plan_revision", ["wave_id"], unique=False
    )
    op.create_index(
        "uq_plan_revision_draft",
        "plan_revision",
        ["wave_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "uq_plan_revision_published",
        "plan_revision",
        ["wave_id"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "assignment",
        sa.Column("revision_id", sa.Text(), nullable=False),
        sa.Column("parcel_id", sa.Text(), nullable=False),
        sa.Column("vehicle_id", sa.Text(), nullable=True),
        sa.Column(
            "stop", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column("class", sa.Text(), nullable=True),
        sa.Column("compartment_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["plan_revision.id"],
            name=op.f("fk_assignment_revision_id"),
        ),
        sa.PrimaryKeyConstraint("revision_id", "parcel_id", name=op.f("pk_assignment")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_assignment_parcel_id"), "assignment", ["parcel_id"], unique=False
    )
    op.create_index(
        op.f("ix_assignment_revision_id"), "assignment", ["revision_id"], unique=False
    )
    op.create_table(
        "deposit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("compartment_id", sa.Text(), nullable=False),
        sa.Column("recipient_ref", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "deadline_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "at_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "collected_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["compartment_id"],
            ["compartment.id"],
            name=op.f("fk_deposit_compartment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_deposit_compartment_id"), "deposit", ["compartment_id"], unique=False
    )
    op.create_index(
        "uq_deposit_live",
        "deposit",
        ["compartment_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('opening', 'placed')"),
        postgresql_where=sa.text("state IN ('opening', 'placed')"),
    )
    op.create_table(
        "door_intent",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("compartment_id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("second_actor", sa.Text(), nullable=True),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("deposit_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "pulse_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "counter_before",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "at_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "changed_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["compartment_id"],
            ["compartment.id"],
            name=op.f("fk_door_intent_compartment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_intent")),
        sa.UniqueConstraint("key", name=op.f("uq_door_intent_key")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_door_intent_compartment_id"),
        "door_intent",
        ["compartment_id"],
        unique=False,
    )
    op.create_index(
        "uq_door_intent_live",
        "door_intent",
        ["compartment_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('intended', 'sent', 'opened')"),
        postgresql_where=sa.text("state IN ('intended', 'sent', 'opened')"),
    )
    op.create_table(
        "lock",
        sa.Column("revision_id", sa.Text(), nullable=False),
        sa.Column("vehicle_id", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["plan_revision.id"], name=op.f("fk_lock_revision_id")
        ),
        sa.PrimaryKeyConstraint("revision_id", "vehicle_id", name=op.f("pk_lock")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_lock_revision_id"), "lock", ["revision_id"], unique=False)
    op.create_table(
        "route",
        sa.Column("revision_id", sa.Text(), nullable=False),
        sa.Column("vehicle_id", sa.Text(), nullable=False),
        sa.Column("type_id", sa.Text(), nullable=False),
        sa.Column(
            "departure_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "finish_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "metres",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "cost", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["plan_revision.id"], name=op.f("fk_route_revision_id")
        ),
        sa.PrimaryKeyConstraint("revision_id", "vehicle_id", name=op.f("pk_route")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_route_revision_id"), "route", ["revision_id"], unique=False
    )
    op.create_table(
        "stop",
        sa.Column("revision_id", sa.Text(), nullable=False),
        sa.Column("vehicle_id", sa.Text(), nullable=False),
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column(
            "arrival_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "start_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "departure_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["plan_revision.id"], name=op.f("fk_stop_revision_id")
        ),
        sa.PrimaryKeyConstraint(
            "revision_id", "vehicle_id", "number", name=op.f("pk_stop")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_stop_revision_id"), "stop", ["revision_id"], unique=False)
    op.create_table(
        "code_tag",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("deposit_id", sa.Text(), nullable=False),
        sa.Column("cabinet_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "deadline_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "made_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "used_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint("length(tag) = 32", name=op.f("ck_code_tag_tag")),
        sa.ForeignKeyConstraint(
            ["cabinet_id"], ["cabinet.id"], name=op.f("fk_code_tag_cabinet_id")
        ),
        sa.ForeignKeyConstraint(
            ["deposit_id"], ["deposit.id"], name=op.f("fk_code_tag_deposit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_tag")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_code_tag_cabinet_id"), "code_tag", ["cabinet_id"], unique=False
    )
    op.create_index(
        op.f("ix_code_tag_deposit_id"), "code_tag", ["deposit_id"], unique=False
    )
    op.create_index(
        "uq_code_tag_live",
        "code_tag",
        ["deposit_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'live'"),
        postgresql_where=sa.text("state = 'live'"),
    )
    op.create_table(
        "parcel",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("service_day", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("deposit_id", sa.Text(), nullable=True),
        sa.Column("holder_kind", sa.Text(), nullable=True),
        sa.Column("holder_id", sa.Text(), nullable=True),
        sa.Column(
            "due_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "length_mm",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "width_mm",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "height_mm",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "mass_g",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("climate", sa.Text(), nullable=False),
        sa.Column("preference", sa.Text(), nullable=False),
        sa.Column("preferred_site", sa.Text(), nullable=True),
        sa.Column(
            "low_compartment",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "id_check",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "priority",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "window_start_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "window_end_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("lon", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("lat", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["deposit_id"], ["deposit.id"], name=op.f("fk_parcel_deposit_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_day"], ["day.id"], name=op.f("fk_parcel_service_day")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_parcel_deposit_id"), "parcel", ["deposit_id"], unique=False
    )
    op.create_index(
        op.f("ix_parcel_service_day"), "parcel", ["service_day"], unique=False
    )
    op.create_table(
        "barcode",
        sa.Column("parcel_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "live",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="1",
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["parcel_id"], ["parcel.id"], name=op.f("fk_barcode_parcel_id")
        ),
        sa.PrimaryKeyConstraint("parcel_id", "code", name=op.f("pk_barcode")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_barcode_parcel_id"), "barcode", ["parcel_id"], unique=False
    )
    op.create_index(
        "uq_barcode_live",
        "barcode",
        ["code"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )
    op.create_table(
        "parcel_person",
        sa.Column("parcel_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column(
            "erase_after_ms",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["parcel_id"], ["parcel.id"], name=op.f("fk_parcel_person_parcel_id")
        ),
        sa.PrimaryKeyConstraint("parcel_id", name=op.f("pk_parcel_person")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_parcel_person_erase_after_ms"),
        "parcel_person",
        ["erase_after_ms"],
        unique=False,
    )
    op.execute(
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON event "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    )
