"""Text files of numbers, told apart by line and field when they are wrong."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

_MOST = 1e12


class Malformed(ValueError):
    """A file that is not what its format says: where, which field, and what of it.

    `line` counts as an editor does; 0 means the file as a whole.
    """

    def __init__(self, path: Path, line: int, field: str, what: str) -> None:
        super().__init__(f"{path.name}:{line}: {field}: {what}")
        self.path = path
        self.line = line
        self.field = field


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank."""

    path: Path
    number: int
    text: str

    def wrong(self, field: str, what: str) -> Malformed:
        """The error to raise about a field of this line."""
        return Malformed(self.path, self.number, field, what)

    def numbers(
        self, fields: Sequence[str], signed: Collection[str] = ()
    ) -> list[float]:
        """As many numbers as fields; only `signed` may be below zero.

        Raises Malformed.
        """
        words = self.text.split()
        if len(words) < len(fields):
            missing = fields[len(words)]
            raise self.wrong(missing, f"missing: {len(words)} of {len(fields)} fields")
        if len(words) > len(fields):
            raise self.wrong(fields[-1], f"{len(words) - len(fields)} fields too many")
        return [
            self.number_in(field, word, least=-_MOST if field in signed else 0)
            for field, word in zip(fields, words, strict=True)
        ]

    def number_in(self, field: str, word: str, least: float = 0) -> float:
        """A finite number from `least` on. Raises Malformed."""
        try:
            value = float(word)
        except ValueError:
            raise self.wrong(field, f"not a number: {word!r}") from None
        if not least <= value < _MOST:
            raise self.wrong(field, f"out of range: {word}")
        return value

    def whole(self, field: str, value: float) -> int:
        """A whole number. Raises Malformed."""
        if value != int(value):
            raise self.wrong(field, f"not a whole number: {value}")
        return int(value)


def lines_of(path: Path) -> list[Line]:
    """The lines of a file that are not blank."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(path, 0, "file", "not text") from error
    return [
        Line(path, number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    ]
