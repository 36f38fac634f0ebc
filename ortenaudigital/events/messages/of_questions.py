"""What questions must say together, by code: English and German."""

from collections.abc import Mapping

from ortenaudigital.kernel.errors import N_

OF_QUESTIONS: Mapping[str, tuple[str, str]] = {
    "question_unknown": (
        "{value} is no question of this ticket type",
        N_("Eine Frage „%(value)s“ gibt es hier nicht."),
    ),
    "question_itself": (
        "{value} is this question itself; it can only depend on one above it",
        N_("Eine Frage kann nicht von sich selbst abhängen, nur von einer weiter oben."),
    ),
    "question_below": (
        "{value} is asked further down; it can only depend on one above it",
        N_("„%(value)s“ steht weiter unten. Eine Frage kann nur von einer weiter oben abhängen."),
    ),
    "question_free": (
        "{value} is answered in free words; use a choice or yes_no",
        N_("„%(value)s“ wird frei beantwortet. Möglich sind Fragen mit Auswahl oder ja und nein."),
    ),
    "no_answer": (
        "{value} is no answer to {question}",
        N_("„%(value)s“ ist keine Antwort auf „%(question)s“."),
    ),
}
