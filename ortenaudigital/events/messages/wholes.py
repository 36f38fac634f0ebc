"""What is wrong with an event as a whole, though each part is right by itself."""

from collections.abc import Mapping
from typing import Any

from ortenaudigital.events.messages.faults import FileFault
from ortenaudigital.events.messages.of_questions import OF_QUESTIONS
from ortenaudigital.events.messages.relied_on import RELIED_ON
from ortenaudigital.kernel.errors import N_

# By code: English and German. A date is filled in as people of the language write it.
_WHOLES: Mapping[str, tuple[str, str]] = {
    **RELIED_ON,
    **OF_QUESTIONS,
    "slug_taken": (
        "there is an event {slug} already",
        N_("Eine Veranstaltung „%(slug)s“ gibt es schon. Bitte wählen Sie ein anderes Kürzel."),
    ),
    "other_slug": (
        "it is of the event {slug}, and not of this one",
        N_("Das ist die Datei von „%(slug)s“, nicht die dieser Veranstaltung."),
    ),
    "picture_gone": (
        "there is no such picture here; organisers choose one on the page of the event,"
        " and a file without this line has none",
        N_("Dieses Bild gibt es nicht mehr. Bitte wählen Sie die Datei noch einmal."),
    ),
    "no_day": (
        "an event needs at least one day",
        N_("Eine Veranstaltung braucht mindestens einen Tag."),
    ),
    "too_many": (
        "more than {most} of them are refused",
        N_("Mehr als %(most)d davon sind nicht möglich."),
    ),
    "stands_twice": (
        "{value} stands here twice",
        N_("„%(value)s“ steht hier zweimal."),
    ),
    "other_day": (
        "{value} is no day of this event",
        N_("Am %(value)s ist kein Tag der Veranstaltung."),
    ),
    "quota_missing": (
        "is missing, and no shared ones are named in quotas",
        N_("Es fehlt die Zahl der Plätze, oder ein gemeinsames Kontingent."),
    ),
    "overbook_alone": (
        "it is a share of its own quota, and that is missing",
        N_("Überbuchen lässt sich nur ein eigenes Kontingent, und das fehlt."),
    ),
    "other_quota": (
        "{value} is no quota of this event",
        N_("Ein Kontingent „%(value)s“ hat die Veranstaltung nicht."),
    ),
    "clocks_change": (
        "{closes} is not after {opens}: the clocks change then",
        N_(
            "%(closes)s Uhr ist nicht später als %(opens)s Uhr, denn in dieser Nacht wird die Uhr "
            "umgestellt. Bitte wählen Sie ein späteres Ende."
        ),
    ),
    "before_closed": (
        "{opens} is before {day} has closed",
        N_(
            "Um %(opens)s Uhr ist der Tag davor noch nicht zu Ende. Bitte wählen Sie eine spätere "
            "Uhrzeit, oder lassen Sie den Tag davor früher enden."
        ),
    ),
    "booking_ends_first": (
        "it is not after booking_opens",
        N_("Die Buchung endet nicht nach ihrem Beginn. Bitte wählen Sie einen späteren Zeitpunkt."),
    ),
    "booking_too_late": (
        "the event is over by then",
        N_(
            "Die Buchung würde erst beginnen, wenn die Veranstaltung vorbei ist. Bitte lassen Sie "
            "die Buchung früher beginnen."
        ),
    ),
    "applications_too_late": (
        "the event is over by then",
        N_(
            "Aussteller könnten sich noch bewerben, wenn die Veranstaltung vorbei ist. Bitte "
            "lassen Sie die Bewerbung früher enden."
        ),
    ),
    "domains_of_public": (
        'they open a type whose access is "invitation"',
        N_("Domains gibt es nur bei Ticketarten für Eingeladene."),
    ),
    "other_area": (
        "{value} is no area of this event",
        N_("Einen Bereich „%(value)s“ hat die Veranstaltung nicht."),
    ),
    "other_circuit": (
        "{value} is no circuit of {area}",
        N_("Einen Stromkreis „%(value)s“ gibt es dort nicht."),
    ),
    "circuit_alone": (
        "it is one of an area, and none is named",
        N_("Zu einem Stromkreis gehört der Bereich, in dem er ist."),
    ),
    "pitches_overlap": (
        "the one before it has not ended",
        N_("Zwei Pitches einer Bühne überschneiden sich."),
    ),
    "move_unknown": (
        "{old} is no day of this event so far",
        N_("Am %(old)s ist bisher kein Tag der Veranstaltung."),
    ),
    "move_over": ("{old} is over", N_("Der %(old)s ist schon vorbei und bleibt, wie er war.")),
    "move_open": (
        "the doors are open on {old}",
        N_("Am %(old)s hat der Einlass schon begonnen. Der Tag bleibt, wie er ist."),
    ),
    "move_admitted": (
        "{people} let in on {old} already",
        N_("Am %(old)s ist schon jemand eingelassen. Der Tag bleibt, wie er ist."),
    ),
    "move_nowhere": (
        "{new} is no day in the file",
        N_("Am %(new)s ist kein Tag der Veranstaltung."),
    ),
    "move_to_past": (
        "{new} is over",
        N_("Am %(new)s wäre die Veranstaltung schon vorbei. Bitte wählen Sie ein späteres Datum."),
    ),
    "move_onto_day": (
        "{new} is a day of this event already",
        N_("Am %(new)s ist schon ein Tag der Veranstaltung. Bitte wählen Sie ein anderes Datum."),
    ),
    "move_together": (
        "two days cannot both become {new}",
        N_("Zwei Tage können nicht beide am %(new)s sein. Bitte wählen Sie verschiedene."),
    ),
    "closed": (
        "{slug} is over and its data is erased; a new edition takes a new slug",
        N_(
            "Diese Veranstaltung ist vorbei, und ihre Daten sind gelöscht. An ihr lässt sich "
            "nichts mehr ändern."
        ),
    ),
}


def whole_fault(place: str, code: str, /, **values: Any) -> FileFault:
    """Return what is wrong with an event at a place of its file."""
    english, german = _WHOLES[code]
    return FileFault.of(place, code, (english.format(**values), german), values)
