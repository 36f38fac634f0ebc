"""The Flask extensions, made once and bound to the app by the factory."""

from typing import Any

from flask import Flask, g
from flask_babel import Babel, Domain, format_decimal
from flask_mail import Mail
from flask_security import Security
from flask_wtf.csrf import CSRFProtect
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

# Below that, all languages write numbers alike.
_THOUSAND = 1000


class Sentences(Domain):  # type: ignore[misc]  # Flask-Babel says no types
    """The catalogue. A year or a number of a house is no number here: hand it over as text."""

    def get_translations(self) -> Any:
        """Find the catalogue of the language once in a request, and again where one is forced.

        Flask-Babel asks what the language is for each sentence, of which a list has three hundred:
        a tenth of the page. What it keeps by this name, it forgets where the language changes.
        """
        of_request = g.get("_flask_babel") if g else None
        found = getattr(of_request, "babel_translations", None)
        if found is None:
            found = super().get_translations()
            if g:
                g._flask_babel.babel_translations = found
        return found

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


_sentences = Sentences()


class SentencesBabel(Babel):  # type: ignore[misc]  # Flask-Babel says no types
    """Flask-Babel with these sentences, in templates as well."""

    domain_instance = _sentences

    def init_app(self, app: Flask, *args: Any, **kwargs: Any) -> None:
        """Bind it to the app, and let templates fill in sentences as Python does."""
        super().init_app(app, *args, **kwargs)
        app.jinja_env.globals.update(
            gettext=_gettext, ngettext=_ngettext, pgettext=_pgettext, npgettext=_npgettext
        )


# Jinja's own would write large numbers as programs do.


@pass_context
def _gettext(context: Context, string: str, /, **variables: Any) -> str:
    return _safe(context, _sentences.get_translations().ugettext(string), variables)


@pass_context
def _ngettext(context: Context, singular: str, plural: str, num: int, /, **variables: Any) -> str:
    words = _sentences.get_translations().ungettext(singular, plural, num)
    return _safe(context, words, {"num": num, **variables})


@pass_context
def _pgettext(context: Context, about: str, string: str, /, **variables: Any) -> str:
    return _safe(context, _sentences.get_translations().upgettext(about, string), variables)


@pass_context
def _npgettext(
    context: Context, about: str, singular: str, plural: str, num: int, /, **variables: Any
) -> str:
    words = _sentences.get_translations().unpgettext(about, singular, plural, num)
    return _safe(context, words, {"num": num, **variables})


def _safe(context: Context, words: str, variables: dict[str, Any]) -> str:
    # In pages, what is filled in is escaped, and the sentence is not.
    safe = Markup(words) if context.eval_ctx.autoescape else words  # noqa: S704 # our catalogue
    return _written(safe, variables)


def written(value: Any) -> Any:
    """Write a large number as the language does; all else stays as it is."""
    return format_decimal(value) if type(value) is int and abs(value) >= _THOUSAND else value


def _filled(words: str, variables: dict[str, Any]) -> str:
    return _written(words, variables) if variables else words


def _written(words: str, variables: dict[str, Any]) -> str:
    large = {
        name: text for name, value in variables.items() if (text := written(value)) is not value
    }
    for name in large:
        words = words.replace(f"%({name})d", f"%({name})s")
    return words % ({**variables, **large} if large else variables)


babel = SentencesBabel()
csrf = CSRFProtect()
mail = Mail()
security = Security()
