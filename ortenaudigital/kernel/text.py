"""How names are compared and kept together: folded alike in Python and in JavaScript.

`static/src/js/shared/text.js` passes the same vectors, `tests/vectors/text.json`.
"""

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and an accent, but people do.
_ALONE = str.maketrans(
    {
        **{"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"},
        **{"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t"},
    }
)
_SHORT_PARTS = re.compile(r"(?<!\w)((?:\w{1,2}-)+\w)")
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def fold(text: str) -> str:
    """Write a text without case and accents: `Łukasz Müller` is `lukasz muller`."""
    return _bare(unicodedata.normalize("NFC", text.lower()))


def search_text(*words: str) -> str:
    """Fold words for searching, with umlauts in both spellings.

    `Müller` is found by `müller`, `muller` and `mueller`.
    """
    lower = unicodedata.normalize("NFC", " ".join(words).lower())
    return " ".join(dict.fromkeys([_bare(lower), _bare(lower.translate(_SPELLED_OUT))]))


def sort_key(text: str) -> tuple[list[tuple[int, int, str]], str]:
    """Return what texts are sorted by: as in a dictionary, and `A2` before `A10`.

    German, English and French all sort letters with accents among those without (DIN 5007-1).
    """
    pieces = re.findall(r"\d+|\D+", fold(text))
    # Numbers sort before letters, by their value.
    ordered = [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in pieces]
    return ordered, text


def name_key(last_name: str, first_name: str) -> str:
    """Return what people are sorted by, as text that databases compare byte by byte.

    As in a dictionary (DIN 5007-1): `Ärmel` stands beside `Armel`, `Łukasz` beside `Lukasz`.
    """
    # The separator comes before any letter: all of one last name stand together.
    return f"{fold(last_name)}\x1f{fold(first_name)}".strip("\x1f")


def initials(name: str) -> str:
    """Return what stands for a name where its logo would: `Gigabit Ortenau` is `GO`.

    At most two letters or digits, of the first two words that have any; nothing if none has.
    """
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name))
    # One letter stays one: `ß` in capitals would be two.
    return "".join(word[0].upper() if word[0] != "ß" else word[0] for word in words[:2])


def slug_of(text: str, most: int) -> str:
    """Make a name for addresses of a text: `Bürgerticket (Do)` is `buergerticket-do`.

    Empty if it has no letters and digits.
    """
    spelled_out = unicodedata.normalize("NFC", text.lower()).translate(_SPELLED_OUT)
    return "-".join(re.findall(r"[a-z0-9]+", _bare(spelled_out)))[:most].strip("-")


def _bare(lower: str) -> str:
    if lower.isascii():
        # Most names and all addresses: to look at each character takes ten times as long.
        return lower
    decomposed = unicodedata.normalize("NFKD", lower.translate(_ALONE))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def split_short_parts(text: str) -> list[str]:
    """Split off what should stay in one line: every second piece, such as the "3-D" of "3-D-Druck".

    A hyphen after one or two letters or digits ends no line. No more than what surrounds it is
    kept together, so that nothing becomes too wide for a phone.
    """
    return _SHORT_PARTS.split(text) if "-" in text else [text]
