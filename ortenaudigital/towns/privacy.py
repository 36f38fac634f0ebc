"""Which personal data towns hold: those who represent them, named because of their office."""

from ortenaudigital.kernel.personal import Holder, columns_of


class TownsHolder(Holder):
    """Towns. Who represents one, or protects its data, is public until somebody else does."""

    columns = columns_of(
        "town",
        published="slug name short_name address representative email phone website"
        " supervisory_body vat_id data_protection_officer data_protection_email"
        " data_protection_phone data_protection_authority",
    )
