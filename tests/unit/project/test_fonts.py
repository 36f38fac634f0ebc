"""The built fonts: both weights in one file, and the letters of our texts in the first one."""

import re

import pytest
from babel.messages.pofile import read_po
from fontTools.subset import parse_unicodes
from fontTools.ttLib import TTFont

from ortenaudigital.web.shared.answers.assets import asset_file, read_manifest
from tests.servers import ROOT

WEB_FONTS = sorted(name for name in read_manifest() if name.endswith(".woff2"))
FIRST = "fonts/fira-sans.woff2"
# What Fira has no letters for.
ELSEWHERE = set("☐☒")


def letters(name: str) -> set[str]:
    return {chr(code) for code in TTFont(asset_file(name)).getBestCmap()}


def texts() -> set[str]:
    found = set()
    for catalogue in ROOT.glob("ortenaudigital/translations/*/LC_MESSAGES/messages.po"):
        with catalogue.open(encoding="utf-8") as file:
            for message in read_po(file):
                for text in (message.id, message.string):
                    found |= set(text if isinstance(text, str) else "".join(text))
    return found


def test_there_are_fonts() -> None:
    assert len(WEB_FONTS) == 5


@pytest.mark.parametrize("name", WEB_FONTS)
def test_each_letter_is_there_in_both_weights(name: str) -> None:
    font = TTFont(asset_file(name))
    [variations] = font["GSUB"].table.FeatureVariations.FeatureVariationRecord
    [condition] = variations.ConditionSet.ConditionTable
    assert (condition.FilterRangeMinValue, condition.FilterRangeMaxValue) == (0.5, 1)
    [change] = variations.FeatureTableSubstitution.SubstitutionRecord
    [lookup] = change.Feature.LookupListIndex
    [table] = font["GSUB"].table.LookupList.Lookup[lookup].SubTable
    bolder = getattr(table, "ExtSubTable", table).mapping
    for code, glyph in font.getBestCmap().items():
        assert glyph in bolder, chr(code)
        width, bold_width = font["hmtx"][glyph][0], font["hmtx"][bolder[glyph]][0]
        assert abs(bold_width - width) <= 120, chr(code)


def test_our_texts_need_one_font_only() -> None:
    missing = {text for text in texts() - letters(FIRST) if text.isprintable()}
    assert missing <= ELSEWHERE


def test_the_stylesheet_asks_for_each_letter_in_one_font() -> None:
    tokens = (ROOT / "static/src/css/tokens.css").read_text(encoding="utf-8")
    ranges = dict(re.findall(r'"asset:(fonts/[^"]+)"[^}]+unicode-range: ([^;]+);', tokens))
    assert {FIRST, *ranges} == set(WEB_FONTS)
    asked = {
        name: {chr(code) for code in parse_unicodes(text.replace("U+", ""))}
        for name, text in ranges.items()
    }
    for name, wanted in asked.items():
        assert letters(name) <= wanted, name
    assert sum(map(len, asked.values())) == len(set().union(*asked.values()))
    assert not letters(FIRST) & set().union(*asked.values())
