"""What files of sites have in common: what is read, and how it joins what is there.

A file of sites from outside (a map extract, GeoJSON) knows where lockers are and a few
words about them; how many doors they have, and of which size, is often a guess. What
was guessed or left out is a note, what cannot be used is a problem; neither stops the
rest. A site that stands where the depot has one already, or has its reference, is a
twin and is not added again.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from console.domain.ids import CabinetId, CompartmentId, SiteId, SizeClassId
from console.domain.opening import ALWAYS, Opening
from console.domain.opening_text import OpeningUnread, read_opening
from console.domain.place import Place
from console.domain.reasons import Argument, Reason, ReasonCode, RowProblem
from console.domain.site import Cabinet, Compartment, Connection, Site, SizeClass
from console.interchange.columns import fold

TWIN_M = 15.0
"""Two lockers nearer than this are one, unless their references differ."""
USUAL_DOORS = 40
"""Doors assumed where a file says nothing of capacity."""
MOST_DOORS = 400
ROWS = 8
"""Doors above each other in a frame whose layout nobody knows."""


@dataclass(frozen=True, slots=True)
class ReadSites:
    """Sites of a file, each with what is known of its frame.

    `problems` name what was left out, `notes` what was assumed or not understood of
    the rest; the line of both is the number of the feature in its file, from 1.
    `lines` has that number for each site.
    """

    sites: tuple[Site, ...]
    cabinets: tuple[Cabinet, ...] = ()
    compartments: tuple[Compartment, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[RowProblem, ...] = ()
    lines: tuple[int, ...] = ()


def joined(found: ReadSites, there: Sequence[Site], *, file: str) -> ReadSites:
    """Only what is new beside the sites that are there; twins become notes.

    Ids that another site has already are changed, and their cabinets' with them.
    """
    kept: list[Site] = []
    names: dict[SiteId, SiteId] = {}
    twins: dict[int, RowProblem] = {}
    taken = {site.id for site in there}
    for line, site in zip(found.lines, found.sites, strict=True):
        twin = _twin(site, [*there, *kept])
        if twin is not None:
            word = note(site.ref or site.id, line, ReasonCode.TWIN, twin.id)
            twins[line] = replace(word, file=file)
            continue
        name = unused(site.id, taken)
        names[site.id] = name
        taken.add(name)
        kept.append(replace(site, id=name))
    frames = {c.id: CabinetId(names[c.site]) for c in found.cabinets if c.site in names}
    return ReadSites(
        tuple(kept),
        tuple(
            replace(c, id=frames[c.id], site=names[c.site])
            for c in found.cabinets
            if c.id in frames
        ),
        tuple(
            replace(
                box,
                id=CompartmentId(f"{frames[box.cabinet]}/{box.door}"),
                cabinet=frames[box.cabinet],
            )
            for box in found.compartments
            if box.cabinet in frames
        ),
        found.problems,
        (*(n for n in found.notes if n.line not in twins), *twins.values()),
        tuple(line for line in found.lines if line not in twins),
    )


def note(
    value: str, number: int, code: ReasonCode, *args: Argument, column: str = ""
) -> RowProblem:
    """A word about one feature; the file's name is put in by the reader."""
    return RowProblem("", number, column, value[:80], Reason(code, args))


def hours_of(text: str, number: int, notes: list[RowProblem]) -> Opening:
    """Opening hours of a feature; always, and a note, where not understood."""
    if not text.strip():
        return ALWAYS
    try:
        return read_opening(text)
    except OpeningUnread as unread:
        code = ReasonCode.HOURS_UNREAD
        notes.append(note(text, number, code, unread.part[:80], column="opening_hours"))
        return ALWAYS


def frame(
    site: Site, classes: Sequence[SizeClass], doors: int
) -> tuple[Cabinet, tuple[Compartment, ...]]:
    """A frame of so many doors whose layout nobody knows: assumed, all of it.

    Columns of eight; of every eight doors three are of the smallest class, three of
    the next, the others go round the rest, as small and medium are most wanted (Kahr
    2022). The middle rows are low enough for everybody.
    """
    cabinet = Cabinet(
        CabinetId(site.id), site.id, f"{site.name} lockers", Connection.REPORTED, ""
    )
    by_size = sorted(classes, key=lambda one: (one.climate != "ambient", _volume(one)))
    order = _mix([one.id for one in by_size])
    boxes = tuple(
        Compartment(
            CompartmentId(f"{cabinet.id}/{n + 1}"),
            cabinet.id,
            n + 1,
            order[n % len(order)],
            n // ROWS,
            n % ROWS,
            n // 24,
            n % 24 + 1,
            low=n % ROWS in {3, 4, 5},
        )
        for n in range(doors if order else 0)
    )
    return cabinet, boxes


def slug(text: str) -> str:
    """An id from a name: lower case letters, digits and hyphens."""
    return fold(text).replace(" ", "-") or "site"


def unused[S: str](name: S, taken: Iterable[str]) -> S:
    """The name, numbered where it is taken."""
    others = set(taken)
    if name not in others:
        return name
    return next(
        type(name)(f"{name}-{n}")
        for n in range(2, len(others) + 3)
        if f"{name}-{n}" not in others
    )


def apart_m(a: Place, b: Place) -> float:
    """Metres between two places, good for short ways."""
    wide = math.cos(math.radians((a.lat + b.lat) / 2))
    return 111_195 * math.hypot((a.lon - b.lon) * wide, a.lat - b.lat)


def _twin(site: Site, others: Iterable[Site]) -> Site | None:
    for other in others:
        if site.ref and site.ref == other.ref:
            return other
        differ = bool(site.ref and other.ref and site.operator == other.operator)
        if not differ and apart_m(site.place, other.place) <= TWIN_M:
            return other
    return None


def _mix(names: Sequence[SizeClassId]) -> list[SizeClassId]:
    if not names:
        return []
    second = names[min(1, len(names) - 1)]
    large = names[2:4] or [second]
    return [names[0]] * 3 + [second] * 3 + [large[0], large[-1]]


def _volume(one: SizeClass) -> int:
    return one.box.volume_ml
