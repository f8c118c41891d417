"""One row of the address table or one street, and the candidate it makes."""

from console.geo.addresses.candidates import Argument, Candidate, How, Why

ROW = (
    "first, suffix, number, unit, postcode, city, lon, lat, entrance, kind, spread_m, "
    "last"
)
Row = tuple[int, str, str, str, str, str, float, float, int, int, int, int]
"""One address as `ROW` reads it."""


def candidate_of(
    street: str,
    row: Row,
    score: float,
    reason: Why,
    args: tuple[Argument, ...] = (),
    unit: str = "",
    how: How = How.EXACT,
) -> Candidate:
    """The candidate that a row of the table makes."""
    return Candidate(
        street,
        row[2],
        unit or row[3],
        row[4],
        row[5],
        row[6],
        row[7],
        round(max(score, 0.0), 3),
        reason,
        args,
        row[8],
        how,
    )


def street_candidate(street: str, lon: float, lat: float, score: float) -> Candidate:
    """A point of a street of which no door is known; its town is not told."""
    how, reason = How.STREET_ONLY, Why.STREET_ONLY
    score = round(max(score, 0.0), 3)
    return Candidate(street, "", "", "", "", lon, lat, score, reason, how=how)
