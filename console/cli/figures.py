"""A plan's figures as a table of a terminal: a column a mode, the sum, all to doors."""

from collections.abc import Callable

from rich import box
from rich.table import Table

from console.domain.money import eur
from console.insight.breakdown import Breakdown, Share

type Row = tuple[str, Callable[[Share], str]]

ROWS: tuple[Row, ...] = (
    ("vehicles", lambda share: f"{share.vehicles}"),
    ("stops", lambda share: f"{share.stops}"),
    ("parcels to doors", lambda share: f"{share.to_doors}"),
    ("parcels to lockers", lambda share: f"{share.to_lockers}"),
    ("km", lambda share: f"{share.metres / 1000:.1f}"),
    ("minutes on the road", lambda share: f"{share.time_s / 60:.0f}"),
    ("  of these moving", lambda share: f"{share.travel_s / 60:.0f}"),
    ("EUR of vehicles", lambda share: f"{eur(share.cost):.2f}"),
    ("a parcel: EUR", lambda share: _of(share.each(share.cost), 1e-4, 2)),
    ("a parcel: minutes", lambda share: _of(share.each(share.time_s), 1 / 60, 1)),
    ("a parcel: metres", lambda share: _of(share.each(share.metres), 1, 0)),
    ("a parcel: g CO2e", lambda share: _of(share.each(share.co2_g), 1, 0)),
)


def by_mode(plan: Breakdown, all_door: Breakdown | None) -> Table:
    """Figures by mode and in sum; with `all_door` beside the same day all to doors.

    The last rows are what belongs to no vehicle: the parcels left over and the whole
    cost with what options and parcels left over cost.
    """
    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column("", no_wrap=True)
    columns = [*plan.modes, plan.whole]
    for name in [*(share.mode.replace("_", " ") for share in plan.modes), "all"]:
        table.add_column(name, justify="right", no_wrap=True)
    if all_door is not None:
        table.add_column("all to doors", justify="right", no_wrap=True)
        columns.append(all_door.whole)
    for name, value in ROWS:
        table.add_row(name, *(value(share) for share in columns))
    wholes = [plan] if all_door is None else [plan, all_door]
    blank = [""] * len(plan.modes)
    table.add_row("parcels left over", *blank, *(f"{one.unassigned}" for one in wholes))
    table.add_row("EUR, whole", *blank, *(f"{eur(one.cost):.2f}" for one in wholes))
    return table


def _of(amount: float | None, factor: float, digits: int) -> str:
    return "-" if amount is None else f"{amount * factor:.{digits}f}"
