"""What exhibitors may type wrongly when they apply: every field of the form that can be wrong."""

from typing import Any

from tests.web.public.bad_input.rows import (
    BAD_MAIL,
    LINK,
    LONG_MAIL,
    MAIL,
    NO_LINK,
    UNANSWERED,
    Row,
    one,
)

ASKED = """
exhibitor_terms = { de = "Aufbau bis 8 Uhr.", en = "Set up by eight." }
[[event.exhibitor_questions]]
key = "stand"
de = "Bringen Sie einen eigenen Messebau mit?"
en = "Do you bring a stand of your own?"
fr = "Apportez-vous votre propre stand ?"
kind = "yes_no"
required = true
[[event.exhibitor_questions]]
key = "height"
de = "Wie hoch ist er?"
en = "How high is it?"
fr = "Quelle est sa hauteur ?"
required = true
only_if = { question = "stand", answers = ["yes"] }
"""
STAND, HEIGHT = "q_aussteller_stand", "q_aussteller_height"
RIGHT: dict[str, Any] = {
    "name": "Rebsensor GmbH",
    "kind": "start_up",
    "description": "Funksensoren im Weinberg.",
    "contact_name": "Emil Aussteller",
    "email": "emil@rebsensor.example",
    "width": "2,5",
    "passes": "3",
    "tags": "Wein",
    STAND: "no",
    "terms": "y",
}
OF_STAND = {
    "question": {
        "de": "Bringen Sie einen eigenen Messebau mit?",
        "en": "Do you bring a stand of your own?",
        "fr": "Apportez-vous votre propre stand ?",
    }
}
OF_HEIGHT = {
    "question": {
        "de": "Wie hoch ist er?",
        "en": "How high is it?",
        "fr": "Quelle est sa hauteur ?",
    }
}
LONG_NAME = "Der Name darf höchstens 120 Zeichen haben."
MOST_1000 = "Bitte schreiben Sie höchstens 1.000 Zeichen."
METRES = "Bitte geben Sie Meter an, zum Beispiel 2,5."
PASSES = "Möglich sind 0 bis 50 Ausweise."
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def wrong(name: str, typed: Any, said: str, **rest: Any) -> Row:
    """Fill in one field of the application wrongly, at which it is said."""
    return one("application", name, typed, said, **rest)


EXHIBITORS = [
    wrong("name", "", "Bitte geben Sie den Namen Ihrer Organisation an."),
    wrong("name", "x" * 121, LONG_NAME),
    wrong("name", LINK, "Bitte schreiben Sie hier nur den Namen, ohne „www.“, „@“ und „https://“."),
    wrong("kind", "", "Bitte wählen Sie aus, was Sie sind."),
    wrong(
        "website",
        "https://beispiel",
        "Bitte prüfen Sie die Adresse, sie sieht etwa so aus: www.beispiel.de",
    ),
    wrong("website", f"https://www.beispiel.de/{'x' * 200}", "Diese Adresse ist zu lang."),
    wrong(
        "logo",
        SVG,
        "Diese Datei ist kein Bild aus Bildpunkten, sondern ein Text oder eine Zeichnung (SVG). "
        "Bitte speichern Sie das Bild als PNG.",
    ),
    wrong("description", "", "Bitte beschreiben Sie in ein, zwei Sätzen, was Sie zeigen."),
    wrong("description", "x" * 1001, MOST_1000),
    wrong("tags", "x" * 121, "Bitte schreiben Sie höchstens 120 Zeichen."),
    wrong("width", "zwei", METRES),
    wrong("width", "0,2", METRES),
    wrong("depth", "2 x 3", METRES),
    wrong("passes", "51", PASSES),
    wrong("passes", "drei", PASSES),
    wrong("wish_stand", "x" * 41, "Bitte schreiben Sie höchstens 40 Zeichen."),
    wrong("wishes", "x" * 501, "Bitte schreiben Sie höchstens 500 Zeichen."),
    wrong(STAND, "", UNANSWERED, values=OF_STAND),
    Row("application", HEIGHT, UNANSWERED, {STAND: "yes"}, OF_HEIGHT),
    wrong("contact_name", "", "Bitte geben Sie eine Ansprechperson an."),
    wrong("contact_name", "x" * 121, LONG_NAME),
    wrong("contact_name", LINK, NO_LINK),
    wrong("email", "", MAIL),
    wrong("email", "emil@", BAD_MAIL),
    wrong("email", f"{'e' * 250}@example.org", LONG_MAIL),
    wrong("phone", "0" * 41, "Diese Nummer ist zu lang."),
    Row(
        *("application", "terms"),
        "Bitte nehmen Sie die Teilnahmebedingungen an, sonst können wir nicht prüfen.",
        {"terms": []},
    ),
]
