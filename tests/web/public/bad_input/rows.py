"""The table: what somebody types on which page, where it is said, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LONG = "x" * 81
LINK = "www.beispiel.de"
MANY = "\n".join(f"Person Nummer{number}" for number in range(31))

FIRST = "Bitte geben Sie Ihren Vornamen an."
LAST = "Bitte geben Sie Ihren Nachnamen an."
LONG_FIRST = "Der Vorname darf höchstens 80 Zeichen haben."
LONG_LAST = "Der Nachname darf höchstens 80 Zeichen haben."
LONG_NAME = "Der Name darf höchstens 80 Zeichen haben."
NO_LINK = "Bitte schreiben Sie hier einen Namen, keine Internet- oder E-Mail-Adresse."
MAIL = "Bitte geben Sie Ihre E-Mail-Adresse an."
BAD_MAIL = "Bitte prüfen Sie die E-Mail-Adresse, sie sieht etwa so aus: name@beispiel.de"
LONG_MAIL = "Diese E-Mail-Adresse ist zu lang."
UNANSWERED = "Bitte beantworten Sie „%(question)s“."
TOO_LONG = "Bitte schreiben Sie bei „%(question)s“ höchstens %(most)d Zeichen."
NO_CONSENT = (
    "Ohne Ihre Einwilligung dürfen wir nicht speichern, was Sie brauchen. Bitte willigen Sie ein, "
    "oder nehmen Sie diese Angaben heraus."
)
EMPTY_LIST = "Bitte schreiben Sie mindestens einen Namen in die Liste."
LONG_LIST = (
    "In der Liste stehen %(number)d Personen; zusammen buchen lassen sich höchstens %(most)d. "
    "Bitte teilen Sie die Liste."
)
BAD_ROW = (
    "Eine Zeile geht so nicht. Sie steht oben, mit dem Grund.",
    "%(num)d Zeilen gehen so nicht. Sie stehen oben, mit dem Grund.",
)
ONE_MORE = (
    "Sie haben eine Begleitung genannt. Bitte wählen Sie %(tickets)d Tickets, "
    "oder löschen Sie den Namen.",
    "Sie haben %(num)d Begleitungen genannt. Bitte wählen Sie %(tickets)d Tickets, "
    "oder löschen Sie Namen.",
)

TOWN, OFFICE, BEFORE, WHICH = (
    f"q_buergerticket_{key}" for key in ("town", "office", "before", "which")
)
OF_TOWN = {
    "question": {
        "de": "Woher kommen Sie?",
        "en": "Where do you come from?",
        "fr": "D'où venez-vous ?",
    },
    "most": 40,
}
OF_OFFICE = {"question": {"de": "Fachbereich", "en": "Department", "fr": "Service"}}
OF_WHICH = {"question": {"de": "Welche Vorkenntnisse?"}}


@dataclass(frozen=True)
class Row:
    """One wrong input.

    `said` is the message in German, singular and plural if it counts `num`; `values` what stands in
    it, by language where it differs. `code`: which code that opens nothing is typed.
    """

    page: str
    at: str
    said: str | tuple[str, str]
    sent: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 422
    code: str = ""


def one(page: str, name: str, typed: str, said: str, **rest: Any) -> Row:
    """Type one field wrongly, at which it is said."""
    return Row(page, name, said, {name: typed}, **rest)


BOOKING = [
    one("tickets", "first_name", "", FIRST),
    one("tickets", "last_name", "", LAST),
    one("tickets", "email", "", MAIL),
    one("tickets", "email", "erika@", BAD_MAIL),
    one("tickets", "email", "erika.example.org", BAD_MAIL),
    one("tickets", "email", "jürgen@example.org", BAD_MAIL),
    one("tickets", "email", f"{'e' * 250}@example.org", LONG_MAIL),
    one("tickets", "first_name", LONG, LONG_FIRST),
    one("tickets", "last_name", LONG, LONG_LAST),
    one("tickets", "first_name", LINK, NO_LINK),
    one("tickets", "last_name", "erika@example.org", NO_LINK),
    Row("tickets", "companions-0", LONG_NAME, {"number": "2", "companions-0": LONG}),
    Row("tickets", "companions-1", NO_LINK, {"number": "3", "companions-1": LINK}),
    Row("tickets", "number", ONE_MORE, {"companions-0": "Bo"}, {"num": 1, "tickets": 2}),
    Row(
        *("tickets", "number", ONE_MORE),
        {"number": "2", "companions-0": "Bo", "companions-1": "Anna"},
        {"num": 2, "tickets": 3},
    ),
    one("tickets", OFFICE, "", UNANSWERED, values=OF_OFFICE),
    one("tickets", TOWN, "x" * 41, TOO_LONG, values=OF_TOWN),
    Row("tickets", WHICH, UNANSWERED, {BEFORE: "yes"}, OF_WHICH),
    Row("tickets", "needs_consent", NO_CONSENT, {"needs": ["wheelchair"]}),
    Row(
        *("tickets", "needs_other", "Bitte schreiben Sie, was Sie brauchen."),
        {"needs": ["other"], "needs_consent": "y"},
    ),
    Row(
        *("tickets", "needs_other", "Bitte schreiben Sie höchstens 500 Zeichen."),
        {"needs": ["other"], "needs_consent": "y", "needs_other": "x" * 501},
    ),
    Row(
        "tickets",
        "email",
        "Für eine E-Mail-Adresse gibt es hier höchstens %(most)d Tickets, und für diese sind schon "
        "welche gebucht.",
        {"email": "bo@example.org"},
        {"most": 2},
        409,
    ),
    one("embedded", "first_name", "", FIRST),
    one("embedded", "email", "erika@example", BAD_MAIL),
    one("embedded", OFFICE, "", UNANSWERED, values=OF_OFFICE),
    Row("embedded", "number", ONE_MORE, {"companions-0": "Bo"}, {"num": 1, "tickets": 2}),
]

ORGANISATION = "Bitte geben Sie an, für welche Organisation Sie buchen."
GROUPS = [
    one("group", "organisation", "", ORGANISATION),
    one("group", "organisation", "x" * 101, "Möglich sind höchstens 100 Zeichen."),
    one(
        "group",
        "organisation",
        LINK,
        "Bitte schreiben Sie hier nur den Namen, keine Internet- oder E-Mail-Adresse.",
    ),
    one("group", "first_name", "", FIRST),
    one("group", "last_name", LONG, LONG_LAST),
    one("group", "first_name", LINK, NO_LINK),
    one("group", "email", "erika@example", BAD_MAIL),
    one("group", "guests", "", EMPTY_LIST),
    one("group", "guests", MANY, LONG_LIST, values={"number": 31, "most": 30}),
    Row("group", "guests", BAD_ROW, {"guests": "Bo Berg\n=SUMME(A1)"}, {"num": 1}),
    Row("group", "guests", BAD_ROW, {"guests": f"{LONG}\nBo; B; bo@"}, {"num": 2}),
    Row(
        *("group", "guests"),
        "Diese Datei lässt sich nicht lesen. Bitte speichern Sie die Tabelle als CSV, oder fügen "
        "Sie die Namen hier ein.",
        {"file": b"PK\x03\x04" + bytes(200)},
    ),
    one("group", OFFICE, "", UNANSWERED, values=OF_OFFICE),
    Row("group", "needs_consent", NO_CONSENT, {"needs": ["wheelchair"]}),
    one("group_by_code", "organisation", "", ORGANISATION),
    Row(
        *("group_by_code", "guests", LONG_LIST),
        {"guests": "Bo Berg\nAnna Müller\nCem Yılmaz\nDora Diehl"},
        {"number": 4, "most": 3},
    ),
    one("group_by_invitation", "guests", "", EMPTY_LIST),
    one("group_by_invitation", "email", "", MAIL),
]

INVITED = [
    one("code", "code", "", "Bitte geben Sie den Code ein."),
    one("code", "code", "x" * 301, "Das ist zu lang für einen Code."),
    one(
        "code",
        "code",
        "7K3M-9PQR",
        "Diesen Code gibt es hier nicht. Bitte prüfen Sie ihn: Er hat acht Zeichen; 0, 1, O, I "
        "und L kommen darin nicht vor.",
    ),
    Row(
        *("code", "code"),
        "Dieser Code ist schon eingelöst. Wer damit gebucht hat, hat die Tickets per E-Mail.",
        {},
        code="used",
    ),
    Row(
        *("code", "code"),
        "Dieser Code wurde zurückgezogen. Bitte fragen Sie, von wem Sie ihn haben.",
        {},
        code="gone",
    ),
    Row(
        *("code", "code"),
        "Dieser Code ist abgelaufen. Bitte fragen Sie, von wem Sie ihn haben.",
        {},
        code="ended",
    ),
    one("by_code", "first_name", "", FIRST),
    one("by_code", "email", "erika@example", BAD_MAIL),
    one("by_invitation", "last_name", "", LAST),
    one("by_invitation", "email", f"{'e' * 250}@example.org", LONG_MAIL),
    one("work_address", "first_name", LONG, LONG_FIRST),
    one("work_address", "email", "erika@", BAD_MAIL),
    one(
        "work_address",
        "email",
        "erika@example.org",
        "Diese Tickets gibt es nur für E-Mail-Adressen mit einem dieser Enden: %(domains)s.",
        values={"domains": "achern.de"},
        status=409,
    ),
]

LATER = [
    one("names", "first_name", "", FIRST),
    one("names", "last_name", LONG, LONG_LAST),
    one("names", "names-0", LONG, LONG_NAME),
    one("names", "names-1", LINK, NO_LINK),
    one("address", "email", "", MAIL),
    one("address", "email", "bo@example", BAD_MAIL),
    one(
        "address",
        "email",
        "bo@example.org",
        "An diese Adresse schreiben wir Ihnen schon. Es wurde nichts geändert.",
        status=409,
    ),
    one("another_ticket", "name", LONG, LONG_NAME),
    one("another_ticket", "name", LINK, NO_LINK),
    one("own_name", "name", LONG, LONG_NAME),
    one("own_name", "name", "anna@example.org", NO_LINK),
    one("answers", TOWN, "x" * 41, TOO_LONG, values=OF_TOWN),
    Row("answers", WHICH, UNANSWERED, {BEFORE: "yes"}, OF_WHICH),
    Row("needs", "needs_consent", NO_CONSENT, {"needs": ["companion"], "needs_consent": []}),
    Row(
        *("needs", "needs_other", "Bitte schreiben Sie höchstens 500 Zeichen."),
        {"needs_other": "x" * 501},
    ),
    Row(
        *("reminder", "position"),
        "Bitte wählen Sie aus, welche Tickets Sie freigeben möchten.",
        {},
    ),
    one("lost_links", "email", "", MAIL),
    one("lost_links", "email", "erika@example", BAD_MAIL),
    one("lost_links", "email", f"{'e' * 250}@example.org", LONG_MAIL),
    one("wait_list", "first_name", "", FIRST),
    one("wait_list", "last_name", LONG, LONG_LAST),
    one("wait_list", "first_name", LINK, NO_LINK),
    one("wait_list", "email", "erika(at)example.org", BAD_MAIL),
    one("offer", OFFICE, "", UNANSWERED, values=OF_OFFICE),
    one("offer", TOWN, "x" * 41, TOO_LONG, values=OF_TOWN),
    one("report", "message", "", "Bitte schreiben Sie uns, was Ihnen aufgefallen ist."),
    one("report", "message", "x" * 2001, "Bitte schreiben Sie höchstens 2.000 Zeichen."),
    one("report", "page", "", "Bitte geben Sie die Adresse der Seite an."),
    one(
        "report",
        "page",
        "https://www.beispiel.de/",
        "Bitte geben Sie die Adresse einer unserer Seiten an.",
    ),
    one(
        "report",
        "email",
        "nora@",
        "Bitte prüfen Sie die E-Mail-Adresse, zum Beispiel name@beispiel.de.",
    ),
]

ROWS = [*BOOKING, *GROUPS, *INVITED, *LATER]
