"""Text from outside: what is no readable character is taken out, what is an address is known."""

import re
import unicodedata

# Breaks of lines and pages that only some programs know; they come with what people paste.
_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNREADABLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # control characters; PostgreSQL refuses the first
    "\ud800-\udfff"  # halves of characters, which no database can store
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"  # soft hyphen, fillers, marks
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero width, and what turns the direction
    "\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"  # blanks that count as letters
    "\U000e0000-\U000e0fff"  # invisible tags
    "]"
)
# They join letters in Persian, Hindi or emoji, and hide between others.
_LONELY_JOINERS = re.compile("(?<![\u0600-\uffff\U0001f000-\U0001ffff])[\u200c\u200d]+")
_JOINERS_AT_END = re.compile("[\u200c\u200d]+(?![\u0600-\uffff\U0001f000-\U0001ffff])")

# Full stops of other scripts that browsers and mail programs read as dots.
_DOTS = str.maketrans(dict.fromkeys("。۔܁܂․ꓸ⸼", "."))
_SPELT_DOT = re.compile(r"\s*[(\[{<]\s*(?:dot|punkt|point)\s*[)\]}>]\s*")
_SPELT_AT = re.compile(r"\s*[(\[{<]\s*(?:at|ät|arobase)\s*[)\]}>]\s*")
_LINK = re.compile(r"[a-z]{2,}:/|//|\bwww\.|\bmailto:|\btel:|xn--|@|\b\d{1,3}(?:\.\d{1,3}){3}\b")
# A word with a dot and what looks like the path, port or question of an address.
_DOMAIN_WITH_PATH = re.compile(r"\w\.\w{2,}[/:?#]\S")
_LOOSE_DOT = re.compile(r"\w\s+\.\s*[^\W\d_]{2,}")
_DOTTED = re.compile(r"(\w+)\.(?=([^\W\d_]{2,}))")
_SPACED = re.compile(
    r"(\w+)\.\s+(?:com|net|org|info|biz|de|at|ch|fr|eu|io|ru|cn|tk|xyz|top|online|site|shop|app|dev)\b"
)
# What stands before a dot in names, as people write them without the space.
_ABBREVIATION = re.compile(
    "[^\\W\\d_]|dr|prof|med|dent|vet|rer|nat|pol|oec|phil|jur|iur|theol|habil|dipl|ing|inf|kfm|hc"
    "|mag|bac|st|ste|sr|jr|jun|sen|hr|fr|mr|mrs|ms|mme|mlle|pd|univ|frhr|\\d{1,2}"
)
# Behind such a word a dot ends an abbreviation, but in these few cases.
_ENDING = re.compile(
    "com|net|org|info|biz|de|at|ch|fr|eu|io|me|co|ru|cn|tk|to|ly|gl|cc|tv|gg|ai|be|es|it|uk|us"
)


def readable(text: str) -> str:
    """Take out what nobody can see or no database can store; breaks of all kinds become one."""
    text = _UNREADABLE.sub("", _BREAKS.sub("\n", text))
    return _JOINERS_AT_END.sub("", _LONELY_JOINERS.sub("", text))


def is_readable(text: str) -> bool:
    """Say whether a text has only characters that may be stored and shown."""
    return readable(text) == text


def holds_link(text: str) -> bool:
    """Say whether a text holds what a mail program makes a link of: scheme, `www.`, `@`, path.

    A bare domain is none: organisations may be called so.
    """
    plain = _plain(text)
    return bool(_LINK.search(plain) or _DOMAIN_WITH_PATH.search(plain))


def holds_address(text: str) -> bool:
    """Say whether a text holds a link or a domain, however the dot is written or spaced.

    Titles, initials and abbreviations keep their dots: `Dr. A. Müller`, `St. Georgen`.
    """
    plain = _plain(text)
    if holds_link(text) or _LOOSE_DOT.search(plain):
        return True
    spaced = any(not _ABBREVIATION.fullmatch(found[1]) for found in _SPACED.finditer(plain))
    return spaced or any(_is_domain(*found.groups()) for found in _DOTTED.finditer(plain))


def _is_domain(word: str, ending: str) -> bool:
    return not _ABBREVIATION.fullmatch(word) or bool(_ENDING.fullmatch(ending))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", readable(text)).translate(_DOTS).casefold()
    return _SPELT_AT.sub("@", _SPELT_DOT.sub(".", folded))
