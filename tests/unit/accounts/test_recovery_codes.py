"""Recovery codes as people type them."""

from ortenaudigital.accounts.factors.rules import new_recovery_code, read_recovery_code


def test_recovery_codes_are_read_as_people_type_them() -> None:
    code = new_recovery_code()
    assert len(code) == 11
    assert code[5] == "-"
    for typed in (code.lower(), code.replace("-", " "), f" {code.replace('-', '')} "):
        assert read_recovery_code(typed) == read_recovery_code(code)
    assert len({new_recovery_code() for _ in range(100)}) == 100
