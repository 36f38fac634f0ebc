"""The catalogues: every text in every language, with the same placeholders."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
LANGUAGES = ("en", "fr")
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None}
METHODS = {
    "ortenaudigital": [("**.py", "python")],
    "templates": [("**.html", "jinja2"), ("**.txt", "jinja2")],
}
STRICT = {pattern: {"silent": "false"} for pattern, _ in METHODS["templates"]}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%(?!%)")

Text = str | tuple[str, ...]


@cache
def texts_of_the_sources() -> frozenset[Text]:
    return frozenset(
        found[2]
        for folder, methods in METHODS.items()
        for found in extract_from_dir(ROOT / folder, methods, STRICT, KEYWORDS)
    )


@cache
def catalogue(language: str) -> Catalog:
    path = ROOT / "ortenaudigital" / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def entries(language: str) -> dict[Text, tuple[str, ...]]:
    """Return the translations of each text, one for each plural form."""
    return {message.id: forms(message.string) for message in catalogue(language) if message.id}


def key(text: Text) -> str:
    """Return what gettext looks a text up by: the singular alone."""
    return forms(text)[0]


def forms(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> set[str]:
    return {match.group() for match in PLACEHOLDER.finditer(text)}


def test_extraction_finds_the_texts_of_every_kind_of_file() -> None:
    found = texts_of_the_sources()

    assert "Bitte geben Sie Ihren Vornamen an." in found, "a form"
    assert "Die Buchung ist geschlossen." in found, "an error"
    assert "Kostenlos buchen" in found, "a page"
    assert "Freundliche Grüße" in found, "a letter"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    known = {key(text): translations for text, translations in entries(language).items()}

    missing = [text for text in texts_of_the_sources() if not all(known.get(key(text), ("",)))]

    assert missing == [], "run: make translations, then translate what is empty"
    assert not any(message.fuzzy for message in catalogue(language) if message.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_hold_no_texts_that_nobody_says(language: str) -> None:
    assert entries(language).keys() - texts_of_the_sources() == set(), "run: make translations"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_placeholders_of_their_text(language: str) -> None:
    for text, translations in entries(language).items():
        wanted = set().union(*map(placeholders, forms(text)))
        for translation in translations:
            # "One ticket" needs no number.
            optional = {"%(num)d"} if len(translations) > 1 else set()
            assert placeholders(translation) | optional == wanted | optional, translation


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_begin_and_end_like_their_text(language: str) -> None:
    for text, translations in entries(language).items():
        original = forms(text)[-1]
        for translation in translations:
            assert translation == translation.strip(), translation
            for mark in ".:?,":
                assert translation.endswith(mark) == original.endswith(mark), translation


def test_french_is_set_with_its_narrow_spaces() -> None:
    for translations in entries("fr").values():
        for translation in translations:
            assert not re.search(r"[^\u202f/\d][;?!](?!\w)", translation), translation
            assert not re.search(r"[^\u202f](?=[:»])(?!://)", translation), translation
            assert "«" not in translation.replace("«\u202f", ""), translation
            assert "'" not in translation or translation.count("'") % 2 == 0, translation


def test_no_language_raises_its_voice() -> None:
    texts = [form for text in texts_of_the_sources() for form in forms(text)]
    texts += [
        form for language in LANGUAGES for all_ in entries(language).values() for form in all_
    ]

    assert [text for text in texts if "!" in text] == []
