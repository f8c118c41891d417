"""The tables: state rows, and beside them one append-only table of events.

Each change of custody is one transaction that writes the state row and inserts one
event, so that the state is quick to ask and the history cannot be argued with.

Types that SQLite's STRICT tables accept and PostgreSQL has too: text, whole numbers,
doubles, bytes. Instants are whole milliseconds UTC (`_ms`), seconds of the service date
are planner seconds (`_s`), yes and no are 1 and 0. States are the words of the domain's
enums; no CHECK repeats them, because a new word would then rebuild a table of custody.
Opening hours are text in the words of console.domain.opening_text; small values nobody
asks the store about (rules of a site, conditions of a vehicle) are JSON documents.

Nothing cascades: what custody refers to cannot be deleted, only retired. Events refer
to parcels and compartments by id alone, so that they outlive both.
"""

from sqlalchemy import (
    REAL,
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

WHOLE = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits: plain INTEGER in SQLite, where it may also be the row id."""
REAL64: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")

SCHEMA = "0006"
"""The revision of `migrations` that makes these tables."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *items: SchemaItem) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True)


def _key(name: str = "id") -> Column[str]:
    return Column(name, Text, primary_key=True)


def _text(name: str, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _text_or_null(name: str) -> Column[str]:
    return Column(name, Text)


def _whole(name: str, default: int | None = None) -> Column[int]:
    given = None if default is None else str(default)
    return Column(name, WHOLE, nullable=False, server_default=given)


def _whole_or_null(name: str) -> Column[int]:
    return Column(name, WHOLE)


def _degrees(name: str) -> Column[float]:
    return Column(name, REAL64)


def _to(name: str, target: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Text, ForeignKey(target), nullable=nullable, index=True)


def _only(name: str, columns: tuple[str, ...], where: str) -> Index:
    """Unique among the rows where a condition holds."""
    rule = text(where)
    return Index(name, *columns, unique=True, sqlite_where=rule, postgresql_where=rule)


# What stays from day to day ----------------------------------------------------------

depot = _table(
    "depot",
    _key(),
    _text("name"),
    _text("zone"),
    _degrees("lon"),
    _degrees("lat"),
    _text("settings", "{}"),
    _whole("retired", 0),
)

size_class = _table(
    "size_class",
    _to("depot_id", "depot.id"),
    _text("id"),
    _whole("position"),
    _whole("length_mm"),
    _whole("width_mm"),
    _whole("height_mm"),
    _whole("mass_limit_g"),
    _text("climate"),
    _whole("retired", 0),
    PrimaryKeyConstraint("depot_id", "id"),
)

site = _table(
    "site",
    _key(),
    _to("depot_id", "depot.id"),
    _whole("position"),
    _text("name"),
    _degrees("lon"),
    _degrees("lat"),
    _text("hours"),
    _whole("step_free"),
    _whole("setup_s"),
    _whole("handling_s"),
    _whole("retired", 0),
    _text("kind", "retail"),
    _text("rules", "{}"),
    _text_or_null("service"),
    _text("wheelchair", "unknown"),
    _whole("indoor", 0),
    _text("climates", ""),
    _text("contact", "{}"),
    _text("access_note", ""),
    _text("address", ""),
    _text("brand", ""),
    _text("operator", ""),
    _text("ref", ""),
    _text_or_null("opens"),
    _text_or_null("closes"),
)

cabinet = _table(
    "cabinet",
    _key(),
    _to("depot_id", "depot.id"),
    _to("site_id", "site.id"),
    _whole("position"),
    _text("name"),
    _text("connection"),
    _text("family"),
    _text("port"),
    _whole_or_null("screen_column"),
    _whole("retired", 0),
    _whole("baud", 0),
    _text("framing", ""),
    _text("controller", ""),
)

compartment = _table(
    "compartment",
    _key(),
    _to("depot_id", "depot.id"),
    _to("cabinet_id", "cabinet.id"),
    _whole("position"),
    _whole("door"),
    Column("class", Text, nullable=False, key="size_class"),
    _whole("frame_column"),
    _whole("frame_row"),
    _whole("board"),
    _whole("lock"),
    _whole("low"),
    _text("custody"),
    _text("service"),
    _text_or_null("service_reason"),
    _text("observed"),
    _whole_or_null("observed_ms"),
    _whole("version", 0),
    _whole("retired", 0),
    _only("uq_compartment_door", ("cabinet_id", "door"), "retired = 0"),
)

vehicle_type = _table(
    "vehicle_type",
    _to("depot_id", "depot.id"),
    _text("id"),
    _whole("position"),
    _text("name"),
    _text("mode"),
    _whole("parcels"),
    _whole("volume_ml"),
    _whole("mass_g"),
    _whole("fixed"),
    _whole("per_hour"),
    _whole("per_km"),
    _whole("co2_g_per_km"),
    _whole("door_setup_s"),
    _whole("door_handling_s"),
    _whole("retired", 0),
    _text("conditions", "{}"),
    _whole("per_overtime_hour", 0),
    _whole("load_units", 0),
    _whole("load_unit_ml", 0),
    _text("climates", "ambient"),
    _text("energy", "diesel"),
    _whole("range_km", 0),
    _text("co2_source", ""),
    _text("breaks", "[]"),
    _whole("trips", 1),
    _whole("reload_s", 0),
    _whole("longest_tour_s", 0),
    PrimaryKeyConstraint("depot_id", "id"),
)

vehicle = _table(
    "vehicle",
    _to("depot_id", "depot.id"),
    _text("id"),
    _whole("position"),
    _text("type_id"),
    _text("courier"),
    _whole("shift_start_s"),
    _whole("shift_end_s"),
    _whole("retired", 0),
    _text_or_null("shifts"),
    _text("skills", "[]"),
    _text("licence", ""),
    _whole("overtime_s", 0),
    PrimaryKeyConstraint("depot_id", "id"),
)

calendar = _table(
    "calendar",
    _to("depot_id", "depot.id"),
    _text("id"),
    _whole("position"),
    _text("name"),
    _text("first"),
    _text("last"),
    _text("entries"),
    _whole("retired", 0),
    PrimaryKeyConstraint("depot_id", "id"),
)

operator = _table("operator", _key(), _whole("since_ms"))

address_correction = _table(
    "address_correction",
    _to("depot_id", "depot.id"),
    _text("customer"),
    _text("text"),
    _degrees("lon"),
    _degrees("lat"),
    _text("entrance"),
    _text("address", ""),
    _text("actor"),
    _whole("at_ms"),
    PrimaryKeyConstraint("depot_id", "customer", "text"),
)

# The day and its plans ---------------------------------------------------------------

day = _table(
    "day",
    _key(),
    _to("depot_id", "depot.id"),
    _text("date"),
    _text("state", "open"),
    _whole_or_null("closed_ms"),
    _whole("version", 0),
    UniqueConstraint("depot_id", "date"),
)

wave = _table(
    "wave",
    _key(),
    _to("day_id", "day.id"),
    _whole("number"),
    _text("name", ""),
    _whole_or_null("departure_s"),
    _whole("turnaround_s", 900),
    _whole("version", 0),
    _whole_or_null("begun_s"),
    UniqueConstraint("day_id", "number"),
)

plan_revision = _table(
    "plan_revision",
    _key(),
    _to("wave_id", "wave.id"),
    _whole("number"),
    _text("state"),
    _whole("made_ms"),
    _whole("edits", 0),
    _text("body"),
    _text("name", ""),
    _text_or_null("based_on"),
    _whole("chosen", 0),
    _text("actor", ""),
    UniqueConstraint("wave_id", "number"),
    _only("uq_plan_revision_published", ("wave_id",), "state = 'published'"),
    _only("uq_plan_revision_chosen", ("wave_id",), "chosen = 1"),
)

route = _table(
    "route",
    _to("revision_id", "plan_revision.id"),
    _text("vehicle_id"),
    _text("type_id"),
    _whole("departure_s"),
    _whole("finish_s"),
    _whole("metres"),
    _whole("cost"),
    PrimaryKeyConstraint("revision_id", "vehicle_id"),
)

stop = _table(
    "stop",
    _to("revision_id", "plan_revision.id"),
    _text("vehicle_id"),
    _whole("number"),
    _text_or_null("site_id"),
    _whole("arrival_s"),
    _whole("start_s"),
    _whole("departure_s"),
    PrimaryKeyConstraint("revision_id", "vehicle_id", "number"),
)

assignment = _table(
    "assignment",
    _to("revision_id", "plan_revision.id"),
    Column("parcel_id", Text, nullable=False, index=True),
    _text_or_null("vehicle_id"),
    _whole_or_null("stop"),
    _text_or_null("channel"),
    _text_or_null("site_id"),
    Column("class", Text, key="size_class"),
    _text_or_null("compartment_id"),
    _text("reason"),
    PrimaryKeyConstraint("revision_id", "parcel_id"),
)

lock = _table(
    "lock",
    _to("revision_id", "plan_revision.id"),
    _text("vehicle_id"),
    _text("level"),
    PrimaryKeyConstraint("revision_id", "vehicle_id"),
)

# Parcels and custody -----------------------------------------------------------------

deposit = _table(
    "deposit",
    _key(),
    _to("compartment_id", "compartment.id"),
    _text("recipient_ref"),
    _text("state"),
    _whole("deadline_ms"),
    _whole("at_ms"),
    _whole_or_null("collected_ms"),
    _whole("version", 0),
    _only("uq_deposit_live", ("compartment_id",), "state IN ('opening', 'placed')"),
)

parcel = _table(
    "parcel",
    _key(),
    _to("service_day", "day.id"),
    _to("wave_id", "wave.id", nullable=True),
    _whole("attempt", 1),
    _text("state"),
    _text_or_null("reason"),
    _to("deposit_id", "deposit.id", nullable=True),
    _text_or_null("holder_kind"),
    _text_or_null("holder_id"),
    _whole_or_null("due_ms"),
    _whole("version", 0),
    _whole("position"),
    _whole("length_mm"),
    _whole("width_mm"),
    _whole("height_mm"),
    _whole("mass_g"),
    _text("climate"),
    _text("preference"),
    _text_or_null("preferred_site"),
    _whole("low_compartment"),
    _whole("id_check"),
    _whole("priority"),
    _whole("window_start_s"),
    _whole("window_end_s"),
    _degrees("lon"),
    _degrees("lat"),
    _text("needs", "[]"),
    _whole_or_null("late_from_s"),
)

barcode = _table(
    "barcode",
    _to("parcel_id", "parcel.id"),
    _text("code"),
    _whole("position"),
    _whole("live", 1),
    PrimaryKeyConstraint("parcel_id", "code"),
    _only("uq_barcode_live", ("code",), "live = 1"),
)

parcel_person = _table(
    "parcel_person",
    Column("parcel_id", Text, ForeignKey("parcel.id"), primary_key=True),
    _text("name"),
    _text("street"),
    _text("postcode"),
    _text("city"),
    _text("unit"),
    _text("phone"),
    _text("email"),
    Column("erase_after_ms", WHOLE, nullable=False, index=True),
)

change = _table(
    "change",
    _key(),
    _to("day_id", "day.id"),
    _to("wave_id", "wave.id"),
    _text("kind"),
    _text("state"),
    _to("parcel_id", "parcel.id", nullable=True),
    _text_or_null("compartment_id"),
    _text_or_null("vehicle_id"),
    _text_or_null("given"),
    _text_or_null("before"),
    _text_or_null("consequence"),
    _text_or_null("reason"),
    _whole("at_ms"),
    _text("actor"),
    _whole_or_null("decided_ms"),
    _text_or_null("decided_by"),
    _text_or_null("revision_id"),
    _whole("version", 0),
)

change_person = _table(
    "change_person",
    Column("change_id", Text, ForeignKey("change.id"), primary_key=True),
    _text("given"),
    _text("before", ""),
    Column("erase_after_ms", WHOLE, nullable=False, index=True),
)

attempt = _table(
    "attempt",
    _to("parcel_id", "parcel.id"),
    _to("day_id", "day.id"),
    _whole("number"),
    _text_or_null("wave_id"),
    _whole("position"),
    _text("state"),
    _text_or_null("outcome"),
    _text_or_null("reason"),
    _whole("priority"),
    _whole("at_ms"),
    PrimaryKeyConstraint("parcel_id", "day_id"),
)

day_summary = _table(
    "day_summary",
    _to("day_id", "day.id"),
    _whole("number"),
    _whole("closed_ms"),
    _text("actor"),
    _text("body"),
    _text("reopened", ""),
    PrimaryKeyConstraint("day_id", "number"),
)

vehicle_absence = _table(
    "vehicle_absence",
    _to("day_id", "day.id"),
    _text("vehicle_id"),
    _text("reason"),
    _whole("at_ms"),
    PrimaryKeyConstraint("day_id", "vehicle_id"),
)

code_tag = _table(
    "code_tag",
    _key(),
    _to("deposit_id", "deposit.id"),
    _to("cabinet_id", "cabinet.id"),
    _text("kind"),
    Column("tag", LargeBinary, nullable=False),
    _text("state"),
    _whole("deadline_ms"),
    _whole("made_ms"),
    _whole_or_null("used_ms"),
    CheckConstraint("length(tag) = 32", name="tag"),
    _only("uq_code_tag_live", ("deposit_id", "kind"), "state = 'live'"),
)

throttle = _table(
    "throttle",
    _text("scope"),
    _text("id"),
    _whole("wrong"),
    _whole("last_ms"),
    _whole_or_null("until_ms"),
    PrimaryKeyConstraint("scope", "id"),
)

door_intent = _table(
    "door_intent",
    _key(),
    Column("key", Text, nullable=False, unique=True),
    _to("compartment_id", "compartment.id"),
    _text("purpose"),
    _text("actor"),
    _text_or_null("second_actor"),
    _text("station"),
    _text_or_null("deposit_id"),
    _text("reason", ""),
    _text("state"),
    _text("outcome", ""),
    _whole("pulse_ms"),
    _whole_or_null("counter_before"),
    _whole("at_ms"),
    _whole("changed_ms"),
    _only(
        "uq_door_intent_live",
        ("compartment_id",),
        "state IN ('intended', 'sent', 'opened')",
    ),
)

# The journal and what leaves the house -----------------------------------------------

event = _table(
    "event",
    Column("id", WHOLE, primary_key=True, autoincrement=False),
    _whole("at_ms"),
    _whole("received_ms"),
    _text("kind"),
    _text("actor"),
    _text("station"),
    _text("source"),
    _text("source_key"),
    _text_or_null("parcel_id"),
    _text_or_null("compartment_id"),
    _text("body"),
    Column("prev", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("source", "source_key"),
    CheckConstraint("length(prev) = 32 AND length(hash) = 32", name="hash"),
    Index("ix_event_parcel_id", "parcel_id", "id"),
    Index("ix_event_compartment_id", "compartment_id", "id"),
    Index("ix_event_at_ms", "at_ms"),
)

chain_head = _table(
    "chain_head",
    _key("day"),
    _whole("last_id"),
    Column("hash", LargeBinary, nullable=False),
    _text("copied_to"),
)

outbox = _table(
    "outbox",
    Column("id", WHOLE, primary_key=True),
    _text("peer"),
    _text("key"),
    _text("body"),
    _whole("tries", 0),
    _whole("next_try_ms"),
    _whole_or_null("done_ms"),
    UniqueConstraint("peer", "key"),
)
Index("ix_outbox_waiting", outbox.c.done_ms, outbox.c.next_try_ms)
