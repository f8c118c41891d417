"""A link carries bytes both ways and says when it is gone. Nothing more.

Every link is used from one event loop and may be opened again after it was lost.
"""

from collections.abc import Callable
from typing import Protocol

from hardware.errors import LinkLost

type OnBytes = Callable[[bytes], None]
type OnLost = Callable[[LinkLost], None]


class Link(Protocol):
    """One way to a line of boards.

    `latency_s` is what this kind of link adds to an answer at worst: a USB adapter's
    timer, a gateway, a network.
    """

    @property
    def name(self) -> str:
        """How a person would name it: the port, or host and port."""
        ...

    @property
    def latency_s(self) -> float:
        """The longest delay the link itself adds between question and answer."""
        ...

    async def open(self, baud: int, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Open it, or raise LinkFailed. `on_lost` comes once, and not after `close`."""
        ...

    def write(self, data: bytes) -> None:
        """Send; a link that is gone swallows it and has said so."""
        ...

    async def close(self) -> None:
        """Close it; no callback comes afterwards. Closing twice is nothing."""
        ...
