"""Locations of a VROOM problem as places of ours.

A job is a place of its own, since its windows are for its own service. Jobs of one
location that have setup share one, since there setup counts once; they must have no
windows then. Starts and ends are places without jobs, so that what is done at a place
can be priced on the way there. The last place is near to all others: where routes
begin or end that have no start or no end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.domain.place import Place
from console.interchange.vroom_input import Job, Spot, Vehicle, VroomInput

_NOWHERE = Place(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Places:
    """Every place but the last with its matrix row and the jobs done there."""

    rows: tuple[int, ...]
    jobs: tuple[tuple[Job, ...], ...]
    place_of: Mapping[int, int]
    """The place of every job by its id."""
    end_of: Mapping[int, int]
    """The place of starts and ends by their row."""
    coordinates: tuple[Place, ...]
    """Of all places; 0, 0 where the file says none."""

    def end(self, spot: Spot | None) -> int:
        """The place where a route starts or ends."""
        return len(self.rows) if spot is None else self.end_of[spot.row]


def places_of(source: VroomInput) -> Places:
    """The places of a problem.

    Raises VroomFileError where setup depends on what is done before.
    """
    spots = [spot for v in source.vehicles for spot in (v.start, v.end)]
    ends = dict.fromkeys(spot.row for spot in spots if spot is not None)
    starts = {v.start.row: v for v in source.vehicles if v.start is not None}
    kinds = {vehicle.kind for vehicle in source.vehicles}
    jobs_at: dict[int, list[Job]] = {}
    for job in source.jobs:
        jobs_at.setdefault(job.spot.row, []).append(job)
    rows, jobs = list(ends), [()] * len(ends)
    groups: list[tuple[Job, ...]] = list(jobs)
    for row, there in jobs_at.items():
        if any(job.setup_for(kind) for job in there for kind in kinds):
            _refuse_setups(source, there, starts.get(row))
            parts = [tuple(there)]
        else:
            parts = [(job,) for job in there]
        groups += parts
        rows += [row] * len(parts)
    coordinates: dict[int, Place] = dict(enumerate(source.points))
    for spot in [*spots, *(job.spot for job in source.jobs)]:
        if spot is not None and spot.place is not None:
            coordinates.setdefault(spot.row, spot.place)
    return Places(
        rows=tuple(rows),
        jobs=tuple(groups),
        place_of={job.id: k for k, group in enumerate(groups) for job in group},
        end_of={row: k for k, row in enumerate(ends)},
        coordinates=(*(coordinates.get(row, _NOWHERE) for row in rows), _NOWHERE),
    )


def _refuse_setups(
    source: VroomInput, jobs: Sequence[Job], starting: Vehicle | None
) -> None:
    """Setups that depend on the order: VROOM counts them only on coming from afar."""
    first = jobs[0]
    for job in jobs:
        path, value = f"{job.path}.setup", str(job.setup_s)
        if starting is not None:
            raise source.refused(
                path,
                value,
                f"{starting.path} starts at this location, where setup counts only on "
                "coming back; add it to service",
            )
        if (job.setup_s, job.setup_by_type) != (first.setup_s, first.setup_by_type):
            raise source.refused(
                path,
                value,
                f"{first.path}.setup at the same location is {first.setup_s}; write "
                "the same, the rest as service",
            )
        if len(jobs) > 1 and job.windows:
            raise source.refused(
                f"{job.path}.time_windows",
                f"{len(job.windows)} windows",
                "with setup at a location of several jobs they are not planned; add "
                "setup to service",
            )
