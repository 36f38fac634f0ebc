"""Why a picture cannot be shown or used."""

from ortenaudigital.kernel.errors import N_, NotFound


class UnknownPicture(NotFound):
    """There is none by this id, or it was deleted because nobody used it for a day."""

    code = "unknown_picture"
    message = N_("Dieses Bild gibt es nicht mehr. Bitte wählen Sie die Datei noch einmal.")
