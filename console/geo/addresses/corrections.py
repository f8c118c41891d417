"""What people said about addresses, and when it applies again.

A correction is kept under the normalised text it was made for, alone for everybody or
with a customer's key before it. It applies to the same text, and to every other text
that the book reads as the same street, number and postcode: typed with another
abbreviation or a typo the next day, the pin still wins. A customer's own comes first.

Keys hold no street id or coordinate of the book, so a rebuilt region loses nothing.
"""

from collections.abc import Callable, Mapping, Sequence

from console.geo.addresses.candidates import Candidate, Corrections, Why
from console.geo.addresses.folding import normalised, street_key
from console.geo.addresses.units import read_unit

type Meaning = tuple[str, str, str, str]
"""Street key, number, postcode and unit that two texts must share."""

_OWN = "@"
_LOOSE = {Why.POSTCODE_DIFFERS, Why.CITY_DIFFERS, Why.STREET_ONLY, Why.CORNER}


def correction_key(text: str, customer: str = "") -> str:
    """The key of a correction of this text; "" is everybody."""
    plain = normalised(text)
    return f"{customer}{_OWN}{plain}" if customer else plain


def correction_text(
    street: str, postcode: str = "", city: str = "", unit: str = ""
) -> str:
    """The text an address in columns is corrected under.

    Of a unit only the stair is kept: it may have an entrance of its own, a floor or a
    flat has not, and who lives on which is nobody's business here.
    """
    return normalised(written(street, "", postcode, city, read_unit(unit).stair))


def written(
    street: str, number: str = "", postcode: str = "", city: str = "", unit: str = ""
) -> str:
    """One line for an address in columns."""
    line = " ".join(part for part in (street, number, unit) if part.strip())
    place = " ".join(part for part in (postcode, city) if part.strip())
    return f"{line}, {place}" if place else line


def meaning_of(found: Candidate) -> Meaning | None:
    """What a text meant, or None where the book is not sure of street and town."""
    if found.reason in _LOOSE or found.score < 0.6:
        return None
    number = found.number
    if found.reason is Why.NUMBER_NEAR and found.args:
        number = str(found.args[0])
    return (
        street_key(found.street),
        number,
        found.postcode,
        normalised(found.unit),
    )


class Learned:
    """The corrections of one depot, by text and by meaning.

    `read` gives what the book finds for a text; it is asked once a correction, when
    the first text is not found as it stands.
    """

    def __init__(
        self,
        corrections: Corrections,
        read: Callable[[str], Candidate | None],
        known: dict[str, Meaning | None],
    ) -> None:
        self._by_text: Mapping[str, tuple[float, float]] = corrections
        self._read = read
        self._known = known
        self._by_meaning: dict[tuple[str, Meaning], tuple[float, float]] | None = None

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._by_text)

    def for_text(
        self, texts: Sequence[str], customer: str
    ) -> tuple[float, float] | None:
        """Where one of these very texts was put, the first the closest."""
        for who in (customer, "") if customer else ("",):
            for text in texts:
                at = self._by_text.get(correction_key(text, who))
                if at is not None:
                    return at
        return None

    def for_meaning(
        self, found: Candidate, customer: str
    ) -> tuple[float, float] | None:
        """Where another text of the same meaning was put."""
        meaning = meaning_of(found)
        if meaning is None or not self._by_text:
            return None
        if self._by_meaning is None:
            self._by_meaning = self._meanings()
        for who in (customer, "") if customer else ("",):
            for unit in dict.fromkeys((meaning[3], "")):
                at = self._by_meaning.get((who, (*meaning[:3], unit)))
                if at is not None:
                    return at
        return None

    def _meanings(self) -> dict[tuple[str, Meaning], tuple[float, float]]:
        result = {}
        for key, at in self._by_text.items():
            customer, _, text = key.rpartition(_OWN)
            if text not in self._known:
                found = self._read(text)
                self._known[text] = None if found is None else meaning_of(found)
            meaning = self._known[text]
            if meaning is not None:
                result[customer, meaning] = at
        return result
