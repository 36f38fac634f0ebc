"""Every page there is, made from the URL map: accessible, narrow, quiet and valid."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, Response
from werkzeug.routing import Rule

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.web.shared.access.guards import Access
from tests.browser.chromium import new_context
from tests.browser.inspector import NARROW, Inspector, invalid_html
from tests.browser.organiser.door_steps import paper_entered, paper_refused, shares_refused
from tests.browser.people import log_in, press
from tests.browser.site import Site
from tests.browser.stage import LONG_NAME

Step = Callable[[Page, Site], Response]
UUIDS = ("booking_id", "exhibitor_id", "invitation_id", "code_id", "form_id", "picture_id")
FILES = (
    ".csv",
    ".jpg",
    ".pdf",
    ".svg",
    ".toml",
    ".webp",
    ".xlsx",
    ".zip",
    "termin.ics",
    "termine.ics",
    "healthz",
    "readyz",
    "sw.js",
    "manifest.webmanifest",
    "robots.txt",
    "sitemap.xml",
    "favicon.ico",
    "feed.rss",
    "kalender.ics",
    "bild.png",
    "apple-touch-icon.png",
    "einbetten.js",
)


def pages_of(site: Site, desk: bool) -> dict[str, str]:
    """Return the addresses of all pages of the public, or of the organiser's desk."""
    rules: dict[str, Access] = site.app.extensions["access_rules"]
    mapped = {
        rule.endpoint: _address(site, rule)
        for rule in site.app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rules[rule.endpoint] is not Access.DEVICE
        and _is_of_desk(rules[rule.endpoint]) == desk
    }
    special = {n: path for n, path in site.stage.pages.items() if n.startswith("desk: ") == desk}
    # Asked for by a script alone.
    mapped.pop("public.proof_challenge", None)
    # The file of a document, which a browser shows by itself.
    files = ("organiser.paper_file", "exhibitors.paper")
    # Letters as mail programs show them: for the frame of the page around them.
    letters = ("preview_letter", "mailing_letter", "fair_mailing_letter")
    for name in (*files, *(f"organiser.{letter}" for letter in letters)):
        mapped.pop(name, None)
    return {n: path for n, path in (mapped | special).items() if not path.endswith(FILES)}


def _is_of_desk(rule: Access | Permission) -> bool:
    return isinstance(rule, Permission) or rule in (Access.LOGGED_IN, Access.SETTING_UP)


def _address(site: Site, rule: Rule) -> str:
    values = site.stage.values
    if rule.endpoint.startswith("exhibitors."):
        values = values | {"key": values["exhibitor_key"]}
    if "/bewerbung/<key>" in rule.rule:
        values = values | {"key": values["draft_key"], "proof": values["draft_proof"]}
    typed = {name: UUID(values[name]) if name in UUIDS else values[name] for name in rule.arguments}
    return str(site.app.url_map.bind("localhost").build(rule.endpoint, typed))


def empty_booking_form(page: Page, site: Site) -> Response:
    page.goto(f"{site.base}/heute/tickets")
    return press(page, "Kostenlos buchen")


def mistyped_email(page: Page, site: Site) -> Response:
    response = page.goto(f"{site.base}/heute/tickets")
    page.get_by_label("E-Mail-Adresse").fill("erika@gmial.com")
    page.get_by_label("Vorname").focus()
    page.get_by_text("Meinten Sie").wait_for()
    assert response
    return response


def unanswered_questions(page: Page, site: Site) -> Response:
    page.goto(f"{site.base}/fragen/tickets")
    page.get_by_text("Brauchen Sie etwas, um gut").click()
    page.get_by_label("Einen Platz für einen Rollstuhl").check()
    return press(page, "Kostenlos buchen")


def needs_without_consent(page: Page, site: Site) -> Response:
    page.goto(f"{site.base}{site.stage.pages['details, answered']}")
    return press(page, "Angaben speichern")


def form_of_another_page(page: Page, site: Site) -> Response:
    # An address without an origin; the content alone would stay on the page before.
    page.goto("data:text/html,")
    page.set_content(
        f'<form method="post" action="{site.base}/heute/tickets"><button>Weiter</button></form>'
    )
    return press(page, "Weiter")


def long_name(page: Page, site: Site) -> Response:
    page.goto(f"{site.base}/buchung/{site.stage.values['key']}/namen")
    name = page.get_by_label("Name auf Ticket 2")
    # Browsers hold to the limit by themselves; what is pasted by a program need not.
    name.evaluate("(field, text) => { field.value = text }", LONG_NAME * 2)
    return press(page, "Namen speichern")


def other_name(page: Page, site: Site) -> Response:
    page.goto(f"{site.base}/buchung/{site.stage.values['key']}/namen")
    page.get_by_label("Name auf Ticket 2").fill("Łukasz Şahin")
    return press(page, "Namen speichern")


def empty_application(page: Page, site: Site) -> Response:
    page.goto(f"{site.base}/naechstes-jahr/aussteller/bewerbung")
    return press(page, "Bewerbung absenden")


def wrong_password(page: Page, site: Site) -> Response:
    page.goto(f"{site.base}/orga/anmelden")
    page.get_by_label("E-Mail-Adresse").fill("niemand@example.org")
    page.get_by_label("Passwort").fill("falsch")
    return press(page, "Anmelden")


def device_without_name(page: Page, site: Site) -> Response:
    page.goto(f"{site.base}/orga/heute/geraete")
    return press(page, "Weiter zum QR-Code")


def device_to_pair(page: Page, site: Site) -> Response:
    page.goto(f"{site.base}/orga/heute/geraete")
    page.get_by_label("Name des Geräts").fill("Haupteingang")
    return press(page, "Weiter zum QR-Code")


def retried_letter(page: Page, site: Site) -> Response:
    page.goto(f"{site.base}/orga/postausgang?status=failed")
    with page.expect_navigation() as navigation:
        page.get_by_role("button", name="Jetzt versuchen").first.click()
    return navigation.value


PUBLIC_STEPS: dict[str, tuple[Step, int]] = {
    "booking form, errors": (empty_booking_form, 422),
    "booking form, unanswered questions": (unanswered_questions, 422),
    "details, without consent": (needs_without_consent, 422),
    "booking form, mistyped e-mail": (mistyped_email, 200),
    "booking form, of another page": (form_of_another_page, 403),
    "booking, name too long": (long_name, 422),
    "booking, renamed": (other_name, 200),
    "application, errors": (empty_application, 422),
    "login, refused": (wrong_password, 200),
}
DESK_STEPS: dict[str, tuple[Step, int]] = {
    "device without a name": (device_without_name, 422),
    "device to pair": (device_to_pair, 200),
    "retried letter": (retried_letter, 200),
    "paper, nothing ticked": (paper_refused, 422),
    "paper, entered": (paper_entered, 200),
    "shares, refused": (shares_refused, 409),
}


@pytest.mark.long
@pytest.mark.parametrize("desk", [False, True], ids=["public", "desk"])
def test_every_page_passes_inspection(
    browser: Browser, site: Site, tmp_path: Path, desk: bool
) -> None:
    pages, steps = pages_of(site, desk), DESK_STEPS if desk else PUBLIC_STEPS
    # What is good on the narrowest screen is good on a phone: no rule of ours lies between them.
    with new_context(browser, NARROW) as context:
        inspector = Inspector(context, site.base)
        if desk:
            log_in(inspector.page, site.base)
        for name, path in pages.items():
            inspector.visit(name, path, dark=not desk)
        for name, (step, status) in steps.items():
            inspector.inspect(name, step(inspector.page, site), dark=not desk, status=status)
        for path in ("/gibt/es/nicht", "/demo/postfach"):
            inspector.visit(f"not found {path}", path, dark=not desk, status=404)
    assert len(pages) > 12
    problems = inspector.problems + invalid_html(inspector.documents, tmp_path)
    assert not problems, "\n".join(problems)
