"""What must not be taken from people who rely on it, by code: English and German.

The English names the option of the command line, the German the page where it is decided.
"""

from collections.abc import Mapping

from ortenaudigital.kernel.errors import N_

_AT_SCHEDULE = N_(
    "Es haben schon Menschen gebucht oder einen Stand. Bitte ändern Sie das unter „Termin und "
    "Ort“: Dort sehen Sie, wen es betrifft, und alle bekommen Bescheid."
)
RELIED_ON: Mapping[str, tuple[str, str]] = {
    "place_relied_on": (
        "{words} at {place}; --announce tells everybody of the new place, --same-place says that "
        "it is the same one",
        _AT_SCHEDULE,
    ),
    "hours_relied_on": (
        "{words} for {day} from {hours}; --announce tells everybody of the new hours",
        _AT_SCHEDULE,
    ),
    "day_gone_over": (
        "{day} is over, and {words} booked for it; it stays, and a new edition takes a new slug",
        N_("Der %(day)s ist vorbei, und es hatte jemand gebucht. Der Tag bleibt stehen."),
    ),
    "day_gone_admitted": (
        "{words} let in on {day} already",
        N_("Am %(day)s ist schon jemand eingelassen. Der Tag bleibt stehen."),
    ),
    "day_gone_booked": (
        "{words} for {day}; --move {day}=DATE moves them and tells everybody",
        N_(
            "Für den %(day)s sind schon Tickets gebucht. Verschieben lässt er sich unter „Termin "
            "und Ort“; entfernen lässt er sich nicht."
        ),
    ),
    "type_gone": (
        "{slug} is gone, but {words}",
        N_(
            "Von dieser Ticketart sind schon Tickets gebucht (%(taken)d). Sie bleibt deshalb "
            "stehen."
        ),
    ),
    "below_taken": (
        "{size} is below the {taken} already booked",
        N_("Gebucht sind schon %(taken)d; weniger Plätze als diese sind nicht möglich."),
    ),
    "day_taken_away": (
        "{day} is missing, but {words} for {was}",
        N_(
            "Für den %(was)s sind mit dieser Ticketart schon Tickets gebucht (%(taken)d). Sie muss "
            "für diesen Tag gelten."
        ),
    ),
    "past_bookings": (
        "{name} is gone, but past bookings refer to it",
        N_("Frühere Buchungen gehören dazu. „%(name)s“ bleibt deshalb stehen."),
    ),
    "scans_refer": (
        "checkpoint {name} is gone, but scans refer to it",
        N_("Am Durchgang „%(name)s“ wurde schon gescannt. Er bleibt deshalb stehen."),
    ),
}
