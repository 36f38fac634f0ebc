from uuid import UUID

import pytest

from ortenaudigital.kernel.codes import derive, fingerprint, read_code

SUBJECT = UUID(int=1)


def test_derived_code_is_stable_and_depends_on_everything() -> None:
    code = derive("key", "ticket", SUBJECT, 0)
    assert code == derive("key", "ticket", SUBJECT, 0)
    others = [
        derive("other", "ticket", SUBJECT, 0),
        derive("key", "booking", SUBJECT, 0),
        derive("key", "ticket", UUID(int=2), 0),
        derive("key", "ticket", SUBJECT, 1),
    ]
    assert len({code, *others}) == 5
    assert len(code) == 26


@pytest.mark.parametrize(
    "text",
    [
        "{code}",
        " {code}\n",
        "{lower}",
        "https://tickets.example.org/t/{code}",
        "https://tickets.example.org/t/{code}/?x=1",
        "HTTPS://TICKETS.EXAMPLE.ORG/T/{code}",
    ],
)
def test_read_code_takes_code_and_address(text: str) -> None:
    code = derive("key", "ticket", SUBJECT)
    assert read_code(text.format(code=code, lower=code.lower())) == code


@pytest.mark.parametrize("text", ["", "OD-7K3M9P-1", "https://example.org/", "A" * 25, "1" * 26])
def test_read_code_refuses_the_rest(text: str) -> None:
    assert read_code(text) is None


def test_fingerprint_ignores_case() -> None:
    assert fingerprint("abc") == fingerprint("ABC")
    assert len(fingerprint("abc")) == 32
