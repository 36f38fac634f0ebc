"""Measure the product on this machine: `make bench`, or `python -m tests.benchmarks PART …`.

Numbers compare within one run only.
"""

import sys

from tests.benchmarks.citizens import measure_citizens
from tests.benchmarks.pages import measure_pages
from tests.benchmarks.phone import measure_phone
from tests.benchmarks.scans import measure_scans

PARTS = {
    "citizens": measure_citizens,
    "pages": measure_pages,
    "scans": measure_scans,
    "phone": measure_phone,
}


def main(wanted: list[str]) -> None:
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"There is no {', '.join(sorted(unknown))}; there is {', '.join(PARTS)}.")
    for name in wanted or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
