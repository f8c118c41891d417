"""Directions in four languages: whole, and as a person would say them."""

from importlib.resources import files
from itertools import product

import numpy as np
import pytest

from console.geo.streets.directions.steps import (
    Code,
    Compass,
    Leg,
    Step,
    Way,
    WayWord,
)
from console.viewmodels.directions import (
    LANGUAGES,
    Phrases,
    PhrasesError,
    distance,
    duration,
    leg_view,
    read_phrases,
    sentence,
)

WAYS = [
    *(Way(word) for word in WayWord),
    *(Way(word, "Kasarmikatu") for word in WayWord),
    *(Way(word, "", "A 9") for word in WayWord),
    *(Way(word, "Umfahrung", "B 14") for word in WayWord),
]


def text(language: str) -> str:
    file = files("resources").joinpath("i18n", f"directions-{language}.toml")
    return file.read_text(encoding="utf-8")


def phrases(language: str) -> Phrases:
    return read_phrases(text(language))


def step(
    code: Code,
    way: Way,
    *,
    exit_number: int = 0,
    heading: Compass | None = None,
    stays: bool = False,
) -> Step:
    return Step(code, way, 30, 120, 24.9, 60.2, 0, exit_number, heading, stays)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_said_of_every_way(language: str) -> None:
    said = phrases(language)
    assert said.language == language
    for code, way, stays in product(Code, WAYS, (False, True)):
        wish = step(code, way, exit_number=2, heading=Compass.NE, stays=stays)
        words = sentence(wish, said)
        assert words
        assert words[0].isupper()
        assert "{" not in words
        assert "  " not in words
        assert words == words.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_differ_from_each_other(language: str) -> None:
    said = phrases(language)
    way = Way(WayWord.ROAD, "X")
    words = [
        sentence(step(code, way, exit_number=1, heading=Compass.N), said)
        for code in Code
        if code is not Code.ROUNDABOUT_OUT
    ]
    assert len(set(words)) == len(words)
    assert len({said.headings[wind] for wind in Compass}) == 8


NAMED = Way(WayWord.ROAD, "Kasarmikatu")


@pytest.mark.parametrize(
    ("language", "wish", "words"),
    [
        ("en", step(Code.LEFT, NAMED), "Turn left onto Kasarmikatu"),
        ("fi", step(Code.LEFT, NAMED), "Käänny vasemmalle kadulle Kasarmikatu"),
        ("de", step(Code.LEFT, NAMED), "Links abbiegen auf Kasarmikatu"),
        ("da", step(Code.LEFT, NAMED), "Drej til venstre ad Kasarmikatu"),
        (
            "fi",
            step(Code.DEPART, NAMED, heading=Compass.NW),
            "Lähde luoteeseen katua Kasarmikatu",
        ),
        ("fi", step(Code.RIGHT, Way(WayWord.CYCLEWAY)), "Käänny oikealle pyörätielle"),
        (
            "fi",
            step(Code.RIGHT, Way(WayWord.CYCLEWAY, "Baana")),
            "Käänny oikealle pyörätielle Baana",
        ),
        ("fi", step(Code.JOIN, Way(WayWord.MOTORWAY, "", "E 18")), "Liity tielle E 18"),
        (
            "fi",
            step(Code.ROUNDABOUT, NAMED, exit_number=2),
            "Poistu liikenneympyrästä toisesta liittymästä kadulle Kasarmikatu",
        ),
        (
            "de",
            step(Code.ROUNDABOUT, NAMED, exit_number=3),
            "Im Kreisverkehr die dritte Ausfahrt auf Kasarmikatu nehmen",
        ),
        (
            "en",
            step(Code.ROUNDABOUT, NAMED, exit_number=11),
            "At the roundabout take the 11th exit onto Kasarmikatu",
        ),
        (
            "de",
            step(Code.CONTINUE, Way(WayWord.ROAD, "Umfahrung", "B 14")),
            "Weiter auf Umfahrung (B 14)",
        ),
        (
            "de",
            step(Code.LEFT, Way(WayWord.FOOTWAY)),
            "Links abbiegen auf einen Fußweg",
        ),
        (
            "en",
            step(Code.KEEP_LEFT, NAMED, stays=True),
            "Keep left to stay on Kasarmikatu",
        ),
        (
            "fi",
            step(Code.KEEP_LEFT, NAMED, stays=True),
            "Pysy vasemmalla ja jatka katua Kasarmikatu",
        ),
        (
            "fi",
            step(Code.LEFT, NAMED, stays=True),
            "Käänny vasemmalle ja jatka katua Kasarmikatu",
        ),
        ("de", step(Code.U_TURN, NAMED, stays=True), "Wenden auf Kasarmikatu"),
        ("en", step(Code.FERRY, Way(WayWord.FERRY)), "Take the ferry"),
        ("da", step(Code.FERRY, Way(WayWord.FERRY, "Mols")), "Tag færgen Mols"),
    ],
)
def test_sentences(language: str, wish: Step, words: str) -> None:
    assert sentence(wish, phrases(language)) == words


@pytest.mark.parametrize(
    ("metres", "english", "finnish"),
    [
        (0, "5 m", "5 m"),
        (12, "10 m", "10 m"),
        (48, "50 m", "50 m"),
        (97, "100 m", "100 m"),
        (374, "350 m", "350 m"),
        (980, "1 km", "1 km"),
        (1234, "1.2 km", "1,2 km"),
        (2040, "2 km", "2 km"),
        (9960, "10 km", "10 km"),
        (14_400, "14 km", "14 km"),
    ],
)
def test_distances(metres: int, english: str, finnish: str) -> None:
    assert distance(metres, phrases("en")) == english
    assert distance(metres, phrases("fi")) == finnish


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(20, "unter einer Minute"), (60, "1 min"), (720, "12 min"), (3900, "1 h 5 min")],
)
def test_durations(seconds: int, words: str) -> None:
    assert duration(seconds, phrases("de")) == words


def test_a_leg_is_rows_and_sums() -> None:
    steps = (
        step(Code.DEPART, NAMED, heading=Compass.N),
        Step(Code.ARRIVE_LEFT, NAMED, 0, 0, 24.9, 60.2, 5),
    )
    view = leg_view(Leg(steps, np.zeros((6, 2)), 30, 120), phrases("en"))
    assert [(row.text, row.distance) for row in view.rows] == [
        ("Head north on Kasarmikatu", "100 m"),
        ("You have arrived: on the left", ""),
    ]
    assert (view.distance, view.duration) == ("100 m", "1 min")
    broken = leg_view(Leg((), np.zeros((2, 2)), 2**31 - 1, 2**31 - 1), phrases("en"))
    assert broken.rows == ()
    assert broken.distance == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('left = "Turn left {onto}"\n', "", r"\[codes\] lacks left"),
        ('left = "Turn left {onto}"', 'left = "Turn {where}"', "names where"),
        ('left = "Turn left {onto}"', 'left = "Turn {onto"', "Turn"),
        ('left = "Turn left {onto}"', "left = 3", "3 is no text"),
        ('decimal = "."\n', "", "decimal"),
        ('decimal = "."', "decimal =", "not a file"),
        ('decimal = "."', 'decimal = "."\nodd = "x"', "odd"),
    ],
)
def test_files_that_are_not_whole(old: str, new: str, said: str) -> None:
    whole = text("en")
    assert old in whole
    with pytest.raises(PhrasesError, match=said):
        read_phrases(whole.replace(old, new, 1))
