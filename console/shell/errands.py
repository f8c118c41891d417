"""Work that a click started: it runs beside the window, and its trouble is told.

Every errand is a task owned here. What may go wrong on a good day becomes a line in
words; anything else is the loop's exception handler's business. Closing stops the
waiting, never a commit or a pulse.
"""

import asyncio
from collections.abc import Callable, Coroutine

from console.shell.troubles import KNOWN, trouble
from console.viewmodels.status import Level
from widgets.common.marked import QT_TRANSLATE_NOOP

WAIT = QT_TRANSLATE_NOOP("words", "One moment: another change is under way")

type Tell = Callable[[str, Level], None]
type Work = Coroutine[object, object, None]


class Errands:
    """The tasks of one desk."""

    def __init__(self, tell: Tell, stir: Callable[[], None]) -> None:
        """`tell` says a line of news; `stir` asks for another look at the day."""
        self._tell = tell
        self._stir = stir
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def run(self, work: Work, title: str = "") -> None:
        """Starts an errand; `title` says what was wanted, should it fail."""
        if self._closed:
            work.close()
            return
        task = asyncio.get_running_loop().create_task(work, name=title or None)
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._ended(done, title))

    @property
    def running(self) -> int:
        """How many errands are under way."""
        return len(self._tasks)

    async def close(self) -> None:
        """Takes nothing new and stops waiting for what is under way."""
        self._closed = True
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _ended(self, task: asyncio.Task[None], title: str) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, KNOWN):
            said = trouble(error)
            self._tell(f"{title}: {said}" if title else said, Level.BAD)
        elif error is not None:
            task.get_loop().call_exception_handler(
                {"message": f"{title or 'an errand'} failed", "exception": error}
            )
        if not self._closed:
            self._stir()
