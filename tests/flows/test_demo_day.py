"""The equations of the headless demo, each reckoned here from what it wrote."""

import csv
import io
import json
import re
from collections import Counter, defaultdict
from importlib.resources import files

import pytest

from console.interchange.depot_file import read_depot
from tests.flows.story import Story, broken_at, pulses, replay

pytestmark = pytest.mark.slow
DEMO = files("resources").joinpath("demo")


def manifest() -> list[str]:
    text = DEMO.joinpath("manifest.csv").read_text("utf-8")
    return [row["id"] for row in csv.DictReader(io.StringIO(text))]


def drops(day: Story) -> list[dict]:
    return [
        drop
        for route in day.plan["routes"]
        for stop in route["stops"]
        for drop in stop["drops"]
    ]


def test_everything_imported_is_accounted_for(day: Story) -> None:
    said = day.summary
    assert said["imported"] == len(manifest()) == 600
    ended = ("delivered_to_doors", "deposited_in_lockers", "held", "unassigned")
    assert sum(said[name] for name in ended) == said["imported"]
    assert 0 < said["collected"] <= said["deposited_in_lockers"]
    assert said["overbooked"] == said["unasked_openings"] == 0
    assert said["chain_verified"] is True
    assert json.loads(day.stdout) == said


def test_the_summary_is_what_the_journal_says(day: Story) -> None:
    said, told = day.summary, replay(day.events)
    kinds = Counter(one["kind"] for one in day.events)
    assert told.faults == []
    assert said["imported"] == kinds["parcel_imported"]
    assert said["delivered_to_doors"] == kinds["parcel_delivered"]
    assert said["deposited_in_lockers"] == len(told.deposited)
    assert said["collected"] == len(told.collected)
    assert said["codes_refused"] == kinds["code_refused"]
    assert told.collected <= told.deposited
    assert said["vehicles"] == kinds["route_departed"]
    share = len(told.deposited) / (len(told.deposited) + kinds["parcel_delivered"])
    assert said["locker_share"] == pytest.approx(share, abs=1e-4)


def test_locks_and_journal_count_the_same_openings(day: Story) -> None:
    assert day.summary["openings"] == pulses(day.events)
    assert day.summary["openings_in_journal"] == pulses(day.events)
    told = replay(day.events)
    assert pulses(day.events) >= len(told.deposited) + len(told.collected)


def test_the_chain_can_be_walked_by_anybody(day: Story) -> None:
    events = day.events
    assert broken_at(events) == 0
    bent = [*events]
    bent[100] = {**bent[100], "at_ms": bent[100]["at_ms"] + 1}
    assert broken_at(bent) == 101
    assert broken_at(events[:50] + events[51:]) == 51
    for one in events:
        assert isinstance(one["said"], dict)


def test_every_parcel_stands_once_in_the_plan(day: Story) -> None:
    assigned = [one["parcel"] for one in day.plan["parcels"]]
    left = [one["parcel"] for one in day.plan["unassigned"]]
    assert Counter(assigned + left) == Counter(manifest())
    assert Counter(one["parcel"] for one in drops(day)) == Counter(assigned)
    assert all(one["reason"]["code"] for one in day.plan["unassigned"])
    assert all(one["reason"]["code"] for one in day.plan["parcels"])


def test_the_plan_adds_up(day: Story) -> None:
    plan, totals = day.plan, day.plan["totals"]
    routes = [route for route in plan["routes"] if route["stops"]]
    assert totals["routes"] == len(routes) == day.summary["vehicles"]
    assert totals["stops"] == sum(len(route["stops"]) for route in routes)
    assert totals["parcels"] == len(plan["parcels"])
    assert totals["unassigned"] == len(plan["unassigned"])
    lockers = [one for one in plan["parcels"] if one["channel"] == "locker"]
    assert totals["locker_parcels"] == len(lockers)
    assert totals["metres"] == sum(route["metres"] for route in routes)
    cost = plan["cost"]
    assert cost["money"] == sum(line["money"] for line in cost["lines"])
    assert day.summary["cost_eur"] == pytest.approx(cost["money"] / 10_000, abs=0.005)
    assert day.summary["km"] == pytest.approx(totals["metres"] / 1000, abs=0.051)
    for route in routes:
        times = [
            moment
            for stop in route["stops"]
            for moment in (stop["arrival_s"], stop["departure_s"])
        ]
        assert times == sorted(times), route["vehicle"]


def test_no_site_is_promised_more_than_it_has(day: Story) -> None:
    """Boxes are counted in depot.toml, not asked of the planner."""
    boxes = boxes_of_demo()
    promised = Counter(
        (one["site"], one["size_class"])
        for one in day.plan["parcels"]
        if one["channel"] == "locker"
    )
    assert promised
    over = {key: n for key, n in promised.items() if n > boxes[key]}
    assert over == {}


def boxes_of_demo() -> Counter[tuple[str, str]]:
    model = read_depot(DEMO.joinpath("depot.toml").read_bytes(), file="depot.toml")
    site_of = {cabinet.id: cabinet.site for cabinet in model.cabinets}
    return Counter(
        (str(site_of[box.cabinet]), str(box.size_class)) for box in model.compartments
    )


def test_what_was_acknowledged_is_in_the_journal(day: Story) -> None:
    told = replay(day.events)
    by_what = defaultdict(set)
    for one in day.acknowledged:
        by_what[one["what"]].add(one.get("parcel"))
    delivered = {
        one["parcel_id"] for one in day.events if one["kind"] == "parcel_delivered"
    }
    assert by_what["delivered"] == delivered
    assert by_what["deposited"] == told.deposited
    assert by_what["collected"] == told.collected


def test_no_person_and_no_code_stands_where_it_should_not(day: Story) -> None:
    journal = (day.out / "journal.jsonl").read_text("utf-8")
    text = DEMO.joinpath("manifest.csv").read_text("utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        assert row["name"] not in journal
        assert row["email"] not in journal
        assert row["phone"] not in journal
    assert not re.search(r'"(code|digits|pin)": ?"\d{7}"', journal)


def test_pictures_of_the_desk_were_taken(day: Story) -> None:
    pictures = sorted(day.out.glob("desk-*.png"))
    assert [path.name for path in pictures] == [
        "desk-dark-1920.png",
        "desk-light-1366.png",
        "desk-light-1920.png",
    ]
    for path in pictures:
        data = path.read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) > 100_000
