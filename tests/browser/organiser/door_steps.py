"""What an organiser does at the desk of the door, on the way to pages in special states."""

from playwright.sync_api import Page, Response

from tests.browser.people import press
from tests.browser.site import Site


def paper_refused(page: Page, site: Site) -> Response:
    page.goto(f"{site.base}/orga/heute/einlass/{site.stage.values['date']}/nachtragen")
    return press(page, "Als eingelassen eintragen")


def paper_entered(page: Page, site: Site) -> Response:
    page.goto(f"{site.base}/orga/heute/einlass/{site.stage.values['date']}/nachtragen")
    page.get_by_label("Name oder Kurzcode").fill("maier-7 erika")
    page.get_by_label("Maier-7, Erika").check()
    known = page.locator(".sheet__in code").first.text_content()
    page.get_by_label("Kurzcodes eintippen").fill(f"OD-NICHTS-1\n{known}")
    return press(page, "Als eingelassen eintragen")


def shares_refused(page: Page, site: Site) -> Response:
    page.goto(f"{site.base}/orga/heute/geraete")
    device = page.locator("li.rows__item", has_text="Seiteneingang").first
    device.get_by_text("Plätze für Spontaneinlass ohne Netz").click()
    device.get_by_label("Bürgerticket").fill("9999")
    with page.expect_navigation() as navigation:
        device.get_by_role("button", name="Plätze speichern").click()
    return navigation.value
