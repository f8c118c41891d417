"""Kinds of sites and the rules each begins with.

A kind is where a cabinet stands and so who comes to it; what a site really allows are
its own `SiteRules`, which begin as its kind's and may be changed one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class SiteKind(StrEnum):
    """Where a cabinet stands."""

    RESIDENTIAL = "residential"
    RETAIL = "retail"
    WORKPLACE = "workplace"
    CAMPUS = "campus"
    B2B = "b2b"


class Audience(StrEnum):
    """Who may be given a compartment."""

    ALL = "all"
    RESIDENTS = "residents"
    """Of the listed addresses, or units of them."""
    MEMBERS = "members"
    """Employees or members: by company, e-mail domain or e-mail address."""
    BUSINESSES = "businesses"
    """Named businesses: by company or e-mail domain."""


class Wheelchair(StrEnum):
    """Whether a wheelchair gets there, in OpenStreetMap's words."""

    YES = "yes"
    LIMITED = "limited"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SiteRules:
    """Who and what may be put in, and for how long.

    An address of `addresses` is written as on a label, "Mannerheimintie 5" for the
    whole house or "Mannerheimintie 5 A 12" for one unit, with ", 00100 Helsinki" where
    the street alone is not enough. A company is found by its words in the recipient's
    name, a domain behind the @ (sub-domains included). `max_mass_g` is 0 where only
    the compartments' own limits count.
    """

    audience: Audience = Audience.ALL
    addresses: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    """E-mail addresses."""
    max_mass_g: int = 0
    id_check: bool = False
    """Whether somebody there looks at papers when a parcel asks for it."""
    dwell_h: int = 72
    """How long a parcel waits for its recipient."""


RULES: Final[Mapping[SiteKind, SiteRules]] = MappingProxyType(
    {
        SiteKind.RESIDENTIAL: SiteRules(Audience.RESIDENTS, dwell_h=72),
        SiteKind.RETAIL: SiteRules(Audience.ALL, dwell_h=72),
        SiteKind.WORKPLACE: SiteRules(Audience.MEMBERS, dwell_h=96),
        SiteKind.CAMPUS: SiteRules(Audience.MEMBERS, dwell_h=120),
        SiteKind.B2B: SiteRules(Audience.BUSINESSES, dwell_h=24),
    }
)
"""What a new site of a kind begins with. Hours of dwelling are assumed: three days is
what public lockers give, a weekend more at work, a term week on a campus, one night
where technicians fetch parts in the morning. Set your own."""
