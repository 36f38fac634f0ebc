"""A group is booked without a script: from a file with a fault to tickets for all of them."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.chromium import new_context
from tests.browser.people import press
from tests.browser.site import Site

TABLE = "Nachname;Vorname;E-Mail\r\nMüßig;Änne;aenne@example.org\r\n=1+1;;\r\nBerg;Bo;\r\n"


def test_a_group_is_booked_from_a_file(browser: Browser, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_bytes(TABLE.encode("cp1252"))
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site.base}/heute/tickets")
        page.get_by_role("link", name="Für eine Gruppe buchen").click()
        page.get_by_label("Organisation", exact=True).fill("Stadt Achern")
        page.get_by_label("Vorname", exact=True).fill("Erika")
        page.get_by_label("Nachname", exact=True).fill("Gruppe")
        page.get_by_label("E-Mail-Adresse", exact=True).fill("gruppe@example.org")
        page.get_by_label("Oder eine Tabelle als CSV-Datei").set_input_files(file)
        assert press(page, "Liste prüfen").status == 422
        expect(page.locator("[aria-labelledby=preview] li").first).to_contain_text("Rechenzeichen")
        guests = page.get_by_label("Wer kommt?")
        guests.fill(guests.input_value().replace("=1+1;;", "Cent;Carl;"))
        assert press(page, "Liste prüfen").status == 200
        page.get_by_role("heading", name="3 Personen in der Liste").wait_for()
        assert press(page, "3 Tickets kostenlos buchen").status == 200
        page.get_by_role("heading", name="Hier sind Ihre 3 Tickets").wait_for()
        for name in ("Änne Müßig", "Carl Cent", "Bo Berg"):
            expect(page.get_by_text(name).first).to_be_attached()
