"""The forms of a team: shape only."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.accounts.team.words import ROLES
from ortenaudigital.towns.queries import list_towns
from ortenaudigital.web.organiser.account.forms import EMPTY, TOO_LONG, NewPasswordForm
from ortenaudigital.web.shared.asked.person import email_field
from ortenaudigital.web.shared.forms import Form, NoAddress, one_line


class RoleForm(Form):
    """A role, and the town that somebody works for."""

    # The least, so that a hasty press gives nobody everything.
    role = SelectField(_l("Rolle"), default=Role.READER.value)
    town = SelectField(_l("Stadt"), default="")

    def offer(self, roles: list[Role]) -> None:
        """Offer roles, and the towns there are."""
        self.role.choices = [(role.value, ROLES[role]) for role in roles]
        towns = [(str(town.id), town.short_name) for town in list_towns()]
        self.town.choices = [("", _l("Keine Angabe")), *towns]

    @property
    def town_id(self) -> int | None:
        """Return the town; call it on a valid form only."""
        return int(self.town.data) if self.town.data else None


class InviteForm(RoleForm):
    """Whom to invite, and as what."""

    email = email_field(InputRequired(_l("Bitte geben Sie an, wer eingeladen wird.")))


class AcceptForm(NewPasswordForm):
    """What is needed to make an account."""

    name = StringField(_l("Ihr Name"), [EMPTY, Length(max=100), NoAddress()], filters=[one_line])
    # Once more, for it comes after the name, and nobody had another.
    password = PasswordField(_l("Passwort"), [EMPTY, TOO_LONG])
