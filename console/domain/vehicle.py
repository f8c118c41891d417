"""Vehicles and what they cost."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.ids import DepotId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.opening import Opening
from console.domain.parcel import Climate
from console.domain.place import Place, TimeWindow
from console.domain.travel import Conditions, Travel

_NOTHING = Money(0)
_AS_THE_MODE = Conditions()


class Energy(StrEnum):
    """What moves a vehicle."""

    MUSCLE = "muscle"
    ELECTRIC = "electric"
    HYBRID = "hybrid"
    DIESEL = "diesel"
    PETROL = "petrol"
    GAS = "gas"
    HYDROGEN = "hydrogen"


@dataclass(frozen=True, slots=True)
class Break:
    """A rest of `duration_s` that begins in `window`, between two stops.

    A route that is back by the last second of the window, or leaves after a break in
    it would have ended, owes none: the courier rests at the depot. What is taken on
    the way counts as working time.
    """

    window: TimeWindow
    duration_s: int


@dataclass(frozen=True, slots=True)
class VehicleType:
    """A kind of vehicle. `mode` names a street graph of the region.

    Of the capacities 0 in `load_units` means loose loading. `climates` are what the
    load space can be, in one run beside each other.
    """

    id: VehicleTypeId
    name: str
    mode: str
    parcels: int
    volume_ml: int
    mass_g: int
    fixed: Money
    per_hour: Money
    per_km: Money
    co2_g_per_km: int
    door_setup_s: int = 120
    """Once for every door stopped at: park, walk up, ring."""
    door_handling_s: int = 30
    """For every parcel handed over at a door."""
    conditions: Conditions = _AS_THE_MODE
    per_overtime_hour: Money = _NOTHING
    """On top of `per_hour`, for what is worked past the shift."""
    load_units: int = 0
    """Totes, bags or roll cages it takes."""
    load_unit_ml: int = 0
    """What one of them holds."""
    climates: tuple[Climate, ...] = (Climate.AMBIENT,)
    energy: Energy = Energy.DIESEL
    range_km: int = 0
    """On one charge or tank, loaded; 0 is far enough."""
    co2_source: str = ""
    """Where `co2_g_per_km` comes from."""
    breaks: tuple[Break, ...] = ()
    """The rests its courier takes, in their order; windows begin and end in it too."""
    trips: int = 1
    """How often it may leave the depot loaded on one shift."""
    reload_s: int = 0
    """What loading it again takes, once it is back."""
    longest_tour_s: int = 0
    """How long it may be away at most; 0 is as long as the shift."""

    @property
    def travel(self) -> Travel:
        """How it travels: what its matrices and routes are for."""
        return Travel(self.mode, self.conditions)

    @property
    def room_ml(self) -> int:
        """Volume that can be loaded: the space's, or that of its load units if less."""
        units = self.load_units * self.load_unit_ml
        return min(self.volume_ml, units) if units else self.volume_ml


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle with its courier. It starts and ends at the depot.

    `shift` is worked every day, unless `shifts` says by weekday and date otherwise;
    calendars overrule both (console.domain.depot_day).
    """

    id: VehicleId
    type: VehicleTypeId
    courier: str
    shift: TimeWindow
    shifts: Opening | None = None
    skills: tuple[str, ...] = ()
    licence: str = ""
    """The licence its courier holds, as "B" or "C1"."""
    overtime_s: int = 0
    """How far past the shift it may work at most."""


@dataclass(frozen=True, slots=True)
class Depot:
    """Where the day starts and ends. `zone` is an IANA name."""

    id: DepotId
    name: str
    zone: str
    place: Place
