"""The zone guessed for a place."""

from zoneinfo import ZoneInfo

import pytest

from console.interchange.zones import nearest_zone


@pytest.mark.parametrize(
    ("lon", "lat", "zone"),
    [
        (24.94, 60.17, "Europe/Helsinki"),
        (12.57, 55.68, "Europe/Copenhagen"),
        (9.19, 45.46, "Europe/Vaduz"),  # Milan: the same clock as Rome's
        (-58.4, -34.6, "America/Argentina/Buenos_Aires"),
        (-179.9, -16.8, "Pacific/Fiji"),  # over the date line
    ],
)
def test_the_nearest_citys_zone(lon: float, lat: float, zone: str) -> None:
    assert nearest_zone(lon, lat) == zone
    assert ZoneInfo(zone).key == zone
