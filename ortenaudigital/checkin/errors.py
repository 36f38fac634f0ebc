"""What can be wrong with a device. What is wrong with a ticket is a verdict, not an error."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class PairingExpired(DomainError):
    """A pairing link that was used, revoked or left too long."""

    code = "pairing_expired"
    message = N_(
        "Dieser Link ist verbraucht oder abgelaufen. Bitte lassen Sie sich einen neuen geben."
    )


class UnknownDevice(NotFound):
    """No such device."""

    code = "unknown_device"
    message = N_("Dieses Gerät gibt es nicht.")


class UnknownCheckpoint(NotFound):
    """No such checkpoint, or none any more."""

    code = "unknown_checkpoint"
    message = N_("Diesen Kontrollpunkt gibt es nicht mehr. Bitte laden Sie die Seite neu.")


class UnknownScan(NotFound):
    """No such scan."""

    code = "unknown_scan"
    message = N_("Diesen Scan gibt es nicht.")


class DeviceRefused(DomainError):
    """The token is unknown, revoked, or its event was erased."""

    code = "device_refused"
    message = N_("Dieses Gerät ist nicht mehr gekoppelt. Bitte koppeln Sie es neu.")


class DeviceLocked(DomainError):
    """An organiser locked the device; it may still deliver what it holds."""

    code = "device_locked"
    message = N_("Dieses Gerät ist gesperrt. Bitte wenden Sie sich an die Orga.")


class DoorOver(DomainError):
    """The event of the device is over: nobody is let in, nobody's name is given out."""

    code = "event_over"
    message = N_("Diese Veranstaltung ist vorbei.")


class ShareUsed(DomainError):
    """Fewer places than the device has given away already."""

    code = "share_used"
    message = N_("Vergeben hat das Gerät davon schon: %(used)d. Weniger geht nicht.")


class ScannedNever(DomainError):
    """A scan from before its device was there, or from the future."""

    code = "scanned_never"
    message = N_(
        "Dieser Scan hat eine Uhrzeit, die nicht stimmen kann. Bitte stellen Sie die Uhr "
        "des Telefons."
    )


class ReasonMissing(DomainError):
    """Somebody was let in by hand, and nobody says why."""

    code = "reason_missing"
    message = N_("Für den Einlass von Hand fehlt der Grund.")


class DeviceChanged(RuntimeError):
    """A device was locked or unlocked since a request knew it."""
