"""What can be wrong with a letter to many."""

from ortenaudigital.kernel.errors import N_, CountedError, DomainError, NotFound


class UnknownMailing(NotFound):
    """There is no such letter to many at this event."""

    code = "unknown_mailing"
    message = N_("Diesen Rundbrief gibt es nicht.")


class GermanMissing(DomainError):
    """What everybody gets who reads none of the other languages is not written."""

    code = "german_missing"
    message = N_("Bitte schreiben Sie Betreff und Text auf Deutsch.")


class HalfWritten(DomainError):
    """One language has a subject or a text, and lacks the other."""

    code = "half_written"
    message = N_(
        "In einer Sprache fehlt der Betreff oder der Text. Bitte schreiben Sie beides oder keines."
    )


class ChangedMeanwhile(DomainError):
    """Somebody else changed the letter, or sent it, since its page was shown."""

    code = "mailing_changed"
    message = N_(
        "Der Rundbrief hat sich inzwischen geändert. Hier sehen Sie ihn, wie er jetzt ist. "
        "Was Sie getan haben, gilt nicht."
    )


class NobodyChosen(DomainError):
    """Nobody would get the letter."""

    code = "nobody_chosen"
    message = N_("Diesen Brief bekäme niemand. Bitte wählen Sie andere Personen.")


class NumberDiffers(CountedError):
    """What was typed is not how many would get the letter."""

    code = "number_differs"
    counted = "number"
    message = N_(
        "Den Brief bekämen jetzt %(number)d Personen. Bitte prüfen Sie, ob das stimmt, und geben "
        "Sie diese Zahl ein."
    )
    message_for_one = N_(
        "Den Brief bekäme jetzt eine Person. Bitte prüfen Sie, ob das stimmt, und geben Sie diese "
        "Zahl ein."
    )


class WrongTime(DomainError):
    """A letter cannot leave in the past, nor when nobody knows any more what it is about."""

    code = "wrong_time"
    message = N_("Bitte wählen Sie einen Zeitpunkt, der in der Zukunft und vor %(last)s liegt.")
