"""The region's process answers about ways, and refuses in words of its own."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from console.domain.place import Place
from console.domain.travel import Travel
from console.geo.streets.directions.steps import ARRIVALS, Code
from console.wiring.region import RegionFailed, RegionProcess

STOPS = np.array([(24.9481838, 60.1650532), (24.9410, 60.1690), (24.9500, 60.1720)])
AT_SEA = Place(24.9880, 60.1460)


async def test_ways_over_the_border_of_a_process(region: Path, kernels: Path) -> None:
    process = RegionProcess(region, kernels, lambda: None)
    try:
        await process.opened()
        (guide,) = await process.direct([(Travel("cargo_bike"), STOPS)])
        assert [leg.steps[0].code for leg in guide.legs] == [Code.DEPART] * 2
        assert guide.legs[1].steps[-1].code in ARRIVALS
        start = Place(*STOPS[0].tolist())
        told = await process.how_far(Travel("walk"), start, [300, 600], back=True)
        assert told.seconds == (300, 600)
        assert shapely.from_wkb(told.areas[0]).area > 0
        near = await process.near(Travel("walk"), [STOPS], STOPS[1:], 1)
        assert near.site[:, 0].tolist()[1:] == [0, 1]
        with pytest.raises(RegionFailed, match="NoPathError"):
            await process.how_far(Travel("walk"), AT_SEA, [300])
        with pytest.raises(RegionFailed, match="ModeMissing"):
            await process.direct([(Travel("sledge"), STOPS)])
    finally:
        assert await process.stop()
