"""What all sections have in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """One part of an event; unknown keys and other kinds of values are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
