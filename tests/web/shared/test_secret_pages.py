"""What a private link opens is kept by no cache: whoever uses the computer next finds nothing."""

from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.web.shared.access.guards import Access
from tests.web.cast import Stage, address, routes, rules_of


def test_nothing_behind_a_private_link_is_cached(
    app: Flask, client: FlaskClient, stage: Stage
) -> None:
    secret = [
        rule
        for rule, method in routes(app)
        if method == "GET" and rules_of(app)[rule.endpoint] is Access.SECRET_LINK
    ]
    assert {rule.endpoint for rule in secret} >= {"public.ticket", "exhibitors.portal"}
    for rule in secret:
        path = address(app, rule, stage)
        answer = client.get(path)
        # An address that is confirmed already leads to the portal.
        assert answer.status_code in (200, 302), path
        cached = answer.headers["Cache-Control"]
        assert "no-store" in cached, rule.endpoint
        assert "max-age" not in cached
