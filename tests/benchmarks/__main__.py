"""Measure the product on this machine: `make bench`, or `make bench PARTS="served phone"`.

Each part returns the Markdown of what it measured. With WRITE=1 it replaces the section of its
name in docs/benchmarks.md, between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`. Numbers
compare within one run only.
"""

import signal
import sys
from collections.abc import Callable
from types import FrameType

from tests.benchmarks.compared import measure_compared
from tests.benchmarks.frame.settings import ROOT, Settings, read_settings
from tests.benchmarks.frame.table import replace_section
from tests.benchmarks.growth.measured import measure_growth
from tests.benchmarks.mailing import measure_mailing
from tests.benchmarks.memory import measure_memory
from tests.benchmarks.organisers.measured import measure_organisers
from tests.benchmarks.pdf import measure_pdf
from tests.benchmarks.phone import measure_phone
from tests.benchmarks.served import measure_served
from tests.benchmarks.visit import measure_visit

Part = Callable[[Settings], str]
PARTS: dict[str, Part] = {
    "served": measure_served,
    "compared": measure_compared,
    "growth": measure_growth,
    "organisers": measure_organisers,
    "pdf": measure_pdf,
    "mailing": measure_mailing,
    "memory": measure_memory,
    "phone": measure_phone,
    "visit": measure_visit,
}
STANDARD = ("served",)
DOCUMENT = ROOT / "docs/benchmarks.md"


def main(wanted: list[str]) -> None:
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"There is no {', '.join(sorted(unknown))}; there is {', '.join(PARTS)}.")
    # What is started is ended by what stands in `finally`, whoever stops the run.
    signal.signal(signal.SIGTERM, _interrupt)
    settings = read_settings()
    compared = ("compared",) if settings.compare else STANDARD
    for name in wanted or compared:
        measured = PARTS[name](settings)
        print(f"\n{measured}\n", flush=True)
        if settings.writes:
            DOCUMENT.write_text(replace_section(DOCUMENT.read_text(), name, measured))


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main(sys.argv[1:])
