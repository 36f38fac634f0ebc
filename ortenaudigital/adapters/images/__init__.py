"""Pictures that people send, by Pillow: decoded within bounds, and made anew."""

from ortenaudigital.adapters.images.cleaning import (
    CleanPicture,
    Limits,
    as_jpeg,
    as_png,
    clean,
    smaller,
)
from ortenaudigital.adapters.images.errors import PictureRefused

__all__ = ["CleanPicture", "Limits", "PictureRefused", "as_jpeg", "as_png", "clean", "smaller"]
