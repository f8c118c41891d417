"""What every controller of a pane does: make its view in a thread, show it here."""

from typing import Protocol

from console.shell.snapshot import Snapshot


class Controller[View](Protocol):
    """One pane. `make` and `show` take turns, never at the same time."""

    def make(self, moment: Snapshot) -> View | None:
        """The view of a moment; None where it is the one already shown. In a thread."""
        ...

    def show(self, view: View) -> None:
        """Hands the view to the widget. In the GUI thread."""
        ...

    def select(self, moment: Snapshot) -> None:
        """Shows what is selected. In the GUI thread, after `show`."""
        ...
