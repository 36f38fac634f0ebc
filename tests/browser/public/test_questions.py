"""The questions of a form by keyboard alone: what is not asked is out of the way."""

from playwright.sync_api import Browser, Page

from tests.browser.chromium import new_context
from tests.browser.public.asking import SLUG
from tests.browser.site import Site

LABEL = """() => {
  const field = document.activeElement;
  const own = field.labels && field.labels[0] ? field.labels[0].innerText : field.innerText;
  const group = field.closest("fieldset");
  return [own || "", group ? group.querySelector("legend").innerText : ""];
}"""
MOST_STEPS = 60


def tab_to(page: Page, label: str) -> list[str]:
    """Press Tab until the field with this label has the focus; return what was passed."""
    passed: list[str] = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        own, group = page.evaluate(LABEL)
        if own.startswith(label) or group.startswith(label):
            return passed
        passed.append(own)
    raise AssertionError(f"{label} cannot be reached; passed: {passed}")


def type_in(page: Page, label: str, text: str) -> None:
    tab_to(page, label)
    page.keyboard.type(text)


def test_questions_are_answered_by_keyboard_alone(browser: Browser, site: Site) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        page.goto(f"{site.base}/{SLUG}/tickets")
        type_in(page, "Vorname", "Tara")
        type_in(page, "Nachname", "Tastatur")
        type_in(page, "E-Mail-Adresse", "tara@example.org")
        type_in(page, "Woher kommen Sie?", "Achern")
        # Of a group of radio buttons the first has the focus; the arrows choose.
        tab_to(page, "Fachbereich")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        tab_to(page, "KI")
        page.keyboard.press("Space")
        passed = tab_to(page, "Brauchen Sie etwas")
        assert not any(each.startswith("Welche Vorkenntnisse") for each in passed)
        # Back to the question it depends on, and it is there.
        for _ in range(MOST_STEPS):
            page.keyboard.press("Shift+Tab")
            if page.evaluate(LABEL)[1].startswith("Haben Sie Vorkenntnisse"):
                break
        # The last option, no answer, is the one that was chosen: round to the first.
        page.keyboard.press("ArrowDown")
        type_in(page, "Welche Vorkenntnisse?", "Excel")
        tab_to(page, "Brauchen Sie etwas")
        page.keyboard.press("Enter")
        tab_to(page, "Einen Platz für einen Rollstuhl")
        page.keyboard.press("Space")
        tab_to(page, "Ich willige ein")
        page.keyboard.press("Space")
        tab_to(page, "Kostenlos buchen")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Hier ist Ihr Ticket").wait_for()
        for words in ("Achern", "Kulturamt", "KI", "Excel"):
            page.get_by_text(words, exact=True).first.wait_for()
        assert page.get_by_text("Rollstuhl").count() == 0
        tab_to(page, "Antworten und was Sie brauchen")
        page.keyboard.press("Enter")
        page.get_by_text("Rollstuhlplatz").wait_for()
        tab_to(page, "Einwilligung widerrufen")
        page.keyboard.press("Enter")
        page.get_by_text("Was Sie brauchen, ist nicht mehr gespeichert.").wait_for()


def test_without_a_script_all_questions_show_with_their_condition(
    browser: Browser, site: Site
) -> None:
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site.base}/{SLUG}/tickets")
        which = page.get_by_label("Welche Vorkenntnisse?")
        assert which.is_visible()
        assert page.get_by_text("Nur bei dieser Antwort auf").is_visible()
        # Filled in though it is not asked: it is no answer, and in nobody's way.
        which.fill("Excel")
        page.get_by_label("Kulturamt").check()
        page.get_by_label("Vorname").fill("Ole")
        page.get_by_label("Nachname").fill("Ohneskript")
        page.get_by_label("E-Mail-Adresse").fill("ole@example.org")
        page.get_by_role("button", name="Kostenlos buchen").click()
        page.get_by_role("heading", name="Hier ist Ihr Ticket").wait_for()
        assert page.get_by_text("Kulturamt").is_visible()
        assert page.get_by_text("Excel").count() == 0
