"""What the editor of the plan asks for, read from its JSON."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from flask_babel import gettext
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ortenaudigital.fair.inventory.editing.areas import get_area
from ortenaudigital.fair.inventory.editing.history import Editor
from ortenaudigital.fair.inventory.editing.stands import (
    Placed,
    RowOrder,
    StandValues,
    add_row,
    delete_stands,
    get_stands,
    number_stands,
    place_stands,
)
from ortenaudigital.fair.inventory.editing.undoing import redo, undo
from ortenaudigital.fair.inventory.rules import Direction

MOST_CM = 50_000
Centimetres = Annotated[int, Field(ge=0, le=MOST_CM)]
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
Ids = Annotated[list[Id], Field(min_length=1, max_length=2000)]
_SHOWN = r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$"
Label = Annotated[str, Field(min_length=1, max_length=100, pattern=_SHOWN)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Box(_Part):
    id: Id
    area: Id
    x: Centimetres
    y: Centimetres
    width: Centimetres
    depth: Centimetres
    turned: Literal[0, 90, 180, 270]


class _Asked(_Part):
    since: Annotated[int, Field(ge=0)]


class PlaceOrder(_Asked):
    """Stands are where they were dragged to."""

    do: Literal["place"]
    stands: Annotated[list[_Box], Field(min_length=1, max_length=2000)]


class AddOrder(_Asked):
    """A row is drawn."""

    do: Literal["add"]
    label: Label
    number: Annotated[int, Field(ge=1, le=200)]
    gap: Centimetres
    direction: Annotated[Direction, Field(strict=False)]
    stand: _Box


class IdsOrder(_Asked):
    """Stands are deleted, or named anew from a first name on."""

    do: Literal["delete", "number"]
    stands: Ids
    first: Label = "1"


class HistoryOrder(_Asked):
    """The last change is taken back, or made again."""

    do: Literal["undo", "redo"]


_ORDERS: TypeAdapter[Any] = TypeAdapter(
    Annotated[PlaceOrder | AddOrder | IdsOrder | HistoryOrder, Field(discriminator="do")]
)


@dataclass
class Order:
    """What is to be done, by whom it is asked upon which version; `made`: what came of it."""

    since: int | None
    change: Callable[[Editor], Any]
    made: Any = field(default=None)

    def do(self, editor: Editor) -> None:
        """Do it."""
        self.made = self.change(editor)

    @staticmethod
    def unreadable() -> str:
        """Say that nothing was understood."""
        return str(gettext("Das ließ sich nicht speichern. Bitte laden Sie die Seite neu."))


def read_order(text: str) -> Order | None:
    """Read what is asked for, None if it cannot be read."""
    try:
        asked = _ORDERS.validate_json(text)
    except ValidationError:
        return None
    if isinstance(asked, PlaceOrder):
        return Order(asked.since, lambda editor: _place(editor, asked))
    if isinstance(asked, AddOrder):
        return Order(asked.since, lambda editor: _add(editor, asked))
    if isinstance(asked, IdsOrder):
        return Order(asked.since, lambda editor: _with_ids(editor, asked))
    # What was seen last is what is taken back, whoever did it.
    step = undo if asked.do == "undo" else redo
    return Order(None, lambda editor: step(editor).label)


def _place(editor: Editor, asked: PlaceOrder) -> None:
    for area_id in {box.area for box in asked.stands}:
        get_area(editor.event, area_id)
    place_stands(
        editor,
        [
            Placed(box.id, box.area, box.x, box.y, box.width, box.depth, box.turned)
            for box in asked.stands
        ],
    )


def _add(editor: Editor, asked: AddOrder) -> list[str]:
    area, box = get_area(editor.event, asked.stand.area), asked.stand
    first = StandValues(
        label=" ".join(asked.label.split()),
        area_id=area.id,
        width_cm=box.width,
        depth_cm=box.depth,
        x_cm=box.x,
        y_cm=box.y,
        turned=box.turned,
        days=frozenset(day.id for day in editor.event.days),
    )
    return add_row(editor, RowOrder(first, asked.number, asked.gap, asked.direction))


def _with_ids(editor: Editor, asked: IdsOrder) -> Any:
    if asked.do == "delete":
        return delete_stands(editor, get_stands(editor.event, asked.stands))
    return number_stands(editor, asked.stands, asked.first)
