"""Which personal data pictures hold: none of their own."""

from ortenaudigital.kernel.personal import Holder, columns_of


class PicturesHolder(Holder):
    """Logos and floor plans, made to be published; what came with the files was never kept.

    Whoever shows one says whose it is, and refers to it no more when that is erased. It is deleted
    then (`worker`).
    """

    columns = columns_of(
        "picture", published="content small_content", no_person="digest media_type"
    )
