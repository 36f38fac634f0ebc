"""How the things to do are called, on the page and in the letter."""

from flask_babel import gettext, ngettext

from ortenaudigital.reporting.closing.rules import Step, Task


def title_of(task: Task) -> str:
    """Say what is to be done, or was."""
    if task.step is Step.PHONES and task.number:
        words = ngettext(
            "%(num)d Telefon am Einlass abmelden",
            "%(num)d Telefone am Einlass abmelden",
            task.number,
        )
    elif task.step is Step.FEEDBACK and task.number:
        words = ngettext(
            "%(num)d Meldung beantworten", "%(num)d Meldungen beantworten", task.number
        )
    else:
        words = _titles()[task.step]
    return str(words)


def title_of_step(step: str) -> str:
    """Say what a step is, whatever became of it."""
    return _titles()[Step(step)] if step in list(Step) else step


def _titles() -> dict[Step, str]:
    return {
        Step.PHONES: gettext("Telefone am Einlass abmelden"),
        Step.THANKS: gettext("Allen danken, die da waren"),
        Step.EXHIBITORS: gettext("Den Ausstellern danken"),
        Step.CERTIFICATES: gettext("Teilnahmebescheinigungen ausgeben"),
        Step.FEEDBACK: gettext("Meldungen beantworten"),
        Step.REPORT: gettext("Bericht für den Rat sichern"),
        Step.COPY: gettext("Die nächste Veranstaltung anlegen"),
        Step.ERASURE: gettext("Namen und Adressen werden gelöscht"),
    }
