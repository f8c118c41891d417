"""One other way for one parcel, priced: a value that is told without any kernel."""

from dataclasses import dataclass

from console.domain.draft import Drop, MoveParcels
from console.domain.money import Money


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way for one parcel; differences against the draft as it stands.

    `here` marks the way it goes now: applying it changes nothing worth naming.
    """

    edit: MoveParcels
    cost: Money
    seconds: int
    metres: int
    here: bool = False

    @property
    def drop(self) -> Drop:
        """How the parcel would be handed over."""
        return self.edit.drops[0]
