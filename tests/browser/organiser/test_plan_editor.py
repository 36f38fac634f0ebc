"""Stands are drawn, dragged, resized and undone with the mouse, and all of it with the keyboard."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.inventory.queries import list_stands
from tests.browser.chromium import DESK, new_context, wait_for
from tests.browser.people import log_in
from tests.browser.site import Site
from tests.factories import make_event
from tests.features.fair.inventory.floors import make_floor

Where = tuple[str, int | None, int | None, int, int, int]


def where(site: Site, slug: str) -> list[Where]:
    with site.app.app_context():
        return [
            (each.label, each.x_cm, each.y_cm, each.width_cm, each.depth_cm, each.turned)
            for each in list_stands(get_event(slug))
        ]


class Plan:
    """The plan of an event of its own in the browser."""

    def __init__(self, page: Page, site: Site, slug: str) -> None:
        self.page, self.site, self.slug = page, site, slug
        with site.app.app_context():
            make_floor(make_event(slug=slug))
        # High enough for the mouse to reach all of the plan.
        page.set_viewport_size({"width": 1280, "height": 1400})
        log_in(page, site.base)
        page.goto(f"{site.base}/orga/{slug}/plan")
        self.drawing = page.locator("[data-plan-drawing]")
        self.status = page.locator("[data-plan-status]")

    def stand(self, label: str) -> Locator:
        return self.drawing.get_by_role("link", name=re.compile(f"^Stand {label}[,:]"))

    def point(self, x: int, y: int) -> tuple[float, float]:
        """Return where on the screen a point of the plan is, given in centimetres."""
        box = self.drawing.bounding_box()
        assert box
        scale = box["width"] / (1000 + 160)
        return box["x"] + (x + 80) * scale, box["y"] + (y + 80) * scale

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.page.mouse.move(*self.point(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.point(*end), steps=4)
        self.page.mouse.up()

    def do(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def await_stands(self, stands: list[Where]) -> None:
        expect(self.status).to_contain_text("Gespeichert.")
        # It may have said so of what was saved before.
        wait_for(self.page, lambda: where(self.site, self.slug) == stands)


A1, A2 = ("A1", 100, 100, 200, 100, 0), ("A2", 400, 100, 200, 100, 0)


def test_with_the_mouse(browser: Browser, site: Site) -> None:
    with new_context(browser, DESK) as context:
        plan = Plan(context.new_page(), site, "plan-mit-der-maus")
        plan.drag((200, 150), (310, 340))
        moved = ("A1", 200, 300, 200, 100, 0)
        plan.await_stands([moved, A2])
        # It is selected still; its handle is at its corner.
        plan.drag((400, 400), (500, 450))
        larger = ("A1", 200, 300, 300, 150, 0)
        plan.await_stands([larger, A2])
        plan.page.get_by_label("Name ab").fill("B1")
        plan.page.get_by_label("Breite, m").fill("1,5")
        plan.page.get_by_label("Tiefe, m").fill("1")
        plan.page.get_by_label("Abstand, m").fill("0,5")
        plan.do("Reihe zeichnen")
        plan.drag((100, 500), (680, 520))
        row = [(f"B{n + 1}", 100 + 200 * n, 500, 150, 100, 0) for n in range(3)]
        plan.await_stands([larger, A2, *row])
        plan.do("Reihe zeichnen")
        # Those that a frame touches are named anew, in the order in which they are read.
        plan.drag((90, 480), (330, 590))
        plan.page.get_by_label("Name ab").fill("C7")
        plan.do("Neu benennen")
        named = [("C7", *row[0][1:]), ("C8", *row[1][1:]), row[2]]
        plan.await_stands([larger, A2, *named])
        plan.do("Löschen")
        plan.await_stands([larger, A2, row[2]])
        for _ in range(2):
            plan.do("Rückgängig")
        plan.await_stands([larger, A2, *row])
        plan.do("Wiederholen")
        plan.await_stands([larger, A2, *named])
        expect(plan.stand("C8")).to_be_visible()
        # What does not fit is said beside the tools, and the plan stays under the mouse.
        plan.page.evaluate("document.body.style.paddingBlockEnd = '100vh'")
        before = plan.point(0, 0)
        plan.drag((500, 150), (300, 350))
        expect(plan.status).to_contain_text("Etwas passt nicht: A1 und A2 stehen aufeinander.")
        assert plan.point(0, 0) == pytest.approx(before, abs=1)


def test_with_the_keyboard(browser: Browser, site: Site) -> None:
    with new_context(browser, DESK) as context:
        plan = Plan(context.new_page(), site, "plan-mit-tasten")
        plan.stand("A1").focus()
        keys = plan.page.keyboard
        keys.press("Tab")
        expect(plan.stand("A2")).to_be_focused()
        for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
            keys.press(key)
        plan.await_stands([A1, ("A2", 450, 200, 200, 100, 0)])
        expect(plan.stand("A2")).to_be_focused()
        for key in ("Shift+ArrowRight", "r"):
            keys.press(key)
        plan.await_stands([A1, ("A2", 450, 200, 250, 100, 90)])
        keys.press("Delete")
        plan.await_stands([A1])
        plan.stand("A1").focus()
        keys.press("Control+z")
        plan.await_stands([A1, ("A2", 450, 200, 250, 100, 90)])
        plan.stand("A2").focus()
        keys.press("Enter")
        plan.page.wait_for_url("**/staende/*")


def test_two_at_once_lose_nothing_and_the_second_is_told(browser: Browser, site: Site) -> None:
    with new_context(browser, DESK) as context:
        plan = Plan(context.new_page(), site, "plan-zu-zweit")
        other = context.new_page()
        other.goto(plan.page.url)
        plan.drag((200, 150), (200, 340))
        plan.await_stands([("A1", 100, 300, 200, 100, 0), A2])
        # The other still sees A1 where it was.
        status = other.locator("[data-plan-status]")
        for label, told in (("A1", "inzwischen dasselbe geändert: A1"), ("A2", "Gespeichert.")):
            stands = other.locator("[data-plan-drawing]")
            stands.get_by_label(re.compile(f"^Stand {label}[,:]")).focus()
            other.keyboard.press("ArrowDown")
            expect(status).to_contain_text(told)
        assert where(site, plan.slug) == [
            ("A1", 100, 300, 200, 100, 0),
            ("A2", 400, 150, 200, 100, 0),
        ]
