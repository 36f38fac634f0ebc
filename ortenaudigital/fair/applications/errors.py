"""What can be wrong with an application."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class UnknownExhibitor(NotFound):
    """No exhibitor has this key."""

    code = "unknown_exhibitor"
    message = N_("Diese Bewerbung gibt es nicht. Bitte prüfen Sie den Link aus Ihrer E-Mail.")


class UnknownDraft(NotFound):
    """No draft has this key: it was sent or discarded, or nobody touched it for long."""

    code = "unknown_draft"
    message = N_("Diesen Entwurf gibt es nicht mehr.")


class ApplicationsClosed(DomainError):
    """No more applications are taken."""

    code = "applications_closed"
    message = N_("Bewerbungen sind nicht mehr möglich.")


class NotConfirmed(DomainError):
    """Nobody decides about an application whose address nobody confirmed."""

    code = "not_confirmed"
    message = N_("Die E-Mail-Adresse dieser Bewerbung ist noch nicht bestätigt.")


class StillAssigned(DomainError):
    """An exhibitor with stands cannot be turned down."""

    code = "still_assigned"
    message = N_("Dieser Aussteller hat noch Stände. Bitte nehmen Sie sie zuerst zurück.")


class ExhibitorErased(DomainError):
    """It names nobody any more."""

    code = "exhibitor_erased"
    message = N_(
        "Die persönlichen Angaben dieses Ausstellers sind gelöscht, wie es in der "
        "Datenschutzerklärung steht. Hier lässt sich nichts mehr entscheiden."
    )


class Withdrawn(DomainError):
    """Nothing can be decided about who does not want to come."""

    code = "exhibitor_withdrawn"
    message = N_(
        "Diese Bewerbung wurde zurückgezogen. Wer doch kommen möchte, bewirbt sich bitte neu."
    )


class NothingToUndo(DomainError):
    """There is no decision, or it was undone by somebody else."""

    code = "nothing_to_undo"
    message = N_("Hier gibt es nichts mehr zurückzunehmen.")


class AlreadyTold(DomainError):
    """The letter about the decision has left."""

    code = "already_told"
    message = N_(
        "Der Brief zu dieser Entscheidung ist schon unterwegs. Entscheiden Sie bitte neu: "
        "Dann geht ein weiterer Brief hinaus."
    )


class ApplicationOver(DomainError):
    """The fair is over, or the application is no more."""

    code = "application_over"
    message = N_("Diese Bewerbung ist abgeschlossen. Hier lässt sich nichts mehr ändern.")
