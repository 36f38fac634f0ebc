"""Ask for a job, hand it out to a worker, note what comes of it. Each inside one transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from ortenaudigital.jobs.models import Job, JobState
from ortenaudigital.jobs.queries import list_jobs
from ortenaudigital.jobs.rules import KEEP, LEASE, gives_up
from ortenaudigital.kernel.db import db, row_count


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
    for job in list_jobs(scope, kind):
        if job.pending and job.subject == subject and job.language == language:
            return job
    job = Job(
        kind=kind, scope=scope, subject=subject, language=language, created_at=now, due_at=now
    )
    db.session.add(job)
    db.session.flush()
    return job


def claim_next(now: datetime) -> Job | None:
    """Take the job that has been due longest; no one else gets it before the lease ends.

    One that was begun too often, and never ended, has failed.
    """
    query = (
        select(Job)
        .where(Job.state.in_([JobState.WAITING, JobState.RUNNING]), Job.due_at <= now)
        .order_by(Job.due_at, Job.id)
        .limit(1)
        # SQLite ignores it: there the transaction holds the only write lock anyway.
        .with_for_update(skip_locked=True)
    )
    while (job := db.session.scalar(query)) is not None:
        if not gives_up(job.attempts):
            job.state, job.due_at = JobState.RUNNING, now + LEASE
            job.attempts += 1
            job.percent = 0
            return job
        job.state, job.finished_at = JobState.FAILED, now
        db.session.flush()
    return None


def note_progress(job_id: int, percent: int, now: datetime) -> bool:
    """Note how far a job is, and extend its lease; return whether it is still wanted."""
    running = (Job.id == job_id, Job.state == JobState.RUNNING)
    values = {"percent": percent, "due_at": now + LEASE}
    return row_count(db.session.execute(update(Job).where(*running).values(values))) == 1


def finish(job_id: int, document: Document, now: datetime) -> None:
    """Keep what a job made; who was erased meanwhile is not written down again."""
    values = {
        "state": JobState.DONE,
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
    if job is None:
        return
    if gives_up(job.attempts):
        job.state, job.finished_at = JobState.FAILED, now
    else:
        job.state, job.due_at = JobState.WAITING, now


def hand_back(job_id: int, now: datetime) -> None:
    """Give a job back that was interrupted by the end of its worker, and is no worse for it."""
    values = {"state": JobState.WAITING, "due_at": now, "attempts": Job.attempts - 1}
    db.session.execute(update(Job).where(Job.id == job_id).values(values))


def delete_old_jobs(now: datetime) -> int:
    """Delete the jobs, and what they made, a day after they ended; return how many."""
    return row_count(db.session.execute(delete(Job).where(Job.finished_at < now - KEEP)))


def delete_jobs_of(scope: str) -> None:
    """Delete all jobs of a scope, also those that are being done."""
    db.session.execute(delete(Job).where(Job.scope == scope))
