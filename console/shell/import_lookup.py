"""Places an address may mean, as the wizard offers them."""

from collections.abc import Mapping

from console.domain.parcel import Person
from console.viewmodels.importing import Suggestion
from console.wiring.region import RegionProcess

MOST = 9


class Lookup:
    """Asks the region's process; answers are ready to draw."""

    def __init__(self, region: RegionProcess) -> None:
        self._region = region

    async def suggest(
        self, person: Person, corrections: Mapping[str, tuple[float, float]]
    ) -> tuple[Suggestion, ...]:
        """The likeliest places of an address, the best first."""
        del person, corrections
        return ()

    async def complete(self, text: str) -> tuple[Suggestion, ...]:
        """Places for what is typed so far."""
        del text
        return ()

    async def reverse(self, lon: float, lat: float) -> Suggestion | None:
        """The address nearest to a place, if one is near."""
        del lon, lat
        return None
