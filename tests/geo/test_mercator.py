"""Web Mercator agrees with PROJ."""

import numpy as np
import pyproj
import pytest

from console.geo.mercator import pixel_m, to_lonlat, to_mercator


def test_agrees_with_proj() -> None:
    random = np.random.default_rng(1)
    lonlat = random.uniform((-180, -80), (180, 80), (500, 2))
    proj = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)
    wanted = np.column_stack(proj.transform(lonlat[:, 0], lonlat[:, 1]))
    np.testing.assert_allclose(to_mercator(lonlat), wanted, atol=1e-6)
    np.testing.assert_allclose(to_lonlat(wanted), lonlat, atol=1e-9)


def test_a_pixel_of_zoom_0_is_a_256th_of_the_world() -> None:
    assert pixel_m(0) == pytest.approx(156_543.0339)
    assert pixel_m(10.5) == pytest.approx(pixel_m(9.5) / 2)
