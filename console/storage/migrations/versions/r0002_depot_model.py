"""What a depot's sites, cabinets, vehicles and calendars are.

New columns say what the old schema took for granted. Hours of sites were windows of
planner seconds, the same every day, and become opening hours as text.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DAY_S = 24 * 3600
NEW: dict[str, tuple[tuple[str, type, str | None], ...]] = {
    "depot": (("retired", int, "0"),),
    "site": (
        ("kind", str, "retail"),
        ("rules", str, "{}"),
        ("service", str, None),
        ("wheelchair", str, "unknown"),
        ("indoor", int, "0"),
        ("climates", str, ""),
        ("contact", str, "{}"),
        ("access_note", str, ""),
        ("address", str, ""),
        ("brand", str, ""),
        ("operator", str, ""),
        ("ref", str, ""),
        ("opens", str, None),
        ("closes", str, None),
    ),
    "address_correction": (("address", str, ""),),
    "cabinet": (("baud", int, "0"), ("framing", str, ""), ("controller", str, "")),
    "vehicle_type": (
        ("conditions", str, "{}"),
        ("per_overtime_hour", int, "0"),
        ("load_units", int, "0"),
        ("load_unit_ml", int, "0"),
        ("climates", str, "ambient"),
        ("energy", str, "diesel"),
        ("range_km", int, "0"),
        ("co2_source", str, ""),
    ),
    "vehicle": (
        ("shifts", str, None),
        ("skills", str, "[]"),
        ("licence", str, ""),
        ("overtime_s", int, "0"),
    ),
}
"""Columns by table: name, kind, and what rows that are there get (None: nothing)."""


def upgrade() -> None:
    """Add, then put old hours and energies into their new words."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    kinds: dict[type, Any] = {int: whole, str: sa.Text()}
    for table, columns in NEW.items():
        for name, kind, default in columns:
            column: sa.Column[Any] = sa.Column(
                name, kinds[kind], nullable=default is None, server_default=default
            )
            op.add_column(table, column)
    op.create_table(
        "calendar",
        sa.Column("depot_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", whole, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("retired", whole, server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_calendar_depot_id")
        ),
        sa.PrimaryKeyConstraint("depot_id", "id", name=op.f("pk_calendar")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_calendar_depot_id"), "calendar", ["depot_id"])
    site = sa.table("site", sa.column("id"), sa.column("hours"))
    bind = op.get_bind()
    for row in bind.execute(sa.select(site.c.id, site.c.hours)).all():
        bind.execute(
            sa.update(site).where(site.c.id == row.id).values(hours=said(row.hours))
        )
    for mode, energy in (("walk", "muscle"), ("cargo_bike", "electric")):
        types = sa.table("vehicle_type", sa.column("mode"), sa.column("energy"))
        bind.execute(sa.update(types).where(types.c.mode == mode).values(energy=energy))


def said(hours: str) -> str:
    """Windows as `[[start_s, end_s], ...]` -> opening hours of every day, as text."""
    spans = [
        f"{_clock(start)}-{_clock(end)}"
        for start, end in json.loads(hours)
        if start < min(end, DAY_S)
    ]
    if any(start <= 0 and end >= DAY_S for start, end in json.loads(hours)):
        return "24/7"
    return ",".join(spans) or "off"


def _clock(second: int) -> str:
    hour, rest = divmod(second, 3600)
    minute, left = divmod(rest, 60)
    return f"{hour:02}:{minute:02}" + (f":{left:02}" if left else "")
