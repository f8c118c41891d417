"""A depot's page for the gallery: a site with hours that cannot be read."""

from dataclasses import replace

from console.viewmodels.codes import Reason, ReasonCode
from console.viewmodels.depot_fields import SPECS, Group
from console.viewmodels.depot_page import DepotPageView, FieldLine, RowLine, TableTab

_TEXTS = {
    "name": "Hub A4",
    "kind": "retail",
    "place.lat": "60.1689",
    "place.lon": "24.9391",
    "hours": "Mo-Fr seven",
    "rules.audience": "all",
    "rules.max_mass_g": "0",
    "rules.dwell_h": "72",
    "step_free": "yes",
    "wheelchair": "unknown",
    "setup_s": "120",
    "handling_s": "8",
}


def sample() -> DepotPageView:
    """24 sites, the second one chosen."""
    wrong = Reason(ReasonCode.BAD_FORM, ("Mo-Fr 07:00-20:00",))
    groups: dict[Group, list[FieldLine]] = {}
    for field in SPECS["site"]:
        names = tuple((code, "") for code in field.choices)
        line = FieldLine(field, _TEXTS.get(field.path, ""), names)
        if field.path == "hours":
            line = replace(line, problem=wrong)
        groups.setdefault(field.group, []).append(line)
    return DepotPageView(
        depot="Helsinki centre",
        tabs=(
            TableTab("depot", 1, 0),
            TableTab("site", 24, 1),
            TableTab("cabinet", 26, 0),
            TableTab("size_class", 4, 0),
            TableTab("vehicle_type", 3, 0),
            TableTab("vehicle", 12, 0),
            TableTab("calendar", 0, 0),
            TableTab("settings", 1, 0),
        ),
        table="site",
        rows=tuple(
            RowLine(f"a{n}", f"Hub A{n}", "retail", int(n == 4)) for n in range(1, 25)
        ),
        chosen="a4",
        groups=tuple((group, tuple(lines)) for group, lines in groups.items()),
    )
