"""Which personal data towns hold: those who represent them, named because of their office."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Finding, Holder, Person, columns_of
from ortenaudigital.towns.models import Town


class TownsHolder(Holder):
    """Towns. Who represents one, or protects its data, is public until somebody else does."""

    columns = columns_of(
        "town",
        published="slug name short_name address representative email phone website"
        " supervisory_body vat_id data_protection_officer data_protection_email"
        " data_protection_phone data_protection_authority",
    )

    def find(self, person: Person) -> Iterator[Finding]:
        """Find towns that are written to at the address."""
        contacts = (Town.email, Town.data_protection_email)
        query = select(Town).where(or_(*map(person.may_have, contacts)))
        for town in db.session.scalars(query):
            if person.has(town.email) or person.has(town.data_protection_email):
                yield Finding(
                    key=f"town:{town.slug}",
                    label=f"published contact of {town.name}",
                    data={"town": town.name, "address": person.address},
                    kept="it is published until the town names another contact",
                )
