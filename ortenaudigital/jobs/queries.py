"""Questions about jobs."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from ortenaudigital.jobs.errors import UnknownJob
from ortenaudigital.jobs.models import Job
from ortenaudigital.kernel.db import db


def list_jobs(scope: str, kind: str) -> Sequence[Job]:
    """List the jobs of a kind, the newest first."""
    query = select(Job).where(Job.scope == scope, Job.kind == kind).order_by(Job.id.desc())
    return db.session.scalars(query).all()


_BY_KEY = select(Job).where(Job.unique_key == bindparam("key"))


def find_pending(key: str) -> Job | None:
    """Find the job that still is to be done, by what was asked for."""
    return db.session.scalar(_BY_KEY, {"key": key})


def get_job(scope: str, kind: str, job_id: int) -> Job:
    """Return a job. Raises UnknownJob."""
    job = db.session.get(Job, job_id)
    if job is None or (job.scope, job.kind) != (scope, kind):
        raise UnknownJob()
    return job
