"""What imprint and privacy notice must say about a town, on plain values."""

from collections.abc import Iterator, Mapping

IMPRINT = "imprint, § 5 DDG"
NOTICE = "privacy notice, Art. 13 GDPR"
# What each page needs; `website` and `vat_id` are shown where there are any.
NEEDED = {
    "address": IMPRINT,
    "representative": IMPRINT,
    "email": IMPRINT,
    "phone": IMPRINT,
    "supervisory_body": IMPRINT,
    "data_protection_officer": NOTICE,
    "data_protection_authority": NOTICE,
}
# One way to reach the data protection officer is enough.
WAYS = ("data_protection_email", "data_protection_phone")
SAMPLES = ("@example.org", "@example.com", "@example.net", ".example")


def missing_in(town: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Name each field that is empty, with the page that leaves it out."""
    for field, page in NEEDED.items():
        if not town.get(field):
            yield field, page
    if not any(town.get(way) for way in WAYS):
        yield " or ".join(WAYS), NOTICE


def samples_in(town: Mapping[str, str]) -> Iterator[str]:
    """Name each address that nobody reads: those of documentation and of the demo."""
    for field in ("email", "data_protection_email"):
        if town.get(field, "").endswith(SAMPLES):
            yield field
