"""The day on the road: how far each vehicle is, and how much may still change."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.day import LockLevel
from console.domain.ids import ParcelId, VehicleId


class Scope(StrEnum):
    """How much of a published plan a re-plan may touch.

    Whatever the scope, what is done or locked stays, and a parcel on board stays on
    its vehicle.
    """

    ALL = "all"
    """Everything else; a stop that changes its driver costs what that is worth."""
    KEEP_ROUTES = "keep_routes"
    """Every parcel stays with its driver; order and channel may change."""
    ONLY_NEW = "only_new"
    """What is planned stays as it is, in its order; new parcels come in between."""


@dataclass(frozen=True, slots=True)
class RouteState:
    """How far one vehicle that has left is with its published route.

    It will be free at `place` at `free_s` (planner seconds), having done the first
    `done` visits of its route. The next `locked` visits stay, first and in their order:
    a stop under way, or driven to, is the first of them, `place` its own and `free_s`
    the second at which it is reached. `aboard` are the parcels on board: also those of
    a visit that is done which nobody took, they are planned anew. `lock` holds for what
    comes after.
    """

    vehicle: VehicleId
    place: int
    free_s: int
    done: int = 0
    locked: int = 0
    aboard: frozenset[ParcelId] = frozenset()
    lock: LockLevel = LockLevel.OPEN
