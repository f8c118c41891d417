"""The domain's codes as the screens may see them.

Widgets translate codes and never import the domain; this is the one door between.
"""

from console.domain.change import ChangeKind, ChangeState
from console.domain.closing import OpenKind, Outcome
from console.domain.day import DayState, LockLevel, RevisionState
from console.domain.deposit import DepositState
from console.domain.events import EventKind
from console.domain.ids import (
    ChangeId,
    CompartmentId,
    ParcelId,
    RevisionId,
    SiteId,
    VehicleId,
)
from console.domain.money import Money
from console.domain.parcel import Climate, ParcelState, Preference
from console.domain.plan import CostLine
from console.domain.problem import Channel, OptionPart
from console.domain.reasons import Argument, Reason, ReasonCode, RowProblem
from console.domain.site import Connection, Custody, Observed, Service
from console.domain.why import Binding, Help, HelpKind, Obstacle

__all__ = [
    "Argument",
    "Binding",
    "ChangeId",
    "ChangeKind",
    "ChangeState",
    "Channel",
    "Climate",
    "CompartmentId",
    "Connection",
    "CostLine",
    "Custody",
    "DayState",
    "DepositState",
    "EventKind",
    "Help",
    "HelpKind",
    "LockLevel",
    "Money",
    "Observed",
    "Obstacle",
    "OpenKind",
    "OptionPart",
    "Outcome",
    "ParcelId",
    "ParcelState",
    "Preference",
    "Reason",
    "ReasonCode",
    "RevisionId",
    "RevisionState",
    "RowProblem",
    "Service",
    "SiteId",
    "VehicleId",
]
