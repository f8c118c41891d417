"""`lockyard generate`: a plausible depot day on a region's real addresses.

Every address is one that the region's own address book finds again, sure of it, and
that a courier can reach from the depot and come back from; so is every site. The depot
stands at the address nearest to a post office, supermarket or shop from which most of
the region can be reached by every mode it has streets for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import numpy as np
import typer
from numpy.typing import NDArray

from console.geo.addresses.book import AddressBook
from console.geo.addresses.candidates import SAME_PLACE_M, Candidate, apart_m
from console.geo.addresses.places import NamedPlace, PlaceKind
from console.geo.errors import GeoError
from console.geo.region import Region
from console.geo.streets.modes import Mode
from console.interchange.generated import Generated, Ground
from console.interchange.generated import generate as generate_day
from console.interchange.zones import nearest_zone

if TYPE_CHECKING:  # brings kernels
    from console.geo.streets.graph import Streets

DEPOT_FILE = "depot.toml"
MANIFEST_FILE = "manifest.csv"
MOST = 20_000
_STANDS_AT = (
    PlaceKind.POST_OFFICE,
    PlaceKind.SUPERMARKET,
    PlaceKind.SHOP,
    PlaceKind.CONVENIENCE,
    PlaceKind.STATION,
)
_ENOUGH = 0.95


def generate(
    region: Annotated[Path, typer.Option(help="Folder of a region pack.")],
    out: Annotated[Path, typer.Option(help="Folder to write the two files into.")],
    parcels: Annotated[
        int, typer.Option(min=1, max=MOST, help="Parcels in the manifest.")
    ] = 600,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same files.")] = 1,
    zone: Annotated[
        str,
        typer.Option(help="Time zone of the depot; the nearest city's if left out."),
    ] = "",
    sites: Annotated[
        int | None,
        typer.Option(min=1, max=1000, help="Sites. [default: 24 for 600 parcels]"),
    ] = None,
    vehicle: Annotated[
        list[str] | None,
        typer.Option(
            help="Preset and number, as van=6; repeated. [default: vans, bikes, feet]"
        ),
    ] = None,
    force: Annotated[  # noqa: FBT002  typer makes it --force
        bool, typer.Option("--force", help="Write over files that are there.")
    ] = False,
) -> None:
    """Write depot.toml and manifest.csv for a made-up day at real addresses."""
    there = [name for name in (DEPOT_FILE, MANIFEST_FILE) if (out / name).exists()]
    if there and not force:
        _fail(f"{out / there[0]} exists; give --force to write over it")
    try:
        day = generate_in(
            region,
            parcels=parcels,
            seed=seed,
            zone=zone,
            sites=sites,
            vehicles=_numbers(vehicle or ()),
        )
        out.mkdir(parents=True, exist_ok=True)
        (out / DEPOT_FILE).write_bytes(day.depot_toml)
        (out / MANIFEST_FILE).write_bytes(day.manifest_csv)
    except (GeoError, ValueError, OSError) as error:
        _fail(str(error))
    depot = day.depot
    free = sum(compartment.usable for compartment in depot.compartments)
    typer.echo(
        f"{out}: {parcels} parcels, {len(depot.sites)} sites, "
        f"{len(depot.compartments)} compartments ({free} free), "
        f"{len(depot.vehicles)} vehicles"
    )


def generate_in(
    folder: Path,
    *,
    parcels: int,
    seed: int,
    zone: str = "",
    sites: int | None = None,
    vehicles: Mapping[str, int] | None = None,
) -> Generated:
    """A day in the region pack at `folder`; see `console.interchange.generated`.

    Raises GeoError where the pack cannot be used, ValueError where it has nothing to
    deliver to.
    """
    region = Region.open(folder)
    try:
        return generate_day(
            ground_of(region, parcels=parcels, seed=seed, zone=zone),
            parcels=parcels,
            seed=seed,
            sites=sites,
            vehicles=vehicles,
        )
    finally:
        region.close()


def ground_of(region: Region, *, parcels: int, seed: int, zone: str = "") -> Ground:
    """What an open region offers to a day of so many parcels."""
    book, streets = region.addresses, region.streets
    sample = book.sample(parcels + parcels // 5 + 50, seed)
    known = [address for address in sample if _found_again(book, address)]
    if not known:
        raise ValueError(f"{region.folder}: no address can be found again by its text")
    depot = _depot(book, streets, known)
    places = list(book.places())
    box = region.info.bounds
    middle = ((box.west + box.east) / 2, (box.south + box.north) / 2)
    return Ground(
        name=region.info.name.replace("-", " ").capitalize(),
        zone=zone or nearest_zone(*middle),
        addresses=_kept(known, _reach(streets, depot, known))[:parcels],
        places=_kept(places, _reach(streets, depot, places)),
        modes=frozenset(str(mode) for mode in streets.modes),
        depot=depot,
    )


def _found_again(book: AddressBook, address: Candidate) -> bool:
    """Whether what the manifest will say leads back to the same door."""
    line = f"{address.street} {address.number}"
    again = book.place(line, "", address.postcode, address.city)
    at = again.candidate
    return (
        again.confident
        and at is not None
        and apart_m(at.lon, at.lat, address.lon, address.lat) <= SAME_PLACE_M
    )


def _depot(
    book: AddressBook, streets: "Streets", known: Sequence[Candidate]
) -> Candidate:
    """The first plausible address that most others can be reached from, and back."""
    best, most = known[0], -1.0
    for address in _candidates(book, known):
        share = min(
            float(_both_ways(streets, mode, address, known).mean())
            for mode in streets.modes
        )
        if share >= _ENOUGH:
            return address
        if share > most:
            best, most = address, share
    return best


def _candidates(book: AddressBook, known: Sequence[Candidate]) -> Iterator[Candidate]:
    for place in book.places(_STANDS_AT):
        address = book.nearest(place.lon, place.lat)
        if address is not None and _found_again(book, address):
            yield address
    yield from known[:20]


def _reach(
    streets: "Streets", depot: Candidate, points: Sequence[Candidate | NamedPlace]
) -> NDArray[np.bool_]:
    """Which points a van reaches, or whatever there is where there are no vans."""
    mode = Mode.VAN if Mode.VAN in streets.modes else streets.modes[0]
    return _both_ways(streets, mode, depot, points)


def _both_ways(
    streets: "Streets",
    mode: Mode,
    depot: Candidate,
    points: Sequence[Candidate | NamedPlace],
) -> NDArray[np.bool_]:
    """Which points can be reached from the depot and left for it again."""
    here = np.array([(depot.lon, depot.lat)])
    there = np.array([(point.lon, point.lat) for point in points]).reshape(-1, 2)
    reached: NDArray[np.bool_] = (
        streets.rectangle(mode, here, there).reachable[0]
        & streets.rectangle(mode, there, here).reachable[:, 0]
    )
    return reached


def _numbers(words: Iterable[str]) -> dict[str, int]:
    """Presets and how many. Raises ValueError for a word that is not `name=number`."""
    numbers: dict[str, int] = {}
    for word in words:
        name, _, number = word.partition("=")
        if not number.isdecimal() or int(number) > MOST:
            raise ValueError(f"--vehicle {word}: write a preset and a number, as van=6")
        numbers[name] = int(number)
    return numbers


def _kept[T](items: Sequence[T], keep: NDArray[np.bool_]) -> list[T]:
    return [item for item, good in zip(items, keep, strict=True) if good]


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)
