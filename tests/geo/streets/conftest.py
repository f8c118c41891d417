"""Packs of real extracts, each built once a run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from console.geo.streets.build import StreetsSummary, build_streets
from console.geo.streets.graph import Streets

type Built = tuple[Streets, StreetsSummary]


@pytest.fixture(scope="session")
def real(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Built]:
    """The streets of a named extract and the summary of their build."""
    made: dict[str, Built] = {}

    def built(name: str) -> Built:
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            summary = build_streets(
                shared_data / "osm" / f"{name}.osm.pbf",
                folder,
                progress=lambda step, share: None,
                cancelled=lambda: False,
            )
            made[name] = Streets.open(folder), summary
        return made[name]

    return built
