"""A link that answers as a recorded line did.

What is written is looked up in the recording, from where it stands onwards; the answer
recorded behind that question follows with its recorded delay. A question the recording
does not hold, or no longer, stays unanswered, as a dead line would leave it.
"""

import asyncio
from collections.abc import Sequence

from hardware.cabinet import Direction
from hardware.links.link import OnBytes, OnLost
from hardware.links.recording import Chunk


class ReplayLink:
    """A recording in the place of a line.

    `unmatched` lists what it could not answer.
    """

    latency_s = 0.2

    def __init__(self, chunks: Sequence[Chunk], name: str = "replay") -> None:
        self.name = name
        self._chunks = chunks
        self._at = 0
        self._on_bytes: OnBytes | None = None
        self.unmatched: list[bytes] = []

    @property
    def exhausted(self) -> bool:
        """Whether every recorded question was asked."""
        return not any(c.direction is Direction.TX for c in self._chunks[self._at :])

    async def open(self, baud: int, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Begin to answer."""
        del baud, on_lost
        self._on_bytes = on_bytes

    def write(self, data: bytes) -> None:
        """Find the question and play its answer."""
        for at in range(self._at, len(self._chunks)):
            asked = self._chunks[at]
            if asked.direction is Direction.TX and asked.data == data:
                self._at = at + 1
                self._play(asked.t_ms)
                return
        self.unmatched.append(data)

    async def close(self) -> None:
        """Answer no more."""
        self._on_bytes = None

    def _play(self, asked_ms: float) -> None:
        loop = asyncio.get_running_loop()
        for chunk in self._chunks[self._at :]:
            if chunk.direction is Direction.TX:
                return
            delay_s = max(0.0, chunk.t_ms - asked_ms) / 1000
            loop.call_later(delay_s, self._hand_over, chunk.data)

    def _hand_over(self, data: bytes) -> None:
        if self._on_bytes is not None:
            self._on_bytes(data)
