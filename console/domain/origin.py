"""Who asked, from where, and under which key: an argument of every service."""

from dataclasses import dataclass

from console.domain.ids import ActorId, IdempotencyKey, StationId


@dataclass(frozen=True, slots=True)
class Origin:
    """One wish of one person at one place.

    Asking again with the same `key` is the same wish: the first answer is given
    again and nothing is done twice.
    """

    actor: ActorId
    station: StationId
    key: IdempotencyKey

    def step(self, name: str) -> "Origin":
        """The origin of one part of this wish: same person, a key of its own."""
        return Origin(self.actor, self.station, IdempotencyKey(f"{self.key}/{name}"))
