"""Which personal data the limits hold: hashes under a key, from which nobody can read whose."""

from ortenaudigital.kernel.personal import Holder, columns_of


class LimitsHolder(Holder):
    """The buckets."""

    columns = columns_of("limit_bucket", no_person="key")
