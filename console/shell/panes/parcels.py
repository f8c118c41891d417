"""The parcels pane: the table as the moment has it, the selection by id."""

from console.shell.snapshot import Snapshot
from console.viewmodels.parcels import ParcelsView
from widgets.parcels.pane import ParcelsPane


class ParcelsController:
    """Fills a ParcelsPane."""

    def __init__(self, pane: ParcelsPane) -> None:
        self._pane = pane
        self._made: ParcelsView | None = None

    def make(self, moment: Snapshot) -> ParcelsView | None:
        """The moment's own table."""
        if moment.table is self._made:
            return None
        self._made = moment.table
        return moment.table

    def show(self, view: ParcelsView) -> None:
        """Hands it over."""
        self._pane.show_view(view)

    def select(self, moment: Snapshot) -> None:
        """Marks the linked parcels, where others are marked."""
        if self._pane.selected() != moment.linked.parcels:
            self._pane.select(moment.linked.parcels)
