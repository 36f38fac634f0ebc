"""Which data of stands is published."""

from ortenaudigital.kernel.personal import Holder, columns_of


class StandsHolder(Holder):
    """Stands, which name nobody."""

    columns = columns_of("stand", published="label size power")
