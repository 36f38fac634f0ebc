"""Why an invitation or a code opens nothing."""

from ortenaudigital.kernel.errors import N_, CountedError, DomainError, NotFound


class UnknownCode(NotFound):
    """No code of this event reads like that."""

    code = "unknown_code"
    message = N_(
        "Diesen Code gibt es hier nicht. Bitte prüfen Sie ihn: Er hat acht Zeichen; 0, 1, O, I "
        "und L kommen darin nicht vor."
    )


class CodeWithdrawn(DomainError):
    """Whoever gave the code out has taken it back."""

    code = "code_withdrawn"
    message = N_("Dieser Code wurde zurückgezogen. Bitte fragen Sie, von wem Sie ihn haben.")


class CodeEnded(DomainError):
    """The last day of the code is over."""

    code = "code_ended"
    message = N_("Dieser Code ist abgelaufen. Bitte fragen Sie, von wem Sie ihn haben.")


class CodeUsedUp(DomainError):
    """All tickets that the code is for are booked."""

    code = "code_used_up"
    message = N_(
        "Dieser Code ist schon eingelöst. Wer damit gebucht hat, hat die Tickets per E-Mail."
    )


class CodeForFewer(CountedError):
    """More tickets than are left of a code."""

    code = "code_for_fewer"
    counted = "left"
    message = N_("Mit diesem Code lassen sich noch %(left)d Tickets buchen.")
    message_for_one = N_("Mit diesem Code lässt sich noch ein Ticket buchen.")


class UnknownInvitation(NotFound):
    """No invitation has this key."""

    code = "unknown_invitation"
    message = N_("Diese Einladung gibt es nicht. Bitte prüfen Sie den Link aus Ihrer E-Mail.")


class InvitationWithdrawn(DomainError):
    """Whoever wrote the invitation has taken it back."""

    code = "invitation_withdrawn"
    message = N_("Diese Einladung wurde zurückgezogen.")


class InvitationUsedUp(DomainError):
    """All tickets of the invitation are booked."""

    code = "invitation_used_up"
    message = N_("Mit dieser Einladung ist schon gebucht. Die Tickets kamen per E-Mail.")


class InvitationForFewer(CountedError):
    """More tickets than are left of an invitation."""

    code = "invitation_for_fewer"
    counted = "left"
    message = N_("Mit dieser Einladung lassen sich noch %(left)d Tickets buchen.")
    message_for_one = N_("Mit dieser Einladung lässt sich noch ein Ticket buchen.")


class OtherNumber(DomainError):
    """Meanwhile it would be another number of letters than whoever sends them has seen."""

    code = "other_number"
    message = N_(
        "Inzwischen hat sich etwas geändert. Es wurde nichts gesendet; bitte sehen Sie noch einmal "
        "nach, an wen die E-Mails gehen."
    )


class NotSendable(DomainError):
    """The event is not published, called off or over: its invitations would lead nowhere."""

    code = "invitations_not_sendable"
    message = N_(
        "Einladungen lassen sich nur senden, solange die Veranstaltung veröffentlicht und nicht "
        "vorbei ist."
    )
