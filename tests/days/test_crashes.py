"""Cut off between any two statements, publishing and closing happened wholly or not.

A killed process leaves the files as they were at that instant (what the kernel has, it
keeps). So the files are copied before every statement and around the commit, and each
copy is opened as a restart would open it; then the same wish is spoken again.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event, select

from console.domain.day import RevisionState
from console.domain.parcel import ParcelState
from console.storage import closings, parcels, plans
from console.storage.store import Store
from console.storage.tables import metadata
from tests.days.conftest import MovingClock, Station, parcel


@contextmanager
def copies(store: Store, folder: Path) -> Iterator[list[Path]]:
    """Copies of the files before every statement of the writer while it lasts."""
    made: list[Path] = []

    def copy(*_args: object) -> None:
        at = folder / f"{len(made):03d}"
        at.mkdir(parents=True)
        for name in (store.path.name, f"{store.path.name}-wal"):
            if (store.path.parent / name).exists():
                shutil.copy(store.path.parent / name, at / name)
        made.append(at / store.path.name)

    hooks = ("before_cursor_execute", "commit")
    for hook in hooks:
        event.listen(store._engine, hook, copy)
    try:
        yield made
        copy()
    finally:
        for hook in hooks:
            event.remove(store._engine, hook, copy)


def rows(session) -> dict[str, list[tuple[object, ...]]]:
    """Everything a publishing or closing writes."""
    names = (
        *("day", "wave", "plan_revision", "route", "stop", "assignment", "lock"),
        *("parcel", "barcode", "change", "attempt", "day_summary", "event"),
    )
    return {
        name: sorted(
            map(tuple, session.execute(select(metadata.tables[name]))), key=str
        )
        for name in names
    }


async def each_end(
    made: list[Path], clock: MovingClock, look: Callable[[Station], object]
) -> set[str]:
    """Opens some copies, the last ones all; the wish again; the ends compared."""
    found: set[str] = set()
    last: dict[str, list[tuple[object, ...]]] | None = None
    for path in (*made[:-6:-1], *made[-6::-3]):
        store = Store.open(path, clock)
        try:
            assert store.opened.chain.whole
            desk = Station(store, clock)
            found.add(await look(desk))
            end = await store.read(rows)
            last = last or end
            assert end == last
            assert (await store.verify()).whole
        finally:
            store.close()
    return found


async def test_publishing(
    desk: Station, store: Store, clock: MovingClock, tmp_path: Path
) -> None:
    open_day = await desk.published(6)
    told = await desk.take(open_day, [parcel("late")], "p0")
    await desk.changes.accept(open_day, told.asked, desk.origin())
    wave = open_day.wave.id
    with copies(store, tmp_path / "copies") as made:
        await desk.plans.publish(desk.origin("the wish"))

    async def look(again: Station) -> str:
        def query(session) -> str:
            states = [r.state for r in plans.revisions(session, wave)]
            assert states.count(RevisionState.PUBLISHED) == 1
            now = plans.published(session, wave)
            late = parcels.many(session, ["late"])[0].state
            assert (late is ParcelState.PLANNED) == (now.revision.number == 2)
            return str(now.revision.number)

        told = await again.store.read(query)
        await again.plans.resume(open_day, again.origin())
        await again.plans.publish(again.origin("the wish"))
        return told

    assert await each_end(made, clock, look) == {"1", "2"}
    assert len(made) > 20


async def test_closing(
    desk: Station, store: Store, clock: MovingClock, tmp_path: Path
) -> None:
    open_day = await desk.published(6)
    route = next(r for r in desk.plans.standing.plan.routes if r.stops)
    names = [d.parcel for s in route.stops for d in s.drops]
    await desk.dispatch.depart(open_day, route.vehicle, names, desk.origin())
    await desk.dispatch.deliver(names[0], desk.origin())
    told = await desk.book.closing(open_day)
    day = open_day.day.id
    with copies(store, tmp_path / "copies") as made:
        await desk.book.close(open_day, told.proposed, desk.origin("the wish"))

    async def look(again: Station) -> str:
        def query(session) -> str:
            closed = closings.closed(session, day)
            ended = len(closings.attempts_of_day(session, day))
            here = len(parcels.of_day(session, day))
            assert (ended, here) == ((6, 1) if closed else (0, 6))
            assert len(closings.summaries(session, day)) == closed
            return str(closed)

        found = await again.store.read(query)
        await again.book.close(open_day, told.proposed, again.origin("the wish"))
        return found

    assert await each_end(made, clock, look) == {"False", "True"}
    assert len(made) > 20
