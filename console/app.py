"""The desk as a program: application, loop, window; started and stopped in order.

    QApplication -> loop -> house -> tiles -> window      and back in reverse

There is one loop, Qt's, and asyncio runs on it (qasync). Nothing here calls `exec` or
`quit`: the window's closing sets an event, everything stops with its deadline, and the
main coroutine returns.
"""

import asyncio
import gc
import getpass
import logging
import os
import signal
import sys
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Iterator,
    Sequence,
)
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import qasync
from PySide6.QtWidgets import QApplication

from console.domain.clock import Clock, SystemClock
from console.domain.day import OpenDay
from console.geo.errors import GeoError
from console.geo.region_info import read_info
from console.services.drafting.planner import Effort
from console.shell.desk import Desk
from console.shell.selected import NOTHING_SELECTED, Selected
from console.shell.selected import select as choose
from console.shell.sweeping import swept
from console.shell.troubles import KNOWN, trouble
from console.storage.errors import CannotOpen
from console.viewmodels.map_camera import lonlat_of
from console.viewmodels.selection import Thing
from console.viewmodels.status import Level, SolverState
from console.wiring.house import House, Where
from console.wiring.tiles import TileProcesses
from widgets.common.marked import QT_TRANSLATE_NOOP, say

log = logging.getLogger(__name__)

THREADS = 8
SETTLE_S = 20.0
CLOSER = 0.75

type Prepare = Callable[[House], Awaitable[OpenDay]]


def run_desk(
    where: Where,
    *,
    clock: Clock | None = None,
    files: Sequence[Path] = (),
    prepare: Prepare | None = None,
    theme: str = "auto",
) -> int:
    """Opens the window and blocks until it is closed; the exit code.

    `prepare` may fill the house before the window shows the day it gives; `files` are
    taken in, what is not sure in them held or left out. What cannot be opened is said
    on standard error, and the code is 1.
    """
    if not has_display():
        print(_NO_DISPLAY, file=sys.stderr)  # noqa: T201 - there is no window to say it
        return 1
    app = application()

    async def desk() -> int:
        return await _desk(app, where, clock or SystemClock(), files, prepare, theme)

    try:
        return on_loop(app, desk())
    except RuntimeError as error:
        if not str(error).startswith("Event loop stopped"):
            raise
        # Qt ends its loop by itself when the display goes away under it. Nothing can be
        # stopped in order any more; what was acknowledged is on the disk, and our own
        # processes end with their pipes.
        print(_DISPLAY_GONE, file=sys.stderr, flush=True)  # noqa: T201 - as above
        os._exit(1)


def on_loop[T](app: QApplication, main: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine on Qt's loop until it returns. Nothing of it stays."""
    try:
        with (
            ThreadPoolExecutor(THREADS, "lockyard-desk") as threads,
            asyncio.Runner(loop_factory=lambda: _loop(app, threads)) as runner,
        ):
            return runner.run(main)
    finally:
        # The loop is a ring of references with Qt timers in it: they may only end in
        # this thread, and whichever thread collects garbage next would end them.
        gc.collect()


def application() -> QApplication:
    """The one application, made if need be; it never ends by itself."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(["lockyard"])
    app.setApplicationName("Lockyard")
    app.setQuitOnLastWindowClosed(False)
    return app


def has_display() -> bool:
    """Whether Qt would find a screen; without one it would end the process."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


async def picture(
    house: House,
    open_day: OpenDay,
    out: Path,
    *,
    theme: str = "light",
    size: tuple[int, int] = (1366, 768),
    select: Selected | None = None,
) -> None:
    """Draws the real window on a live house into a PNG, and closes it again.

    `select` is what is selected, else whatever is most pressing. Waits until tiles and
    views are drawn. Runs on Qt's loop, see `on_loop`. Raises OSError where `out` cannot
    be written.
    """
    app = application()
    async with live_desk(house, app, open_day, theme=theme) as desk:
        desk.window.resize(*size)
        desk.window.show()
        desk.planner_is(SolverState.READY)
        await desk.taken_up()
        await drawn(desk)
        desk.choice.choose(select or _telling(desk))
        look_closer(desk)
        await drawn(desk)
        if not desk.window.grab().save(str(out)):
            raise OSError(f"cannot write {out}")


@asynccontextmanager
async def live_desk(
    house: House,
    app: QApplication,
    open_day: OpenDay | None,
    *,
    theme: str = "auto",
    effort: Effort | None = None,
    tile_processes: int = 2,
) -> AsyncIterator[Desk]:
    """A desk with its tiles on an open house; not shown yet. Ends both."""
    desk = Desk(house, app, theme=theme, effort=effort, who=_who())
    tiles: TileProcesses | None = None
    try:
        tiles = TileProcesses(house.where.region, tile_processes)
        tiles.source.failed.connect(desk.tiles_failed)
        desk.set_tiles(tiles.source)
        desk.open(open_day)
        async with swept(lambda: desk.idle):
            yield desk
    finally:
        await desk.close()
        if tiles is not None:
            await tiles.stop()


def _telling(desk: Desk) -> Selected:
    """The stop of the first alert that has one, else the middle stop of a route."""
    moment = desk.moment
    columns = moment.columns if moment is not None else None
    if columns is None or not len(columns):
        return NOTHING_SELECTED
    for row in desk.alerts.rows:
        if row.about is not None and row.about[0] in {"stop", "vehicle"}:
            desk.wishes.about(*row.about)
            return desk.choice.selected
    return choose(Thing.STOP, columns.stop[len(columns) // 2])


def look_closer(desk: Desk) -> None:
    """Brings the map nearer than the whole day, so that names can be read."""
    view = desk.panes.map
    lon, lat = lonlat_of(view.camera.x, view.camera.y)
    view.fly_to(lon, lat, view.camera.zoom + CLOSER)


async def drawn(desk: Desk, deadline_s: float = SETTLE_S) -> bool:
    """Waits until the panes show what is known and every tile in sight is painted."""
    loop = asyncio.get_running_loop()
    end = loop.time() + deadline_s
    quiet = 0
    while loop.time() < end:
        await desk.looking.settled()
        await asyncio.sleep(0.15)
        calm = desk.panes.map.settled() and not desk.errands.running
        quiet = quiet + 1 if calm else 0
        if quiet >= 2:
            return True
    return False


async def _desk(
    app: QApplication,
    where: Where,
    clock: Clock,
    files: Sequence[Path],
    prepare: Prepare | None,
    theme: str,
) -> int:
    told = _Told()
    try:
        await asyncio.to_thread(read_info, where.region)
        house = await House.open(
            where,
            clock,
            starting=told.starting,
            planner_ready=told.ready,
            gone=told.gone,
        )
    except (CannotOpen, GeoError, OSError) as error:
        return _refused(error)
    try:
        try:
            open_day = await _first_day(house, prepare)
        except KNOWN as error:
            return _refused(error)
        async with live_desk(house, app, open_day, theme=theme) as desk:
            told.to(desk)
            _tell_faults(desk)
            desk.show()
            if files:
                # Named on the command line, they are wished for already.
                desk.errands.run(desk.importing.take_files(files))
            with _ended_by_signals(desk):
                await desk.closed.wait()
            desk.window.hide()
    finally:
        await house.close()
    return 0


@contextmanager
def _ended_by_signals(desk: Desk) -> Iterator[None]:
    """A session that ends, or Ctrl+C, closes the desk as its window's button does."""
    loop = asyncio.get_running_loop()

    def asked(_number: int, _frame: FrameType | None) -> None:
        # Runs between two steps of Python, which Qt's timers give every second.
        loop.call_soon_threadsafe(desk.closed.set)

    before = {n: signal.signal(n, asked) for n in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def _first_day(house: House, prepare: Prepare | None) -> OpenDay | None:
    if prepare is not None:
        return await prepare(house)
    known = await house.depots.known()
    return await house.depots.today(known[0]) if known else None


class _Told:
    """What the house says before there is a window, and to the window after."""

    def __init__(self) -> None:
        self._desk: Desk | None = None
        self._state = SolverState.STARTING
        self._gone: list[str] = []

    def starting(self, _done: int, _total: int) -> None:
        self._say(SolverState.STARTING)

    def ready(self) -> None:
        self._say(SolverState.READY)

    def gone(self, name: str) -> None:
        """A process of ours ended by itself; it is started again by its owner."""
        if self._desk is None:
            self._gone.append(name)
            return
        words = QT_TRANSLATE_NOOP("words", "{0} ended and was started again")
        self._desk.tell(say(words, name), Level.BAD)

    def to(self, desk: Desk) -> None:
        """From here on a window listens."""
        self._desk = desk
        desk.planner_is(self._state)
        for name in self._gone:
            self.gone(name)

    def _say(self, state: SolverState) -> None:
        self._state = state
        if self._desk is not None:
            self._desk.planner_is(state)


def _loop(app: QApplication, threads: ThreadPoolExecutor) -> asyncio.AbstractEventLoop:
    loop = qasync.QEventLoop(app)
    loop.set_default_executor(threads)
    return loop


def _tell_faults(desk: Desk) -> None:
    """What nobody expected is logged whole and said in the window in one line."""

    def fault(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        loop.default_exception_handler(context)
        words = QT_TRANSLATE_NOOP("words", "A fault of the program: {0} (see the log)")
        desk.tell(say(words, context.get("exception") or context["message"]), Level.BAD)

    asyncio.get_running_loop().set_exception_handler(fault)


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "desk"


def _refused(error: Exception) -> int:
    print(f"lockyard: {trouble(error)}", file=sys.stderr)  # noqa: T201 - no window yet
    return 1


_DISPLAY_GONE = "lockyard: the display is gone; what was done so far is saved."
_NO_DISPLAY = (
    "lockyard: there is no screen to open the desk on. Set DISPLAY or WAYLAND_DISPLAY, "
    "or QT_QPA_PLATFORM=offscreen to run it without one."
)
