"""Winnsen boards: both ways to answer, and strictly the one that was agreed."""

from dataclasses import replace

import pytest

from hardware.cabinet import LinkState, Verdict
from hardware.cabinets.settings import FamilySettings, load
from hardware.errors import SettingsInvalid
from tests.hardware.worlds import until, world


def answering(heads: str, name: str = "winnsen") -> FamilySettings:
    family = load(name)
    return replace(family, dialect={**family.dialect, "answers": heads})


@pytest.mark.parametrize("name", ["winnsen", "winnsen-single"])
@pytest.mark.parametrize("believed", ["85", "A5", "any"])
@pytest.mark.parametrize("spoken", ["85", "A5"])
async def test_who_answers_as_agreed_is_heard(
    name: str, believed: str, spoken: str
) -> None:
    async with world(
        family=answering(believed, name), played=answering(spoken, name), started=False
    ) as it:
        await it.bus.start()
        await it.cabinet.start()
        # the other firmware's status comes under one head only
        heard = believed in {spoken, "any"} or name == "winnsen-single"
        wished = LinkState.ANSWERING if heard else LinkState.SILENT
        await until(lambda: it.cabinet.link().state is wished)
        if heard:
            assert (await it.open(it.lock(3))).verdict is Verdict.OPENED


async def test_heads_nobody_speaks_are_refused() -> None:
    with pytest.raises(SettingsInvalid, match=r"winnsen: dialect.answers must be one"):
        async with world(family=answering("95")):
            pass
