"""The region's process: holds the open pack and answers about addresses and streets.

One thread, one request after the other, each far under a second on a city. The kernel
cache is named before anything with kernels is imported.
"""

from multiprocessing.connection import Connection
from pathlib import Path

from console.geo.errors import GeoError
from console.ground.messages import (
    AddressRequest,
    Answer,
    Close,
    Complete,
    Direct,
    HowFar,
    Locate,
    Near,
    Opened,
    Part,
    Refused,
    Request,
    Reverse,
    Suggest,
    Survey,
    Surveyed,
    Trace,
    WayRequest,
)
from console.planning.cache import use_cache

_REFUSED = (GeoError, ArithmeticError, LookupError, TypeError, ValueError, OSError)


def serve(connection: Connection, cache_root: str, region: str) -> None:
    """Answer requests until Close or until the other end is gone."""
    use_cache(Path(cache_root))
    from console.geo.region import Region  # noqa: PLC0415 - after the cache is named
    from console.ground import answers, survey, ways  # noqa: PLC0415

    try:
        open_region = Region.open(Path(region))
    except _REFUSED as error:
        connection.send(_refused("open", error))
        connection.close()
        return
    book, streets = open_region.addresses, open_region.streets
    streets.warm()
    info = open_region.info
    box = info.bounds
    connection.send(
        Opened(
            info.name,
            (box.west, box.south, box.east, box.north),
            info.data_date,
            info.attribution,
        )
    )

    book.warm()

    def answer(request: AddressRequest | WayRequest | Survey | Trace) -> Answer:
        match request:
            case Locate() | Part() | Suggest() | Complete() | Reverse():
                return answers.answered(book, request)
            case Survey(id=number):
                return Surveyed(number, survey.survey(streets, request))
            case Trace() | Direct() | HowFar() | Near():
                return ways.answered(streets, request)

    try:
        while True:
            request: Request = connection.recv()
            if isinstance(request, Close):
                break
            try:
                told = answer(request)
            except _REFUSED as error:
                told = _refused(request.id, error)
            connection.send(told)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    finally:
        open_region.close()
        connection.close()


def _refused(number: str, error: Exception) -> Refused:
    return Refused(number, type(error).__name__, tuple(str(a) for a in error.args))
