"""A stop at a locker: a parcel goes into its bound door, or the next best one."""

from datetime import timedelta

from sqlalchemy.orm import Session

from console.custody.deposits import Deposits as Custody
from console.custody.deposits import Wish
from console.custody.doors import Passage
from console.domain.code import KEEP
from console.domain.day import OpenDay
from console.domain.ids import CompartmentId, DepotId, ParcelId
from console.domain.origin import Origin
from console.domain.problem import Channel
from console.storage import compartments, depots, parcels, published_rows
from console.storage.errors import Missing
from console.storage.store import Store


class Deposits:
    """Which doors a parcel may go into; custody does the rest."""

    def __init__(self, store: Store, custody: Custody) -> None:
        self._store = store
        self._custody = custody

    async def place(
        self,
        open_day: OpenDay,
        parcel: ParcelId,
        origin: Origin,
        keep: timedelta | None = None,
    ) -> Passage:
        """Opens a door for a parcel at the site its published plan says.

        It may stay for `keep`, else for as long as the site's own rules say. Returns
        when the door's verdict is known; see console.custody.deposits. Raises Missing
        for a parcel without a locker in its plan, NoneFree where nothing fits.
        """
        depot = open_day.day.depot
        doors, usual = await self._store.read(
            lambda session: _doors(session, depot, parcel)
        )
        return await self._custody.place(
            Wish((parcel,), doors, str(parcel), usual if keep is None else keep), origin
        )


def _doors(
    session: Session, depot: DepotId, name: ParcelId
) -> tuple[tuple[CompartmentId, ...], timedelta]:
    """The bound door, then the free ones that fit, smallest box first; how long."""
    planned = published_rows.assignment_of(session, name)
    if planned is None or planned.channel is not Channel.LOCKER or planned.site is None:
        raise Missing("locker of parcel", name)
    one = parcels.get(session, name)
    model = depots.load(session, depot)
    dwell = {site.id: timedelta(hours=site.rules.dwell_h) for site in model.sites}
    boxes = {
        kind.id: kind
        for kind in model.size_classes
        if one.size.fits(kind.box)
        and one.mass_g <= kind.mass_limit_g
        and one.climate is kind.climate
    }
    free = compartments.free(session, planned.site, boxes)
    free.sort(key=lambda box: (boxes[box.size_class].box.volume_ml, box.door))
    if one.low_compartment:
        free = [box for box in free if box.low]
    names = [box.id for box in free]
    bound = planned.compartment
    if bound in names:
        names.remove(bound)
        names.insert(0, bound)
    return tuple(names), dwell.get(planned.site, KEEP)
