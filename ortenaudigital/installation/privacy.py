"""Which personal data is in the row about the installation: none."""

from ortenaudigital.kernel.personal import Holder, columns_of


class InstallationHolder(Holder):
    """The one row about the installation."""

    columns = columns_of("installation", no_person="key_check")
