"""Forms as a browser without JavaScript sends them."""

from typing import Any

import lxml.html
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


def page_of(response: TestResponse) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(response.get_data(as_text=True))


def text_of(response: TestResponse) -> str:
    """Return the words of a page, as read."""
    return " ".join(page_of(response).text_content().split())


def values_of(form: lxml.html.FormElement) -> MultiDict[str, str]:
    """Return what a browser would send if nothing was changed, where the library says otherwise.

    It keeps the line break that begins every textarea, and says `on` for an empty radio button.
    """
    sent: MultiDict[str, str] = MultiDict()
    for name, value in form.form_values():
        found = form.xpath(".//*[@name=$name]", name=name)
        text = value.replace("\r\n", "\n").removeprefix("\n")
        empty = [
            each for each in found if each.get("checked") is not None and not each.get("value")
        ]
        sent.add(name, "" if empty and found[0].get("type") == "radio" else text)
    return sent


def submit(client: FlaskClient, url: str, action: str | None = None, **fields: Any) -> TestResponse:
    """Open a page, fill in one of its forms, and send it with all its hidden fields."""
    page = page_of(client.get(url))
    forms = [form for form in page.forms if form.method == "POST"]
    chosen = next(form for form in forms if (form.action or url).endswith(action or url))
    data = values_of(chosen)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return client.post(chosen.action or url, data=data)


def links_of(client: FlaskClient, address: str) -> list[str]:
    """Return where all links of a page lead."""
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200
    return [str(link) for link in page_of(answer).xpath("//a/@href")]
