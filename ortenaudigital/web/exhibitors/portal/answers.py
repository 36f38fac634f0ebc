"""What the views of the portal share: going back to a part, which says what was done."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.web.shared.answers.notices import Notice, with_notice


def back_to(part: str, key: str, notice: Notice | None = None) -> ResponseReturnValue:
    """Go to a part of the portal, such as `passes`."""
    return redirect(with_notice(url_for(f"exhibitors.{part}", key=key), notice), 303)
