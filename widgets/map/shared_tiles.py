"""One tile source for several maps: a tile that two of them wish for is painted once.

A source hands a tile to one caller. Each map gets a `Branch` of its own; what one of
them no longer wants is still painted for the others.
"""

from widgets.map.tiles import Done, Tile, TileKey, TileSource


class SharedTiles:
    """Give a `branch` to every map; the source is used through them only."""

    def __init__(self, source: TileSource) -> None:
        self._source = source
        self._wishes: dict[TileKey, dict[Branch, Done]] = {}

    def branch(self) -> "Branch":
        """A source for one more map."""
        return Branch(self)

    def request(self, branch: "Branch", key: TileKey, done: Done) -> None:
        """Asks for a tile for one map."""
        self._wishes.setdefault(key, {})[branch] = done
        self._source.request(key, self._came)

    def cancel(self, branch: "Branch", key: TileKey) -> None:
        """One map wants a tile no longer."""
        wishes = self._wishes.get(key, {})
        if wishes.pop(branch, None) is not None and not wishes:
            del self._wishes[key]
            self._source.cancel(key)

    def _came(self, tile: Tile) -> None:
        for done in self._wishes.pop(tile.key, {}).values():
            done(tile)


class Branch:
    """The tile source of one map."""

    def __init__(self, shared: SharedTiles) -> None:
        self._shared = shared

    def request(self, key: TileKey, done: Done) -> None:
        """Asks for a tile; the newest wish is painted first."""
        self._shared.request(self, key, done)

    def cancel(self, key: TileKey) -> None:
        """The tile is no longer wanted here."""
        self._shared.cancel(self, key)
