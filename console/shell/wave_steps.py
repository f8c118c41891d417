"""What is done to the waves of the open day, as steps that can be taken back."""

from dataclasses import replace

from console.domain.clock import ServiceDate
from console.domain.day import OpenDay, Wave
from console.domain.ids import WaveId
from console.domain.refusal import Refused
from console.shell.history import Step
from console.shell.workplace import Workplace
from console.viewmodels.days_page import (
    WaveField,
    departure_second,
    turnaround_seconds,
)


class WaveSteps:
    """Deeds for the history. Each is done when it is awaited."""

    def __init__(self, at: Workplace) -> None:
        self._house, self._looking = at.house, at.looking
        self._lay_again = at.lay_again

    async def added(self) -> Step | None:
        """One more wave behind the last."""
        open_day = self._looking.open_day
        if open_day is None:
            return None
        waves, origin = self._house.waves, self._house.origin
        made = [await waves.add(open_day, origin())]

        async def forwards() -> None:
            made[0] = await waves.add(open_day, origin())

        async def backwards() -> None:
            await waves.drop(made[0], origin())

        return Step("add_wave", forwards, backwards)

    async def dropped(self, wave: Wave) -> Step | None:
        """Taken out; undone it comes back behind the last, as it was otherwise."""
        open_day = self._looking.open_day
        if open_day is None:
            return None
        waves, origin = self._house.waves, self._house.origin
        there = [wave]
        await waves.drop(wave, origin())

        async def forwards() -> None:
            await waves.drop(there[0], origin())

        async def backwards() -> None:
            made = await waves.add(
                open_day, origin(), name=wave.name, departure_s=wave.departure_s
            )
            there[0] = replace(made, turnaround_s=wave.turnaround_s)
            await waves.change(there[0], origin())

        return Step("drop_wave", forwards, backwards)

    async def changed(
        self, open_day: OpenDay, name: WaveId, field: WaveField, text: str
    ) -> Step | None:
        """The wave is read now: what the page has may be older than another field."""
        standings = await self._house.waves.of_day(open_day)
        before = next((one.wave for one in standings if one.wave.id == name), None)
        if before is None:
            raise Refused("no_such_wave", name)
        after = changed_wave(before, field, text, open_day.date)
        if after == before:
            return None
        await self._put(after)
        return Step("change_wave", lambda: self._put(after), lambda: self._put(before))

    async def _put(self, wave: Wave) -> None:
        """Writes a wave; the one worked on is laid anew with it."""
        await self._house.waves.change(wave, self._house.origin())
        open_day = self._looking.open_day
        if open_day is not None and open_day.wave.id == wave.id:
            await self._lay_again(replace(open_day, wave=wave))
        self._looking.look_again()


def changed_wave(wave: Wave, field: WaveField, text: str, on: ServiceDate) -> Wave:
    """A wave with what was typed into a field. Raises Unreadable."""
    match field:
        case WaveField.NAME:
            return replace(wave, name=text.strip())
        case WaveField.DEPARTURE:
            return replace(wave, departure_s=departure_second(text, on))
        case WaveField.TURNAROUND:
            return replace(wave, turnaround_s=turnaround_seconds(text))
