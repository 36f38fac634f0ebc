"""A picture as a part of a form: chosen, shown, kept while the rest is mended, removed."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation

from ortenaudigital.adapters.images import Limits, PictureRefused, clean, smaller
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.limits.commands import spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import PICTURES
from ortenaudigital.pictures.commands import store_picture
from ortenaudigital.pictures.queries import PictureFacts, find_facts
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.requests.values import uuid_or_none

GONE = _l("Dieses Bild gibt es nicht mehr. Bitte wählen Sie die Datei noch einmal.")


class PictureField(Field):
    """A picture; its data is the id of a row of `picture`, or None.

    What is chosen is made anew and kept at once, in a transaction of its own, so that it is still
    there when the rest of the form comes back with faults; a hidden field names it then. Its view
    must take a form of the size `PICTURE`, and validates the form outside of any transaction.
    Shown by the macro `picture_field`.
    """

    def __init__(
        self, label: Any, validators: Any = None, side: int = 1200, **options: Any
    ) -> None:
        """Make a field for pictures whose longest side is kept up to `side` pixels.

        With `pdf=True` it takes the first page of a PDF as well. With `small` it is kept once more,
        so many pixels long, for lists.
        """
        pdf = options.pop("pdf", False)
        self.small_side = options.pop("small", None)
        super().__init__(label, validators, **options)
        self.limits = Limits(side=side, pdf=pdf)

    def process_data(self, value: Any) -> None:
        """Take an id, also as it is written in an event's file."""
        self.data = uuid_or_none(value) if isinstance(value, str) else value

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was kept before, unless it is to be removed; the file is read later."""
        removed = request.form.get(f"{self.name}_remove")
        self.data = None if removed else uuid_or_none(request.form.get(f"{self.name}_kept", ""))

    def pre_validate(self, form: Any) -> None:
        """Make what was chosen anew and keep it. Raises StopValidation if it is not taken."""
        file = request.files.get(self.name)
        if file is None or not file.filename:
            if self.data is not None and self.facts is None:
                self.data = None
                raise StopValidation(GONE)
            return
        try:
            spend(by_network(PICTURES), utc_now())
            # Nobody else waits for a connection while this one decodes.
            db.session.rollback()
            picture = clean(file.read(), self.limits)
            small = smaller(picture.content, self.small_side) if self.small_side else None
        except (PictureRefused, TooMany) as refusal:
            raise StopValidation(words_of(refusal)) from refusal
        with transaction():
            self.data = store_picture(picture, utc_now(), small)

    @property
    def facts(self) -> PictureFacts | None:
        """Return what shows the picture that is there, if one is."""
        return find_facts(self.data)
