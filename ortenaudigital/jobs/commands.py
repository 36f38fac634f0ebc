"""Ask for a job, hand it out to a worker, note what comes of it. Each inside one transaction."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from ortenaudigital.jobs.models import Job, JobState
from ortenaudigital.jobs.queries import find_pending
from ortenaudigital.jobs.rules import KEEP, LEASE, PATIENCE
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.queue import commands as queue
from ortenaudigital.queue.rules import Priority

# One that ends at the very moment in which the same is asked for.
ASKED_TWICE = 2


@dataclass(frozen=True)
class Document:
    """What a job makes."""

    filename: str
    mimetype: str
    data: bytes


def request_job(
    kind: str, scope: str, subject: dict[str, str], language: str, now: datetime
) -> Job:
    """Ask for a document; who asks again for one that is still to come gets the same job."""
    key = _key(kind, scope, subject, language)
    asked = {"kind": kind, "scope": scope, "subject": subject, "language": language}
    empty = {"percent": 0, "filename": "", "mimetype": "", "priority": Priority.NORMAL}
    for _ in range(ASKED_TWICE):
        queue.put(Job, {**asked, **empty, "unique_key": key, "created_at": now})
        if (job := find_pending(key)) is not None:
            return job
    raise RuntimeError("a job ended each time it was asked for")


def _key(*asked: Any) -> str:
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def claim_next(now: datetime) -> Job | None:
    """Take the job that comes first; no one else gets it before the lease ends.

    One that was begun too often, and never ended, has failed.
    """
    while (job := queue.claim(Job, now, LEASE)) is not None:
        # Counted when it begins: what ends its worker could not be counted at its end.
        if not PATIENCE.gives_up(job.attempts):
            job.attempts += 1
            job.percent = 0
            return job
        _give_up(job, now)
        db.session.flush()
    return None


def _give_up(job: Job, now: datetime) -> None:
    job.state, job.claimed_until = JobState.FAILED, None
    job.finished_at, job.unique_key = now, None


def note_progress(job_id: int, percent: int, now: datetime) -> bool:
    """Note how far a job is, and extend its lease; return whether it is still wanted."""
    return queue.renew(Job, job_id, now + LEASE, percent=percent)


def finish(job_id: int, document: Document, now: datetime) -> None:
    """Keep what a job made; who was erased meanwhile is not written down again."""
    values = {
        "state": JobState.DONE,
        "claimed_until": None,
        "unique_key": None,
        "percent": 100,
        "finished_at": now,
        "filename": document.filename,
        "mimetype": document.mimetype,
        "result": document.data,
    }
    db.session.execute(update(Job).where(Job.id == job_id).values(values))


def fail(job_id: int, now: datetime) -> None:
    """Note that a job cannot be done: it is tried again at once, and fails for good at last."""
    job = db.session.get(Job, job_id)
    if job is not None and job.pending and not queue.back_off(job, PATIENCE, now):
        _give_up(job, now)


def hand_back(job_id: int, now: datetime) -> None:
    """Give a job back that was interrupted by the end of its worker, and is no worse for it."""
    queue.hand_back(Job, job_id, now, attempts=Job.attempts - 1)


def delete_old_jobs(now: datetime) -> int:
    """Delete the jobs, and what they made, a day after they ended; return how many."""
    return row_count(db.session.execute(delete(Job).where(Job.finished_at < now - KEEP)))


def delete_jobs_of(scope: str) -> int:
    """Delete all jobs of a scope, also those that are being done; return how many."""
    return row_count(db.session.execute(delete(Job).where(Job.scope == scope)))
