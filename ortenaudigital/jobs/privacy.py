"""Which personal data jobs hold: documents such as the door list name people."""

from collections.abc import Iterator

from sqlalchemy import select

from ortenaudigital.jobs.commands import delete_jobs_of
from ortenaudigital.jobs.models import Job
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Finding, Going, Holder, Person, columns_of


class JobsHolder(Holder):
    """The documents that were made, each kept for a day (`delete_old_jobs`).

    Whoever holds what a document was made of deletes it when that is corrected or erased.
    """

    columns = columns_of(
        "job",
        deleted="result",
        no_person="kind unique_key state scope subject language filename mimetype",
    )

    def find(self, person: Person) -> Iterator[Finding]:
        """Find the documents of the events that a person has to do with."""
        scopes = [f"event:{each}" for each in person.ids_of("event:")]
        for job in db.session.scalars(select(Job).where(Job.scope.in_(scopes)).order_by(Job.id)):
            data = {"document": job.filename or job.kind, "made_at": job.finished_at}
            label = f"document that may name them: {data['document']}"
            yield Finding(key=f"document:{job.id}", label=label, data=data, ids=(job.id,))

    def erase_event(self, going: Going) -> int:
        """Delete the documents of an event, and what is still to be made."""
        return delete_jobs_of(f"event:{going.event_id}")
