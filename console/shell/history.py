"""Undo and redo of planning: the stack keeps the books, the deed is done first.

A QUndoStack calls its commands at once, and an edit is a transaction in a store and a
planner in another process. So a command does nothing by itself: the desk carries the
edit or its inverse out, and moves the stack when that has succeeded. While one is
under way nothing else may be undone, redone or edited.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtGui import QUndoCommand, QUndoStack

type Deed = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be taken back: its edit's name, forwards and backwards."""

    name: str
    forwards: Deed
    backwards: Deed


class History:
    """The steps done, the steps undone, and whether one is under way."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """`changed` is called whenever what can be undone or redone is another."""
        self.stack = QUndoStack()
        self._steps: list[Step] = []
        self._changed = changed
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether an edit is under way; then nothing else is begun."""
        return self._busy

    @property
    def undo_name(self) -> str:
        """The name of the edit that undo would take back, "" for none now."""
        return "" if self._busy else self.stack.undoText()

    @property
    def redo_name(self) -> str:
        """The name of the edit that redo would repeat, "" for none now."""
        return "" if self._busy else self.stack.redoText()

    async def do(self, deed: Callable[[], Awaitable[Step | None]]) -> bool:
        """Carries out a deed and keeps the step it gives; False while busy.

        What the deed raises is raised; then nothing is kept.
        """
        if self._busy:
            return False
        self._set_busy(busy=True)
        try:
            step = await deed()
            if step is not None:
                del self._steps[self.stack.index() :]
                self._steps.append(step)
                self.stack.push(QUndoCommand(step.name))
        finally:
            self._set_busy(busy=False)
        return True

    async def undo(self) -> str:
        """Takes the last step back; its name, or "" where there is none now."""
        step = self._step(self.stack.index() - 1)
        if self._busy or step is None:
            return ""
        self._set_busy(busy=True)
        try:
            await step.backwards()
            self.stack.undo()
        finally:
            self._set_busy(busy=False)
        return step.name

    async def redo(self) -> str:
        """Repeats the step undone last; its name, or "" where there is none now."""
        step = self._step(self.stack.index())
        if self._busy or step is None:
            return ""
        self._set_busy(busy=True)
        try:
            await step.forwards()
            self.stack.redo()
        finally:
            self._set_busy(busy=False)
        return step.name

    def clear(self) -> None:
        """Forgets everything: the day is another."""
        self.stack.clear()
        self._steps.clear()
        self._changed()

    def _step(self, index: int) -> Step | None:
        return self._steps[index] if 0 <= index < len(self._steps) else None

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._changed()
