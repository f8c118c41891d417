"""Time as the depot knows it.

Stored instants are UTC. The planner counts whole seconds from 00:00 local time of the
service date *as an instant*, so that days of 23 and 25 hours work: second 0 is that
instant, and second n is n elapsed seconds later, whatever the wall clock shows.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Passed in wherever time matters: real, replayed, simulated or fixed."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ServiceDate:
    """A service date in a depot's zone: turns planner seconds to instants and back."""

    day: date
    zone: ZoneInfo

    @property
    def zero(self) -> datetime:
        """Planner second 0: 00:00 local, as an aware UTC instant."""
        return datetime.combine(self.day, time(), self.zone).astimezone(UTC)

    def instant(self, second: int) -> datetime:
        """The aware UTC instant `second` elapsed seconds after 00:00 local."""
        return self.zero + timedelta(seconds=second)

    def second(self, instant: datetime) -> int:
        """Whole planner seconds of an aware instant, rounded down."""
        return (instant - self.zero) // timedelta(seconds=1)

    def local_second(self, wall: time) -> int:
        """The planner second at which clocks on this date first show `wall`."""
        local = datetime.combine(self.day, wall, self.zone)
        return self.second(local.astimezone(UTC))

    def local(self, second: int) -> datetime:
        """What a clock on the wall shows at a planner second."""
        return self.instant(second).astimezone(self.zone)


def milliseconds(instant: datetime) -> int:
    """An aware instant as stored: whole milliseconds since 1970 UTC."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def from_milliseconds(value: int) -> datetime:
    """The aware UTC instant of a stored number."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value)
