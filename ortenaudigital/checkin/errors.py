"""What can be wrong with a device. What is wrong with a ticket is a verdict, not an error."""

from ortenaudigital.errors import N_, DomainError, NotFound


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


class DeviceRefused(DomainError):
    """The token is unknown, revoked, or its event is over."""

    code = "device_refused"
    message = N_("Dieses Gerät ist nicht mehr gekoppelt. Bitte koppeln Sie es neu.")
