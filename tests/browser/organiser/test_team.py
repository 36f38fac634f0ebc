"""Somebody joins a team, sets up a second factor, and from then on logs in by it."""

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from ortenaudigital.accounts.team.links import invitation_url
from ortenaudigital.accounts.team.models import TeamInvitation
from ortenaudigital.adapters.one_time_codes import code_at, step_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from tests.browser.chromium import DESK, PHONE, new_context
from tests.browser.people import log_in, press
from tests.browser.site import Site

NEW = "tuer@team.example.org"
PASSWORD = "Rathausturm gelb Kastanie sieben"


def first_step(page: Page, base: str) -> None:
    page.goto(f"{base}/orga/")
    page.get_by_label("E-Mail-Adresse").fill(NEW)
    page.get_by_label("Passwort").fill(PASSWORD)
    press(page, "Anmelden")


def log_out(page: Page) -> None:
    page.locator(".switcher--account summary").click()
    press(page, "Abmelden")


def give_key(page: Page) -> None:
    """Give the browser a passkey that knows its owner, as the sensor of a laptop does."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    options |= {"automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_who_joins_a_team_logs_in_by_an_app_and_by_a_passkey(browser: Browser, site: Site) -> None:
    event = site.stage.values["slug"]
    with new_context(browser, DESK) as context:
        page = context.new_page()
        log_in(page, site.base)
        page.goto(f"{site.base}/orga/{event}/team")
        page.get_by_label("E-Mail-Adresse").fill(NEW)
        page.locator("form[action$='einladen'] select[name=role]").select_option("door_lead")
        press(page, "Einladen")
    with site.app.app_context():
        wanted = select(TeamInvitation.id).where(TeamInvitation.email == NEW)
        link = invitation_url(db.session.scalars(wanted).one())
    with new_context(browser, PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(link)
        page.get_by_label("Ihr Name").fill("Tina Tür")
        page.get_by_label("Passwort").fill(PASSWORD)
        press(page, "Konto anlegen")
        first_step(page, site.base)
        page.goto(f"{site.base}/orga/konto")
        page.get_by_role("link", name="Zweiten Faktor einrichten").click()
        page.get_by_role("link", name="App einrichten").click()
        secret = page.locator(".pairing__link").inner_text().replace(" ", "")
        page.get_by_label("Ihr Passwort").fill(PASSWORD)
        page.get_by_role("textbox", name="Code").fill(code_at(secret, step_at(utc_now())))
        press(page, "App einrichten")
        codes = page.locator(".one-time-codes li").all_inner_texts()
        page.get_by_role("link", name="Ich habe die Codes aufbewahrt").click()
        log_out(page)
        first_step(page, site.base)
        # Of the next half minute, which is taken: that of the set-up has been used.
        code = code_at(secret, step_at(utc_now()) + 1)
        page.get_by_role("textbox", name="Code").fill(f"{code[:3]} {code[3:]}")
        press(page, "Anmelden")
        assert page.goto(f"{site.base}/orga/{event}/einlass").status == 200  # type: ignore[union-attr]
        assert page.goto(f"{site.base}/orga/{event}/team").status == 403  # type: ignore[union-attr]
    use_passkey(browser, site.base, codes[0].lower())


def use_passkey(browser: Browser, base: str, code: str) -> None:
    """Log in by a recovery code, add a passkey, and log in by it alone."""
    with new_context(browser, DESK) as context:
        page = context.new_page()
        give_key(page)
        first_step(page, base)
        page.get_by_role("link", name="Einen Ersatzcode nehmen").click()
        page.get_by_label("Ersatzcode").fill(code)
        press(page, "Anmelden")
        page.goto(f"{base}/orga/konto/zweiter-faktor")
        form = page.locator("form[data-passkey]")
        form.get_by_label("Name des Passkeys").fill("Laptop in Kehl")
        form.get_by_label("Ihr Passwort").fill("wrong")
        form.get_by_role("button").click()
        expect(form.get_by_role("alert")).to_contain_text("nicht Ihr jetziges Passwort")
        form.get_by_label("Ihr Passwort").fill(PASSWORD)
        press(page, "Passkey hinzufügen")
        expect(page.locator("main .history strong")).to_have_text("Laptop in Kehl")
        form.get_by_label("Ihr Passwort").fill(PASSWORD)
        form.get_by_role("button").click()
        expect(form.get_by_role("alert")).to_contain_text("schon ein Passkey für dieses Konto")
        log_out(page)
        page.get_by_label("Auf diesem Gerät angemeldet bleiben").check()
        press(page, "Mit einem Passkey anmelden")
        expect(page.locator(".switcher--account summary")).to_contain_text("Tina Tür")
        # A cookie that stays when the browser is closed.
        (session,) = (each for each in page.context.cookies() if each["name"] == "session")
        assert session["expires"] > 0
