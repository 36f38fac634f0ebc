"""What can be wrong when a stand is given to somebody."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class SlotTaken(DomainError):
    """The stand is somebody's on that day."""

    code = "slot_taken"
    message = N_("Stand %(stand)s ist an diesem Tag schon an %(holder)s vergeben.")


class NotAccepted(DomainError):
    """Only an accepted exhibitor gets a stand."""

    code = "not_accepted"
    message = N_("Bitte nehmen Sie die Bewerbung zuerst an, dann vergeben Sie den Stand.")


class NotWaiting(DomainError):
    """Only who is on the wait list is offered a stand."""

    code = "not_waiting"
    message = N_(
        "Auf der Warteliste steht dieser Aussteller nicht (mehr). Es wurde nichts geändert."
    )


class Unfit(DomainError):
    """A rule forbids it; `conflict` says which, and how much is missing."""

    code = "unfit"
    message = N_("%(name)s kann Stand %(stand)s nicht bekommen.")


class NotSeen(DomainError):
    """There are warnings that whoever decides was not shown; `conflicts` says which."""

    code = "not_seen"
    message = N_("Bitte sehen Sie sich die Hinweise zu %(name)s an Stand %(stand)s an.")


class NothingToUndo(DomainError):
    """Nothing was done, or all of it is undone."""

    code = "nothing_to_undo"
    message = N_("Es gibt nichts rückgängig zu machen.")


class ChangedMeanwhile(DomainError):
    """Somebody else has given, taken back or swapped the same slots since."""

    code = "changed_meanwhile"
    message = N_(
        "Inzwischen hat sich die Belegung geändert: Stand %(stand)s hat jetzt %(holder)s. "
        "Es ist nichts geändert worden."
    )


class PlacingChanged(DomainError):
    """What the exhibitor was shown is not what holds any more."""

    code = "placing_changed"
    message = N_(
        "Ihr Standplatz hat sich inzwischen geändert. Bitte sehen Sie ihn sich noch einmal an."
    )


class NoProposal(NotFound):
    """There is no draft, or it was accepted or thrown away."""

    code = "no_proposal"
    message = N_("Diesen Vorschlag gibt es nicht mehr.")


class StaleProposal(DomainError):
    """What it was made from has changed."""

    code = "stale_proposal"
    message = N_(
        "Seit dem Vorschlag hat sich etwas geändert. Er wird neu berechnet; "
        "es ist nichts vergeben worden."
    )
