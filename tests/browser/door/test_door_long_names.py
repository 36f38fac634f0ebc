"""Names of sixty letters: what to do and what to press stay in sight on the smallest screens."""

from playwright.sync_api import Browser, Page

from ortenaudigital.bookings.changes import cancel_tickets, reissue_ticket
from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.browser.chromium import new_context
from tests.browser.door.phones import await_sent, equip, make_door, pair, pairing_link, scan
from tests.browser.people import await_verdict
from tests.browser.site import Site
from tests.factories import make_booking

SIZES = [(360, 640), (640, 360), (390, 844), (740, 360)]
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenempfänger"[:60]
SPACED = "Anna-Lena Freifrau von und zu Hohenlohe-Langenburg-Bartenst."
# What is not wholly within the screen, or lies under something else.
HIDDEN = """() => {
  const shown = (each) => each.getClientRects().length > 0;
  const parts = document.querySelectorAll(
    "[data-verdict] :is(.verdict__word, .verdict__advice, button)"
  );
  const text = document.querySelector(".verdict__text").getBoundingClientRect();
  const isHidden = (each) => {
    const { left, right, top, bottom } = each.getBoundingClientRect();
    if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) return true;
    if (!each.matches("button") && (top < text.top - 1 || bottom > text.bottom + 1)) return true;
    return [top + 3, bottom - 3].some((y) => {
      const hit = document.elementFromPoint((left + right) / 2, y);
      return !hit || !(each.contains(hit) || hit.contains(each));
    });
  };
  const hidden = [...parts].filter((each) => shown(each) && isHidden(each));
  return hidden.map((each) => each.textContent.trim());
}"""
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def make_people(slug: str) -> dict[str, str]:
    """Give somebody with a long name every answer; return the codes by verdict."""
    now, event = utc_now(), get_event(slug)
    family = make_booking(event, now, number=4, last_name=LONG, companions=(SPACED, SPACED, SPACED))
    gone = make_booking(event, now, number=2, last_name=LONG, email="zwei@example.org")
    codes = {
        "welcome": ticket_url(family.tickets[0]),
        "already_in": ticket_url(family.tickets[0]),
        "welcome, spaced": ticket_url(family.tickets[1]),
        "cancelled": ticket_url(gone.tickets[0]),
        "replaced": ticket_url(gone.tickets[1]),
    }
    with transaction():
        cancel_tickets(gone, {1}, now)
        reissue_ticket(gone.tickets[1], now, "test")
    return codes


def look_at(phone: Page, name: str) -> list[str]:
    """Return what cannot be seen of the answer on the screen, at any size."""
    hidden = []
    for width, height in SIZES:
        phone.set_viewport_size({"width": width, "height": height})
        phone.evaluate(PAINTED)
        hidden += [f"{name}, {width}×{height}: {each}" for each in phone.evaluate(HIDDEN)]
    return hidden


def test_what_to_do_is_never_hidden(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        door = make_door("lange-namen")
        codes = make_people("lange-namen") | {name: door[name] for name in ("unknown", "wrong_day")}
        link = pairing_link("lange-namen", "Haupteingang am alten Rathaus", may_override=True)
    hidden = []
    with new_context(browser) as context:
        equip(context)
        phone = pair(context, link)
        for name, code in codes.items():
            scan(phone, code)
            await_sent(phone)
            hidden += look_at(phone, name)
        scan(phone, codes["cancelled"])
        phone.get_by_role("button", name="Trotzdem einlassen").click()
        phone.get_by_role("button", name="Die Orga hat zugestimmt").click()
        await_verdict(phone, "Eingelassen")
        hidden += look_at(phone, "override")
    assert not hidden, "\n".join(hidden)
