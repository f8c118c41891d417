"""Tiles painted in other processes; pixels come back as bytes over the pipe.

    GUI  -> worker   ("paint", key) | ("forget", key) | ("stop",)
    worker -> GUI    ("tile", key, (names, extent)), then one message of bare pixels
                     (RGB32 rows)
                     ("failed", key, what)

A worker reads all waiting messages before each tile and paints the newest wish first,
so that what was scrolled past is never painted. Measured on tiles of 512 pixels, 1 MB:
0.32 ms a tile through the pipe, 0.14 ms in shared memory, beside 15 to 120 ms of
painting and in a thread that nobody waits for; the pipe leaves nothing to clean up
after a crash, so the pipe it is.

`serve` runs in a process started by the composition root, which makes `features_of`
there. `PipedTiles` is the GUI's end of one or more such processes.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from console.viewmodels.map_camera import Box
from console.viewmodels.map_labels import Candidate
from widgets.common.theme import Theme, ThemeName
from widgets.map.tile_painting import FeaturesOf, tile_of
from widgets.map.tiles import Done, Tile, TileKey

THEMES: Final[tuple[ThemeName, ...]] = ("light", "dark", "contrast")

type Pipe = Connection[Any, Any]


def serve(connection: Pipe, features_of: FeaturesOf) -> None:
    """Paints tiles until told to stop, or until the other end is gone.

    Needs no application. A tile that cannot be read or painted is answered with
    "failed"; the worker goes on.
    """
    themes: dict[str, Theme] = {name: Theme.load(name) for name in THEMES}
    wishes: OrderedDict[TileKey, None] = OrderedDict()
    try:
        while True:
            if not _read(connection, wishes):
                return
            key, _ = wishes.popitem(last=True)
            try:
                tile = tile_of(key, features_of, themes[key.theme])
            except (OSError, ValueError, LookupError, ArithmeticError) as error:
                connection.send(("failed", tuple(key), str(error)))
                continue
            connection.send(("tile", tuple(key), (tile.names, tile.extent)))
            connection.send_bytes(bytes(tile.image.constBits()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    finally:
        connection.close()


def _read(connection: Pipe, wishes: "OrderedDict[TileKey, None]") -> bool:
    """Takes in what was said, waiting only if nothing is wished; False at "stop"."""
    while not wishes or connection.poll():
        word, *rest = connection.recv()
        if word == "stop":
            return False
        key = TileKey(*rest[0])
        wishes.pop(key, None)
        if word == "paint":
            wishes[key] = None
    return True


class PipedTiles(QObject):
    """A tile source over pipes to workers; a thread a pipe waits for answers.

    A tile always goes to the same worker, so that a wish can be taken back. `close`
    ends workers and threads; the owner of the processes joins them afterwards.
    """

    failed = Signal(str)
    """A tile could not be painted, or a worker is gone; says what happened."""
    _came = Signal(tuple, tuple, QImage)

    def __init__(
        self, connections: Sequence[Pipe], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._connections = tuple(connections)
        self._waiting: dict[TileKey, Done] = {}
        self._closing = threading.Event()
        self._came.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)
        self._threads = [
            threading.Thread(target=self._listen, args=(c,), name="tiles", daemon=True)
            for c in self._connections
        ]
        for thread in self._threads:
            thread.start()

    def request(self, key: TileKey, done: Done) -> None:
        """Asks a worker for a tile."""
        self._waiting[key] = done
        self._tell(key, "paint")

    def cancel(self, key: TileKey) -> None:
        """Takes a wish back."""
        if self._waiting.pop(key, None) is not None:
            self._tell(key, "forget")

    def close(self) -> None:
        """Stops the workers and waits for the threads."""
        self._closing.set()
        self._waiting.clear()
        for connection in self._connections:
            try:
                connection.send(("stop",))
            except OSError:
                continue
        for thread in self._threads:
            thread.join(5)

    def _tell(self, key: TileKey, word: str) -> None:
        index = (key.x + key.y) % len(self._connections)
        try:
            self._connections[index].send((word, tuple(key)))
        except OSError as error:
            self.failed.emit(str(error))

    def _listen(self, connection: Pipe) -> None:
        """In a thread of its own: waits for tiles and hands them to the GUI thread."""
        try:
            while True:
                word, key, rest = connection.recv()
                if word == "tile":
                    image = _image(connection.recv_bytes())
                    self._came.emit(key, rest, image)
                else:
                    self.failed.emit(rest)
        except (EOFError, OSError) as error:
            if not self._closing.is_set():
                self.failed.emit(str(error) or "the tile worker is gone")
        finally:
            connection.close()

    @Slot(tuple, tuple, QImage)
    def _hand_over(
        self,
        key: tuple[Any, ...],
        told: tuple[tuple[Candidate, ...], Box | None],
        image: QImage,
    ) -> None:
        done = self._waiting.pop(TileKey(*key), None)
        if done is not None:
            names, extent = told
            done(Tile(TileKey(*key), image, names, extent))


def _image(pixels: bytes) -> QImage:
    side = round((len(pixels) / 4) ** 0.5)
    # the copy owns its pixels; the first one only looks at the bytes
    return QImage(pixels, side, side, 4 * side, QImage.Format.Format_RGB32).copy()
