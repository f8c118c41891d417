"""What else could become of one parcel, priced: values told without any kernel."""

from dataclasses import dataclass

from console.domain.draft import Drop, MoveParcels, UnassignParcels
from console.domain.money import Money


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way for one parcel; differences against the draft as it stands.

    `here` marks the way it goes now: applying it changes nothing worth naming. A
    locker's drop names the class that it would reserve, unless others would have to
    change theirs for it.
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


@dataclass(frozen=True, slots=True)
class Removal:
    """Leaving one parcel, with what leaving it costs; differences as above."""

    edit: UnassignParcels
    cost: Money
    seconds: int
    metres: int
