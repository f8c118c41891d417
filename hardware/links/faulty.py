"""A link that does to bytes what cables, adapters and noise do.

Wraps any other link. Every fault is drawn from one seeded generator, so a failing run
can be had again.
"""

import asyncio
import random
from dataclasses import dataclass

from hardware.links.link import Link, OnBytes, OnLost


@dataclass(slots=True)
class Faults:
    """What happens to the bytes of one direction; may be changed while it runs.

    `drop`, `flip`, `double` and `noise` are chances for each byte: lost, one bit
    turned, sent twice, preceded by a byte of noise. `scatter` hands over every byte by
    itself. `late_s` holds everything back. `cut` loses everything.
    """

    drop: float = 0.0
    flip: float = 0.0
    double: float = 0.0
    noise: float = 0.0
    scatter: bool = False
    late_s: float = 0.0
    cut: bool = False


class FaultyLink:
    """Another link, with faults on the way out (`tx`) and on the way in (`rx`).

    `echo` gives every written byte back first, as many two-wire adapters do.
    """

    def __init__(
        self,
        inner: Link,
        *,
        tx: Faults | None = None,
        rx: Faults | None = None,
        echo: bool = False,
        seed: int = 0,
    ) -> None:
        self._inner = inner
        self.tx = tx or Faults()
        self.rx = rx or Faults()
        self.echo = echo
        self._random = random.Random(seed)  # noqa: S311 - faults, not secrets
        self._on_bytes: OnBytes | None = None

    @property
    def name(self) -> str:
        """The inner link's name."""
        return self._inner.name

    @property
    def latency_s(self) -> float:
        """The inner link's promise; a late line breaks it, that is the point."""
        return self._inner.latency_s

    async def open(self, baud: int, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Open the inner link."""
        self._on_bytes = on_bytes
        await self._inner.open(baud, self._arrived, on_lost)

    def write(self, data: bytes) -> None:
        """Send what the faults leave of it."""
        if self.echo:
            asyncio.get_running_loop().call_soon(self._arrived, data)
        for piece in self._spoiled(data, self.tx):
            self._later(self.tx.late_s, self._inner.write, piece)

    async def close(self) -> None:
        """Close the inner link."""
        self._on_bytes = None
        await self._inner.close()

    def _arrived(self, data: bytes) -> None:
        for piece in self._spoiled(data, self.rx):
            self._later(self.rx.late_s, self._hand_over, piece)

    def _hand_over(self, data: bytes) -> None:
        if self._on_bytes is not None:
            self._on_bytes(data)

    @staticmethod
    def _later(delay_s: float, call: OnBytes, data: bytes) -> None:
        if delay_s:
            asyncio.get_running_loop().call_later(delay_s, call, data)
        else:
            call(data)

    def _spoiled(self, data: bytes, faults: Faults) -> list[bytes]:
        if faults.cut:
            return []
        out = bytearray()
        for byte in data:
            if self._random.random() < faults.noise:
                out.append(self._random.randrange(256))
            if self._random.random() < faults.drop:
                continue
            turned = self._random.random() < faults.flip
            kept = byte ^ 1 << self._random.randrange(8) if turned else byte
            out.append(kept)
            if self._random.random() < faults.double:
                out.append(kept)
        if faults.scatter:
            return [bytes((byte,)) for byte in out]
        return [bytes(out)] if out else []
