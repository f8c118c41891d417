"""Which shape and colour a stop and a site have on map and legend."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.viewmodels.board_stops import StopStatus
from console.viewmodels.map import SiteState
from widgets.common.shapes import Mark, Shape

STOP_MARKS: Final[Mapping[int, Mark]] = MappingProxyType(
    {
        int(StopStatus.DONE): Mark(Shape.TICK, "done"),
        int(StopStatus.PLANNED): Mark(Shape.CIRCLE, "planned"),
        int(StopStatus.DOOR): Mark(Shape.CIRCLE, "door"),
        int(StopStatus.LOCKER): Mark(Shape.SQUARE, "locker"),
        int(StopStatus.RETURN): Mark(Shape.RING, "return"),
        int(StopStatus.AT_RISK): Mark(Shape.DIAMOND, "at_risk"),
        int(StopStatus.LATE): Mark(Shape.TRIANGLE, "late"),
        int(StopStatus.OFF): Mark(Shape.DOT, "off"),
    }
)

SITE_COLORS: Final[Mapping[int, str]] = MappingProxyType(
    {
        int(SiteState.ROOM): "locker",
        int(SiteState.LOW): "at_risk",
        int(SiteState.FULL): "late",
        int(SiteState.OFF): "off",
    }
)
