"""The team: invited by mail, another role, removed; and what nobody may do."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.accounts.models import Membership, User
from ortenaudigital.accounts.permissions import Permission, Role
from ortenaudigital.accounts.team.models import TeamInvitation
from ortenaudigital.accounts.team.rules import VALID
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from ortenaudigital.towns.models import Town
from ortenaudigital.web.organiser.team.words import PHRASES
from ortenaudigital.wiring import LETTERS
from tests.factories import PASSWORD, make_event, make_organiser
from tests.web.forms import page_of, submit, text_of

TEAM = "/orga/team"
SECRET = "Rathausturm gelb Kastanie sieben"
LINK = re.compile(r"/orga/einladung/\w{26}")


def invite(client: FlaskClient, url: str = TEAM, role: Role = Role.READER, **fields: str) -> int:
    values = {"email": "neu@example.org", "role": role.value} | fields
    return submit(client, url, f"{url}/einladen", **values).status_code


def link(app: Flask) -> str:
    with app.app_context():
        (letter,) = db.session.scalars(select(Letter).where(Letter.kind == "accounts.invited"))
        composed = LETTERS["accounts.invited"](letter.subject_id)
        assert composed is not None
        assert composed.recipient == "neu@example.org"
        for body in composed.text, composed.html:
            words = " ".join(body.split())
            assert "alle Veranstaltungen mit zu organisieren, in der Rolle „Lesen“." in words
        found = LINK.search(composed.text)
    assert found
    return found.group()


def roles(app: Flask) -> dict[str, Role]:
    with app.app_context():
        rows = db.session.execute(select(User.email, Membership.role).join(User.memberships))
        return {row.email: row.role for row in rows}


def member_of(app: Flask, email: str) -> str:
    with app.app_context():
        chosen = select(Membership.id).join(User).where(User.email == email)
        return str(db.session.scalars(chosen).one())


def test_each_permission_has_its_phrase(organiser: FlaskClient) -> None:
    assert set(PHRASES) == set(Permission)
    assert "Geräte koppeln und sperren" in text_of(organiser.get(TEAM))


def test_who_is_invited_makes_an_account_and_logs_in(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context(), transaction():
        town = Town(slug="kehl", name="Stadt Kehl", short_name="Kehl")
        db.session.add(town)
        db.session.flush()
        town_id = str(town.id)
    assert invite(organiser, town=town_id) == 303
    url, stranger = link(app), app.test_client()
    assert submit(stranger, url, name="Nele", password="kurz").status_code == 422
    assert submit(stranger, url, name="Nele", password=SECRET).status_code == 303
    # The link works once, and then says where to log in.
    again = stranger.get(url)
    assert again.status_code == 404
    assert 'href="/orga/anmelden"' in again.get_data(as_text=True)
    with app.app_context():
        user = db.session.scalars(select(User).where(User.email == "neu@example.org")).one()
        assert (user.name, user.town_id) == ("Nele", int(town_id))
    assert roles(app)["neu@example.org"] is Role.READER
    submit(stranger, "/orga/anmelden", email="neu@example.org", password=SECRET)
    assert stranger.get("/orga/konto").status_code == 200
    assert stranger.get(TEAM).status_code == 403


def test_old_and_withdrawn_links_lead_nowhere(app: Flask, organiser: FlaskClient) -> None:
    invite(organiser)
    url, stranger = link(app), app.test_client()
    with app.app_context(), transaction():
        db.session.scalars(select(TeamInvitation)).one().sent_at = utc_now() - VALID
    assert stranger.get(url).status_code == 404
    assert "Abgelaufen" in text_of(organiser.get(TEAM))
    with app.app_context():
        invitation = str(db.session.scalars(select(TeamInvitation.id)).one())
    assert submit(organiser, TEAM, f"{TEAM}/einladung", invitation=invitation, deed="send")
    assert "Sie organisieren alle Veranstaltungen mit" in text_of(stranger.get(url))
    submit(organiser, TEAM, f"{TEAM}/einladung", invitation=invitation, deed="withdraw")
    assert stranger.get(url).status_code == 404
    # Once more, from a list that is old.
    token = page_of(organiser.get(TEAM)).forms[0].fields["csrf_token"]
    old = {"csrf_token": token, "invitation": invitation, "deed": "send"}
    assert organiser.post(f"{TEAM}/einladung", data=old).status_code == 303
    assert "schon angenommen oder zurückgezogen" in text_of(organiser.get(TEAM))


def test_who_has_an_account_belongs_to_the_team_at_once(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_organiser("neu@example.org", role=None)
    assert invite(organiser) == 303
    assert roles(app)["neu@example.org"] is Role.READER
    assert invite(organiser) == 409


def test_another_role_and_removal_end_what_was(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_organiser("emil@example.org", Role.READER)
    emil = app.test_client()
    submit(emil, "/orga/anmelden", email="emil@example.org", password=PASSWORD)
    member = member_of(app, "emil@example.org")
    page = page_of(organiser.get(TEAM))
    assert "emil@example.org" in page.text_content()
    changed = {"member": member, "role": Role.ORGANISER.value, "town": ""}
    assert submit(organiser, TEAM, f"{TEAM}/aendern", **changed).status_code == 303
    assert roles(app)["emil@example.org"] is Role.ORGANISER
    assert submit(organiser, TEAM, f"{TEAM}/entfernen", member=member).status_code == 303
    assert "emil@example.org" not in roles(app)
    # The account is there all the same, until it belongs somewhere again.
    assert without_role(organiser) == ["emil@example.org"]
    submit(organiser, TEAM, f"{TEAM}/einladen", email="emil@example.org", role="reader")
    assert without_role(organiser) == []
    assert emil.get("/orga/konto").status_code == 302


def without_role(client: FlaskClient) -> list[str]:
    found = page_of(client.get(TEAM)).xpath("//section[@aria-labelledby='without']//li")
    return [each.text_content().split()[0] for each in found]


@pytest.mark.parametrize("deed", ["aendern", "entfernen"])
def test_the_last_owner_stays(app: Flask, organiser: FlaskClient, deed: str) -> None:
    member = member_of(app, "olga@example.org")
    fields = {"member": member} | ({"role": "reader"} if deed == "aendern" else {})
    assert submit(organiser, TEAM, f"{TEAM}/{deed}", **fields).status_code == 409
    assert roles(app)["olga@example.org"] is Role.OWNER


def test_an_owner_of_one_event_decides_about_it_alone(app: Flask) -> None:
    with app.app_context():
        event, other = make_event(), make_event(slug="other", title="Other")
        make_organiser("olga@example.org", Role.OWNER, event)
        make_organiser("boss@example.org", Role.OWNER)
        make_organiser("emil@example.org", Role.READER, other)
        url = f"/orga/{event.slug}/team"
    client = app.test_client()
    submit(client, "/orga/anmelden", email="olga@example.org", password=PASSWORD)
    assert client.get(TEAM).location == url
    # Neither somebody of the house nor of another event, though the form is that of one's own.
    for email in ("boss@example.org", "emil@example.org"):
        fields = {"member": member_of(app, email)}
        assert submit(client, url, f"{url}/entfernen", **fields).status_code == 404
    assert set(roles(app)) == {"olga@example.org", "boss@example.org", "emil@example.org"}
    assert invite(client, url, Role.OWNER) == 303
