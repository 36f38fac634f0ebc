"""Which personal data letters to many hold: none. Texts have placeholders in place of names."""

from ortenaudigital.kernel.personal import Holder, columns_of, tables


class MailingsHolder(Holder):
    """Letters to many. Who got one stands at the booking or the exhibitor, and goes with it."""

    columns = {
        **columns_of("mailing", no_person="audience selection state recipients counted"),
        **columns_of("mailing_text", published="language subject body", no_person="mailing_id"),
        **columns_of("mailing_recipient", no_person="mailing_id left_out"),
    }
    of_event = tables("mailing mailing_text mailing_recipient")
