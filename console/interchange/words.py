"""Words people write in cells, folded, in English, Finnish, German and Danish."""

from collections.abc import Mapping

from console.domain.parcel import Climate, Preference

CLIMATES: Mapping[str, Climate] = {
    word: climate
    for climate, words in (
        (Climate.AMBIENT, "ambient|normal|dry|none|huoneenlampo|tavallinen|ungekuhlt"),
        (Climate.CHILLED, "chilled|cold|cool|fridge|kylma|viilea|gekuhlt|kolet|kol"),
        (Climate.FROZEN, "frozen|freezer|pakaste|tiefgekuhlt|tk|frost|frossen"),
    )
    for word in words.split("|")
}
PREFERENCES: Mapping[str, Preference] = {
    word: preference
    for preference, words in (
        (Preference.EITHER, "either|any|no preference|sama|kumpi vain|egal|begge"),
        (
            Preference.LOCKER,
            "locker|pickup|parcel locker|automaatti|pakettiautomaatti|nouto|abholung",
        ),
        (Preference.DOOR, "door|home|home delivery|ovi|kotiin|haustur|haus|dor|hjem"),
    )
    for word in words.split("|")
}
SIZE_WORDS: Mapping[str, str] = {
    word: letter
    for letter, words in (
        ("S", "s|small|pieni|klein|lille"),
        ("M", "m|medium|keskikokoinen|mittel|mellem"),
        ("L", "l|large|iso|gross|stor"),
        ("XL", "xl|extra large|erittain iso|sehr gross|ekstra stor"),
    )
    for word in words.split("|")
}
"""Words for the usual four classes, wherever a depot has classes of these names."""
