"""`make bench` as it is called, with tiny sizes: a server of its own, a load, and one table."""

import os
import subprocess
import sys

from tests.benchmarks.frame.settings import ROOT
from tests.benchmarks.frame.table import HEADS

SCAN = [
    *("scan, one a request", "a scan's statements by the driver", "a scan without its request"),
    *("100 scans' statements by the driver", "100 scans', rolled back"),
    "100 scans without their request",
]
BOOKING = [
    "POST of a booking",
    *("a booking's statements by the driver", "a booking's, rolled back"),
    *("a booking without its request", "the form of a booking"),
]
ROLLED_BACK = "a scan's, rolled back"
TINY = {
    "SIZE": "400",
    "CLIENTS": "1",
    "DURATION": "0.05",
    "REPEATS": "1",
    "DATABASES": "SQLite PostgreSQL",
    "WORKS": "event page,one a request,POST",
}


def test_the_table_has_a_row_for_each_work_that_was_wanted() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks"],
        env=os.environ | TINY,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    lines = [line.split("|")[1:-1] for line in ran.stdout.split("\n") if line.startswith("|")]
    heads, _, *rows = [[cell.strip() for cell in line] for line in lines]
    assert tuple(heads) == HEADS
    for database in ("SQLite", "PostgreSQL"):
        served = [row[0] for row in rows if row[1:3] == [database, "1"]]
        in_process = [row[0] for row in rows if row[1:3] == [database, "in process"]]
        assert served == ["no-op route", "event page", "POST of a booking", "scan, one a request"]
        # PostgreSQL commits the statements of a scan by itself.
        scan = SCAN if database == "PostgreSQL" else [*SCAN[:2], ROLLED_BACK, *SCAN[2:]]
        assert in_process == ["no-op route", *scan, *BOOKING]
    assert {row[2] for row in rows} == {"1", "in process"}
    # Whatever was measured, something was.
    assert all(float(row[6]) > 0 and float(row[7]) > 0 for row in rows)
