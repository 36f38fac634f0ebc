"""What organisers do on the pages of letters to many."""

from flask.testing import FlaskClient

from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.queries import list_mailings
from ortenaudigital.mailings.rules import Audience
from tests.web.forms import submit, text_of


def stored(slug: str, audience: Audience = Audience.GUESTS) -> Mailing:
    db.session.rollback()
    db.session.expire_all()
    return list_mailings(get_event(slug), audience)[0]


def begin(organiser: FlaskClient, slug: str, **fields: str) -> str:
    texts = {"subject_de": "Zum Programm", "body_de": "Hallo {name}, bis bald."}
    answer = submit(organiser, f"/orga/{slug}/rundbriefe/neu", **(texts | fields))
    assert answer.status_code == 303, text_of(answer)
    return str(answer.location)
