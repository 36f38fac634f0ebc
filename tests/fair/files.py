"""Files of the fair for tests."""

from datetime import datetime

from ortenaudigital.events.models import Event
from ortenaudigital.fair.office.logos import LOGOS
from ortenaudigital.jobs.commands import Document, finish, request_job
from ortenaudigital.kernel.db import transaction


def fair_files(event: Event, now: datetime) -> dict[str, str]:
    """Pack the logos of an event; return what stands in the address of these."""
    with transaction():
        subject = {"event": str(event.id), "language": "de"}
        job_id = request_job(LOGOS, f"event:{event.id}", subject, "de", now).id
        finish(job_id, Document("logos.zip", "application/zip", b"PK"), now)
    return {"file_id": str(job_id), "what": "logos.zip"}
