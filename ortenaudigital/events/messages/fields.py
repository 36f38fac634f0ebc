"""What is wrong with a value, by the codes of the library and our own."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from ortenaudigital.events.messages.faults import FileFault
from ortenaudigital.kernel.errors import N_

UNREADABLE = N_("Bitte prüfen Sie diese Angabe.")
# Ours, by code: English and German.
_OURS: Mapping[str, tuple[str, str]] = {
    "one_line": ("write it in one line", N_("Bitte schreiben Sie das in eine Zeile.")),
    "letter_lost": (
        "a letter was lost when the file was saved; type the text again",
        N_("Beim Speichern ging ein Buchstabe verloren. Bitte schreiben Sie den Text neu."),
    ),
    "no_tab": (
        "write spaces instead of a tab",
        N_("Bitte schreiben Sie Leerzeichen statt eines Tabulators."),
    ),
    "forbidden_character": (
        "the character {value} must not stand in a text",
        N_("Das unsichtbare Zeichen %(value)s darf hier nicht stehen. Bitte schreiben Sie neu."),
    ),
    "longer_than": (
        "it has {length} characters; at most {most} are possible",
        N_("Das sind %(length)d Zeichen; möglich sind höchstens %(most)d."),
    ),
    "empty": ("it is empty", N_("Bitte füllen Sie dieses Feld aus.")),
    "slug": (
        "use small letters, digits and single hyphens, at most {most}",
        N_("Möglich sind kleine Buchstaben, Ziffern und einzelne Bindestriche, bis %(most)d."),
    ),
    "reserved": (
        "{value} is an address of the product itself",
        N_("„%(value)s“ ist schon vergeben. Bitte wählen Sie ein anderes Kürzel."),
    ),
    "time_zone": ("{value} is no time zone", N_("„%(value)s“ ist keine Zeitzone.")),
    "time_of_day": (
        "{value} is no time of day such as 08:30",
        N_("„%(value)s“ ist keine Uhrzeit wie 08:30."),
    ),
    "end_of_day": (
        "24:00 is the end of a day; doors that open then open at 00:00 of the next",
        N_("24:00 ist das Ende des Tages. Wer dann öffnet, öffnet um 00:00 des nächsten."),
    ),
    "language": (
        "{value} is none of de, en, fr",
        N_("„%(value)s“ ist keine der Sprachen de, en und fr."),
    ),
    "german_missing": ("the German text (de) is missing", N_("Der deutsche Text fehlt.")),
    "german_empty": ("the German text (de) is empty", N_("Der deutsche Text ist leer.")),
    "date": (
        "{value} is no date such as 2027-10-01",
        N_("„%(value)s“ ist kein Datum wie 2027-10-01."),
    ),
    "moment": (
        "{value} is no moment such as 2027-06-01T08:00:00+02:00",
        N_("„%(value)s“ ist kein Zeitpunkt wie 2027-06-01T08:00:00+02:00."),
    ),
    "year": (
        "the year {year} is not between {first} and {last}",
        N_("Das Jahr %(year)s liegt nicht zwischen %(first)s und %(last)s."),
    ),
    "address": (
        "write exactly one plain address such as info@example.org",
        N_("Bitte schreiben Sie genau eine E-Mail-Adresse wie info@example.org."),
    ),
    "mail_domain": (
        "{value} is no mail domain such as achern.de, or *.achern.de for all below it",
        N_("„%(value)s“ ist keine E-Mail-Domain wie achern.de oder *.achern.de."),
    ),
    "origin": (
        "{value} is no origin: write https:// and the name of the host, such as https://www.kehl.de",
        N_("Bitte schreiben Sie https:// und den Rechnernamen, zum Beispiel https://www.kehl.de."),
    ),
    "web_address": (
        "write a web address such as https://www.example.org",
        N_("Bitte schreiben Sie eine Internetadresse wie https://www.example.org."),
    ),
    "picture": ("{value} is no id of a picture", N_("Dieses Bild gibt es nicht.")),
    "picture_alt_missing": (
        "say in words what the picture shows, for who does not see it",
        N_("Bitte sagen Sie auf Deutsch, was auf dem Bild zu sehen ist."),
    ),
    "entrance": (
        "{value} is the entrance that the day has anyway",
        N_("„%(value)s“ ist der Eingang, den jeder Tag hat. Bitte wählen Sie ein anderes Kürzel."),
    ),
    "options_missing": (
        "{value} needs at least two options",
        N_("Bei einer Auswahl braucht es mindestens zwei Antworten."),
    ),
    "options_of_choices": (
        "options belong to the kinds choice and choices",
        N_("Antworten zur Auswahl gibt es nur bei Fragen mit Auswahl."),
    ),
    "length_of_texts": (
        "max_length belongs to the kinds line and lines",
        N_("Eine größte Länge gibt es nur bei Fragen nach einem Text."),
    ),
    "ends_before_it_starts": (
        "what starts at {value} ends before that",
        N_("Was um %(value)s beginnt, endet vorher."),
    ),
    "stands_twice": ("{value} stands here twice", N_("„%(value)s“ steht hier zweimal.")),
    "town_twice": (
        "{value} stands twice among host and co_organisers",
        N_("„%(value)s“ steht zweimal unter den Veranstaltenden."),
    ),
}
# Those of the library that a section can meet, by its codes.
_GERMAN: Mapping[str, str] = {
    "missing": N_("Bitte füllen Sie dieses Feld aus."),
    "extra_forbidden": N_("Diese Angabe gibt es hier nicht."),
    "int_type": N_("Bitte geben Sie eine ganze Zahl an."),
    "bool_type": N_("Bitte wählen Sie ja oder nein."),
    "greater_than_equal": N_("Die Zahl ist zu klein; möglich ist sie ab %(ge)d."),
    "less_than_equal": N_("Die Zahl ist zu groß; möglich ist sie bis %(le)d."),
    "too_short": N_("Bitte geben Sie mindestens %(min_length)d an."),
    "too_long": N_("Möglich sind höchstens %(max_length)d."),
    "timezone_aware": N_("Dem Zeitpunkt fehlt der Abstand zur Weltzeit, etwa +02:00."),
    "enum": N_("Bitte wählen Sie etwas aus der Liste."),
    "literal_error": N_("Bitte wählen Sie etwas aus der Liste."),
} | {code: german for code, (_, german) in _OURS.items()}


def fault(code: str, **values: Any) -> PydanticCustomError:
    """Return the error that says what is wrong with a value."""
    return PydanticCustomError(code, _OURS[code][0], values)


def is_ours(code: str) -> bool:
    """Say whether the English words of a fault are ours already."""
    return code in _OURS


def field_fault(
    place: str, code: str, values: Mapping[str, Any] | None, english: str = ""
) -> FileFault:
    """Return a fault of a field; for one that nobody foresaw, pages ask to look at the field."""
    return FileFault.of(place, code, (english, _GERMAN.get(code, UNREADABLE)), values)
