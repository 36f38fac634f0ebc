"""What can be wrong with the inventory of the fair."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class UnknownSlot(NotFound):
    """No such stand on that day, or not at this event."""

    code = "unknown_slot"
    message = N_("Diesen Standplatz gibt es nicht.")


class PitchesOverlap(DomainError):
    """Two pitches of one stage at the same time."""

    code = "pitches_overlap"
    message = N_("Auf dieser Bühne überschneidet sich das mit einem anderen Pitch.")


class UnknownPlace(NotFound):
    """No such area, stand or stage, or not at this event."""

    code = "unknown_place"
    message = N_("Das gibt es hier nicht mehr. Vielleicht hat es jemand gelöscht.")


class SlotHeld(DomainError):
    """What somebody has is not taken away by changing the floor."""

    code = "slot_held"
    message = N_(
        "%(place)s ist am %(day)s an %(holder)s vergeben. Bitte nehmen Sie das zuerst zurück."
    )


class LabelTaken(DomainError):
    """Two stands of an event never have the same name."""

    code = "label_taken"
    message = N_("Einen Stand mit diesem Namen gibt es schon. Bitte wählen Sie einen anderen.")


class NameTaken(DomainError):
    """Two areas, or two stages, of an event never have the same name."""

    code = "name_taken"
    message = N_("Diesen Namen gibt es schon. Bitte wählen Sie einen anderen.")


class TooManyStands(DomainError):
    """More than an event may have."""

    code = "too_many_stands"
    message = N_("Eine Veranstaltung hat höchstens %(most)s Stände.")


class FloorChangedMeanwhile(DomainError):
    """Somebody else changed the same since it was looked at. Nothing was stored."""

    code = "floor_changed_meanwhile"
    message = N_(
        "Jemand hat inzwischen dasselbe geändert: %(what)s. Gespeichert wurde nichts. Bitte sehen "
        "Sie nach, wie es jetzt ist, und speichern Sie dann noch einmal."
    )


class NothingToUndo(DomainError):
    """There is no change left to take back, or to make again."""

    code = "nothing_to_undo"
    message = N_("Es gibt nichts mehr, was sich rückgängig machen oder wiederholen lässt.")


class CannotUndo(DomainError):
    """What a change made is another by now."""

    code = "cannot_undo"
    message = N_(
        "Das lässt sich nicht mehr rückgängig machen, weil dieselben Stände seither geändert "
        "wurden, zum Beispiel durch das Einlesen einer Datei."
    )
