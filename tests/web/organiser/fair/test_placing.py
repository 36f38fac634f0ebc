"""The page of placing: a slot is chosen, who fits gets it, and what is refused is said there."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.fair.inventory.queries import list_stands
from ortenaudigital.fair.placement.commands import give
from ortenaudigital.fair.placement.rules.facts import Limit
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.fair.placing.shown import Total
from tests.factories import make_event
from tests.features.fair.placement.conftest import BY, STANDS, Office
from tests.features.fair.placement.test_drafts import propose
from tests.web.forms import page_of, submit, text_of, values_of

BASE = "/orga/ortenau-digital-2027/belegung"


@pytest.fixture
def office(app: Flask, organiser: FlaskClient) -> Office:
    with app.app_context():
        return Office(make_event(stands=STANDS))


def give_to(app: Flask, office: Office, name: str, label: str, **needs: object) -> UUID:
    with app.app_context():
        who = office.exhibitor(name, **needs)
        with transaction():
            give(office.event, [office.slot(label)], who, BY)
    return who


def held(app: Flask, office: Office) -> dict[str, str]:
    with app.app_context():
        return office.held()


def test_one_press_gives_all_days_and_shows_the_next_free_slot(
    app: Flask, organiser: FlaskClient, office: Office
) -> None:
    with app.app_context():
        office.exhibitor("Eins", power_w=3000)
        office.exhibitor("Zwei", wish_stand="A1")
        first, second = office.slot("A1"), office.slot("A2")
    page = organiser.get(f"{BASE}?zelle={first}")
    assert "Wunschstand" in text_of(page)
    names = page_of(page).xpath("//section[@id='zelle']//ol/li//strong/text()")
    assert names == ["Zwei", "Eins"]
    answer = submit(organiser, f"{BASE}?zelle={first}", f"{BASE}/vergeben")
    assert answer.status_code == 303
    assert f"zelle={second}" in answer.location
    assert held(app, office) == {"A1/0": "Zwei", "A1/1": "Zwei"}


def test_who_has_a_stand_that_gives_too_little_since_it_was_changed_is_listed(
    app: Flask, organiser: FlaskClient, office: Office
) -> None:
    give_to(app, office, "Eins", "A1", power_w=3000)
    give_to(app, office, "Zwei", "A3")
    assert "passt nicht mehr" not in text_of(organiser.get(BASE))
    with app.app_context():
        slot = office.slot("A1")
        with transaction():
            list_stands(office.event)[0].power_w = 1000
    text = text_of(organiser.get(BASE))
    assert "Ein Platz passt nicht mehr zu dem, der ihn hat" in text
    assert "A1, 30.09.2027: Eins" in text
    assert "Strom: braucht 3.000 W, hier sind es 1.000 W." in text
    chosen = page_of(organiser.get(f"{BASE}?zelle={slot}")).xpath("//section[@id='zelle']")[0]
    assert "hier sind es 1.000 W" in chosen.text_content()


def test_who_wants_a_pitch_waits_for_it(app: Flask, organiser: FlaskClient, office: Office) -> None:
    who = give_to(app, office, "Redet", "A1", pitch=True, days=[0])
    text = text_of(organiser.get(BASE))
    assert "0 von 1 angenommenen Ausstellern" in text
    assert "Noch ohne Pitch Redet" in text
    with app.app_context(), transaction():
        give(office.event, [office.pitch()], who, BY)
    text = text_of(organiser.get(BASE))
    assert "1 von 1 angenommenen Ausstellern" in text
    assert "Noch ohne Pitch" not in text


def test_what_may_bear_nothing_bears_too_much(app: Flask, office: Office) -> None:
    with app.app_context():
        day = office.event.days[0]
    none, some = Limit("Kreis 1", power_w=0), Limit("Kreis 2", power_w=4000, network=0)
    totals = [Total(none, day, 0, 3), Total(none, day, 1, 0), Total(some, day, 4000, 0)]
    assert [each.over for each in [*totals, Total(some, day, 0, 1)]] == [False, True, False, True]


def test_what_is_in_the_way_is_shown_and_what_was_not_seen_is_asked(
    app: Flask, organiser: FlaskClient, office: Office
) -> None:
    with app.app_context():
        who = office.exhibitor("Netz", network=True)
        slot = office.slot("A2")
    assert "Kein Netzwerk, wird aber gebraucht" in text_of(organiser.get(f"{BASE}?zelle={slot}"))
    sent = {"slot": slot, "exhibitor": who, "seen": "", "days": "all"}
    answer = submit(organiser, f"{BASE}?zelle={slot}", f"{BASE}/vergeben", **sent)
    assert answer.status_code == 409
    assert "Bitte sehen Sie sich die Hinweise zu Netz" in text_of(answer)
    assert held(app, office) == {}
    form = page_of(answer).xpath("//div[@role='alert']//form")[0]
    values = {each.get("name"): each.get("value") for each in form.xpath(".//input")}
    assert organiser.post(f"{BASE}/vergeben", data=values).status_code == 303
    assert held(app, office) == {"A2/0": "Netz", "A2/1": "Netz"}


def test_who_comes_second_is_told_who_has_it(
    app: Flask, organiser: FlaskClient, office: Office
) -> None:
    with app.app_context():
        late = office.exhibitor("Spaet")
        slot = office.slot("A1")
    page = f"{BASE}?zelle={slot}"
    organiser.get(page)
    give_to(app, office, "Eins", "A1")
    sent = {"slot": slot, "exhibitor": late, "seen": ""}
    answer = submit(organiser, f"{BASE}?zelle={slot + 1}", f"{BASE}/vergeben", **sent)
    assert answer.status_code == 409
    assert "schon an Eins vergeben" in text_of(answer)


def test_swap_take_back_and_undo_are_pressed_in_turn(
    app: Flask, organiser: FlaskClient, office: Office
) -> None:
    first = give_to(app, office, "Eins", "A1")
    give_to(app, office, "Zwei", "A2")
    with app.app_context():
        one, two = office.slot("A1"), office.slot("A2")
    page = organiser.get(f"{BASE}?tausch={one}")
    [target] = page_of(page).xpath(f"//button[starts-with(@value, '{two}:')]/@value")
    sent = {"slot": one, "shown": first, "other": target, "days": ""}
    answer = submit(organiser, f"{BASE}?tausch={one}", f"{BASE}/tauschen", **sent)
    assert answer.status_code == 303
    assert held(app, office) == {"A1/0": "Zwei", "A2/0": "Eins"}
    sent = {"slot": two, "exhibitor": first, "days": ""}
    answer = submit(organiser, f"{BASE}?zelle={two}", f"{BASE}/zuruecknehmen", **sent)
    assert held(app, office) == {"A1/0": "Zwei"}
    for expected in ({"A1/0": "Zwei", "A2/0": "Eins"}, {"A1/0": "Eins", "A2/0": "Zwei"}):
        submit(organiser, BASE, f"{BASE}/rueckgaengig")
        assert held(app, office) == expected


def test_a_hold_says_until_when_and_for_whom(
    app: Flask, organiser: FlaskClient, office: Office
) -> None:
    with app.app_context():
        waiting = office.exhibitor("Wartet", accepted=False)
        slot = office.slot("A1")
    assert "Wartet" in text_of(organiser.get(f"{BASE}?zelle={slot}"))
    sent = {"slot": slot, "exhibitor": waiting, "until": "2027-09-01"}
    submit(organiser, f"{BASE}?zelle={slot}", f"{BASE}/vormerken", **sent)
    assert re.search(r"Wartet, vorgemerkt bis 02.09.2027", text_of(organiser.get(BASE)))


def test_letters_are_seen_before_they_are_sent_and_go_once(
    app: Flask, organiser: FlaskClient, office: Office
) -> None:
    give_to(app, office, "Eins", "A1")
    assert "Mitteilen (1)" in text_of(organiser.get(BASE))
    assert "1 Brief" in text_of(organiser.get(f"{BASE}/mitteilen"))
    answer = submit(organiser, f"{BASE}/mitteilen", f"{BASE}/mitteilen")
    assert answer.status_code == 303
    assert "Nichts mitzuteilen" in text_of(organiser.get(f"{BASE}/mitteilen"))


def test_a_proposal_is_asked_for_shown_and_accepted(
    app: Flask, organiser: FlaskClient, office: Office
) -> None:
    with app.app_context():
        office.exhibitor("Eins", pitch=True)
        office.exhibitor("Zuviel", power_w=9000, pitch=True)
    submit(organiser, f"{BASE}/vorschlag", f"{BASE}/vorschlag")
    assert "Wird berechnet" in text_of(organiser.get(f"{BASE}/vorschlag"))
    with app.app_context():
        propose(office)
    words = text_of(organiser.get(f"{BASE}/vorschlag"))
    assert "Zu wenig Strom (gebraucht: 9.000 W): 4 von 4 Ständen" in words
    assert "Ein Pitch war gewünscht: Dazu fehlt ein Stand." in words
    assert "(01.10.2027), Bühne (01.10.2027, Pitch um 10:00 Uhr)" in words
    page = organiser.get(f"{BASE}/vorschlag")
    [action] = page_of(page).xpath("//form[contains(@action, '/annehmen')]/@action")
    assert submit(organiser, f"{BASE}/vorschlag", action).status_code == 303
    assert set(held(app, office).values()) == {"Eins"}


def test_a_stale_proposal_is_made_anew_and_gives_nothing(
    app: Flask, organiser: FlaskClient, office: Office
) -> None:
    with app.app_context():
        office.exhibitor("Eins")
        propose(office)
    page = organiser.get(f"{BASE}/vorschlag")
    form = next(each for each in page_of(page).forms if str(each.action).endswith("/annehmen"))
    give_to(app, office, "Zwei", "A3")
    answer = organiser.post(form.action, data=values_of(form))
    assert answer.status_code == 409
    assert "neu berechnet" in text_of(answer)
    assert held(app, office) == {"A3/0": "Zwei"}


def test_the_plan_of_a_day_leads_from_each_stand_to_its_slot(
    app: Flask, organiser: FlaskClient, office: Office
) -> None:
    with app.app_context(), transaction():
        for number, stand in enumerate(list_stands(office.event)):
            stand.x_cm, stand.y_cm = 100 + number * 400, 100
    give_to(app, office, "Eins", "A1")
    with app.app_context():
        slot = office.slot("A2")
    page = page_of(organiser.get(f"{BASE}?plan=2027-09-30"))
    found = {each.get("aria-label"): each.get("href") for each in page.xpath("//svg//a")}
    assert [label for label in found if "Eins" in label]
    assert any(f"zelle={slot}&plan=2027-09-30" in href for href in found.values())
    answer = organiser.get(f"{BASE}?plan=nie&zelle={slot}")
    assert answer.status_code == 200
    with app.app_context():
        who = office.exhibitor("Netz", network=True)
    plan = {"plan": "2027-09-30"}
    # As the script sends what was dropped: after a warning, plan and names are there still.
    dropped = {"slot": slot, "exhibitor": who, "days": "all", "dragged": "1", **plan}
    asked = page_of(organiser.post(f"{BASE}/vergeben", data=token_of(organiser) | dropped))
    assert asked.xpath("//svg//a")
    assert not asked.xpath("//section[@id='zelle']")
    sure = asked.xpath("//div[@role='alert']//form")[0]
    given = organiser.post(f"{BASE}/vergeben", data=dict(sure.form_values()))
    assert given.location.endswith("/belegung?plan=2027-09-30")
    assert held(app, office)["A2/0"] == "Netz"


def token_of(organiser: FlaskClient) -> dict[str, str]:
    page = page_of(organiser.get(BASE))
    return {"csrf_token": page.xpath("//input[@name='csrf_token']/@value")[0]}
