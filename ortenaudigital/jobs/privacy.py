"""Which personal data jobs hold: documents such as the door list name people."""

from ortenaudigital.kernel.personal import Holder, columns_of


class JobsHolder(Holder):
    """The documents that were made, each for a day (`delete_old_jobs`)."""

    columns = columns_of(
        "job",
        deleted="result",
        no_person="kind unique_key state scope subject language filename mimetype",
    )
