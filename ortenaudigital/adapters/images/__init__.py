"""Pictures that people send, by Pillow: decoded within bounds, and made anew."""

from ortenaudigital.adapters.images.cleaning import CleanPicture, Limits, as_png, clean
from ortenaudigital.adapters.images.errors import PictureRefused

__all__ = ["CleanPicture", "Limits", "PictureRefused", "as_png", "clean"]
