"""Pictures that exhibitors and organisers sent, as we made them anew."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ortenaudigital.pictures.queries import get_content, get_small_content
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.headers import YEAR


@public.get("/bilder/<uuid:picture_id>/<digest>.webp")
@access(Access.PUBLIC)
def picture(picture_id: UUID, digest: str) -> ResponseReturnValue:
    """Hand out a picture. What is under an address never changes."""
    return _answer(*get_content(picture_id, digest))


@public.get("/bilder/<uuid:picture_id>/klein/<digest>.webp")
@access(Access.PUBLIC)
def small_picture(picture_id: UUID, digest: str) -> ResponseReturnValue:
    """Hand out the same picture as lists show it, by the digest of the large one."""
    return _answer(*get_small_content(picture_id, digest))


def _answer(content: bytes, media_type: str) -> Response:
    answer = Response(content, mimetype=media_type)
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    answer.headers["Content-Disposition"] = "inline"
    return answer
