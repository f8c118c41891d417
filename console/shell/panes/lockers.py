"""The door grid of one site, doors under way to shown as arriving."""

from console.shell.snapshot import Snapshot
from console.viewmodels.lockers import LockerView, locker_view, no_locker, site_choices
from widgets.lockers.pane import LockersPane


class LockersController:
    """Fills a LockersPane."""

    def __init__(self, pane: LockersPane) -> None:
        self._pane = pane
        self._made: tuple[object, ...] = ()
        self._selected = ""

    def make(self, moment: Snapshot) -> LockerView | None:
        """The doors of the moment's site."""
        link = moment.link_of(moment.site)
        key = (moment.model, moment.site, link.kind, moment.gathered.commands)
        known = self._made
        same = bool(known) and known[0] is key[0] and known[1:4] == key[1:]
        if same and known[4] == moment.now:
            return None
        self._made = (*key, moment.now)
        model = moment.model
        choices = site_choices(model.sites, model.cabinets, model.compartments)
        site = next((s for s in model.sites if str(s.id) == moment.site), None)
        if site is None:
            return no_locker(choices)
        return locker_view(
            site,
            model.cabinets,
            model.compartments,
            model.size_classes,
            moment.gathered.now,
            link=link,
            deposits=moment.gathered.overview.deposits,
            expected=moment.expected,
            labels=moment.labels,
            commands=moment.gathered.commands,
            choices=choices,
            looked=moment.looked,
        )

    def show(self, view: LockerView) -> None:
        """Hands it over."""
        self._pane.show_view(view)

    def select(self, moment: Snapshot) -> None:
        """Stands on the linked door."""
        if moment.linked.door != self._selected:
            self._selected = moment.linked.door
            self._pane.select(moment.linked.door or None)
