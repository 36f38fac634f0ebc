"""What can be wrong with the links of people."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class LinkRevoked(NotFound):
    """The link of somebody who no longer belongs to the exhibitor."""

    code = "link_revoked"
    message = N_(
        "Dieser Link gilt nicht mehr. Bitte fragen Sie die Ansprechperson Ihrer Organisation nach "
        "einem neuen."
    )


class UnknownPerson(NotFound):
    """No such person, or not of this exhibitor."""

    code = "unknown_person"
    message = N_("Diese Person gibt es hier nicht.")


class AlreadyInvited(DomainError):
    """The address has a link already."""

    code = "already_invited"
    message = N_("Diese E-Mail-Adresse hat schon einen Link.")


class TooManyPeople(DomainError):
    """More people than one exhibitor may have."""

    code = "too_many_people"
    message = N_("Mehr als %(most)d Personen können keinen Link haben. Sperren Sie zuerst einen.")
