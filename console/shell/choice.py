"""The one selection of the desk, and the site whose doors are shown."""

from collections.abc import Callable

from console.shell.selected import NOTHING_SELECTED, Selected, select
from console.viewmodels.selection import Thing

KINDS = {
    "parcel": Thing.PARCEL,
    "compartment": Thing.DOOR,
    "door": Thing.DOOR,
    "site": Thing.SITE,
    "vehicle": Thing.VEHICLE,
}


class Choice:
    """What is selected; `changed` is called when it is another."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self.selected: Selected = NOTHING_SELECTED
        self.site = ""

    def choose(self, selected: Selected) -> None:
        """Selects something else."""
        if selected != self.selected:
            self.selected = selected
            if selected.thing is Thing.SITE:
                self.site = selected.id
            self._changed()

    def parcels(self, names: tuple[str, ...]) -> None:
        """Selects parcels."""
        self.choose(select(Thing.PARCEL, *names))

    def stop(self, name: str) -> None:
        """Selects a stop by the first parcel it hands over."""
        self.choose(select(Thing.STOP, name))

    def vehicle(self, name: str) -> None:
        """Selects a vehicle."""
        self.choose(select(Thing.VEHICLE, name))

    def site_named(self, name: str) -> None:
        """Selects a site and shows its doors."""
        self.choose(select(Thing.SITE, name))

    def door(self, name: str) -> None:
        """Selects a door."""
        self.choose(select(Thing.DOOR, name))

    def about(self, kind: str, name: str) -> None:
        """Selects what an event, an alert or a search names."""
        if kind in KINDS:
            self.choose(select(KINDS[kind], name))

    def nothing(self) -> None:
        """Selects nothing."""
        self.choose(NOTHING_SELECTED)
