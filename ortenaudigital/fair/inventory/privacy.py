"""Which data of the inventory is published."""

from ortenaudigital.fair.inventory.editing.models import FloorChange
from ortenaudigital.kernel.personal import Holder, columns_of, tables


class InventoryHolder(Holder):
    """Areas, stands and stages, which name nobody."""

    columns = {
        **columns_of("area", published="name outline"),
        **columns_of("circuit", published="name"),
        **columns_of("stand", published="label kind note"),
        **columns_of("stage", published="name"),
        **columns_of(FloorChange.__tablename__, no_person="deed label rows"),
    }
    of_event = tables("area circuit stage stand slot floor floor_change")
