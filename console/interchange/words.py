"""Words people write in cells, folded, in English, Finnish, German, Danish and more."""

from collections.abc import Mapping
from enum import StrEnum

from console.domain.parcel import Climate, Preference


class Action(StrEnum):
    """What a row wants of its parcel."""

    PUT = "new"
    """Take it in, or change it where it is known."""
    CANCEL = "cancel"
    """It does not come."""


def _spelled[T](*meanings: tuple[T, str]) -> Mapping[str, T]:
    """What every word means, from meanings with their words between bars."""
    return {word: meaning for meaning, words in meanings for word in words.split("|")}


CLIMATES: Mapping[str, Climate] = _spelled(
    (
        Climate.AMBIENT,
        (
            "ambient|normal|dry|none|room|room temperature|huoneenlampo|"
            "tavallinen|normaali|ungekuhlt|trocken|stuetemperatur|almindelig|"
            "rumstemperatur"
        ),
    ),
    (
        Climate.CHILLED,
        (
            "chilled|chill|cold|cool|cooled|fridge|refrigerated|kylma|viilea|"
            "jaakaappi|gekuhlt|kuhl|kuhlware|kolet|kol|koleskab|kylt|kyld|"
            "refrigerato"
        ),
    ),
    (
        Climate.FROZEN,
        (
            "frozen|freezer|deep frozen|pakaste|pakastettu|tiefgekuhlt|tiefkuhl|"
            "tk|frost|frossen|dybfrost|fryst|frys|surgelato|surgele|congelado"
        ),
    ),
)
PREFERENCES: Mapping[str, Preference] = _spelled(
    (
        Preference.EITHER,
        (
            "either|any|both|no preference|standard|sama|kumpi vain|vapaa|egal|"
            "beliebig|beides|begge|ligegyldigt"
        ),
    ),
    (
        Preference.LOCKER,
        (
            "locker|pickup|pick up|parcel locker|automaatti|pakettiautomaatti|"
            "nouto|noutopiste|abholung|packstation|paketstation|schliessfach|"
            "pakkeboks|afhentning|paketskap|casier"
        ),
    ),
    (
        Preference.DOOR,
        (
            "door|home|home delivery|courier|ovi|ovelle|kotiin|kotiinkuljetus|"
            "kotijakelu|haustur|tur|haus|zustellung|dor|hjem|hjemmelevering|"
            "hemleverans|domicile"
        ),
    ),
)
SIZE_WORDS: Mapping[str, str] = _spelled(
    ("S", "s|small|pieni|klein|lille|liten|petit|piccolo"),
    ("M", "m|medium|keskikokoinen|keski|mittel|mellem|medel"),
    ("L", "l|large|big|iso|suuri|gross|stor|grand|grande"),
    ("XL", "xl|extra large|erittain iso|sehr gross|ekstra stor|extra stor"),
)
"""Words for the usual four classes, wherever a depot has classes of these names."""
PRIORITIES: Mapping[str, int] = _spelled(
    (0, "low|lowest|matala|alhainen|niedrig|lav|lag"),
    (1, "normal|standard|medium|regular|normaali|tavallinen|mittel"),
    (50, "high|korkea|hoch|hoj|hog"),
    (
        100,
        (
            "urgent|express|highest|critical|asap|kiireellinen|kiire|pika|eilig|"
            "dringend|sofort|haster|haste|akut|bradskande"
        ),
    ),
)
ACTIONS: Mapping[str, Action] = _spelled(
    (
        Action.PUT,
        (
            "new|add|added|create|created|insert|upsert|update|updated|change|"
            "changed|modify|modified|edit|edited|open|ready|active|planned|"
            "confirmed|ok|n|u|a|i|uusi|lisaa|lisays|muutos|muuta|muutettu|"
            "paivitys|paivita|avoin|vahvistettu|neu|anlegen|andern|anderung|"
            "geandert|aktualisieren|offen|bestatigt|aktiv|ny|opret|oprettet|ret|"
            "rettet|rettelse|aendring|aendret|opdater|opdateret|aben|andra|"
            "andrad|nuovo|nouveau|nuevo"
        ),
    ),
    (
        Action.CANCEL,
        (
            "cancel|cancelled|canceled|cancellation|delete|deleted|remove|"
            "removed|void|voided|drop|c|d|x|peruttu|peru|peruuta|peruutettu|"
            "peruutus|poista|poistettu|storno|storniert|stornieren|stornierung|"
            "loschen|geloscht|annulliert|annuller|annulleret|annullering|slet|"
            "slettet|annullere|kansellert|makulerad|avbokad|avbestalld|annullato|"
            "annule|anulado|cancelado"
        ),
    ),
)
