"""The gallery: every view with a fake day. `python -m widgets --help` lists them.

With `--shot FILE` a view is drawn into a picture and the program ends; that is how the
views are looked at on a machine without a screen.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from console.viewmodels.importing import Step
from console.viewmodels.map_places import Candidate as Place
from widgets import samples
from widgets.activity.pane import ActivityPane, AlertsPane
from widgets.analysis.page import AnalysisPage
from widgets.analysis.sample import sample as analysis_sample
from widgets.analysis.sample import whatif as whatif_sample
from widgets.board.sample import sample as board_sample
from widgets.changes.page import ChangesPage
from widgets.changes.sample import sample as changes_sample
from widgets.common.dress import dress
from widgets.common.theme import Theme
from widgets.compare.page import PlansPage
from widgets.compare.sample import sample as plans_sample
from widgets.days import sample as days_sample
from widgets.days.closing import ClosePage
from widgets.days.move import MoveDialog
from widgets.days.page import DaysPage
from widgets.days.reopen import ReopenDialog
from widgets.depot.page import DepotPage
from widgets.depot.sample import sample as depot_sample
from widgets.diagnostics.pane import BusPane
from widgets.dialogs.deposit import DepositDialog
from widgets.dialogs.open_door import OpenDoorDialog
from widgets.dialogs.pickup import PickupDialog
from widgets.frame.commands import KeySheet
from widgets.importing import sample as import_sample
from widgets.lockers.pane import LockersPane
from widgets.map.place_map import PlaceMap
from widgets.map.sample import sample as map_sample
from widgets.parcels.pane import ParcelsPane
from widgets.selection.pane import SelectionPane
from widgets.window import DeskWindow, Panes


def desk(theme: Theme) -> DeskWindow:
    """The whole window on a busy day."""
    panes = Panes(
        parcels=ParcelsPane(theme),
        map=map_sample(theme),
        board=board_sample(theme),
        lockers=LockersPane(theme),
        selection=SelectionPane(theme),
        alerts=AlertsPane(theme),
        bus=BusPane(theme),
        activity=ActivityPane(theme),
    )
    window = DeskWindow(panes, theme)
    fill(window)
    return window


def fill(window: DeskWindow) -> None:
    """Gives every pane of mine its fake day."""
    view = samples.parcels()
    panes = window.panes
    for pane, shown in (
        (panes.parcels, view),
        (panes.lockers, samples.lockers()),
        (panes.selection, samples.parcel_selection()),
        (panes.alerts, samples.alerts()),
        (panes.bus, samples.bus()),
        (panes.activity, samples.activity()),
    ):
        getattr(pane, "show_view")(shown)  # noqa: B009  each takes its own record
    window.top.finder.set_parcels(view.rows)
    window.top.finder.set_sites(samples.lockers().choices)
    window.show_top(samples.top())
    window.show_status(samples.status())
    window.show_alert_count(samples.alerts().waiting)


def empty_desk(theme: Theme) -> DeskWindow:
    """The window before the first import."""
    panes = Panes(
        parcels=ParcelsPane(theme),
        map=map_sample(theme),
        board=board_sample(theme),
        lockers=LockersPane(theme),
        selection=SelectionPane(theme),
        alerts=AlertsPane(theme),
        bus=BusPane(theme),
        activity=ActivityPane(theme),
    )
    window = DeskWindow(panes, theme)
    getattr(panes.lockers, "show_view")(samples.lockers(empty=True))  # noqa: B009
    window.show_top(samples.top_empty())
    window.show_status(samples.status())
    return window


def running_desk(theme: Theme) -> DeskWindow:
    """The window while the first plan is being built."""
    window = desk(theme)
    window.show_top(samples.top_running())
    return window


def parcels(theme: Theme) -> ParcelsPane:
    """The table on its own, wide."""
    pane = ParcelsPane(theme)
    pane.show_view(samples.parcels())
    pane.select(("p482119", pane.model.parcel_id(4), pane.model.parcel_id(6)))
    return pane


def many_doors(theme: Theme) -> LockersPane:
    """A site of nine cabinets and 405 doors."""
    pane = LockersPane(theme)
    pane.show_view(samples.lockers(9))
    pane.select("a4-014")
    return pane


def bus(theme: Theme) -> BusPane:
    """The monitor on its own."""
    pane = BusPane(theme)
    pane.show_view(samples.bus())
    return pane


def door(theme: Theme) -> SelectionPane:
    """A door that stands open."""
    pane = SelectionPane(theme)
    pane.show_view(samples.door_selection())
    return pane


def parcel(theme: Theme) -> SelectionPane:
    """A parcel that goes to a locker."""
    pane = SelectionPane(theme)
    pane.show_view(samples.planned_selection())
    return pane


def vehicle(theme: Theme) -> SelectionPane:
    """A van on the road."""
    pane = SelectionPane(theme)
    pane.show_view(samples.vehicle_selection())
    return pane


def pickup(theme: Theme) -> PickupDialog:
    """A code with one digit wrong."""
    dialog = PickupDialog("a4", "Hub A4 · A4-1", lambda code: code.endswith("4"), theme)
    dialog.code.setText("123 4567")
    dialog.code.textEdited.emit(dialog.code.text())
    return dialog


def analysis(theme: Theme) -> AnalysisPage:
    """What a plan comes to, all-door beside."""
    page = AnalysisPage(theme)
    page.show_view(analysis_sample())
    return page


def part(theme: Theme, number: int) -> DeskWindow:
    """The desk with a part of the analysis in front."""
    window = desk(theme)
    page = AnalysisPage(theme)
    page.show_view(whatif_sample())
    page.parts.setCurrentIndex(number)
    window.show_page(page)
    return window


def wizard(theme: Theme, step: Step) -> DeskWindow:
    """The desk with the import in front, at a step."""
    window = desk(theme)
    page = import_sample.page(theme, step)
    place_map = PlaceMap(theme, bounds=(24.88, 60.14, 25.02, 60.2))
    page.check.set_map(place_map)
    window.show_page(page)
    page.show_view(import_sample.view(step))
    places = (Place(s.label, s.lon, s.lat) for s in import_sample.SUGGESTIONS)
    place_map.show_candidates(tuple(places), 0)
    return window


def depot(theme: Theme) -> DepotPage:
    """A site being set up, one field of it refused."""
    page = DepotPage(theme)
    page.show_view(depot_sample())
    return page


def days(theme: Theme) -> DaysPage:
    """A month and the waves of today."""
    return DaysPage(days_sample.days_view(), theme)


def plans(theme: Theme) -> DeskWindow:
    """The desk with a wave's plans in front, two of them compared."""
    window = desk(theme)
    page = PlansPage(theme)
    window.show_page(page)
    page.show_view(plans_sample())
    return window


def changes(theme: Theme) -> DeskWindow:
    """The desk with the queue of changes in front."""
    window = desk(theme)
    page = ChangesPage(theme)
    window.show_page(page)
    page.show_view(changes_sample())
    page.table.selectRow(2)
    return window


VIEWS: dict[str, Callable[[Theme], QWidget]] = {
    "desk": desk,
    "empty": empty_desk,
    "running": running_desk,
    "map": map_sample,
    "board": board_sample,
    "analysis": analysis,
    "whatif": lambda theme: part(theme, 1),
    "fleet": lambda theme: part(theme, 2),
    "depot": depot,
    "plans": plans,
    "changes": changes,
    "days": days,
    "close-day": lambda theme: ClosePage(days_sample.close_view(), theme),
    "closed-day": lambda theme: ClosePage(days_sample.closed_view(), theme),
    "move": lambda theme: MoveDialog(days_sample.move_view(), theme),
    "reopen": lambda theme: ReopenDialog("Sat 21 Nov", theme),
    "parcels": parcels,
    "doors": many_doors,
    "bus": bus,
    "door": door,
    "parcel": parcel,
    "vehicle": vehicle,
    "open": lambda theme: OpenDoorDialog(samples.door_question(), theme),
    "deposit": lambda theme: DepositDialog(samples.deposit_question(), theme),
    "pickup": pickup,
    "import-files": lambda theme: wizard(theme, Step.FILES),
    "import-columns": lambda theme: wizard(theme, Step.COLUMNS),
    "import-check": lambda theme: wizard(theme, Step.CHECK),
    "import-take": lambda theme: wizard(theme, Step.TAKE),
    "keys": lambda theme: KeySheet(list(desk(theme).actions_by_name.values()), theme),
}


def main(arguments: list[str]) -> int:
    """Shows or draws one view."""
    parser = argparse.ArgumentParser(prog="python -m widgets")
    parser.add_argument("view", nargs="?", default="desk", choices=sorted(VIEWS))
    parser.add_argument(
        "--theme", default="light", choices=("light", "dark", "contrast")
    )
    parser.add_argument("--size", default="", help="for example 1366x768")
    parser.add_argument("--shot", type=Path, help="draw into this picture and end")
    chosen = parser.parse_args(arguments)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        return 1
    theme = Theme.load(chosen.theme)
    dress(app, theme)
    widget = VIEWS[chosen.view](theme)
    if chosen.size:
        width, _, height = chosen.size.partition("x")
        widget.resize(int(width), int(height))
    widget.show()
    if chosen.shot is None:
        return app.exec()
    for _ in range(20):
        app.processEvents()
    done = widget.grab().save(str(chosen.shot))
    widget.close()
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
