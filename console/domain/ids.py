"""Identities. All are strings; a name says what a string may be used for.

Board and lock number are an *address* of a compartment and never appear here.
"""

from typing import NewType

DepotId = NewType("DepotId", str)
ParcelId = NewType("ParcelId", str)
SiteId = NewType("SiteId", str)
CabinetId = NewType("CabinetId", str)
CompartmentId = NewType("CompartmentId", str)
DepositId = NewType("DepositId", str)
SizeClassId = NewType("SizeClassId", str)
VehicleId = NewType("VehicleId", str)
VehicleTypeId = NewType("VehicleTypeId", str)
CalendarId = NewType("CalendarId", str)
DayId = NewType("DayId", str)
WaveId = NewType("WaveId", str)
RevisionId = NewType("RevisionId", str)
IntentId = NewType("IntentId", str)
ChangeId = NewType("ChangeId", str)
ActorId = NewType("ActorId", str)
StationId = NewType("StationId", str)
"""A workstation, a courier's phone or a cabinet: where a wish was spoken."""
IdempotencyKey = NewType("IdempotencyKey", str)
"""The same key asked twice is the same wish: it is carried out once."""
