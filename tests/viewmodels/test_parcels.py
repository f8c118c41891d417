"""Parcels as columns: statuses, chips and texts out of domain values."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from console.domain.ids import ParcelId
from console.domain.parcel import Parcel, ParcelState, Person, Size
from console.domain.place import WHOLE_DAY, TimeWindow
from console.domain.plan import Making, Plan, Unassigned
from console.domain.problem import Channel
from console.domain.progress import Progress
from console.domain.reasons import Reason, ReasonCode
from console.viewmodels.parcels import (
    NONE,
    Chip,
    ParcelStatus,
    Way,
    parcel_rows,
    parcels_view,
    short_label,
    text_rank,
)
from console.viewmodels.status import figures
from tests.viewmodels.days import DATE, HUB, HUB_PLACE, at, route, stop

HOUR = 3600
NOON = TimeWindow(10 * HOUR, 12 * HOUR)
EIGHT = TimeWindow(6 * HOUR, 8 * HOUR)


def parcel(name, window=WHOLE_DAY, state=ParcelState.READY):
    person = Person(f"Aino {name}", "Mäkelänkatu 3", "00100", "Helsinki", "B 12")
    return Parcel(
        ParcelId(name), Size(300, 200, 100), 900, person, window=window, state=state
    )


PARCELS = (
    parcel("on-time", NOON),
    parcel("risky", NOON),
    parcel("too-late", EIGHT),
    parcel("left"),
    parcel("held", state=ParcelState.HELD),
    parcel("hub", EIGHT),
    parcel("done", EIGHT),
    parcel("back"),
    parcel("fresh"),
)
AT_HUB = stop(HUB_PLACE, ["hub", "too-late"], 44000, 44000, 44100)
AT_HUB = replace(
    AT_HUB,
    drops=(AT_HUB.drops[0], replace(AT_HUB.drops[1], channel=Channel.DOOR, site=None)),
)
"""One parcel into the locker, and one handed over in person at the same place."""
PLAN = Plan(
    (
        route(
            "V1",
            [
                stop(1, ["on-time"], 39000, 39000, 39100),
                stop(2, ["risky", "done"], 43100, 43100, 43200),
                AT_HUB,
            ],
            30000,
            50000,
        ),
    ),
    (),
    (Unassigned(ParcelId("left"), Reason(ReasonCode.CAPACITY)),),
    (),
    Making(1, 1, 1.0, "test"),
)
PROGRESS = Progress(
    at(9 * HOUR),
    {
        ParcelId("done"): ParcelState.DELIVERED,
        ParcelId("back"): ParcelState.RETURNED,
    },
)


def view(plan=PLAN, progress=PROGRESS, now_s=9 * HOUR):
    rows = parcel_rows(PARCELS, DATE)
    return parcels_view(rows, PARCELS, plan, progress, {HUB: "Hub A4"}, now_s)


def statuses(shown):
    return {
        name: ParcelStatus(int(s))
        for name, s in zip(shown.rows.ids, shown.status, strict=True)
    }


def test_every_status_has_its_cause():
    assert statuses(view()) == {
        "on-time": ParcelStatus.DOOR,
        "risky": ParcelStatus.AT_RISK,
        "too-late": ParcelStatus.LATE,
        "left": ParcelStatus.UNASSIGNED,
        "held": ParcelStatus.HELD,
        "hub": ParcelStatus.LOCKER,
        "done": ParcelStatus.DONE,
        "back": ParcelStatus.RETURNED,
        "fresh": ParcelStatus.WAITING,
    }


def test_without_a_plan_parcels_wait_or_are_late():
    found = set(statuses(view(None, None, 7 * HOUR)).values())
    assert found == {ParcelStatus.WAITING, ParcelStatus.HELD}
    assert statuses(view(None, None))["too-late"] is ParcelStatus.LATE


def test_chips_count_what_they_show():
    shown = view()
    for chip in Chip:
        assert shown.counts[chip] == int(shown.mask(chip).sum())
    assert shown.counts[Chip.ALL] == len(PARCELS)
    assert shown.counts[Chip.NEEDS_ACTION] == 3
    assert shown.counts[Chip.LOCKERS] == 1


def test_routes_and_sites_are_indices():
    shown = view()
    i = shown.rows.index[ParcelId("hub")]
    assert shown.vehicles[shown.route[i]] == "V1"
    assert shown.stop[i] == 3
    assert shown.sites[shown.site[i]] == "Hub A4"
    assert shown.way[i] == Way.LOCKER
    fresh = shown.rows.index[ParcelId("fresh")]
    assert (shown.route[fresh], shown.site[fresh]) == (NONE, NONE)


def test_rows_are_local_and_searchable():
    rows = parcel_rows(PARCELS, DATE)
    assert rows.due_min.tolist()[:3] == [720, 720, 480]
    assert rows.due_min[3] == NONE
    assert "mäkelänkatu" in rows.haystack[0]
    assert "aino on-time" in rows.haystack[0]
    assert rows.to[0] == "Mäkelänkatu 3 B 12"


def test_figures_divide_only_by_what_there_is():
    shown = view()
    told = figures(shown, PLAN)
    assert (told.done, told.total, told.at_risk) == (1, 9, 1)
    assert told.on_time_percent == 100 * 3 / 5
    assert told.locker_percent == 100 * 1 / 5
    none = figures(view(None, None, 0), None)
    assert none.on_time_percent is none.locker_percent is none.co2_g_per_parcel is None


@given(st.lists(st.text(max_size=6), max_size=30))
def test_ranks_sort_like_folded_texts(texts):
    rank = text_rank(texts)
    by_rank = [texts[i].casefold() for i in np.argsort(rank)]
    assert by_rank == sorted(text.casefold() for text in texts)


@given(st.text(min_size=1, max_size=30))
def test_a_short_label_is_an_end_of_the_label(label):
    assert short_label(label).strip(" -") in label


def test_short_labels_keep_what_tells():
    assert short_label("JJFI 482 119") == "482 119"
    assert short_label("p-17") == "p-17"
    assert short_label("CC123456785FI") == "56785FI"
