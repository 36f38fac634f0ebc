"""The service of docs/operations.md, as systemd reads it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

OPERATIONS = Path(__file__).parents[3] / "docs" / "operations.md"
# systemd's own measure, from 0.0 (nothing it may) to 10.0.
MOST_EXPOSED = "2.5"


def service() -> str:
    page = OPERATIONS.read_text(encoding="utf-8")
    return re.findall(r"```ini\n(.*?)```", page, re.DOTALL)[0]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_service_is_sound_and_shut_in(tmp_path: Path) -> None:
    unit = tmp_path / "ortenaudigital.service"
    # The commands are where the shop is installed, not here.
    text = re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", service())
    text = text.replace("WorkingDirectory=/opt/ortenaudigital", f"WorkingDirectory={tmp_path}")
    unit.write_text(text, encoding="utf-8")
    sound = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    about_it = [line for line in sound.stderr.splitlines() if unit.name in line]
    assert about_it == []
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager"]
    shut_in = subprocess.run([*command, str(unit)], capture_output=True, text=True, check=False)
    measured = re.search(r"exposure level for \S+: ([\d.]+)", shut_in.stdout)
    assert measured, shut_in.stderr
    assert float(measured[1]) <= float(MOST_EXPOSED), shut_in.stdout
