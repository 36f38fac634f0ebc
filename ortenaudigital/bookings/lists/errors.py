"""Why a view of the list of bookings is not saved."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class UnknownView(NotFound):
    """No such view, or it is somebody else's."""

    code = "unknown_view"
    message = N_("Diese Ansicht gibt es nicht mehr.")


class ViewExists(DomainError):
    """There is a view of this name."""

    code = "view_exists"
    message = N_(
        "Eine Ansicht mit diesem Namen gibt es schon. Bitte wählen Sie einen anderen Namen."
    )


class ViewUnnamed(DomainError):
    """It has no name, or a long one."""

    code = "view_unnamed"
    message = N_("Bitte geben Sie der Ansicht einen Namen mit höchstens %(most)d Zeichen.")


class TooManyViews(DomainError):
    """Nobody finds anything among so many."""

    code = "too_many_views"
    message = N_("Mehr als %(most)d Ansichten gehen nicht. Bitte löschen Sie zuerst eine.")
