"""What can be wrong with an event or with the wish for a place in it."""

from collections.abc import Sequence

from ortenaudigital.events.messages.faults import FileFault
from ortenaudigital.events.versions import FieldChange
from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class UnknownEvent(NotFound):
    """No event has this name."""

    code = "unknown_event"
    message = N_("Diese Veranstaltung gibt es hier nicht.")


class SoldOut(DomainError):
    """Fewer places are left than were asked for."""

    code = "sold_out"
    message = N_("Es sind nicht mehr genügend Plätze frei.")


class QuotaFull(SoldOut):
    """A ticket type has fewer places left, or what it shares with others; `title` by language."""

    message = N_("Für „%(title)s“ sind nicht mehr genügend Plätze frei. Noch zu haben: %(left)d.")

    def __str__(self) -> str:
        """Say it in German, for logs and the command line."""
        return self.message % (self.details | {"title": self.details["title"]["de"]})


class DayFull(SoldOut):
    """The venue may not hold so many more people on one of the days."""

    message = N_(
        "Am %(date)s sind im Haus nicht mehr genügend Plätze frei. Noch zu haben: %(left)d."
    )


class MoveNotPossible(DomainError):
    """An event cannot become this from what it is; perhaps somebody else was faster."""

    code = "move_not_possible"
    message = N_(
        "Das ist bei dieser Veranstaltung nicht möglich, oder es ist inzwischen schon geschehen. "
        "Bitte sehen Sie sich an, wie sie jetzt steht."
    )


class EventEnded(DomainError):
    """What took place cannot be called off, nor what was called off take place."""

    code = "event_ended"
    message = N_("Die Veranstaltung ist vorbei. Sie lässt sich nicht mehr absagen oder ansetzen.")


class StillReliedOn(DomainError):
    """Nobody's booking or application may vanish from view."""

    code = "still_relied_on"
    message = N_(
        "Es hat schon jemand gebucht oder sich beworben. Die Veranstaltung lässt sich nur absagen, "
        "nicht mehr verbergen."
    )


class ChangedMeanwhile(DomainError):
    """Somebody else changed the event since it was looked at; `changes` says what, if it is known.

    Nothing was stored.
    """

    code = "changed_meanwhile"
    message = N_(
        "Jemand hat die Veranstaltung inzwischen geändert, und gespeichert wurde nichts. Bitte "
        "sehen Sie sich an, was sich geändert hat, und entscheiden Sie dann noch einmal."
    )

    def __init__(self, changes: Sequence[FieldChange]) -> None:
        super().__init__()
        self.changes = changes


class EventFileError(DomainError):
    """An event file has faults; `faults` names each with its place. Nothing was stored."""

    code = "event_file"
    message = N_("Die Datei der Veranstaltung hat Fehler.")

    def __init__(self, faults: list[str]) -> None:
        super().__init__()
        self.faults = faults

    @property
    def said(self) -> list[FileFault]:
        """Return the faults that pages can say in the language of the reader."""
        return [fault for fault in self.faults if isinstance(fault, FileFault)]

    def __str__(self) -> str:
        """List the faults, one a line."""
        return "\n".join(self.faults)


class UnknownTable(Exception):
    """No feature exports a table of this name; `known` are those that there are."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(f"there are these tables: {', '.join(known)}")
