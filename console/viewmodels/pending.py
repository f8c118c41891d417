"""What publishing would change, in a few lines: the list behind "Publish 7"."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.domain.difference import Difference, Handling
from console.domain.ids import ParcelId, SiteId
from console.viewmodels.comparison import ParcelLine, parcel_line

MOST = 10
"""How many parcels are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class PendingView:
    """What differs from the published plan. `labels` are of the parcels in `lines`.

    `parcels` counts all that differ; `vehicles` are the routes they touch, `locks`
    those whose lock alone is another. `first` where nothing is published yet.
    """

    lines: tuple[ParcelLine, ...] = ()
    labels: tuple[str, ...] = ()
    parcels: int = 0
    vehicles: tuple[str, ...] = ()
    locks: tuple[str, ...] = ()
    first: bool = False


def pending_view(
    found: Difference,
    labels: Mapping[ParcelId, str],
    sites: Mapping[SiteId, str],
    *,
    planned: int,
) -> PendingView:
    """The view of a difference. What was moved within its route comes last.

    `planned` counts the parcels that the plan carries.
    """
    nowhere = Handling()
    ordered = sorted(found.parcels, key=lambda one: one.moved)
    lines = tuple(
        parcel_line(one.parcel, one.before or nowhere, one.after or nowhere, sites)
        for one in ordered[:MOST]
    )
    return PendingView(
        lines,
        tuple(labels.get(line.parcel, str(line.parcel)) for line in lines),
        len(found.parcels),
        tuple(str(name) for name in found.vehicles),
        tuple(str(name) for name in found.locks),
        planned > 0 and sum(one.before is None for one in found.parcels) == planned,
    )
