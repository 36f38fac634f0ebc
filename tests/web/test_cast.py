"""The cast of users against every route, made from the URL map: a new route cannot be forgotten."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.factory import create_app
from ortenaudigital.web.public.events import home
from ortenaudigital.web.shared.access.guards import Access, Rule
from tests.web.cast import Stage, address, contents, routes, rules_of


def test_every_route_has_a_rule(app: Flask) -> None:
    assert {rule.endpoint for rule, _ in routes(app)} <= set(rules_of(app))


def test_a_view_without_a_rule_keeps_the_app_from_starting(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(home, "access")
    with pytest.raises(RuntimeError, match=r"public\.home: no access rule"):
        create_app(app.config["CONFIG"])


def is_theirs(access: Rule) -> bool:
    """Say whether a page is for those who log in."""
    return isinstance(access, Permission) or access in (Access.LOGGED_IN, Access.SETTING_UP)


def test_the_stranger_sees_the_public_pages_only(
    app: Flask, client: FlaskClient, stage: Stage
) -> None:
    seen = 0
    for rule, method in routes(app):
        access = rules_of(app)[rule.endpoint]
        answer = client.open(address(app, rule, stage), method=method)
        where = (rule.rule, method, answer.status_code)
        if is_theirs(access):
            assert answer.status_code in (302, 400), where
            if answer.status_code == 302:
                assert answer.location.startswith("/orga/anmelden"), where
        elif access is Access.DEVICE:
            assert answer.status_code == 401, where
        elif method == "GET":
            assert answer.status_code in (200, 302), where
            seen += 1
    assert seen > 12


def test_the_stranger_without_the_secret_finds_nothing(
    app: Flask, client: FlaskClient, stage: Stage
) -> None:
    for rule, method in routes(app):
        if rules_of(app)[rule.endpoint] is not Access.SECRET_LINK or method != "GET":
            continue
        # Each secret opens its own door only: the one of a ticket no booking, and so on.
        for wrong in ("x" * 26, stage.values["code"].lower() + "a", stage.values["booking_id"]):
            answer = client.get(address(app, rule, stage, **secrets_of(wrong)))
            assert answer.status_code == 404, (rule.rule, wrong)


OF_ACCESS = ("invitation_key", "access_code", "waiting_key", "proof_key", "team_key", "reset_key")


def secrets_of(wrong: str) -> dict[str, str]:
    names = ("key", "code", "change_key", "entry_key", "contact_key", "new_address_key", *OF_ACCESS)
    return dict.fromkeys(names, wrong)


@pytest.mark.parametrize("caller", ["device", "exhibitor", "holder"])
def test_who_has_a_secret_still_is_no_organiser(
    app: Flask, client: FlaskClient, stage: Stage, caller: str
) -> None:
    headers = {"Authorization": f"Bearer {stage.token}"} if caller == "device" else {}
    if caller == "exhibitor":
        client.get(f"/aussteller/{stage.values['exhibitor_key']}")
    if caller == "holder":
        client.get(f"/buchung/{stage.values['key']}")
    for rule, method in routes(app):
        access = rules_of(app)[rule.endpoint]
        theirs = is_theirs(access)
        if theirs and method == "GET":
            answer = client.get(address(app, rule, stage), headers=headers)
            assert answer.status_code == 302, rule.rule
        if access is Access.DEVICE and method == "GET":
            answer = client.get(address(app, rule, stage), headers=headers)
            assert answer.status_code == (200 if caller == "device" else 401), rule.rule


def test_the_organiser_sees_every_page(app: Flask, organiser: FlaskClient, stage: Stage) -> None:
    for rule, method in routes(app):
        if method != "GET" or rules_of(app)[rule.endpoint] is Access.DEVICE:
            continue
        answer = organiser.get(address(app, rule, stage))
        assert answer.status_code in (200, 302), (rule.rule, answer.status_code)


@pytest.mark.one_database("what a view asks for is the same on both")
def test_an_owner_without_a_second_factor_reaches_nothing_but_its_setup(
    app: Flask, organiser: FlaskClient, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = replace(app.config["CONFIG"], second_factor_for_owners=True)
    monkeypatch.setitem(app.config, "CONFIG", strict)
    before, open_to_them = contents(app), set()
    for rule, method in routes(app):
        access = rules_of(app)[rule.endpoint]
        if not is_theirs(access):
            continue
        if access is Access.SETTING_UP:
            open_to_them.add(rule.endpoint)
            continue
        answer = organiser.open(address(app, rule, stage), method=method)
        where = (rule.rule, method, answer.status_code)
        # Without its token, no form comes as far as that.
        assert answer.status_code == (302 if method == "GET" else 400), where
        if method == "GET":
            assert answer.location == "/orga/konto/zweiter-faktor", where
    assert open_to_them == SETTING_UP
    assert contents(app) == before


SETTING_UP = {
    f"organiser.{name}"
    for name in (
        *("second_factor", "app_setup", "set_up_app", "take_app_off", "draw_recovery_codes"),
        *("begin_passkey", "keep_passkey", "take_passkey_off"),
    )
}


def test_a_get_changes_nothing(app: Flask, organiser: FlaskClient, stage: Stage) -> None:
    before = contents(app)
    headers = {"Authorization": f"Bearer {stage.token}"}
    for rule, method in routes(app):
        if method == "GET":
            organiser.get(address(app, rule, stage), headers=headers)
    assert contents(app) == before


def test_no_form_of_organisers_is_taken_without_its_token(
    app: Flask, organiser: FlaskClient, stage: Stage
) -> None:
    before = contents(app)
    tried = 0
    for rule, method in routes(app):
        access = rules_of(app)[rule.endpoint]
        theirs = is_theirs(access)
        if method == "GET" or not (theirs or rule.endpoint.startswith("security.")):
            continue
        data = stage.values | {"decision": "reject", "name": "x", "email": "a@example.org"}
        answer = organiser.open(address(app, rule, stage), method=method, data=data)
        assert answer.status_code in (400, 422), (rule.rule, answer.status_code)
        tried += 1
    assert tried > 8
    assert contents(app) == before
