"""Fields that are copied from the first of their kind: alike in all, and no visitor's own."""

from typing import Any

import pytest
from flask import Flask
from wtforms import Field
from wtforms.meta import DefaultMeta

from ortenaudigital.web.public.booking.forms import NamesForm
from ortenaudigital.web.public.forms import BookingForm
from ortenaudigital.web.shared.forms import OpenForm

# They refer to the form, are made for each field, or are drawn by chance.
OWN = {"_form", "meta", "label", "flags", "_translations", "entries", "object_data"}


def form_of(form_class: type[OpenForm], **fields: str) -> Any:
    with Flask(__name__).test_request_context(method="POST", data=fields):
        return form_class()


def facts(field: Field) -> dict[str, object]:
    told = {name: value for name, value in vars(field).items() if name not in OWN}
    label = (field.label.field_id, str(field.label.text))
    return told | {"label of": label, "flags of": dict(vars(field.flags))}


@pytest.mark.parametrize("form_class", [BookingForm, NamesForm])
def test_a_copied_field_is_as_the_library_binds_it(
    form_class: type[OpenForm], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {"request_id": "x", "first_name": "Erika", "companions-0": "Max", "names-0": "Max"}
    form_of(form_class, first_name="Somebody", number="7")
    copied = form_of(form_class, **sent)
    monkeypatch.setattr(form_class.Meta, "bind_field", DefaultMeta.bind_field)
    bound = form_of(form_class, **sent)
    for name, field in bound._fields.items():
        assert facts(copied[name]) == facts(field)
        for one, other in zip(
            getattr(copied[name], "entries", []), getattr(field, "entries", []), strict=True
        ):
            assert facts(one) == facts(other)


def test_what_is_done_to_one_form_is_not_seen_in_another() -> None:
    form_of(BookingForm)
    one, other = form_of(BookingForm), form_of(BookingForm)
    one.first_name.data, one.first_name.errors = "Erika", ["wrong"]
    one.first_name.flags.required = False
    one.ticket_type.choices = [("a", "A")]
    one.companions.append_entry("Max")
    assert other.first_name.data is None
    assert not other.first_name.errors
    assert other.first_name.flags.required
    assert other.ticket_type.choices is None
    assert not other.companions.entries


def test_empty_names_at_the_end_are_no_fields_and_those_between_keep_their_place() -> None:
    sent = {"companions-0": "", "companions-1": "Max", "companions-2": " ", "companions-3": ""}
    form = form_of(BookingForm, **sent)
    assert [entry.data for entry in form.companions.entries] == ["", "Max"]
