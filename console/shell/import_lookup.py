"""Places an address may mean, as the wizard offers them."""

from collections.abc import Mapping

from console.domain.parcel import Person
from console.domain.place import Place
from console.ground.messages import Offer
from console.services.prospects import Prospects
from console.viewmodels.importing import Suggestion
from console.wiring.region import RegionProcess

MOST = 9


class Lookup:
    """Asks the region's process; answers are ready to draw."""

    def __init__(self, region: RegionProcess, prospects: Prospects) -> None:
        self._region = region
        self._prospects = prospects

    async def suggest(
        self, person: Person, corrections: Mapping[str, tuple[float, float]]
    ) -> tuple[Suggestion, ...]:
        """The likeliest places of an address, the best first."""
        address = self._prospects.address(person)
        offers = await self._region.suggest(address, corrections, MOST)
        return tuple(map(_suggestion, offers))

    async def complete(self, text: str, near: Place | None) -> tuple[Suggestion, ...]:
        """Places for what is typed so far, those near the depot first."""
        found = await self._region.complete(text, near, MOST)
        return tuple(
            Suggestion(one.text, one.lon, one.lat, None, "" if one.number else "street")
            for one in found
        )

    async def reverse(self, place: Place) -> Suggestion | None:
        """The address nearest to a place, if one is near."""
        found = await self._region.reverse(place)
        if found is None:
            return None
        offer, away_m = found
        return Suggestion(
            offer.text, place.lon, place.lat, None, "nearest", (round(away_m),)
        )


def _suggestion(offer: Offer) -> Suggestion:
    return Suggestion(
        offer.text,
        offer.lon,
        offer.lat,
        offer.score,
        offer.why,
        offer.args,
        offer.entrance,
        offer.how,
    )
