"""How far a published plan has come, as the journal tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from console.domain.ids import ParcelId, VehicleId
from console.domain.parcel import ParcelState


@dataclass(frozen=True, slots=True)
class Progress:
    """What has happened until `as_of`.

    `parcels` holds the state of every parcel that moved; `served` the number of stops
    a vehicle has finished, `left` when it left the last of them (or the depot).
    """

    as_of: datetime
    parcels: Mapping[ParcelId, ParcelState] = field(default_factory=dict)
    served: Mapping[VehicleId, int] = field(default_factory=dict)
    left: Mapping[VehicleId, datetime] = field(default_factory=dict)
