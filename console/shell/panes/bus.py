"""The bus monitor: a bounded ring of what the cabinets' lines carried.

Everything heard is kept as it came; it becomes lines only while somebody looks.
"""

from collections import deque
from itertools import count
from zoneinfo import ZoneInfo

from console.domain.ids import CabinetId
from console.shell.snapshot import Snapshot
from console.viewmodels.bus import BoardFigures, BusLine, BusView, FrameFate, Way
from console.viewmodels.lockers import LinkView
from hardware.cabinet import BoardCounters, Frame
from widgets.diagnostics.pane import BusPane

KEPT = 400
"""Frames of each cabinet."""


class BusController:
    """Fills a BusPane with the frames of the cabinets at the site that is shown."""

    def __init__(self, pane: BusPane) -> None:
        self._pane = pane
        self._heard: dict[CabinetId, deque[tuple[int, Frame]]] = {}
        self._numbers = count(1)

    def hear(self, cabinet: CabinetId, frame: Frame) -> None:
        """Keeps a frame; called for every one, in the GUI thread."""
        ring = self._heard.get(cabinet)
        if ring is None:
            ring = self._heard[cabinet] = deque(maxlen=KEPT)
        ring.append((next(self._numbers), frame))

    @property
    def watched(self) -> bool:
        """Whether somebody can see the pane."""
        return self._pane.isVisible()

    def show(
        self,
        moment: Snapshot,
        cabinet: CabinetId | None,
        counters: tuple[BoardCounters, ...],
    ) -> None:
        """Shows what is new of one cabinet, if somebody looks."""
        if not self.watched:
            return
        if cabinet is None:
            self._pane.show_view(BusView())
            return
        zone = moment.gathered.open_day.date.zone
        name = next((c.name for c in moment.model.cabinets if c.id == cabinet), "")
        heard = self._heard.get(cabinet, ())
        line = moment.gathered.lines.get(cabinet)
        link = line.link if line is not None else LinkView()
        self._pane.show_view(
            BusView(
                name,
                link,
                tuple(_line(number, frame, zone) for number, frame in heard),
                tuple(_figures(one) for one in counters),
            )
        )


def _line(number: int, frame: Frame, zone: ZoneInfo) -> BusLine:
    return BusLine(
        number,
        frame.at.astimezone(zone),
        Way(frame.direction.value),
        frame.data,
        frame.text,
        frame.gap_ms,
        FrameFate(frame.result.value),
    )


def _figures(one: BoardCounters) -> BoardFigures:
    return BoardFigures(
        one.board,
        one.answering,
        one.sent,
        one.answered,
        one.timeouts,
        one.bad_checks,
        one.median_ms,
    )
