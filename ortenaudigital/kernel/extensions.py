"""The Flask extensions, made once and bound to the app by the factory."""

from typing import Any

from flask_babel import Babel, Domain, format_decimal
from flask_mail import Mail
from flask_migrate import Migrate
from flask_security import Security
from flask_wtf.csrf import CSRFProtect

# Below that, all languages write numbers alike.
_THOUSAND = 1000


class Sentences(Domain):  # type: ignore[misc]  # Flask-Babel says no types
    """The catalogue. A year or a number of a house is no number here: hand it over as text."""

    def gettext(self, string: str, **variables: Any) -> str:
        """Say a sentence with what it is about."""
        return _filled(self.get_translations().ugettext(string), variables)

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        """Say a sentence about one or several."""
        words = self.get_translations().ungettext(singular, plural, num)
        return _filled(words, {"num": num, **variables})

    def pgettext(self, context: str, string: str, **variables: Any) -> str:
        """Say a sentence whose words mean something else elsewhere."""
        return _filled(self.get_translations().upgettext(context, string), variables)

    def npgettext(
        self, context: str, singular: str, plural: str, num: int, **variables: Any
    ) -> str:
        """Say such a sentence about one or several."""
        words = self.get_translations().unpgettext(context, singular, plural, num)
        return _filled(words, {"num": num, **variables})


class SentencesBabel(Babel):  # type: ignore[misc]  # Flask-Babel says no types
    """Flask-Babel with these sentences."""

    domain_instance = Sentences()


def _filled(words: str, variables: dict[str, Any]) -> str:
    if not variables:
        return words
    large = {
        name: format_decimal(value)
        for name, value in variables.items()
        if type(value) is int and abs(value) >= _THOUSAND
    }
    for name in large:
        words = words.replace(f"%({name})d", f"%({name})s")
    return words % {**variables, **large}


babel = SentencesBabel()
csrf = CSRFProtect()
mail = Mail()
migrate = Migrate()
security = Security()
