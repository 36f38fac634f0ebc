"""The kinds of questions and of needs, as event files, forms and tables call them."""

from enum import StrEnum


class QuestionKind(StrEnum):
    """How a question is answered."""

    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"


class Need(StrEnum):
    """What somebody may need to take part."""

    WHEELCHAIR = "wheelchair"
    SIGN_LANGUAGE = "sign_language"
    INDUCTION_LOOP = "induction_loop"
    COMPANION = "companion"
    OTHER = "other"


YES, NO = "yes", "no"
OF_OPTIONS = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})
# Longer answers are for letters; what nobody limits ends here.
LONGEST = {QuestionKind.LINE: 200, QuestionKind.LINES: 1000}
