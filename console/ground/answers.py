"""What the address book says, in words that cross to the desk."""

from collections.abc import Iterable, Mapping

from console.domain.place import Place
from console.domain.reasons import Reason, ReasonCode
from console.geo.addresses.book import AddressBook
from console.geo.addresses.candidates import Candidate, Placement, Why
from console.ground.messages import (
    Address,
    AddressRequest,
    Complete,
    Completed,
    Completion,
    Locate,
    Located,
    Offer,
    Part,
    Parted,
    Reverse,
    Reversed,
    Suggest,
    Suggested,
)


def answered(
    book: AddressBook, wish: AddressRequest
) -> Located | Parted | Suggested | Completed | Reversed:
    """The answer to a request about addresses."""
    match wish:
        case Locate(number, addresses, corrections):
            return Located(number, located(book, addresses, corrections))
        case Part(number, addresses):
            return Parted(number, parted(book, addresses))
        case Suggest():
            return suggested(book, wish)
        case Complete():
            return completed(book, wish)
        case Reverse():
            return reversed_(book, wish)


def located(
    book: AddressBook,
    addresses: Iterable[Address],
    corrections: Mapping[str, tuple[float, float]],
) -> tuple[Place | Reason, ...]:
    """The entrance of each address, or why a person has to look."""
    learned = book.with_corrections(corrections)
    return tuple(_settled(_placed(learned, address)) for address in addresses)


def parted(
    book: AddressBook, addresses: Iterable[Address]
) -> tuple[tuple[str, str], ...]:
    """The street line of each address without its unit, and the unit or ""."""
    return tuple(book.parted(one.street, one.postcode, one.city) for one in addresses)


def suggested(book: AddressBook, wish: Suggest) -> Suggested:
    """What an address may mean; what a person said of it before comes first."""
    address = wish.address
    found = book.suggest(
        address.street, address.postcode, address.city, address.unit, limit=wish.limit
    )
    offers = [offer(one) for one in found]
    if wish.corrections:
        chosen = _placed(book.with_corrections(wish.corrections), address)
        if chosen.reason is Why.CHOSEN_BY_PERSON and chosen.candidate is not None:
            offers = [offer(chosen.candidate), *offers][: wish.limit]
    return Suggested(wish.id, tuple(offers))


def completed(book: AddressBook, wish: Complete) -> Completed:
    """How what is typed may go on."""
    near = None if wish.near is None else (wish.near.lon, wish.near.lat)
    return Completed(
        wish.id,
        tuple(
            Completion(one.text, one.street, one.number, one.postcode, one.lon, one.lat)
            for one in book.complete(wish.text, near=near, limit=wish.limit)
        ),
    )


def reversed_(book: AddressBook, wish: Reverse) -> Reversed:
    """The door, else the street, nearest to a place."""
    found = book.reverse(wish.place.lon, wish.place.lat)
    if found is None:
        return Reversed(wish.id, None, 0.0)
    return Reversed(wish.id, offer(found.candidate), found.away_m)


def offer(found: Candidate) -> Offer:
    """A candidate as the desk draws it."""
    return Offer(
        found.lon,
        found.lat,
        found.text,
        found.score,
        str(found.reason),
        found.args,
        str(found.how),
        str(found.entrance or ""),
        found.street,
        found.number,
        found.unit,
        found.postcode,
        found.city,
    )


def _placed(book: AddressBook, address: Address) -> Placement:
    return book.place(
        address.street,
        "",
        address.postcode,
        address.city,
        address.unit,
        customer=address.customer,
    )


def _settled(placement: Placement) -> Place | Reason:
    found = placement.candidate
    if found is None and placement.reason is Why.POST_BOX:
        return Reason(ReasonCode.ADDRESS_POST_BOX, placement.args)
    if found is None:
        return Reason(ReasonCode.ADDRESS_NOT_FOUND)
    if placement.confident:
        return Place(found.lon, found.lat)
    best = f"{found.street} {found.number}".strip()
    return Reason(ReasonCode.ADDRESS_UNSURE, (best, round(found.score, 2)))
