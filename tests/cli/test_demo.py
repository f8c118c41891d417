"""`lockyard demo`: what it says without a screen, and the day of a prepared depot.

The headless day as a whole is in tests/flows.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.cli import demo
from console.cli.demo_summary import DemoFailed, Summary, check
from console.cli.main import app
from console.domain.ids import StationId
from console.domain.parcel import ParcelState
from console.wiring.house import House, Where

GOOD = Summary(
    imported=10,
    delivered_to_doors=4,
    deposited_in_lockers=3,
    collected=2,
    held=2,
    unassigned=1,
    openings=5,
    openings_in_journal=5,
    unasked_openings=0,
    codes_refused=0,
    overbooked=0,
    chain_verified=True,
    locker_share=0.43,
    cost_eur=1.0,
    km=1.0,
    co2_g_per_parcel=1.0,
    vehicles=1,
    plan_s=1.0,
    day_s=1.0,
    seed=1,
    iterations=1,
)


@pytest.mark.parametrize(
    "wrong",
    [
        {"held": 3},
        {"openings": 6},
        {"overbooked": 1},
        {"chain_verified": False},
    ],
)
def test_figures_that_do_not_add_up_fail_the_day(wrong: dict[str, int]) -> None:
    check(GOOD)
    with pytest.raises(DemoFailed):
        check(replace(GOOD, **wrong))


def test_without_a_screen_it_lives_headless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived: list[tuple[Path, int]] = []
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(demo, "demo_region", lambda: tmp_path)
    monkeypatch.setattr(
        demo, "live_headless", lambda _region, out, seed: lived.append((out, seed))
    )
    result = CliRunner().invoke(app, ["demo", "--seed", "3", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert lived == [(tmp_path, 3)]
    assert "--headless" in result.output


class Morning:
    """Six o'clock in Helsinki."""

    def now(self) -> datetime:
        return datetime(2026, 11, 20, 4, tzinfo=UTC)


async def test_a_demo_depot_is_prepared_once(
    region: Path, kernels: Path, tmp_path: Path
) -> None:
    where = Where(
        tmp_path / "data",
        region,
        kernels,
        StationId("test"),
        wired=False,
        pickup_codes_in_file=True,
    )
    house = await House.open(where, Morning())
    try:
        first = await demo.prepare(house)
        before = await house.days.look(first)
        assert len(before.parcels) == 600
        assert not [p for p in before.parcels if p.state is not ParcelState.READY]
        assert await demo.prepare(house) == first
        assert (await house.days.look(first)).parcels == before.parcels
    finally:
        await house.close()
