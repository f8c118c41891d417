"""Vehicles and what they cost."""

from dataclasses import dataclass

from console.domain.ids import DepotId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.place import Place, TimeWindow


@dataclass(frozen=True, slots=True)
class VehicleType:
    """A kind of vehicle. `mode` names a street graph of the region."""

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


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle with its courier and shift."""

    id: VehicleId
    type: VehicleTypeId
    courier: str
    shift: TimeWindow


@dataclass(frozen=True, slots=True)
class Depot:
    """Where the day starts and ends. `zone` is an IANA name."""

    id: DepotId
    name: str
    zone: str
    place: Place
