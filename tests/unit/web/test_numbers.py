"""A number that somebody types is in bounds before any rule looks at it."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import NumberRange

from ortenaudigital.web.shared.requests.values import MOST, WholeField


class Numbers(Form):
    passes = WholeField(validators=[NumberRange(0, 50, "0 bis 50")])
    stored = WholeField()


@pytest.mark.parametrize("typed", ["51", "-1", "9" * 400, "-" + "9" * 4000])
def test_a_number_that_no_column_holds_is_refused_by_the_rule_of_its_field(typed: str) -> None:
    form = Numbers(MultiDict({"passes": typed, "stored": typed}))
    assert not form.validate()
    assert form.errors == {"passes": ["0 bis 50"]}
    assert typed in form.passes()
    assert abs(form.stored.data) <= MOST
