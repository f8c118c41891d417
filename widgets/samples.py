"""A fake day for the gallery and for tests: not true, and all of it possible."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np

from console.viewmodels.activity import (
    ActivityView,
    Alert,
    AlertKind,
    AlertsView,
    EventRow,
    Severity,
    sort_alerts,
)
from console.viewmodels.bus import BoardFigures, BusLine, BusView, FrameFate
from console.viewmodels.bus import Way as BusWay
from console.viewmodels.codes import (
    Binding,
    CompartmentId,
    Connection,
    Custody,
    EventKind,
    Observed,
    ParcelId,
    Reason,
    ReasonCode,
    Service,
    SiteId,
)
from console.viewmodels.lockers import (
    NEVER,
    DoorState,
    LinkKind,
    LinkView,
    LockerView,
    SiteChoice,
)
from console.viewmodels.parcels import (
    NONE,
    Chip,
    ParcelRows,
    ParcelStatus,
    ParcelsView,
    Way,
    chip_mask,
    short_label,
    text_rank,
)
from console.viewmodels.questions import (
    DepositQuestion,
    DoorQuestion,
    ParcelChoice,
)
from console.viewmodels.selection import (
    ActionKey,
    Fact,
    FactKey,
    Headline,
    InTheWay,
    Option,
    OptionKind,
    PricedWay,
    SelectionView,
    Thing,
)
from console.viewmodels.status import (
    Figures,
    Health,
    Level,
    Part,
    RunView,
    StatusView,
    TopView,
)

NOW: Final = datetime(2026, 11, 21, 10, 42, 7, tzinfo=UTC)
STREETS: Final = (
    *("Tehtaankatu", "Fredrikinkatu", "Annankatu", "Uudenmaankatu", "Bulevardi"),
    *("Lönnrotinkatu", "Kalevankatu", "Eerikinkatu", "Vilhonkatu", "Simonkatu"),
)
SITES: Final = ("Hub A4", "Kamppi 2", "Töölö 3", "Station", "Harbour")
VEHICLES: Final = (
    *("V01", "V02", "V03", "V04", "V05", "V06"),
    *("B01", "B02", "B03", "B04", "W01", "W02"),
)
# How often each status occurs, in the order of ParcelStatus.
_OFTEN: Final = (0.002, 0.001, 0.001, 0.016, 0.0, 0.33, 0.24, 0.08, 0.33)
_MM: Final = {"S": 90, "M": 130, "L": 230, "XL": 400}
_COLUMNS: Final = (
    "SSSSSSSSSS",
    "SSMMMLSS",
    "MMMLLS",
    "SSSSSSSSSS",
    "MMMMLSS",
    ("XL", "L", "M", "M"),
)


def parcels(count: int = 1842, seed: int = 7, *, planned: bool = True) -> ParcelsView:
    """A day of parcels, most of them on a route."""
    rng = np.random.default_rng(seed)
    numbers = rng.permutation(900_000)[:count] + 100_000
    labels = tuple(f"JJFI {n // 1000} {n % 1000:03d}" for n in numbers.tolist())
    streets = rng.integers(0, len(STREETS), count).tolist()
    houses = rng.integers(1, 60, count).tolist()
    to = tuple(f"{STREETS[s]} {h}" for s, h in zip(streets, houses, strict=True))
    due = (rng.integers(11 * 4, 17 * 4, count) * 15).astype(np.int32)
    status = np.full(count, ParcelStatus.WAITING, dtype=np.uint8)
    way = np.zeros(count, dtype=np.uint8)
    route = np.full(count, NONE, dtype=np.int32)
    if planned:
        status = rng.choice(len(ParcelStatus), count, p=_OFTEN).astype(np.uint8)
        locker = rng.random(count) < 0.42
        way = np.where(locker, Way.LOCKER, Way.DOOR).astype(np.uint8)
        way[status == ParcelStatus.DOOR] = Way.DOOR
        way[status == ParcelStatus.LOCKER] = Way.LOCKER
        way[status == ParcelStatus.UNASSIGNED] = Way.UNDECIDED
        route = rng.integers(0, len(VEHICLES), count).astype(np.int32)
        route[way == Way.UNDECIDED] = NONE
        due[status == ParcelStatus.LATE] = 615
    site = np.where(way == Way.LOCKER, rng.integers(0, len(SITES), count), NONE)
    ids = tuple(ParcelId(f"p{n}") for n in numbers.tolist())
    rows = ParcelRows(
        ids=ids,
        labels=labels,
        short=tuple(short_label(label) for label in labels),
        to=to,
        haystack=tuple(f"{a}\n{b}".casefold() for a, b in zip(labels, to, strict=True)),
        due_min=due,
        due_s=(due * 60).astype(np.int32),
        label_rank=text_rank(labels),
        to_rank=text_rank(to),
        index={name: i for i, name in enumerate(ids)},
    )
    return ParcelsView(
        rows,
        status,
        way,
        route,
        np.where(route == NONE, 0, 1).astype(np.int32),
        site.astype(np.int32),
        VEHICLES if planned else (),
        SITES if planned else (),
        {chip: int(chip_mask(chip, status, way).sum()) for chip in Chip},
    )


def lockers(frames: int = 1, *, empty: bool = False) -> LockerView:
    """A site of `frames` cabinets, each of 45 doors and a screen."""
    sizes: list[str] = []
    places: list[tuple[int, int, int]] = []
    for frame in range(frames):
        for at, column in enumerate(_COLUMNS):
            drawn = at + 1 if at >= 2 else at
            for row, size in enumerate(column):
                places.append((frame, drawn, row))
                sizes.append(size)
    count = len(sizes)
    state = np.full(count, DoorState.FREE, dtype=np.uint8)
    if not empty:
        rng = np.random.default_rng(4)
        state = rng.choice(
            [DoorState.FREE, DoorState.OCCUPIED, DoorState.ARRIVING],
            count,
            p=[0.26, 0.5, 0.24],
        ).astype(np.uint8)
        for door, special in (
            (8, DoorState.OPEN),
            (13, DoorState.OVERDUE),
            (22, DoorState.BLOCKED),
            (29, DoorState.SUSPECT),
            (5, DoorState.BLOCKED),
            (36, DoorState.OVERDUE),
        ):
            state[door] = special
    custody = {
        DoorState.FREE: Custody.FREE,
        DoorState.ARRIVING: Custody.RESERVED,
        DoorState.SUSPECT: Custody.SUSPECT,
        DoorState.BLOCKED: Custody.FREE,
    }
    states = [DoorState(int(value)) for value in state]
    now_ms = int(NOW.timestamp() * 1000)
    deadline = np.full(count, NEVER, dtype=np.int64)
    deadline[state == DoorState.OCCUPIED] = now_ms + 19 * 3_600_000
    deadline[state == DoorState.OVERDUE] = now_ms - 7 * 3_600_000
    where = np.array(places, dtype=np.int16)
    return LockerView(
        site=SiteId("a4"),
        name="Hub A4",
        connection=Connection.BUS,
        link=LinkView(LinkKind.ANSWERING, 0.2),
        frames=tuple(f"A4-{frame + 1}" for frame in range(frames)),
        screen_columns=(2,) * frames,
        ids=tuple(CompartmentId(f"a4-{i + 1:03d}") for i in range(count)),
        door=np.arange(1, count + 1, dtype=np.int32),
        size=tuple(sizes),
        frame=where[:, 0],
        column=where[:, 1],
        row=where[:, 2],
        height_mm=np.array([_MM[size] for size in sizes], dtype=np.int32),
        state=state,
        custody=tuple(custody.get(s, Custody.OCCUPIED) for s in states),
        service=tuple(
            Service.OUT if s is DoorState.BLOCKED else Service.IN for s in states
        ),
        observed=tuple(
            Observed.OPEN if s is DoorState.OPEN else Observed.CLOSED for s in states
        ),
        observed_ms=np.full(count, now_ms - 400, dtype=np.int64),
        command_ms=np.where(state == DoorState.OPEN, now_ms - 130_000, NEVER),
        command_code=tuple("opened" if s is DoorState.OPEN else "" for s in states),
        deadline_ms=deadline,
        content=tuple("JJFI 482 119" if d != NEVER else "" for d in deadline.tolist()),
        choices=(
            SiteChoice(SiteId("a4"), "Hub A4", count, int((state == 0).sum())),
            SiteChoice(SiteId("k2"), "Kamppi 2", 76, 22),
            SiteChoice(SiteId("t3"), "Töölö 3", 40, 2),
        ),
        now_ms=now_ms,
        counts={kind: int((state == kind).sum()) for kind in DoorState},
    )


def parcel_selection() -> SelectionView:
    """A parcel that will be late, with three ways out."""
    return SelectionView(
        Thing.PARCEL,
        ("p482119",),
        "Fredrikinkatu 34 B 12",
        Headline(ParcelStatus.AT_RISK, 772, 765, 7),
        (
            Fact(FactKey.PARCEL, ("JJFI 482 119", 3400, "30×20×15")),  # noqa: RUF001
            Fact(FactKey.RECIPIENT, ("Maija Meikäläinen",)),
            Fact(FactKey.ROUTE, ("V03", 11, 18)),
            Fact(FactKey.PROMISE, ("door", 720, 765)),
        ),
        Reason(ReasonCode.DOOR_ONLY),
        (
            Option("a", OptionKind.MOVE_BEFORE, (9,), 1, 200, on_time=True, best=True),
            Option(
                "b", OptionKind.TO_LOCKER, ("Kamppi 2", 180), -3, -900, on_time=True
            ),
            Option("c", OptionKind.MOVE_TO_VEHICLE, ("B02",), 0, 600, True, 751),
        ),
        (ActionKey.HOLD, ActionKey.UNASSIGN),
        (
            InTheWay("V03", Binding.WINDOW, late_s=420, cost=-24.0),
            InTheWay("B02", Binding.COMPARTMENT, full="Kamppi 2", cost=-23.1),
            InTheWay(
                "V05",
                Binding.CAPACITY,
                over_s=1500,
                excess=(("mass_g", 3400),),
                cost=-19.0,
            ),
            InTheWay("V01", Binding.LOCKED),
        ),
    )


def planned_selection() -> SelectionView:
    """A parcel that goes to a locker, with what that comes to and the next best."""
    return SelectionView(
        Thing.PARCEL,
        ("p482120",),
        "Fredrikinkatu 36 A 2",
        Headline(ParcelStatus.LOCKER, 641),
        (
            Fact(FactKey.PARCEL, ("JJFI 482 120", 900, "30×20×8")),  # noqa: RUF001
            Fact(FactKey.RECIPIENT, ("Onni Onkinen",)),
            Fact(FactKey.ROUTE, ("B02", 4, 18)),
            Fact(FactKey.HANDED, ("locker", "Kamppi 2")),
            Fact(FactKey.PROMISE, ("locker",)),
        ),
        Reason(ReasonCode.CHEAPEST, ("door", 18_400)),
        actions=(ActionKey.HOLD, ActionKey.UNASSIGN),
        price=PricedWay(
            "locker", "Kamppi 2", "B02", 0.51, (("walk", 0.38), ("time", 0.13))
        ),
        runner_up=PricedWay(
            "door",
            "",
            "V03",
            2.35,
            (("redelivery", 1.24), ("time", 1.02), ("distance", 0.09)),
        ),
    )


def door_selection() -> SelectionView:
    """A door that stands open."""
    return SelectionView(
        Thing.DOOR,
        ("a4-009",),
        "Hub A4 · A4-1 · 09",
        Headline(DoorState.OPEN),
        (
            Fact(FactKey.SIZE, ("S", "38×64×9")),  # noqa: RUF001
            Fact(FactKey.CUSTODY, ("occupied",)),
            Fact(FactKey.OBSERVED, ("open", 132)),
            Fact(FactKey.COMMANDED, ("opened", 130)),
            Fact(FactKey.CONTENT, ("JJFI 482 119",)),
            Fact(FactKey.DEADLINE, ("2026-11-22T18:00+02:00", 1758)),
            Fact(FactKey.LINK, ("answering", 0)),
        ),
        actions=(
            ActionKey.OPEN_DOOR,
            ActionKey.PICKUP,
            ActionKey.NEW_CODE,
            ActionKey.OUT_OF_SERVICE,
        ),
    )


def vehicle_selection() -> SelectionView:
    """A van on the road."""
    return SelectionView(
        Thing.VEHICLE,
        ("V03",),
        "V03",
        Headline(),
        (
            Fact(FactKey.VEHICLE, ("Electric van", "L. Nieminen")),
            Fact(FactKey.SHIFT, (450, 930, 0)),
            Fact(FactKey.PROGRESS, (11, 39)),
            Fact(FactKey.TOUR, (31_400, 402)),
            Fact(FactKey.LOAD, (83,)),
            Fact(FactKey.CO2, (1910,)),
            Fact(FactKey.COST, (214.5,)),
            Fact(FactKey.LOCK, ("departed",)),
        ),
    )


def activity() -> ActivityView:
    """A short journal."""
    said = (
        (EventKind.DOOR_OPENED, "Hub A4 door 09", "Jari, desk 1"),
        (EventKind.OPENING_SENT, "Hub A4 door 09", "Jari, desk 1"),
        (EventKind.PARCEL_DEPOSITED, "JJFI 482 119", "courier V03"),
        (EventKind.DOOR_CLOSED, "Hub A4 door 14", "cabinet A4-1"),
        (EventKind.CODE_REFUSED, "Kamppi 2", "cabinet K2-1"),
        (EventKind.PARCEL_HELD, "JJFI 160 107", "Jari, desk 1"),
        (EventKind.PLAN_PUBLISHED, "", "Jari, desk 1"),
        (EventKind.PLAN_BUILT, "", "Jari, desk 1"),
        (EventKind.MANIFEST_IMPORTED, "", "Jari, desk 1"),
    )
    return ActivityView(
        tuple(
            EventRow(100 - i, NOW - timedelta(seconds=97 * i), kind, who, subject)
            for i, (kind, subject, who) in enumerate(said)
        )
    )


def alerts() -> AlertsView:
    """Six alerts, one of them seen."""
    found = (
        ("r1", Severity.LATE, 1, AlertKind.ROUTE_LATE, ("B02", 21, 3), -21),
        ("d9", Severity.LATE, 3, AlertKind.DOOR_OPEN, ("Hub A4", 9, 2), 0),
        ("s12", Severity.AT_RISK, 11, AlertKind.STOP_AT_RISK, ("V03", 12, 4), 33),
        ("s15", Severity.AT_RISK, 6, AlertKind.STOP_LATE, ("V03", 15, 7), 63),
        ("su", Severity.AT_RISK, 40, AlertKind.DOOR_SUSPECT, ("Hub A4", 30), None),
        ("un", Severity.NOTICE, 50, AlertKind.UNASSIGNED, (3,), None),
    )
    return sort_alerts(
        [
            Alert(key, severity, NOW - timedelta(minutes=ago), kind, args, breach)
            for key, severity, ago, kind, args, breach in found
        ],
        frozenset({"su"}),
    )


def bus(count: int = 40, first: int = 1) -> BusView:
    """Polls of one board, with a timeout and some noise."""
    ask = bytes.fromhex("0200005003 55".replace(" ", ""))
    answer = bytes.fromhex("02000065000000000003 6a".replace(" ", ""))
    lines: list[BusLine] = []
    for i in range(count):
        number = first + i
        at = NOW + timedelta(milliseconds=230 * number)
        if number % 2:
            line = (BusWay.TX, ask, "board 0 · ask status", 209.5, FrameFate.SENT)
        elif number % 14 == 0:
            line = (BusWay.RX, b"", "", 200.0, FrameFate.TIMEOUT)
        elif number % 26 == 0:
            line = (BusWay.RX, b"\xff\x07", "", 12.2, FrameFate.NOISE)
        else:
            said = "board 0 · all closed"
            line = (BusWay.RX, answer, said, 20.4, FrameFate.OK)
        lines.append(BusLine(number, at, *line))
    boards = (
        BoardFigures(
            0,
            answering=True,
            sent=18_204,
            answered=18_190,
            timeouts=12,
            bad_checks=2,
            median_ms=12.4,
        ),
    )
    return BusView("ttyUSB0", LinkView(LinkKind.ANSWERING, 0.2), tuple(lines), boards)


def status() -> StatusView:
    """All well but the couriers' positions."""
    return StatusView(
        (
            Health(Part.BUS, Level.GOOD, (4, 4, 12)),
            Health(Part.GPS, Level.ATTENTION, (11, 12)),
            Health(Part.SOLVER, Level.GOOD, ("ready",)),
            Health(Part.MAP, Level.GOOD, ("Helsinki", "2026-11-14")),
            Health(Part.SAVED, Level.GOOD, ("10:42:07",)),
        ),
        undo="move_parcels",
    )


def top() -> TopView:
    """A day on the road with three edits to publish."""
    return TopView(
        "Kamppi depot",
        date(2026, 11, 21),
        2,
        Figures(612, 1842, 94.1, 31, 58.0, 148.0),
        has_parcels=True,
        planned=True,
        unpublished=3,
        can_publish=True,
    )


def top_running() -> TopView:
    """The first plan is being built."""
    curve = tuple((s / 4, 900 + 400 * 0.86**s) for s in range(40))
    return TopView(
        "Kamppi depot",
        date(2026, 11, 21),
        2,
        Figures(0, 1842, None, 0, None, None),
        has_parcels=True,
        run=RunView(9.75, 901.1, 41_200, curve),
    )


def top_empty() -> TopView:
    """Before the first import."""
    return TopView("Kamppi depot", date(2026, 11, 21), 2)


def door_question() -> DoorQuestion:
    """A door with something inside."""
    return DoorQuestion(
        "a4-014",
        "Hub A4 · A4-1 · door 14",
        "A4-1",
        occupied=True,
        who="Jari",
        content="JJFI 482 119",
        link=LinkView(LinkKind.SILENT, 12.0),
    )


def deposit_question() -> DepositQuestion:
    """A free door and three parcels for its site."""
    return DepositQuestion(
        "a4-008",
        "Hub A4 · A4-1 · door 08",
        (
            ParcelChoice("p1", "JJFI 641 459", "Annankatu 10", expected=True),
            ParcelChoice("p2", "JJFI 557 626", "Kalevankatu 7"),
            ParcelChoice("p3", "JJFI 929 414", "Simonkatu 2", ("6438158011020",)),
        ),
    )
