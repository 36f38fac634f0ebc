"""Bind the fields of forms: each is made once, and copied for every request after that."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, FieldList
from wtforms.fields.core import Flags, Label, UnboundField

# Where a field that is not bound keeps the one that was bound first, before it knew any data.
FIRST = "ortenaudigital_first"


def bound_like_first(
    meta: Any, form: FlaskForm, unbound: UnboundField, options: Mapping[str, Any]
) -> Field:
    """Return a field of this form, as `UnboundField.bind` would make it."""
    first: Field | None = getattr(unbound, FIRST, None)
    if first is None:
        first = unbound.bind(form=form, **options)
        if not _is_alike_for_all(unbound, first):
            return first
        setattr(unbound, FIRST, first)
    return _copied(meta, form, first, options)


def _is_alike_for_all(unbound: UnboundField, bound: Field) -> bool:
    # Without a label of its own, a field has one in the language of the first visitor.
    labels = (*unbound.args[:1], unbound.kwargs.get("label"))
    labelled = any(each is not None and not isinstance(each, UnboundField) for each in labels)
    return labelled and "id" not in unbound.kwargs and bound._datalist is None


def _copied(meta: Any, form: FlaskForm, first: Field, options: Mapping[str, Any]) -> Field:
    field: Any = object.__new__(type(first))
    of_field = field.__dict__
    of_field.update(first.__dict__)
    name = options["name"]
    field._form, field.meta, field._translations = form, meta, options["translations"]
    field.short_name = name
    field.name = options.get("prefix", "") + name
    field.id = options.get("id") or field.name
    # Some have labels that belong to no field, such as those of several radio buttons.
    label_for = first.label.field_id
    field.label = Label(field.id if label_for == first.id else label_for, first.label.text)
    # What somebody may change about one form must not be changed about all.
    field.flags = Flags()
    field.flags.__dict__.update(first.flags.__dict__)
    for known in ("render_kw", "_choices"):
        if of_field.get(known) is not None:
            of_field[known] = of_field[known].copy()
    return field


class NameList(FieldList):
    """Fields for the names of others; empty ones at the end, which most people leave, are none."""

    def _extract_indices(self, prefix: str, formdata: Any) -> list[int]:
        indices = sorted(set(super()._extract_indices(prefix, formdata)))
        while indices and not formdata.get(f"{prefix}{self._separator}{indices[-1]}", "").strip():
            indices.pop()
        return indices
