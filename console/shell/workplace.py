"""What everybody at the desk works with, as one value handed on whole."""

from collections.abc import Callable
from dataclasses import dataclass

from console.domain.day import OpenDay
from console.shell.errands import Errands, Tell
from console.shell.history import History
from console.shell.looking import Looking
from console.shell.planning import Planning
from console.shell.themes import Themes
from console.wiring.house import House
from widgets.window import DeskWindow


@dataclass(frozen=True, slots=True)
class Workplace:
    """The house, the window and what belongs to both of them."""

    house: House
    window: DeskWindow
    themes: Themes
    errands: Errands
    history: History
    looking: Looking
    planning: Planning
    tell: Tell
    go: Callable[[OpenDay], bool]
    """Works on another day or wave from now on; False while something else runs."""

    async def lay_again(self, open_day: OpenDay) -> None:
        """The wave worked on has other parcels or another departure."""
        await self.planning.lay_again(open_day)
        self.looking.open(open_day)
