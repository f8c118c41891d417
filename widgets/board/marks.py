"""Which shape and colour a stop has on the board."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.viewmodels.board_stops import StopStatus
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
