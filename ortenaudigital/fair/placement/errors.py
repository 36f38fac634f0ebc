"""What can be wrong when a stand is given to somebody."""

from ortenaudigital.kernel.errors import N_, DomainError


class SlotTaken(DomainError):
    """The stand is somebody's on that day."""

    code = "slot_taken"
    message = N_("Stand %(stand)s ist an diesem Tag schon an %(holder)s vergeben.")


class NotAccepted(DomainError):
    """Only an accepted exhibitor gets a stand."""

    code = "not_accepted"
    message = N_("Bitte nehmen Sie die Bewerbung zuerst an, dann vergeben Sie den Stand.")
