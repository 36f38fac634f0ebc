"""What can be wrong with a job."""

from ortenaudigital.kernel.errors import N_, NotFound


class UnknownJob(NotFound):
    """No such job, or its document is deleted already."""

    code = "unknown_job"
    message = N_("Dieses Dokument gibt es nicht mehr. Bitte lassen Sie es noch einmal erstellen.")


class Stopped(Exception):  # named for what happened
    """The worker is told to stop: the job is given back, and done after the next start."""
