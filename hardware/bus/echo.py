"""Two-wire adapters often hear themselves: every frame sent comes back first.

Whether a line echoes is learned from reads, whose answers never equal their questions:
two reads in a row that came back byte for byte make an echoing line. From then on the
echo of everything is taken off, and an echo that is missing or altered is news: it is
what two boards talking at once, or a short circuit, look like.
"""

_TO_LEARN = 2


class Echo:
    """Knows what was sent and takes it off the front of what arrives."""

    def __init__(self) -> None:
        self.learned = False
        self._in_a_row = 0
        self._sent = b""
        self._matched = 0
        self._learning = False

    def begin(self, sent: bytes, *, learning: bool) -> None:
        """Expect this frame back; `learning` when its answer could not look like it."""
        self._learning = learning
        self._sent = sent if learning or self.learned else b""
        self._matched = 0

    def take_off(self, data: bytes) -> tuple[bytes, bytes]:
        """Split arrived bytes: the whole echo when it is complete, and what is left.

        Bytes that began like an echo and were none are given back in full.
        """
        expected = self._sent[self._matched :]
        if not expected:
            return b"", data
        if data[: len(expected)] == expected:
            self._matched = len(self._sent)
            return self._sent, data[len(expected) :]
        if expected.startswith(data):
            self._matched += len(data)
            return b"", b""
        begun = self._sent[: self._matched]
        self._sent, self._matched = b"", 0
        return b"", begun + data

    def end(self) -> bool:
        """Close the transaction; True when an echo was due and did not come whole."""
        heard = bool(self._sent) and self._matched == len(self._sent)
        lost = self.learned and not heard
        if self._learning:
            self._in_a_row = self._in_a_row + 1 if heard else 0
            self.learned = self.learned or self._in_a_row >= _TO_LEARN
        self._sent, self._matched = b"", 0
        return lost
