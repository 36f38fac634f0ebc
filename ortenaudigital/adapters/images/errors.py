"""Why a picture is not taken, in words for whoever sent it."""

from ortenaudigital.kernel.errors import N_, DomainError


class PictureRefused(DomainError):
    """A file that is no picture we take."""

    code = "picture_refused"
    message = N_("Diese Datei ist kein Bild, das wir annehmen. Möglich sind PNG, JPEG und WebP.")


class EmptyFile(PictureRefused):
    """Nothing is in the file."""

    code = "picture_empty"
    message = N_("Diese Datei ist leer. Bitte wählen Sie eine andere.")


class TooManyBytes(PictureRefused):
    """The file is too big; `most` in megabytes."""

    code = "picture_too_many_bytes"
    message = N_("Diese Datei ist zu groß. Möglich sind höchstens %(most)d MB.")


class DrawnPicture(PictureRefused):
    """An SVG or another text: it could hold scripts."""

    code = "picture_drawn"
    message = N_(
        "Diese Datei ist kein Bild aus Bildpunkten, sondern ein Text oder eine Zeichnung (SVG). "
        "Bitte speichern Sie das Bild als PNG."
    )


class AnotherFormat(PictureRefused):
    """A picture, but in a format that we do not decode; `format` names it."""

    code = "picture_format"
    message = N_(
        "Bilder in diesem Format (%(format)s) nehmen wir nicht an. "
        "Bitte speichern Sie das Bild als PNG, JPEG oder WebP."
    )


class TooManyPixels(PictureRefused):
    """More points than we decode; `most` in millions of pixels."""

    code = "picture_too_many_pixels"
    message = N_(
        "Dieses Bild hat zu viele Bildpunkte. Möglich sind höchstens %(most)d Millionen. "
        "Bitte verkleinern Sie es."
    )


class TooFewPixels(PictureRefused):
    """Too small or too narrow to be seen; `least` in pixels."""

    code = "picture_too_few_pixels"
    message = N_(
        "Dieses Bild ist zu klein oder zu schmal. Jede Seite braucht mindestens %(least)d "
        "Bildpunkte, und die längere höchstens das Zwanzigfache der kürzeren."
    )


class BrokenPicture(PictureRefused):
    """It begins like a picture, and cannot be decoded to its end."""

    code = "picture_broken"
    message = N_(
        "Dieses Bild ist beschädigt oder nicht vollständig. "
        "Bitte speichern Sie es noch einmal und wählen Sie die neue Datei."
    )
