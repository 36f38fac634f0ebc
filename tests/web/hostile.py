"""Hostile requests, generated from the URL map and from the forms of the pages, by one seed."""

import json
import random
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_from_bytes, urlencode
from uuid import UUID

from werkzeug.routing import Rule

TEXTS: list[str | bytes] = [
    "", " ", "\x00", "a\x00b", "\x00-1", "\x01\x02\x1b[2J", "\x0b\x0c\x85",
    "a\r\nBcc: x@example.org",
    "\u202egnp.exe", "\u2066\u2067\u2069", "\u200b", "\u200b\u200d\ufeff\u2060", "\u3164", "\xad",
    "\ufffe", "\U000e0041", "e\u0301" * 40, "🏴\U000e0067\U000e007f", "ﷺ" * 50, "A" * 2_000,
    b"M\xfcller", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"%", b"%zz",
    "-1", "0", "1", "2147483647", "2147483648", "4294967296", "9223372036854775807",
    "9223372036854775808", "18446744073709551616", "-9223372036854775809", "9" * 30, "9" * 5_000,
    "１２", "²", "١", "1_0", "+1", "1e9", "0x10", "nan", "inf", "1.5", "true", "None", "null", "[]",
    "00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-00000000000}", "urn:uuid:",
    "9999-12-31", "0000-00-00", "2027-02-30", "25:61", "24:00", "9:30", "1.1-2.2", "9999999999.1",
    "'; DROP TABLE ticket; --", "%s%(x)s{0}{{7*7}}", "<script>alert(1)</script>",
    "../../etc/passwd",
    "a@b", "a@[127.0.0.1]", "a@xn--", "a@x\u202ey.org", '"a b"@example.org',
    "a" * 65 + "@example.org",
    "ä@example.org", "a@例え.jp", "a@" + "b." * 120 + "org", "www.example.org", "http://[::1",
    "http://" + "a" * 300, "javascript:alert(1)", "//example.org", "OD-AAAAAA-1", "OD-AAAAAA-²",
    "accept", "reject", "yes", "confirm", "buergerticket", "all", "de", "xx",
]  # fmt: skip
NAMES = [
    "companions-0", "companions-9999999999", "companions-²", "companions-" + "9" * 5_000,
    "companions-",
    "names-0", "names-٣", "names-1-2", "\x00", "csrf_token\x00", "", "a" * 300, "position",
    "ticket",
    "request_id", "__class__", "data", "errors",
]  # fmt: skip
QUERY = [
    "q",
    "status",
    "seite",
    "nach",
    "vor",
    "tag",
    "art",
    "since",
    "lang",
    "next",
    "after",
    "page",
    "\x00",
]
HEADERS = [
    {"Accept": "application/json"},
    {"Accept-Language": "de;q=nan, *;q=1e999, " + "x-" * 300},
    {"Authorization": "Bearer \xff\xfe"},
    {"Authorization": "Basic " + "=" * 50},
    {"Cookie": "lang=\x7f; session=.eJw\xff"},
    {"Cookie": "session=eyJfcGVybWFuZW50Ijp0cnVlfQ.AAAA.AAAA"},
    {"If-None-Match": 'W/"\xff", *', "If-Modified-Since": "never"},
    {"Range": "bytes=-1-5,99999999999999999999-"},
    {"X-Forwarded-For": "::%0, 999.1.1.1", "Forwarded": "for=\x7f"},
    {"Content-Encoding": "gzip"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "\xff", "Origin": "https://[::1"},
    {"X-Requested-With": "XMLHttpRequest", "X-CSRFToken": "\x7f"},
]
TYPES = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-7",
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\xff",
    "multipart/form-data; boundary=x", "application/json", "application/json; charset=utf-16",
    "application/merge-patch+json", "text/plain", "image/png", "x", "/", "",
]  # fmt: skip
DEEP = [
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"scans":' + b"[" * 20_000,
    b"[" * 5_000 + b"]" * 5_000,
]
JSONS = [
    *DEEP, b"", b"null", b"1", b'"x"', b"[]", b"[1,2]", b"{}", b'{"email": "a", "password": 1}',
    b"\xff\xfe{\x00}\x00", b'{"scans": null}', b'{"scans": [null, 1, [], {}]}', b"NaN", b"1e999",
    b"9" * 5_000, b'{"unsent": 99999999999999999999999}',
    b'{"unsent": 1, "version": "\\u0000\\ud800"}',
    b'{"secret": "\\u0000\\ud800"}', b'{"scans": [' + b"{}," * 600 + b"{}]}", b'{"a": 1, "a": 2}',
]  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """One request, as the test client takes it."""

    user: str
    method: str
    url: str
    endpoint: str
    arguments: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        words = {name: str(value)[:300] for name, value in self.arguments.items()}
        return f"{self.user}: {self.method} {self.url[:300]} {words}"


@dataclass
class Generator:
    """Makes requests; `values` fit into addresses, `forms` are the fields at an address."""

    seed: int
    rules: list[Rule]
    values: dict[str, str]
    forms: dict[str, dict[str, list[str]]]
    tokens: dict[str, str]

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def request(self) -> Sent:
        draw = self.random
        rule = draw.choice(self.rules)
        methods = sorted((rule.methods or {"GET"}) - {"HEAD", "OPTIONS"})
        odd = draw.random() < 0.03
        method = draw.choice(["PUT", "DELETE", "HEAD", "OPTIONS", "X"]) if odd else methods[-1]
        user = draw.choice(["stranger", "organiser", "organiser", "device"])
        path = self._path(rule)
        arguments: dict[str, Any] = {"headers": self._headers(user, rule)}
        if method not in ("GET", "HEAD", "OPTIONS"):
            arguments |= self._body(user, rule)
        query = self._query() if draw.random() < (0.7 if method == "GET" else 0.1) else ""
        return Sent(user, method, path + query, rule.endpoint, arguments)

    def _path(self, rule: Rule) -> str:
        def fill(found: re.Match[str]) -> str:
            name = found[1].rpartition(":")[2]
            values = dict(self.values)
            if rule.endpoint.startswith("exhibitors."):
                values["key"] = values["exhibitor_key"]
            good = self.random.random() < 0.7 or (name == "slug" and self.random.random() < 0.7)
            return _quoted(values.get(name, "x") if good else self._text())

        return re.sub(r"<([^>]+)>", fill, rule.rule)

    def _text(self) -> str | bytes:
        return self.random.choice(TEXTS)

    def _headers(self, user: str, rule: Rule) -> dict[str, str]:
        mine = {"Authorization": f"Bearer {self.values['token']}"} if user == "device" else {}
        return mine | (self.random.choice(HEADERS) if self.random.random() < 0.15 else {})

    def _query(self) -> str:
        pairs = [
            (self.random.choice(QUERY), self._text()) for _ in range(self.random.randint(1, 3))
        ]
        return "?" + "&".join(f"{_quoted(name)}={_quoted(text)}" for name, text in pairs)

    def _body(self, user: str, rule: Rule) -> dict[str, Any]:
        kind = self.random.random()
        if rule.rule.startswith("/einlass/api/") and kind < 0.8:
            return {"data": self._entries(), "content_type": "application/json"}
        if kind < 0.65:
            pairs = self._fields(user, rule)
            form = "&".join(f"{_quoted(name)}={_quoted(text)}" for name, text in pairs)
            return {"data": form, "content_type": TYPES[0]}
        if kind < 0.85:
            return self._parts(self._fields(user, rule))
        data = self.random.choice([*JSONS, urlencode({"a": "b"}).encode()])
        return {"data": data, "content_type": self.random.choice(TYPES)}

    def _fields(self, user: str, rule: Rule) -> list[tuple[str, str | bytes]]:
        """Fill in the form of an address: mostly right, so that what is wrong gets far."""
        known = self.forms.get(rule.endpoint) or {"name": ["x"], "position": ["1"]}
        wrong = self.random.randint(0, 2)
        spoilt = set(self.random.sample(sorted(known), min(wrong, len(known))))
        pairs: list[tuple[str, str | bytes]] = []
        for name, texts in known.items():
            text: str | bytes = self._text() if name in spoilt else self.random.choice(texts)
            if name == "request_id" and name not in spoilt:
                text = str(UUID(int=self.random.getrandbits(128), version=4))
            if name == "csrf_token":
                text = self.tokens[user] if self.random.random() < 0.95 else text
            pairs.append((name, text))
        extra = 1 if self.random.random() < 0.3 else 0
        extra = 400 if self.random.random() < 0.02 else extra
        name = self.random.choice([*NAMES, *known])
        return pairs + [(name, self._text()) for _ in range(extra)]

    def _parts(self, pairs: list[tuple[str, str | bytes]]) -> dict[str, Any]:
        """Write the fields as multipart, some of them as files."""
        body = b""
        for name, text in pairs:
            file = '; filename="a\\"b.png"' if self.random.random() < 0.3 else ""
            plain = text if isinstance(text, bytes) else text.encode()
            heading = f'--x\r\nContent-Disposition: form-data; name="{_header(name)}"{file}\r\n\r\n'
            body += heading.encode() + plain + b"\r\n"
        return {"data": body + b"--x--\r\n", "content_type": "multipart/form-data; boundary=x"}

    def _entries(self) -> bytes:
        """Write what phones send, with something wrong in it."""
        if self.random.random() < 0.3:
            return self.random.choice(JSONS)
        entry: dict[str, Any] = {
            "scan_id": str(UUID(int=self.random.getrandbits(128), version=4)),
            "code": self.values["code"],
            "scanned_at": self.values["now"],
            "verdict": None,
            "action": self.random.choice(["scan", "exit", "override", "undo", "walk_in"]),
            "reason": "kennt die Orga",
            "undoes": None,
            "ticket_type": 1,
            "name": "Jo",
        }
        for name in self.random.sample(sorted(entry), 2):
            text = self._text()
            odd: list[object] = [
                None,
                [],
                {},
                True,
                -1,
                2**70,
                1.5,
                [[[]]],
                "\ud800",
                "9999-12-31T23:59:59+14:00",
            ]
            plain = text.decode("latin-1") if isinstance(text, bytes) else text
            entry[name] = self.random.choice([plain, plain, plain, self.random.choice(odd)])
        body = {"scans": [entry], "unsent": entry["ticket_type"], "secret": entry["code"]}
        return json.dumps(body | {"version": entry["name"]}).encode()


def _quoted(text: str | bytes) -> str:
    return quote_from_bytes(text, safe="") if isinstance(text, bytes) else quote(text, safe="")


def _header(name: str) -> str:
    return name.replace("\x00", "%00").replace('"', "%22").replace("\r\n", " ")
