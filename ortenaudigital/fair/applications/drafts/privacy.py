"""Which personal data drafts hold: all that was typed."""

from collections.abc import Iterator

from sqlalchemy import select

from ortenaudigital.fair.applications.drafts.commands import delete_drafts
from ortenaudigital.fair.applications.drafts.models import Draft
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Finding, Holder, Person, Request, columns_of, tables
from ortenaudigital.outbox.privacy import letters_about


class DraftsHolder(Holder):
    """Applications that were never sent; they go by themselves sixty days after the last change."""

    columns = columns_of("application_draft", deleted="email fields", no_person="key_hash language")
    of_event = tables("application_draft")

    def find(self, person: Person) -> Iterator[Finding]:
        """Find the drafts whose address is theirs."""
        query = select(Draft).where(person.may_have(Draft.email)).order_by(Draft.changed_at)
        for draft in db.session.scalars(query):
            if person.has(draft.email):
                yield Finding(
                    key=f"draft:{draft.id.hex[:8]}",
                    label=f"draft of an application, {draft.event.title}",
                    data={
                        "event": draft.event.title,
                        "email": draft.email,
                        "typed": draft.fields,
                        "changed_at": draft.changed_at,
                        "letters": letters_about(str(draft.id)),
                    },
                    ids=(draft.id,),
                )

    def erase(self, request: Request) -> None:
        """Delete their drafts."""
        delete_drafts(request.ids("draft"))
