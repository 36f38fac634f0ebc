"""What roles are called."""

from typing import Any

from flask_babel import lazy_gettext as _l

from ortenaudigital.accounts.permissions import Role

ROLES: dict[Role, Any] = {
    Role.OWNER: _l("Leitung"),
    Role.ORGANISER: _l("Orga"),
    Role.FAIR_OFFICE: _l("Messebüro"),
    Role.DOOR_LEAD: _l("Einlassleitung"),
    Role.READER: _l("Lesen"),
}
